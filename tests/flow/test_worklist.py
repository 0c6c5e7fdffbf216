"""A list to work from, and a bag against what was announced for it, on a station's own stores."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from tests.working_home import BAG, CODES, TODAY, announce, hold, new_station, working
from triage_app.app import WorkParts, assemble, outcome_table
from triage_app.flow.intake import take_in
from triage_app.flow.worklist import WorkList
from triage_app.model.act import Act
from triage_app.model.item import ImageRole
from triage_app.model.scan import Scan, ScanSource
from triage_app.model.work import BagReconciliation, Extra, Presence, WorkFilter, WorkItem
from triage_app.settings import load_settings

ABSENT = WorkFilter(targeted=True, absent=True)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    home = tmp_path / "home"
    new_station(home)
    announce(home, *CODES)
    return home


@pytest.fixture
def house(home: Path) -> Iterator[WorkParts]:
    with working(home) as house:
        yield house


def record(house: WorkParts, code: str, outcome: str = "REL", **fields: str) -> Act:
    """As at the bench."""
    station = house.parts.station
    seen = station.examine(Scan(code, house.parts.clock.now(), ScanSource.WEDGE))
    written = station.record(seen, outcome, fields, "li.w")
    assert isinstance(written, Act)
    return written


def scan(house: WorkParts, code: str, source: ScanSource = ScanSource.WEDGE) -> None:
    station = house.parts.station
    station.keep_judgement(station.examine(Scan(code, house.parts.clock.now(), source)))


class BehindShelf:
    """A shelf whose bag is what it was a moment ago."""

    def __init__(self, shelf: object, items: tuple[WorkItem, ...]) -> None:
        self._shelf = shelf
        self._items = items

    def in_bag(self, _bag: object) -> tuple[WorkItem, ...]:
        return self._items

    def __getattr__(self, name: str) -> object:
        return getattr(self._shelf, name)


def numbers(items: tuple[WorkItem, ...]) -> list[str]:
    return [item.announcement.number for item in items]


def reconciled(house: WorkParts, *scanned: str, number: str = BAG) -> BagReconciliation:
    found = house.work.reconcile(number, scanned)
    assert found is not None
    return found


def test_what_was_targeted_and_not_presented_can_be_listed(house: WorkParts, home: Path) -> None:
    hold(home, CODES[0])
    hold(home, CODES[1])
    assert house.work.draw(ABSENT) == 2
    assert numbers(house.work.rows(0, 10)) == [CODES[0], CODES[1]]

    record(house, CODES[0], "HLD-DOC", question="?", contact="x", due=str(TODAY))
    assert house.work.draw(ABSENT) == 1
    assert house.work.draw(WorkFilter(due=True)) == 1
    assert house.work.rows(0, 1)[0].due_on == TODAY


def test_a_row_shows_what_was_recorded_after_the_list_was_drawn(house: WorkParts) -> None:
    house.work.draw(WorkFilter(bag=BAG))
    record(house, CODES[0])

    assert [item.outcome for item in house.work.rows(0, 9)] == ["REL", "", "", ""]


def test_what_was_undone_is_missing_again(house: WorkParts) -> None:
    act = record(house, CODES[0])
    assert numbers(reconciled(house).presented) == [CODES[0]]

    house.parts.station.undo(act.id, "wrong item", "li.w")
    assert reconciled(house).presented == ()


def test_nothing_asked_lists_nothing(house: WorkParts) -> None:
    assert house.work.draw(WorkFilter()) == 0
    assert house.work.catch_up() == 0


def test_a_bag_is_told_apart_into_what_is_there_what_is_missing_and_what_is_extra(
    house: WorkParts, home: Path
) -> None:
    announce(home, "CP123456785DE", bag="JFK-0413")
    scan(house, CODES[1])
    found = reconciled(
        house, CODES[0], CODES[0], "CP123456785DE", "TBA000000000004", "jfk 0412", ""
    )

    assert numbers(found.presented) == [CODES[0], CODES[1]]
    assert numbers(found.missing) == [CODES[2], CODES[3]]
    assert found.extra == (
        Extra("CP123456785DE", "CP123456785DE", True, "JFK-0413"),
        Extra("TBA000000000004", "TBA000000000004", False),
    )
    assert (found.bag.number, found.bag.items, found.not_found) == (BAG, 4, ())


def test_an_item_opened_from_a_list_was_not_presented(house: WorkParts) -> None:
    scan(house, CODES[0], ScanSource.LIST)
    assert reconciled(house).presented == ()

    scan(house, CODES[0], ScanSource.TYPED)
    assert numbers(reconciled(house).presented) == [CODES[0]]


def test_a_bag_nobody_announced_is_none(house: WorkParts) -> None:
    assert house.work.reconcile("JFK-9999") is None
    assert house.work.reconcile(BAG, arrived_on=TODAY - timedelta(days=1)) is None


def test_of_bags_with_one_number_the_newest_that_has_arrived_is_meant(
    house: WorkParts, home: Path
) -> None:
    last_week, tomorrow = TODAY - timedelta(days=7), TODAY + timedelta(days=2)
    announce(home, "CP123456785DE", arrived_on=last_week)
    announce(home, "RB123456785DE", arrived_on=tomorrow)

    found = reconciled(house)
    assert found.bag.arrived_on == TODAY
    assert [bag.arrived_on for bag in found.others] == [tomorrow, last_week]
    asked = house.work.reconcile(BAG, arrived_on=last_week)
    assert asked is not None
    assert numbers(asked.items) == ["CP123456785DE"]


def test_a_bag_that_is_only_announced_is_shown_all_the_same(house: WorkParts, home: Path) -> None:
    announce(home, "CP123456785DE", bag="JFK-7", arrived_on=TODAY + timedelta(days=2))

    assert reconciled(house, number="jfk7").bag.items == 1


def test_what_is_missing_is_said_to_be_not_found_once(house: WorkParts, home: Path) -> None:
    hold(home, CODES[2])
    record(house, CODES[0])
    shown = reconciled(house, CODES[1])
    steps: list[tuple[int, int]] = []

    def note(done: int, of: int) -> None:
        steps.append((done, of))

    done = house.work.say_not_found(shown, "li.w", "bag emptied", [CODES[1]], note)
    again = house.work.say_not_found(shown, "li.w", "bag emptied", [CODES[1]])

    assert (len(done.recorded), done.refused) == (2, ())
    assert steps == [(1, 2), (2, 2)]
    assert (again.recorded, again.refused) == ((), ())
    after = reconciled(house, CODES[1])
    assert numbers(after.not_found) == [CODES[2], CODES[3]]
    assert after.missing == ()
    lines = [house.parts.record.record.act(id_) for id_ in done.recorded]
    bodies = [line.body for line in lines if line]
    assert [body["outcome"]["fields"] for body in bodies] == [  # type: ignore[index]
        {"search": "bag emptied"},
        {"search": "bag emptied"},
    ]
    whys = [body["why_selected"]["holds"] for body in bodies]  # type: ignore[index]
    assert whys == [[f"h-{CODES[2]}"], []]
    assert house.work.draw(ABSENT) == 0


def test_what_came_to_light_since_it_was_shown_is_left_alone(house: WorkParts) -> None:
    shown = reconciled(house)
    scan(house, CODES[0])

    assert len(house.work.say_not_found(shown, "li.w", "bag emptied").recorded) == 3
    assert reconciled(house).of(Presence.PRESENTED)[0].outcome == ""


def test_an_item_not_found_that_is_scanned_later_is_there(house: WorkParts) -> None:
    house.work.say_not_found(reconciled(house), "li.w", "bag emptied")
    scan(house, CODES[0])

    assert numbers(reconciled(house).presented) == [CODES[0]]


def test_of_a_number_used_again_the_bag_tells_which_item_it_is(
    house: WorkParts, home: Path
) -> None:
    announce(home, CODES[0], bag="JFK-0500", posted_on="2026-09-01")

    found = reconciled(house, CODES[0])
    assert (numbers(found.presented), found.extra) == ([CODES[0]], ())
    assert found.presented[0].other_posted == ("2026-09-01",)
    other = house.work.reconcile("JFK-0500")
    assert other is not None
    assert [item.other_posted for item in other.items] == [("2026-02-20",)]

    done = house.work.say_not_found(reconciled(house), "li.w", "bag emptied")
    assert (len(done.recorded), done.refused) == (4, ())
    assert numbers(reconciled(house).not_found) == list(CODES)
    again = house.work.reconcile("JFK-0500")
    assert again is not None
    assert numbers(again.missing) == [CODES[0]]


def test_an_act_on_another_use_of_the_number_is_not_the_item_s(
    house: WorkParts, home: Path
) -> None:
    first = record(house, CODES[0])
    announce(home, CODES[0], bag="JFK-0500", posted_on="2026-09-01")
    station = house.parts.station
    newest = station.look_up(CODES[0])

    assert newest.announcement is not None
    assert (newest.announcement.posted_on, newest.acts) == ("2026-09-01", ())
    assert [posted for _, posted in newest.context.other_uses] == ["2026-02-20"]
    (before,) = newest.context.other_uses
    seen = station.examine(Scan(CODES[0], house.parts.clock.now(), ScanSource.LIST), before[0])
    assert [act.id for act in seen.item.acts] == [first.id]
    assert [act.id for act in station.look_again(seen).item.acts] == [first.id]


def test_an_item_that_was_purged_since_it_was_shown_is_refused_and_named(
    house: WorkParts,
) -> None:
    shown = reconciled(house)
    gone = shown.missing[0].announcement
    parts = house.parts
    parts.cache.connection.execute("DELETE FROM announcement WHERE id = ?", (gone.id,))
    work = WorkList(
        shelf=BehindShelf(house.work._shelf, shown.items),  # type: ignore[arg-type]
        trail=parts.record.record,
        station=parts.station,
        outcomes=outcome_table(),
        clock=parts.clock,
    )
    done = work.say_not_found(shown, "li.w", "bag emptied")

    assert [number for number, _ in done.refused] == [gone.number]
    assert "not here any more" in str(done.refused[0][1])


def test_without_an_outcome_for_it_nothing_is_written(house: WorkParts) -> None:
    parts = house.parts
    work = WorkList(
        shelf=house.work._shelf,
        trail=parts.record.record,
        station=parts.station,
        outcomes=(),
        clock=parts.clock,
    )
    found = work.reconcile(BAG)
    assert found is not None
    done = work.say_not_found(found, "li.w", "bag emptied")

    assert (done.recorded, len(done.refused)) == ((), 4)


def test_how_far_a_bag_is_stands_beside_the_item_on_the_bench(house: WorkParts, home: Path) -> None:
    scan(house, CODES[0])
    announce(home, "CP123456785DE", bag="")
    find = house.parts.cache.reader.find
    (inside,), (outside,) = find([("", CODES[1])]), find([("", "CP123456785DE")])

    count = house.work.count(inside)
    assert count is not None
    assert (count.bag.number, count.presented, count.announced) == (BAG, 1, 4)
    assert house.work.count(outside) is None
    assert house.work.count(replace(inside, id="0" * 32)) is None


def test_coverage_is_of_the_facility_and_of_the_flight_on_the_bench(
    house: WorkParts, home: Path, tmp_path: Path
) -> None:
    manifest = tmp_path / "m.csv"
    manifest.write_text("HAWB,contents,Quantity\nCP123456785DE,soap,1\nX,soap,many\n", "utf-8")
    with assemble(load_settings(home)) as parts:
        take_in(manifest, parts.cache.writer, parts.clock)
        (flown,) = parts.cache.reader.find([("", CODES[0])])
        (unflown,) = parts.cache.reader.find([("", "CP123456785DE")])

    assert house.work.coverage().percent == 50
    assert house.work.flight_coverage(unflown) is None
    assert house.work.flight_coverage(replace(flown, arrived_on=None)) is None
    of_flight = house.work.flight_coverage(flown)
    assert of_flight is not None
    assert (of_flight.here, of_flight.told, of_flight.flight) == (4, None, "CA981")


def test_the_pictures_of_what_comes_next_are_named_nearest_first(house: WorkParts) -> None:
    station = house.parts.station
    shas = []
    for code in CODES[:3]:
        key = station.look_up(code).key
        station.attach(key, code.encode(), "image/png", ImageRole.XRAY, "li.w")
        shas.append(sha256(code.encode()).hexdigest())
    on_bench = station.look_up(CODES[0]).announcement
    assert [ref.sha256 for ref in house.work.ahead(on_bench)] == shas[1:]

    record(house, CODES[1])
    assert [ref.sha256 for ref in house.work.ahead(on_bench)] == shas[2:]

    assert house.work.ahead(None) == ()
    house.work.draw(WorkFilter(bag=BAG))
    assert {ref.sha256 for ref in house.work.ahead(None)} == {shas[0], shas[2]}
