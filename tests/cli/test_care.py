import io
import shutil
from pathlib import Path

import pytest

from tests.cli.record_cli import CODE, Run, new_home, runner
from triage_app.cli import doctor
from triage_app.store.blobs import BlobFolder
from triage_app.store.keys import open_keys
from triage_app.store.record import open_record
from triage_app.ui import sound_player


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def recovery_key(home: Path) -> str:
    return new_home(home)


@pytest.fixture
def run(home: Path, recovery_key: str, capsys: pytest.CaptureFixture[str]) -> Run:
    return runner(home, capsys)


def attach(home: Path, data: bytes) -> str:
    """An attachment act with its blob."""
    from tests.store.record_home import attachment_draft

    keys = open_keys(home, "file")
    name = BlobFolder(home / "evidence", keys.evidence).put(data)
    opened = open_record(home, keys, station="station-1")
    opened.record.append(attachment_draft(len(data), name))
    opened.close()
    return name


def blob_file(home: Path, name: str) -> Path:
    return home / "evidence" / name[:2] / name[2:]


def test_a_sound_home_checks_out(run: Run, home: Path) -> None:
    run("record", CODE, "REL")
    attach(home, b"picture")
    code, (said,), _ = run("check", "--json")
    assert (code, said["ok"]) == (0, True)
    assert (said["record"]["acts"], said["record"]["chain"]) == (2, "whole")
    assert said["evidence"] == {"blobs": 1, "damaged": [], "missing": []}
    assert run("check")[0] == 0


def test_a_damaged_and_a_missing_picture_are_named(run: Run, home: Path) -> None:
    damaged, missing = attach(home, b"one"), attach(home, b"other")
    blob_file(home, damaged).write_bytes(b"rot")
    blob_file(home, missing).unlink()
    code, (said,), _ = run("check", "--json")
    assert code == 1
    assert said["evidence"] == {"blobs": 1, "damaged": [damaged], "missing": [missing]}
    _, _, err = run("check")
    assert f"{damaged[:12]} is damaged" in err
    assert f"{missing[:12]} is missing" in err


def test_a_damaged_cache_is_set_aside_and_made_anew(run: Run, home: Path) -> None:
    run("record", CODE, "REL")
    (home / "cache.db").write_bytes(b"damaged" * 1_000)
    code, (said,), _ = run("check", "--json")
    assert code == 1
    assert said["cache"]["damage"]
    assert Path(said["cache"]["set_aside"]).exists()
    assert run("check")[0] == 0
    assert run("record", CODE, "REL")[0] == 0


@pytest.mark.parametrize("what", ["emptied", "gone"])
def test_a_cache_that_lost_everything_is_told_of(run: Run, home: Path, what: str) -> None:
    assert run("check")[0] == 0
    if what == "emptied":
        (home / "cache.db").write_bytes(b"")
    else:
        (home / "cache.db").unlink()

    code, (said,), _ = run("check", "--json")

    assert code == 1
    assert "There was no cache here any more" in said["cache"]["damage"][0]
    assert said["cache"]["set_aside"] == ""
    assert run("check")[0] == 0


def test_a_damaged_search_index_is_taken_away_to_be_built_again(run: Run, home: Path) -> None:
    assert run("search", "--catch-up")[0] == 0
    whole = (home / "search.db").read_bytes()
    half = len(whole) // 2
    (home / "search.db").write_bytes(whole[:half] + b"spoiled" + whole[half + 7 :])

    code, _, err = run("check")

    assert code == 1
    assert "search.db was damaged" in err
    assert not (home / "search.db").exists()
    assert run("check")[0] == 0


def test_a_flipped_page_of_the_record_is_found(run: Run, home: Path) -> None:
    for _ in range(5):
        run("record", CODE, "REL")
    path = home / "record.db"
    content = bytearray(path.read_bytes())
    content[-2_000] ^= 1
    path.write_bytes(content)
    code, _, err = run("check")
    assert code in (1, 3)
    assert "record.db" in err or "store" in err


def test_a_backup_opens_elsewhere_with_the_recovery_key(
    run: Run,
    home: Path,
    recovery_key: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    run("record", CODE, "REL")
    name = attach(home, b"picture")
    folder = tmp_path / "stick"
    code, (said,), _ = run("backup", str(folder), "--json")
    assert (code, said["acts"], said["chain"], said["blobs_copied"]) == (0, 2, "whole", 1)

    new = tmp_path / "new"
    shutil.copytree(folder / "evidence", new / "evidence")
    shutil.copy(folder / "record.keys", new)
    shutil.copy(said["file"], new / "record.db")
    (new / "settings.toml").write_text('[store]\nkey = "file"\n')
    elsewhere = runner(new, capsys)
    assert elsewhere("verify")[0] == 3
    monkeypatch.setattr("sys.stdin", io.StringIO(recovery_key + "\n"))
    assert elsewhere("doctor", "--recover")[0] == 0
    code, (report,), _ = elsewhere("check", "--json")
    assert (code, report["record"]["acts"], report["evidence"]["blobs"]) == (0, 2, 1)
    code, (act,), _ = elsewhere("record", CODE, "REL", "--json")
    assert (code, act["seq"]) == (0, 4)
    assert BlobFolder(new / "evidence", open_keys(new, "file").evidence).get(name) == b"picture"


def test_a_second_backup_adds_to_the_first(run: Run, home: Path) -> None:
    attach(home, b"picture")
    run("backup")
    attach(home, b"another picture")
    code, (said,), _ = run("backup", "--json")
    assert (code, said["acts"], said["blobs_copied"]) == (0, 2, 1)
    assert len(list((home / "backups").glob("record-*.db"))) == 2
    assert not list((home / "backups").glob("*.part*"))


def test_a_backup_says_which_picture_it_could_not_copy(run: Run, home: Path) -> None:
    blob_file(home, attach(home, b"picture")).unlink()
    code, _, err = run("backup")
    assert code == 1
    assert "is missing here" in err


def test_another_homes_backup_is_not_overwritten(run: Run, tmp_path: Path) -> None:
    new_home(tmp_path / "other")
    code, _, err = run("backup", str(tmp_path / "other"))
    assert code == 3
    assert "another home" in err


def findings(run: Run) -> dict[str, dict[str, object]]:
    _, lines, _ = run("doctor", "--json")
    return {line["check"]: line for line in lines}


def test_the_doctor_looks_at_everything_and_gives_a_next_step(run: Run) -> None:
    found = findings(run)
    assert list(found) == [
        "settings",
        "key",
        "record",
        "cache",
        "disk",
        "clock",
        "hub",
        "backup",
        "fonts",
        "sound",
    ]
    assert all(bool(line["ok"]) is not bool(line["next_step"]) for line in found.values())
    assert found["record"]["ok"]
    assert "triage import" in str(found["cache"]["next_step"])


@pytest.mark.parametrize(
    ("spoil", "check", "step"),
    [
        (lambda home: (home / "station.key").unlink(), "key", "--recover"),
        (lambda home: (home / "station.key").chmod(0o644), "key", "chmod 600"),
        (lambda home: (home / "record.db").unlink(), "record", "backup"),
        (lambda home: (home / "cache.db").write_bytes(b"x" * 9_000), "cache", "triage check"),
        (
            lambda home: (home / "settings.toml").write_text('[store]\nkey="file"\n[colour]\nx=1'),
            "settings",
            "Remove it",
        ),
        (
            lambda home: (home / "settings.toml").write_text(
                '[store]\nkey="file"\n[hub]\nurl="https://hub.example"'
            ),
            "hub",
            "triage enroll",
        ),
    ],
    ids=["key gone", "key open", "record gone", "cache damaged", "settings", "hub"],
)
def test_the_doctor_names_what_is_wrong(
    run: Run, home: Path, spoil: object, check: str, step: str
) -> None:
    spoil(home)  # type: ignore[operator]
    found = findings(run)
    assert not found[check]["ok"]
    assert step in str(found[check]["next_step"])
    code, lines, _ = run("doctor")
    assert code == 1
    assert any(line.startswith("wrong") and check in line for line in lines)


def test_the_doctor_says_whether_sounds_can_be_heard(
    run: Run, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sound_player, "PLAYERS", ("a-player",))
    assert "no player found (a-player)" in str(findings(run)["sound"]["says"])
    (tmp_path / "a-player").write_text("#!/bin/sh\n")
    (tmp_path / "a-player").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    assert findings(run)["sound"]["says"] == "by a-player"
    (home / "settings.toml").write_text('[store]\nkey = "file"\n[ui]\nsound = false\n')
    assert "off by setting" in str(findings(run)["sound"]["says"])


def test_the_doctor_sees_a_clock_set_back(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    run("record", CODE, "REL")

    class Yesterday(doctor.datetime):
        @classmethod
        def now(cls, tz: object = None) -> "doctor.datetime":  # type: ignore[override]
            return doctor.datetime(2020, 1, 1, tzinfo=doctor.UTC)

    monkeypatch.setattr(doctor, "datetime", Yesterday)
    assert "behind the last act" in str(findings(run)["clock"]["says"])


def test_the_doctor_names_scripts_without_a_font(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor.shutil, "which", lambda _: "fc-list")
    monkeypatch.setattr(doctor, "_has_font", lambda language: language != "th")
    monkeypatch.setattr(doctor.sys, "platform", "linux")
    assert findings(run)["fonts"]["says"] == "none for Thai"


def test_what_is_wrong_and_the_next_step_are_two_sentences(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doctor.shutil, "which", lambda _: "fc-list")
    monkeypatch.setattr(doctor, "_has_font", lambda language: language != "ko")
    monkeypatch.setattr(doctor.sys, "platform", "linux")
    (fonts,) = [line for line in run("doctor")[1] if " fonts " in line]
    assert "none for Korean. Run 'apt install" in fonts


def test_a_mistyped_recovery_key_says_which_group(
    run: Run, recovery_key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = ("1" if recovery_key[0] != "1" else "2") + recovery_key[1:]
    monkeypatch.setattr("sys.stdin", io.StringIO(wrong))
    code, _, err = run("doctor", "--recover")
    assert code == 3
    assert "Group 1 " in err


def test_a_record_that_cannot_be_read_is_not_sent_back_to_check(run: Run, home: Path) -> None:
    run("record", CODE, "REL")
    (home / "record.db").write_bytes(b"damaged" * 1_000)
    for beside in home.glob("record.db-*"):
        beside.unlink()
    code, (said,), err = run("check", "--json")
    assert (code, said["ok"], said["record"]["chain"]) == (3, False, "broken")
    assert "triage restore FILE --over" in err
    assert "triage check" not in err
