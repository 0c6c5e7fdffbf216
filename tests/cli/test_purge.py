import json
import random
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from tests.builders import make_announcement
from tests.cli.record_cli import Run, new_home, runner
from triage_app.app import make_desk
from triage_app.cli import purging
from triage_app.model.item import Announcement, Hold
from triage_app.settings import load_settings
from triage_app.store.cache import open_cache
from triage_app.store.home_lock import HomeLock
from triage_app.store.keys import open_keys

ROOT = Path(__file__).resolve().parents[2]
NOW = datetime.now(UTC)
LAST = "LAST"
"""Newer than all that is looked at: what came last of all stays in any case."""
LONG_AGO = NOW - timedelta(days=300)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    new_home(tmp_path / "home")
    return tmp_path / "home"


@pytest.fixture
def run(home: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    return runner(home, capsys)


def item(number: str, days: int) -> Announcement:
    arrived = NOW.date() - timedelta(days=days)
    return make_announcement(id="", digest="", number=number, arrived_on=arrived)


def store(home: Path, *items: Announcement) -> None:
    cache = open_cache(home, open_keys(home, "file"))
    cache.writer.store([*items, item(f"{LAST}{uuid4().hex}", 0)], LONG_AGO)
    cache.close()


def numbers(home: Path) -> list[str]:
    cache = open_cache(home, open_keys(home, "file"))
    found = [announcement.number for announcement in cache.announcements()]
    cache.close()
    return [number for number in found if not number.startswith(LAST)]


def test_it_says_what_went_what_stayed_and_why(run: Run, home: Path) -> None:
    store(home, item("A", 200), item("B", 200), item("C", 1))
    cache = open_cache(home, open_keys(home, "file"))
    cache.writer.place_hold("B", Hold("h", "li.w", "look", LONG_AGO))
    cache.close()

    code, (would,), _ = run("purge", "--dry-run", "--json")
    assert (code, would["ran"], would["removed"]) == (0, False, 1)
    assert numbers(home) == ["A", "B", "C"]
    code, lines, _ = run("purge")
    assert code == 0
    assert lines[0].startswith("1 announcements that arrived before ")
    assert "1 stay: under an open hold" in lines
    assert any("no act was touched" in line for line in lines)
    assert any("only this station's key" in line for line in lines)
    assert numbers(home) == ["B", "C"]
    today = datetime.now(UTC).date()  # these tests may run past midnight
    code, (said,), _ = run("purge", "--json")
    assert (said["ran"], said["older"], said["kept"]) == (True, 1, {"held": 1})
    assert date.fromisoformat(said["before"]) == today - timedelta(days=90)


def test_the_days_are_those_of_the_settings_unless_they_are_named(run: Run, home: Path) -> None:
    with (home / "settings.toml").open("a") as settings:
        settings.write("[cache]\nkeep_days = 30\n")
    store(home, item("A", 40), item("B", 20), item("C", 5))

    assert run("purge", "--json")[1][0]["removed"] == 1
    assert run("purge", "--days", "10", "--json")[1][0]["removed"] == 1
    assert numbers(home) == ["C"]


def test_where_nothing_grows_too_old_the_days_are_to_be_named(run: Run, home: Path) -> None:
    with (home / "settings.toml").open("a") as settings:
        settings.write("[cache]\nkeep_days = 0\n")
    store(home, item("A", 1))

    code, _, err = run("purge")
    assert (code, "name --days" in err) == (2, True)
    assert run("purge", "--by-itself", "--json")[1][0]["why"] == "[cache] keep_days is 0"
    assert run("purge", "--days", "0", "--json")[1][0]["removed"] == 1


@pytest.mark.parametrize("days", ["-1", "many", "36501", "1.5"])
def test_days_that_are_none_are_refused(run: Run, days: str) -> None:
    with pytest.raises(SystemExit) as ended:
        run("purge", "--days", days)
    assert ended.value.code == 2


def test_a_facility_the_station_never_served_is_a_slip(run: Run, home: Path) -> None:
    store(home, item("A", 200))
    code, _, err = run("purge", "--facility", "LAX")
    assert code == 2
    assert "has served FACILITY, not LAX" in err
    with (home / "settings.toml").open("a") as settings:
        settings.write('[station]\nfacility = "LAX"\n')
    run("purge", "--dry-run")
    store(home, item("B", 200))

    assert run("purge", "--facility", "LAX", "--json")[1][0]["removed"] == 1
    assert numbers(home) == ["A"]


def test_one_purge_at_a_time(run: Run, home: Path) -> None:
    with HomeLock(home, "purge"):
        code, _, err = run("purge")
    assert code == 3
    assert "is the purge here" in err


def test_by_itself_it_runs_once_a_day_and_never_beside_an_import(run: Run, home: Path) -> None:
    store(home, item("A", 200), *(item(f"N{n}", 1) for n in range(4)))

    def why() -> str:
        code, (said,), _ = run("purge", "--by-itself", "--json")
        assert code == 0
        return str(said["why"])

    with HomeLock(home, "import"):
        assert why() == "an import is running"
    assert why() == ""
    assert len(numbers(home)) == 4
    assert why() == "it was done today"
    assert run("purge", "--json")[1][0]["ran"]


def test_by_itself_it_never_lets_go_of_half_of_all(run: Run, home: Path) -> None:
    """A clock that jumped ahead makes everything old."""
    store(home, item("A", 200), item("B", 200), item("C", 1))

    code, lines, _ = run("purge", "--by-itself")
    assert code == 1
    assert "2 of 4 announcements are too many to go unasked" in lines[0]
    assert "triage purge" in lines[1]
    assert len(numbers(home)) == 3
    assert run("purge")[0] == 0
    assert numbers(home) == ["C"]


def test_a_demonstration_keeps_its_day_whatever_the_calendar_says(run: Run, home: Path) -> None:
    store(home, item("A", 200), *(item(f"N{n}", 1) for n in range(4)))
    cache = open_cache(home, open_keys(home, "file"))
    cache.mark_demonstration()
    cache.close()

    assert "demonstration" in run("purge", "--by-itself")[1][0]
    assert run("purge", "--json")[1][0]["removed"] == 1


def test_a_cache_made_by_an_older_program_is_made_smaller_once(
    run: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from triage_app.store.sealed import connect

    store(home, *(item(f"N{n}", 200) for n in range(500)))
    connection = connect(home / "cache.db", open_keys(home, "file").cache, durable=False)
    connection.execute("PRAGMA auto_vacuum = NONE")
    connection.execute("VACUUM")
    connection.close()
    with monkeypatch.context() as patch:
        patch.setattr(purging, "make_smaller", lambda home, keys: False)
        _, lines, _ = run("purge")
        assert "close the window" in lines[-1]
    code, (said,), _ = run("purge", "--json")

    assert (code, said["in_slices"]) == (0, True)
    assert said["freed_bytes"] > 100_000
    assert run("check")[0] == 0


@pytest.mark.slow
def test_a_purge_that_is_killed_leaves_whole_items_and_can_be_run_again(
    run: Run, home: Path
) -> None:
    from tests.store.aging import COUNTS

    store(home, *(item(f"N{n:05}", 200 if n % 3 else 1) for n in range(3_000)))
    words = (sys.executable, "-m", "triage_app", "--home", str(home), "purge", "--json")
    dice, left = random.Random(8), 3_000
    for _ in range(6):
        child = subprocess.Popen(words, cwd=ROOT, stdout=subprocess.DEVNULL)
        while len(numbers(home)) > left and child.poll() is None:
            pass
        try:
            child.wait(dice.random() / 4)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
        cache = open_cache(home, open_keys(home, "file"))
        counts = {name: cache.connection.execute(sql).fetchone()[0] for name, sql in COUNTS.items()}
        assert not any(counts.values()), counts
        cache.close()
        left = len(numbers(home)) - 1

    assert run("purge", "--json")[1][0]["ran"]
    assert numbers(home) == [f"N{n:05}" for n in range(0, 3_000, 3)]
    assert run("check")[0] == 0


def test_the_window_s_own_child_is_this_command(home: Path) -> None:
    store(home, item("A", 200), *(item(f"N{n}", 1) for n in range(4)))
    made = make_desk(load_settings(home), devices=True)

    ended = subprocess.run(made.quiet_commands[0], cwd=ROOT, capture_output=True, check=True)

    assert json.loads(ended.stdout)["removed"] == 1
    assert make_desk(load_settings(home)).quiet_commands == ()
