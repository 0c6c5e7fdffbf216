"""While nobody scans, old announcements go; the strip says what was done."""

import json
import sys
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from triage_app.ui.tending import AGAIN_MS, QUIET_MS, Tending

BACKED_UP: dict[str, Any] = {
    "why": "",
    "chain": "whole",
    "first_bad_seq": None,
    "missing": [],
}
REPORT: dict[str, Any] = {
    "why": "",
    "older": 1_300,
    "removed": 1_234,
    "days": 90,
    "kept": {"held": 60, "draft": 6},
}


def child(text: str) -> tuple[str, ...]:
    return (sys.executable, "-c", f"print({text!r})")


def backed_up(**changes: Any) -> tuple[str, ...]:
    return child(json.dumps(BACKED_UP | changes))


def report(**changes: Any) -> tuple[str, ...]:
    return child("a bar\n" + json.dumps(REPORT | changes))


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (report(), "1,234 announcements that arrived more than 90 days ago went; 66 of that age"),
        (
            report(why="2 of 4 are too many to go unasked", removed=2),
            "2 of 4 are too many to go unasked. Nothing was removed; see: triage purge --dry-run",
        ),
        (
            backed_up(failed=True, chain="", why="The disk is full. Make room."),
            "No backup of the record could be made: The disk is full. Make room.",
        ),
        (backed_up(chain="broken", first_bad_seq=7), "The chain of acts is broken at act 7. Keep"),
        (backed_up(missing=["ab", "cd"]), "2 pictures that acts name are missing here"),
    ],
    ids=["done", "too many", "no backup", "broken chain", "no picture"],
)
def test_what_was_done_is_said(qtbot: QtBot, command: tuple[str, ...], words: str) -> None:
    tending = Tending((command,))
    with qtbot.waitSignal(tending.said, timeout=20_000) as said:
        tending.tend()
        assert tending.is_tending

    assert said.args[0].startswith(words)
    assert not tending.is_tending
    tending.close()


@pytest.mark.parametrize(
    "command",
    [
        report(removed=0),
        report(why="it was done today", older=0, removed=0),
        backed_up(),
        backed_up(chain="", why="the last one is of today"),
        child("no report"),
        ("a-program-that-is-not-there",),
    ],
    ids=["nothing old", "done today", "backed up", "no need", "failed", "not there"],
)
def test_nothing_is_said_where_nothing_was_done(qtbot: QtBot, command: tuple[str, ...]) -> None:
    tending, said = Tending((command,)), []
    tending.said.connect(said.append)
    tending.tend()
    qtbot.waitUntil(lambda: not tending.is_tending, timeout=20_000)

    assert said == []
    tending.close()


def test_a_child_at_work_is_not_begun_a_second_time_and_ends_with_the_window(qtbot: QtBot) -> None:
    tending = Tending(((sys.executable, "-c", "import time; time.sleep(600)"),))
    tending.tend()
    first = tending._child
    tending.tend()

    assert tending._child is first
    tending.close()
    assert not tending.is_tending


def test_it_waits_until_the_bench_is_at_rest_and_asks_again_later(qtbot: QtBot) -> None:
    tending = Tending((report(removed=0),))
    tending.wait_for_quiet()
    assert tending._timer.interval() == QUIET_MS
    tending.tend()
    assert tending._timer.interval() == AGAIN_MS
    qtbot.waitUntil(lambda: not tending.is_tending, timeout=20_000)
    tending.close()


def test_a_window_that_is_only_played_lets_nothing_go(qtbot: QtBot) -> None:
    tending = Tending(())
    tending.wait_for_quiet()

    assert not tending._timer.isActive()


def test_one_child_follows_the_other(qtbot: QtBot) -> None:
    tending, said = Tending((report(), backed_up(chain="broken", first_bad_seq=7))), []
    tending.said.connect(said.append)
    tending.tend()
    qtbot.waitUntil(lambda: not tending.is_tending, timeout=20_000)

    assert [words.split()[0] for words in said] == ["1,234", "The"]
    tending.close()


def test_what_has_not_begun_when_the_window_closes_is_not_begun(
    qtbot: QtBot, tmp_path: Path
) -> None:
    made = tmp_path / "made"
    tending = Tending(
        (
            (sys.executable, "-c", "import time; time.sleep(600)"),
            (sys.executable, "-c", f"open({str(made)!r}, 'w')"),
        )
    )
    tending.tend()
    tending.close()
    tending._ended()

    assert not tending.is_tending
    assert not made.exists()
