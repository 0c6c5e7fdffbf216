"""The list as it is drawn: who stands in it, in which order, and what each row says."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.builders import NOON
from tests.store.searching import KEYS, plain
from triage_app.model.act import ActKind
from triage_app.model.deadline import DueDates
from triage_app.model.item import Hold
from triage_app.model.risk import Assessment, Verdict
from triage_app.model.work import ItemAct, Presence, WorkedAct, WorkFilter, WorkItem
from triage_app.store.cache import OpenCache, open_cache
from triage_app.store.work_due import NoDeadlines
from triage_app.store.work_list import CacheWork, _drawing

DAY = date(2026, 3, 2)
TARGETED = WorkFilter(targeted=True)
LOOK = Assessment(Verdict.LOOK, 300_000, (), (), (), DAY, "us-2026 1")


NOTED = ("absent", "due_on", "due_for", "hidden", "waived")


class Worked:
    """A cache with a work list on it; acts are noted as the flow would."""

    def __init__(self, home: Path, dates: DueDates | None = None) -> None:
        self.at = NOON
        self.cache: OpenCache = open_cache(home, KEYS, now=self.now)
        self.work = CacheWork(self.cache.connection, self.now, dates or NoDeadlines())
        self._seq = 0

    def now(self) -> datetime:
        return self.at

    def put(self, *numbers: str, **changes: Any) -> None:
        flown = {"flight": "CA981", "bag": "JFK-0412", "arrived_on": DAY, **changes}
        self.cache.writer.store([plain(number, **flown) for number in numbers], self.at)

    def hold(self, number: str, **changes: Any) -> None:
        hold = Hold(
            **{"id": f"h-{number}", "placed_by": "unit", "why": "x", "placed_at": NOON} | changes
        )
        self.cache.writer.place_hold(number, hold)

    def judge(self, number: str, *, seen: bool = False) -> None:
        (found,) = self.cache.reader.find([("", number)])
        self.cache.reader.keep_judgement(found, LOOK, self.at, present=seen)

    def act(self, number: str, outcome: str = "DET", **changes: Any) -> str:
        """Note an act; its id."""
        self._seq += 1
        named = {name: changes.pop(name) for name in NOTED if name in changes}
        act = ItemAct(
            **{
                "seq": self._seq,
                "id": f"act-{self._seq}",
                "kind": ActKind.OUTCOME,
                "number": number,
                "posted_on": "",
                "outcome": outcome,
                "undoes": "",
                "recorded_at": self.at,
                **changes,
            }
        )
        self.work.note_acts([WorkedAct(act, **named)])
        return act.id

    def drawn(self, asked: WorkFilter) -> list[str]:
        rows = self.work.draw(asked, self.at.date())
        found = self.work.rows(0, 100)
        assert len(found) == rows
        return [item.announcement.number for item in found]

    def item(self, number: str) -> WorkItem:
        bag = self.work.bags("jfk 0412")[0]
        return next(i for i in self.work.in_bag(bag) if i.announcement.number == number)

    def close(self) -> None:
        self.cache.close()


@pytest.fixture
def worked(tmp_path: Path) -> Iterator[Worked]:
    made = Worked(tmp_path)
    yield made
    made.close()


def test_targeted_is_what_is_held_or_was_not_judged_clear(worked: Worked) -> None:
    worked.put("N1", "N2", "N3", "N4")
    worked.hold("N1")
    worked.judge("N3")

    assert worked.drawn(TARGETED) == ["N1", "N3"]
    assert worked.drawn(WorkFilter(held=True)) == ["N1"]
    assert worked.drawn(WorkFilter(held=True, flight="other")) == []


def test_a_hold_that_is_over_or_lifted_targets_nothing(worked: Worked) -> None:
    worked.put("N1", "N2")
    worked.hold("N1", until=NOON + timedelta(days=1))
    worked.hold("N2")
    worked.cache.writer.lift_hold("h-N2", "li.w", NOON)

    assert worked.drawn(TARGETED) == ["N1"]
    worked.at += timedelta(days=2)
    assert worked.drawn(TARGETED) == []


def test_a_hold_on_a_master_bill_is_no_item_s_own(worked: Worked) -> None:
    worked.put("N1", aliases=(("master", "99912345675"), ("house", "H1")))
    worked.hold("99912345675")
    assert worked.drawn(TARGETED) == []

    worked.hold("H1")
    assert worked.drawn(TARGETED) == ["N1"]


def test_not_presented_is_neither_examined_nor_acted_on_nor_looked_for(worked: Worked) -> None:
    worked.put(*(f"N{n}" for n in range(6)))
    for n in range(6):
        worked.judge(f"N{n}", seen=n == 1)
    worked.act("N2")
    worked.act("N3", "NTF", absent=True)
    undone = worked.act("N4")
    worked.act("", "", kind=ActKind.UNDO, undoes=undone)

    assert worked.drawn(WorkFilter(targeted=True, absent=True)) == ["N0", "N4", "N5"]


def test_what_is_still_to_arrive_is_not_missing_unless_it_is_asked_for(worked: Worked) -> None:
    worked.put("N1", arrived_on=DAY + timedelta(days=1), flight="LH400")
    worked.hold("N1")

    assert worked.drawn(WorkFilter(targeted=True, absent=True)) == []
    assert worked.drawn(TARGETED) == ["N1"]
    assert worked.drawn(WorkFilter(targeted=True, absent=True, flight="LH400")) == ["N1"]


def test_an_act_on_another_of_its_numbers_counts(worked: Worked) -> None:
    worked.put("N1", aliases=(("house", "H1"),))
    worked.act("H1")

    assert worked.drawn(WorkFilter(bag="JFK0412", absent=True)) == []
    assert worked.item("N1").outcome == "DET"


def test_an_act_of_last_year_is_about_another_item(worked: Worked) -> None:
    worked.put("N1")
    worked.act("N1")
    worked.at += timedelta(days=366)

    assert worked.drawn(WorkFilter(bag="JFK0412", absent=True)) == ["N1"]
    assert worked.item("N1").presence is Presence.MISSING


def test_of_a_number_used_twice_the_posting_date_tells(worked: Worked) -> None:
    worked.put("N1", posted_on="2026-01-05")
    worked.put("N1", posted_on="2026-02-20", bag="JFK-0413")
    worked.act("N1", posted_on="2026-02-20")

    assert worked.drawn(WorkFilter(flight="ca 981", absent=True)) == ["N1"]
    assert worked.item("N1").presence is Presence.MISSING
    worked.act("N1", "REL")
    assert worked.drawn(WorkFilter(flight="CA981", absent=True)) == []


def test_what_is_due_first_stands_first(worked: Worked) -> None:
    worked.put("N1", "N2", "N3", "N4", "N5")
    worked.act("N1", "HLD-DOC", due_on=date(2026, 3, 20))
    worked.act("N2", "HLD-DOC", due_on=date(2026, 3, 9))
    worked.act("N3", "HLD-DOC", due_on=date(2026, 3, 1))
    worked.act("N3", "REL")
    worked.act("N4", "CD", due_on=date(2026, 3, 1), hidden=True)
    worked.hold("N5", until=NOON + timedelta(days=1))

    assert worked.drawn(WorkFilter(due=True)) == ["N5", "N2", "N1"]
    assert worked.drawn(WorkFilter(due=True, held=True)) == ["N5"]
    assert worked.drawn(WorkFilter(due=True, targeted=True)) == ["N5"]
    assert [item.due_on for item in worked.work.rows(0, 1)] == [date(2026, 3, 3)]


def test_the_newest_flight_stands_first_then_bag_by_bag(worked: Worked) -> None:
    worked.put("OLD", arrived_on=date(2026, 2, 1))
    worked.put("B2", bag="JFK-2")
    worked.put("A", flight="BA117")
    worked.put("B1", bag="JFK-1")
    for number in ("OLD", "B2", "A", "B1"):
        worked.hold(number)

    assert worked.drawn(TARGETED) == ["A", "B1", "B2", "OLD"]
    assert worked.drawn(WorkFilter(targeted=True, since=DAY)) == ["A", "B1", "B2"]


def test_nothing_asked_is_no_list(worked: Worked) -> None:
    worked.put("N1")

    assert worked.drawn(WorkFilter()) == []
    assert worked.drawn(WorkFilter(absent=True)) == []


def test_rows_are_read_from_any_place(worked: Worked) -> None:
    worked.put(*(f"N{n:02}" for n in range(40)))

    assert worked.work.draw(WorkFilter(bag="jfk-0412"), DAY) == 40
    numbers = [item.announcement.number for item in worked.work.rows(37, 10)]
    assert numbers == ["N37", "N38", "N39"]
    assert worked.work.rows(40, 10) == ()


def test_a_row_says_what_is_known_of_its_item(worked: Worked) -> None:
    worked.put("N1", "N2")
    worked.hold("N1", until=NOON + timedelta(days=3))
    worked.judge("N1", seen=True)
    worked.at += timedelta(minutes=5)
    worked.act("N1", "HLD-DOC", due_on=date(2026, 3, 4))

    item = worked.item("N1")
    assert (item.presence, item.presented_at, item.verdict) == (
        Presence.PRESENTED,
        NOON,
        Verdict.LOOK,
    )
    assert (item.held, item.set_aside, item.targeted) == (True, False, True)
    assert (item.outcome, item.due_on) == ("HLD-DOC", date(2026, 3, 4))
    other = worked.item("N2")
    assert (other.presence, other.outcome, other.due_on) == (Presence.MISSING, "", None)
    assert not other.targeted


def test_of_a_controlled_delivery_a_row_says_only_that_it_is_set_aside(worked: Worked) -> None:
    worked.put("N1", "N2")
    worked.hold("N1", cleared_only=True, until=NOON + timedelta(days=3))
    worked.act("N2", "CD", hidden=True, due_on=date(2026, 3, 4))

    for number in ("N1", "N2"):
        item = worked.item(number)
        assert (item.held, item.set_aside, item.outcome, item.due_on) == (True, True, "", None)


def test_what_was_said_last_counts(worked: Worked) -> None:
    worked.put("N1")
    worked.act("N1", "NTF", absent=True)
    assert worked.item("N1").presence is Presence.NOT_FOUND

    worked.at += timedelta(hours=1)
    worked.judge("N1", seen=True)
    assert worked.item("N1").presence is Presence.PRESENTED

    worked.at += timedelta(hours=1)
    worked.act("N1", "NTF", absent=True)
    assert worked.item("N1").presence is Presence.NOT_FOUND


def test_bags_are_found_however_their_number_is_written(worked: Worked) -> None:
    worked.put("N1")
    worked.put("N2", arrived_on=date(2026, 3, 9))

    found = worked.work.bags(" jfk0412")
    assert [(bag.number, bag.arrived_on, bag.items) for bag in found] == [
        ("JFK-0412", date(2026, 3, 9), 1),
        ("JFK-0412", DAY, 1),
    ]
    assert (found[0].flight, found[0].told, found[0].newest_at) == ("CA981", None, NOON)
    assert worked.work.bags("JFK-0413") == worked.work.bags(" - ") == ()


def test_an_item_leads_to_its_bag(worked: Worked) -> None:
    worked.put("N1")
    (announcement,) = worked.cache.reader.find([("", "N1")])

    bag = worked.work.bag_of(announcement)
    assert bag is not None
    assert bag.number == "JFK-0412"
    assert worked.work.bag_of(plain("N9")) is None


def test_drawing_waits_for_nobody_who_writes(worked: Worked, tmp_path: Path) -> None:
    worked.put("N1")
    other = open_cache(tmp_path, KEYS)
    other.connection.execute("BEGIN IMMEDIATE")

    worked.act("N1")
    assert worked.drawn(WorkFilter(bag="JFK-0412")) == ["N1"]
    other.connection.execute("ROLLBACK")
    other.close()


def test_a_drawing_that_fails_leaves_no_transaction_open(worked: Worked) -> None:
    worked.act("N1", id="twice")
    with pytest.raises(Exception, match="UNIQUE"):
        worked.act("N2", id="twice")

    assert not worked.cache.connection.in_transaction
    worked.act("N3")


def test_an_older_cache_s_items_come_in(worked: Worked) -> None:
    assert worked.work.catch_up() == 0


@pytest.mark.parametrize(
    "asked",
    [
        WorkFilter(targeted=True, absent=True),
        WorkFilter(held=True),
        WorkFilter(due=True, held=True, targeted=True),
        WorkFilter(flight="CA981", absent=True),
        WorkFilter(bag="JFK-0412"),
    ],
)
def test_the_list_is_drawn_by_index(worked: Worked, asked: WorkFilter) -> None:
    """Nothing reads every announcement or every alias; what is held, judged not clear, seen or
    acted on is read whole."""
    statement, values = _drawing(asked, 1, DAY)
    connection = worked.cache.connection
    plan = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {statement}", values)]

    whole = ("hold", "judgement", "acted", "wanted", "(subquery", "CONSTANT")
    scans = [step.removeprefix("SCAN ") for step in plan if step.startswith("SCAN")]
    assert [step for step in scans if not step.startswith(whole)] == []


def test_a_number_used_again_within_a_year_says_which_item_it_is(worked: Worked) -> None:
    for day in ("2026-02-20", "2025-11-02", "2024-01-05", ""):
        worked.put("N1", posted_on=day, bag="JFK-0412")
    worked.put("N2")
    bag = worked.work.bags("jfk 0412")[0]
    said = {
        (i.announcement.number, i.announcement.posted_on): i.other_posted
        for i in worked.work.in_bag(bag)
    }

    assert said[("N1", "2026-02-20")] == ("2025-11-02",)
    assert said[("N1", "2025-11-02")] == ("2026-02-20",)
    assert said[("N1", "2024-01-05")] == said[("N1", "")] == ()
    assert {posted for (number, _), posted in said.items() if number == "N2"} == {()}
