"""Bags and items from different files: one announcement each, whichever came first."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import permutations
from pathlib import Path

import pytest

from tests.edifact_messages import Writer, announcement_parts, dispatch_parts
from triage_app.flow.clock import SystemClock
from triage_app.flow.intake import take_in
from triage_app.model.intake import IntakeReport
from triage_app.model.item import Announcement, ArrivalBasis, Line
from triage_app.store.cache import OpenCache, open_cache
from triage_app.store.keys import StoreKeys

KEYS = StoreKeys(cache=b"c" * 32, record=b"r" * 32, images=b"i" * 32, evidence=b"e" * 32)
CLOCK = SystemClock("America/New_York", lambda: datetime(2026, 3, 5, 12, tzinfo=UTC))
WRITER = Writer()
NUMBERS = ("RR473124829US", "HB0000000001", "HB0000000002")
BAG, OTHER = "USJFKACNBJSAAUN60123001000123", "USJFKACNBJSAAUN60124001000123"
ITEMS = [
    Announcement("", "", "", number, posted_on="2026-02-20", nature="11", lines=(Line(1, "soap"),))
    for number in NUMBERS
]
ITMATT = WRITER.interchange(WRITER.message("ITMATT", "1", announcement_parts(*ITEMS[:2])))
PREDES = WRITER.interchange(WRITER.message("PREDES", "1", dispatch_parts([(BAG, NUMBERS[1:])])))


@contextmanager
def cache_in(folder: Path) -> Iterator[OpenCache]:
    cache = open_cache(folder, KEYS)
    try:
        yield cache
    finally:
        cache.close()


@pytest.fixture
def cache(tmp_path: Path) -> Iterator[OpenCache]:
    with cache_in(tmp_path / "home") as opened:
        yield opened


def taken(cache: OpenCache, folder: Path, text: str, **how: object) -> IntakeReport:
    path = folder / "m.edi"
    path.write_text(text, "utf-8", newline="")
    report = take_in(path, cache.writer, CLOCK, **how)  # type: ignore[arg-type]
    assert (report.format, report.rejected) == ("edifact", 0)
    return report


def counts(report: IntakeReport) -> tuple[int, int, int]:
    return report.new, report.changed, report.unchanged


def content(cache: OpenCache) -> list[Announcement]:
    bare = [replace(one, id="", version=1, digest="") for one in cache.announcements()]
    return sorted(bare, key=lambda one: one.number)


def of(cache: OpenCache, number: str) -> Sequence[Announcement]:
    return cache.reader.find([("", number)])


def test_the_bag_comes_to_an_item_that_is_announced(cache: OpenCache, tmp_path: Path) -> None:
    taken(cache, tmp_path, ITMATT)
    report = taken(cache, tmp_path, PREDES)

    assert counts(report) == (1, 1, 0)
    (found,) = of(cache, NUMBERS[1])
    assert (found.bag, found.flight, found.nature, found.version) == (BAG, "CA981", "11", 2)
    assert (found.arrived_on, found.arrived_basis) == (date(2026, 3, 2), ArrivalBasis.FLIGHT)
    assert found.lines == (Line(1, "soap", currency=found.lines[0].currency),)
    assert {one.number for one in of(cache, BAG)} == set(NUMBERS[1:])


def test_an_item_whose_bag_was_announced_first_is_one_announcement(
    cache: OpenCache, tmp_path: Path
) -> None:
    taken(cache, tmp_path, PREDES)
    assert [one.lines for one in of(cache, NUMBERS[1])] == [()]

    assert counts(taken(cache, tmp_path, ITMATT)) == (1, 1, 0)
    (found,) = of(cache, NUMBERS[1])
    assert (found.bag, found.posted_on, found.nature) == (BAG, "2026-02-20", "11")


def test_in_any_order_and_again_the_cache_holds_the_same(tmp_path: Path) -> None:
    together = WRITER.interchange(
        WRITER.message("ITMATT", "1", announcement_parts(*ITEMS[:2])),
        WRITER.message("PREDES", "2", dispatch_parts([(BAG, NUMBERS[1:])])),
    )
    meant: list[Announcement] = []
    for n, files in enumerate([*permutations([ITMATT, PREDES]), [together], [PREDES, together]]):
        with cache_in(tmp_path / str(n)) as cache:
            for text in files:
                taken(cache, tmp_path, text, batch=1)
            meant = meant or content(cache)
            assert content(cache) == meant
            for text in (ITMATT, PREDES, together):
                again = taken(cache, tmp_path, text, batch=2)
                assert (again.new, again.changed) == (0, 0)
            assert content(cache) == meant


def test_a_bag_announced_anew_takes_the_earlier_one_s_place(
    cache: OpenCache, tmp_path: Path
) -> None:
    taken(cache, tmp_path, ITMATT)
    taken(cache, tmp_path, PREDES)
    report = taken(cache, tmp_path, PREDES.replace(BAG, OTHER).replace("CA981", "CA985"))

    assert counts(report) == (0, 2, 0)
    (found,) = of(cache, NUMBERS[1])
    assert (found.bag, found.flight) == (OTHER, "CA985")
    assert found.aliases == (("receptacle", OTHER),)
    assert of(cache, BAG) == ()


def test_a_corrected_item_keeps_its_bag(cache: OpenCache, tmp_path: Path) -> None:
    taken(cache, tmp_path, ITMATT)
    taken(cache, tmp_path, PREDES)
    report = taken(cache, tmp_path, ITMATT.replace("soap", "hats"))

    assert counts(report) == (0, 2, 0)
    (found,) = of(cache, NUMBERS[1])
    assert (found.bag, found.lines[0].description) == (BAG, "hats")


def test_another_feed_s_bag_is_another_s_word(cache: OpenCache, tmp_path: Path) -> None:
    taken(cache, tmp_path, ITMATT, feed="post")
    assert counts(taken(cache, tmp_path, PREDES, feed="carrier")) == (2, 0, 0)
    assert {(one.feed, one.bag) for one in of(cache, NUMBERS[1])} == {
        ("post", ""),
        ("carrier", BAG),
    }


def test_a_later_use_of_a_number_does_not_take_the_earlier_one_s_bag(
    cache: OpenCache, tmp_path: Path
) -> None:
    taken(cache, tmp_path, PREDES)
    later = ITMATT.replace("20260220", "20270401")
    taken(cache, tmp_path, later)

    assert {(one.posted_on, one.bag) for one in of(cache, NUMBERS[1])} == {
        ("2027-04-01", ""),
        ("", BAG),
    }


def test_a_bag_whose_arrival_nobody_says_leaves_the_item_s(
    cache: OpenCache, tmp_path: Path
) -> None:
    arrives = [
        replace(one, arrived_on=date(2026, 3, 1), arrived_basis=ArrivalBasis.EVENT) for one in ITEMS
    ]
    parts = announcement_parts(*arrives[:2])
    taken(cache, tmp_path, WRITER.interchange(WRITER.message("CUSITM", "1", parts)))
    taken(cache, tmp_path, PREDES)

    (found,) = of(cache, NUMBERS[1])
    assert (found.arrived_on, found.arrived_basis) == (date(2026, 3, 1), ArrivalBasis.EVENT)


def test_a_bag_is_told_when_it_was_announced_where_no_arrival_is(
    cache: OpenCache, tmp_path: Path
) -> None:
    parts = dispatch_parts([(BAG, NUMBERS[1:])], arrives="")
    dated = [*parts[:1], ("DTM", ("137", "20250101", "102")), *parts[1:]]
    taken(cache, tmp_path, ITMATT)
    taken(cache, tmp_path, WRITER.interchange(WRITER.message("PREDES", "1", dated)))

    assert {(one.posted_on, one.bag) for one in of(cache, NUMBERS[1])} == {
        ("2026-02-20", ""),
        ("", BAG),
    }
