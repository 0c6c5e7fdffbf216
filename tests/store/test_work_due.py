"""What is due of an item first: deadlines of the law, what an outcome asks for, a hold's end."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from tests.builders import NOON
from tests.store.test_work_list import DAY, Worked
from triage_app.assets import asset
from triage_app.flow.clock import SystemClock
from triage_app.flow.deadlines import Deadlines, load_deadlines
from triage_app.flow.outcomes import load_outcomes
from triage_app.model.act import ActKind
from triage_app.model.deadline import HOLD_ENDS, DeadlineTable
from triage_app.model.work import WorkFilter
from triage_app.store.work_due import NoDeadlines

OUTCOMES = load_outcomes(asset("outcomes.toml").read_text("utf-8"))
TABLE = load_deadlines(asset("deadlines.toml").read_text("utf-8"), OUTCOMES)
CLOCK = SystemClock("America/New_York")
DUE = WorkFilter(due=True)
DECIDED_BY = date(2026, 3, 9)
"""Five working days after Monday, the second of March."""
EXCLUDED_ON = date(2026, 4, 1)


class Timed(Worked):
    """The same with deadlines."""

    def __init__(self, home: Path, table: DeadlineTable = TABLE) -> None:
        super().__init__(home, Deadlines(table, CLOCK))

    def due(self) -> list[tuple[str, date | None, str]]:
        rows = self.work.draw(DUE, self.at.date())
        return [
            (item.announcement.number, item.due_on, item.due_for)
            for item in self.work.rows(0, rows)
        ]


@pytest.fixture
def timed(tmp_path: Path) -> Iterator[Timed]:
    made = Timed(tmp_path)
    yield made
    made.cache.close()


def test_a_targeted_item_that_was_presented_is_to_be_decided(timed: Timed) -> None:
    timed.put("N1", "N2", "N3", "N4")
    timed.judge("N1", seen=True)
    timed.judge("N2")  # targeted, not there yet
    timed.hold("N3")
    timed.act("N3", "HLD-DOC")  # held, there since it was acted on, and not decided by that
    timed.act("N4", "HLD-DOC")  # neither held nor flagged

    assert timed.due() == [
        ("N1", DECIDED_BY, "release or detain"),
        ("N3", DECIDED_BY, "release or detain"),
    ]


@pytest.mark.parametrize("outcome", ["REL", "SZ", "RTS", "EXC"])
def test_what_was_decided_is_due_no_more(timed: Timed, outcome: str) -> None:
    timed.put("N1")
    timed.judge("N1", seen=True)
    decided = timed.act("N1", outcome)

    assert timed.due() == []
    timed.act("", "", kind=ActKind.UNDO, undoes=decided)
    assert [number for number, _, _ in timed.due()] == ["N1"]


def test_a_detention_starts_notice_and_exclusion(timed: Timed) -> None:
    timed.put("N1")
    timed.judge("N1", seen=True)
    timed.at += timedelta(days=3)
    timed.act("N1", "DET")

    assert timed.due() == [("N1", date(2026, 3, 12), "notice of detention")]
    timed.act("N1", "DET", waived=("notice",))
    assert timed.due() == [("N1", EXCLUDED_ON, "deemed excluded")]
    timed.act("N1", "LAB")  # a sample to the laboratory stops no clock
    assert timed.due() == [("N1", EXCLUDED_ON, "deemed excluded")]
    timed.act("N1", "REL")
    assert timed.due() == []


def test_a_detention_counts_from_itself_where_the_item_was_not_seen_before(timed: Timed) -> None:
    timed.put("N1")
    timed.act("N1", "DET-PGA", waived=("notice",))

    assert timed.due() == [("N1", EXCLUDED_ON, "deemed excluded")]


def test_what_comes_first_is_said(timed: Timed) -> None:
    timed.put("N1", "N2")
    timed.hold("N1", until=datetime(2026, 3, 5, 3, tzinfo=NOON.tzinfo))  # the fourth at the desk
    timed.judge("N1", seen=True)
    timed.judge("N2", seen=True)
    timed.act("N2", "HLD-DOC", due_on=date(2026, 3, 5), due_for="Answer due")

    assert timed.due() == [
        ("N1", date(2026, 3, 4), HOLD_ENDS),
        ("N2", date(2026, 3, 5), "Answer due"),
    ]


def test_a_controlled_delivery_shows_no_day(timed: Timed) -> None:
    timed.put("N1")
    timed.judge("N1", seen=True)
    timed.hold("N1", cleared_only=True)

    assert timed.due() == []


def test_an_act_under_another_number_of_the_item_ends_it_too(timed: Timed) -> None:
    timed.put("N1", aliases=(("house", "H1"),))
    timed.judge("N1", seen=True)
    timed.act("H1", "REL")

    assert timed.due() == []


def test_of_several_that_run_for_what_was_presented_one_may_be_ended(tmp_path: Path) -> None:
    decide = next(row for row in TABLE.rows if row.id == "decide")
    look = replace(decide, id="look", title="look again", ends=("SZ",), days=7)
    timed = Timed(tmp_path, replace(TABLE, rows=(decide, look)))
    timed.put("N1")
    timed.judge("N1", seen=True)
    timed.act("N1", "REL")

    assert timed.due() == [("N1", date(2026, 3, 11), "look again")]
    timed.cache.close()


def test_without_a_table_days_are_those_of_utc() -> None:
    dates = NoDeadlines()

    assert dates.day_of(datetime(2026, 3, 2, 23, tzinfo=NOON.tzinfo)) == DAY
    with pytest.raises(LookupError):
        dates.due(TABLE.rows[0], NOON)
