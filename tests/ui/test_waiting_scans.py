"""Scans keep their order and their own time, however slow the moment."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from triage_app.model.scan import Scan
from triage_app.ui.event_age import FORGOTTEN_MS, EventAge
from triage_app.ui.waiting_scans import SLOW, WaitingScans

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def scan(text: str, late: timedelta = timedelta()) -> Scan:
    return Scan(text, NOON - late)


class Heard:
    def __init__(self, waiting: WaitingScans) -> None:
        self.texts: list[str] = []
        self.said: list[str] = []
        waiting.due.connect(self._take)
        waiting.said.connect(self.said.append)

    def _take(self, one: Scan) -> None:
        self.texts.append(one.text)


def test_a_scan_nothing_delayed_is_due_at_once(qtbot: QtBot) -> None:
    waiting = WaitingScans(lambda: NOON)
    heard = Heard(waiting)
    waiting.add(scan("one"))
    assert (heard.texts, heard.said) == (["one"], [])


def test_late_scans_are_due_in_order_and_it_is_said_how_many_wait(qtbot: QtBot) -> None:
    waiting = WaitingScans(lambda: NOON)
    heard = Heard(waiting)
    for text in "abcde":
        waiting.add(scan(text, 2 * SLOW))
    waiting.add(scan("f"))
    assert heard.texts == []
    qtbot.waitUntil(lambda: len(heard.said) == 6, timeout=5_000)
    assert heard.texts == list("abcdef")
    assert heard.said[0].startswith("6 scans wait")
    assert heard.said[-1].startswith("6 scans came at once")
    waiting.add(scan("g"))
    assert heard.texts[-1] == "g"


def test_a_single_late_scan_says_nothing(qtbot: QtBot) -> None:
    waiting = WaitingScans(lambda: NOON)
    heard = Heard(waiting)
    waiting.add(scan("late", 2 * SLOW))
    qtbot.waitUntil(lambda: heard.texts == ["late"], timeout=5_000)
    assert heard.said == []


@given(st.lists(st.integers(0, 900), min_size=1, max_size=30), st.integers(-(10**9), 10**9))
def test_an_event_is_as_old_as_it_came_late(lates: list[int], beginning: int) -> None:
    age, now = EventAge(), 10**10
    age.of(now - beginning, now)
    for late in lates:
        now += 5
        assert age.of(now - beginning - late, now) == late


def test_stamps_that_begin_anew_are_taken_as_they_come() -> None:
    age = EventAge()
    assert age.of(5_000_000, 0) == 0
    assert age.of(10, 100) == 0
    assert age.of(110 - 40, 200) == 40
    assert age.of(200 - 90 - FORGOTTEN_MS - 1, 200) == 0
