"""Backups that are made by themselves: one a day where there is something new, the oldest go."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.cli.record_cli import CODE, Run, new_home, runner
from triage_app.store.backup_rotation import made_at, rotate


@pytest.fixture
def home(tmp_path: Path) -> Path:
    new_home(tmp_path / "home")
    return tmp_path / "home"


@pytest.fixture
def run(home: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    return runner(home, capsys)


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.glob("record-*.db"))


def grown_old(folder: Path, days: int) -> None:
    """As if every backup there had been made so many days before."""
    for path in folder.glob("record-*.db"):
        stamp, rest = re.fullmatch(r"record-(\w+)Z(.*)", path.name).groups()  # type: ignore[union-attr]
        at = datetime.strptime(f"{stamp}+0000", "%Y%m%dT%H%M%S%f%z") - timedelta(days=days)
        path.rename(folder / f"record-{at:%Y%m%dT%H%M%S%f}Z{rest}")


def test_one_a_day_and_none_where_nothing_is_new(run: Run, home: Path) -> None:
    run("record", CODE, "REL")
    _, (first,), _ = run("backup", "--by-itself", "--json")
    run("record", "LX000000005CN", "REL")
    _, (again,), _ = run("backup", "--by-itself", "--json")
    grown_old(home / "backups", 1)
    _, (next_day,), _ = run("backup", "--by-itself", "--json")
    grown_old(home / "backups", 1)
    _, (nothing_new,), _ = run("backup", "--by-itself", "--json")

    assert (first["ran"], first["acts"], first["chain"]) == (True, 1, "whole")
    assert (again["ran"], again["why"]) == (False, "the last one is of today")
    assert (next_day["ran"], next_day["acts"]) == (True, 2)
    assert (nothing_new["ran"], nothing_new["why"]) == (
        False,
        "nothing was recorded since the last one",
    )
    assert len(files(home / "backups")) == 2


def test_the_oldest_of_its_own_go_and_those_somebody_made_stay(run: Run, home: Path) -> None:
    with (home / "settings.toml").open("a") as settings:
        settings.write("backup_keep = 2\n")
    run("record", CODE, "REL")
    run("backup")
    for number in ("LX000000005CN", "LX000000014CN", "LX000000028CN"):
        grown_old(home / "backups", 1)
        run("record", number, "REL")
        _, (last,), _ = run("backup", "--by-itself", "--json")

    kept = files(home / "backups")
    assert len(last["removed"]) == 1
    assert [name.endswith("-auto.db") for name in kept] == [False, True, True]


def test_a_newest_one_that_does_not_open_is_followed_by_another(run: Run, home: Path) -> None:
    run("record", CODE, "REL")
    run("backup", "--by-itself")
    (damaged,) = (home / "backups").glob("record-*.db")
    damaged.write_bytes(b"no record" * 1_000)
    grown_old(home / "backups", 1)

    _, (said,), _ = run("backup", "--by-itself", "--json")

    assert (said["ran"], said["chain"]) == (True, "whole")


def test_a_folder_of_its_own_and_none_by_setting(run: Run, home: Path, tmp_path: Path) -> None:
    run("record", CODE, "REL")
    (home / "settings.toml").write_text(
        f'[store]\nkey = "file"\nbackup_folder = "{tmp_path / "disk"}"\n'
    )
    run("backup", "--by-itself")
    assert len(files(tmp_path / "disk")) == 1

    (home / "settings.toml").write_text('[store]\nkey = "file"\nbackup_keep = 0\n')
    _, (said,), _ = run("backup", "--by-itself", "--json")
    assert (said["ran"], said["why"]) == (False, "[store] backup_keep is 0")


def test_a_backup_that_cannot_be_made_is_said_to_the_window(
    run: Run, home: Path, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    with (home / "settings.toml").open("a") as settings:
        settings.write(f'backup_folder = "{tmp_path / "file" / "folder"}"\n')

    code, (said,), _ = run("backup", "--by-itself", "--json")

    assert (code, said["ran"], said["failed"]) == (3, False, True)
    assert said["why"]


def test_the_doctor_knows_the_last_backup(run: Run, home: Path) -> None:
    def finding() -> dict[str, object]:
        found = run("doctor", "--json")[1]
        return next(one for one in found if one["check"] == "backup")

    assert finding()["ok"]
    run("record", CODE, "REL")
    run("backup")
    assert "on the same disk" in str(finding()["says"])
    grown_old(home / "backups", 8)
    assert finding()["next_step"] == "It is 8 days old: run 'triage backup'."


def test_what_bears_no_time_is_no_backup(tmp_path: Path) -> None:
    for name in ("record-old.db", "record-20260302T000000000000Z.db.part", "cache.db"):
        (tmp_path / name).write_text("")

    assert made_at(tmp_path) is None
    assert made_at(tmp_path / "nowhere") is None
    assert rotate(tmp_path, 1) == ()
    (tmp_path / "record-20260302T010203000004Z-auto.db").write_text("")
    assert made_at(tmp_path) == datetime(2026, 3, 2, 1, 2, 3, 4, UTC)
    assert rotate(tmp_path, 0) == ()
