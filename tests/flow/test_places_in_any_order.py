"""Where items lie is told by one file, what they are by others: the order they come in, how large
the transactions are and how often a file is taken in change nothing of where an item lies."""

import csv
import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.edifact_messages import Writer, announcement_parts, dispatch_parts
from triage_app.flow.clock import SystemClock
from triage_app.flow.intake import take_in
from triage_app.model.intake import IntakeReport
from triage_app.model.item import Announcement, ArrivalBasis, Line
from triage_app.store.cache import OpenCache, open_cache
from triage_app.store.keys import StoreKeys
from triage_app.store.packed import announcement_id
from triage_app.store.work_list import CacheWork

KEYS = StoreKeys(cache=b"c" * 32, record=b"r" * 32, images=b"i" * 32, evidence=b"e" * 32)
CLOCK = SystemClock("America/New_York", lambda: datetime(2026, 3, 5, 12, tzinfo=UTC))
WRITER = Writer()
NUMBERS = ("RR473124829US", "HB0000000001", "HB0000000002", "HB0000000003")
BAG, OTHER = "USJFKACNBJSAAUN60123001000123", "USJFKACNBJSAAUN60124001000123"
FLOWN = date(2026, 3, 2)


def announced(posted_on: str = "2026-02-20", goods: str = "soap") -> list[Announcement]:
    return [
        Announcement("", "", "", number, posted_on=posted_on, nature="11", lines=(Line(1, goods),))
        for number in NUMBERS
    ]


def message(kind: str, posted_on: str = "2026-02-20", goods: str = "soap") -> str:
    parts = announcement_parts(*announced(posted_on, goods))
    return WRITER.interchange(WRITER.message(kind, "1", parts))


def dispatch(bag: str = BAG, flight: str = "CA981", arrives: str = "20260302") -> str:
    parts = dispatch_parts([(bag, NUMBERS[:3])], flight, arrives)
    return WRITER.interchange(WRITER.message("PREDES", "1", parts))


def table(columns: Sequence[str], *rows: Sequence[str]) -> str:
    out = io.StringIO()
    csv.writer(out).writerows([columns, *rows])
    return out.getvalue()


def courier(goods: str = "candles", bag: str = "", posted_on: str = "2026-02-20") -> str:
    columns = ("number", "posting date", "description", "consignee name", "quality", "bag")
    return table(columns, *((n, posted_on, goods, "Jane Doe", "A", bag) for n in NUMBERS))


LISTED = table(("number", "bag", "flight"), (NUMBERS[3], "JFK-7", "CA981"))
"""A list of bags: it says where an item lies and nothing of what it is."""
FILES = {
    "itmatt": message("ITMATT"),
    "cusitm": message("CUSITM", goods="soap, scented"),
    "predes": dispatch(),
    "courier": courier(),
    "again": courier("candles, scented"),
    "listed": LISTED,
}


@contextmanager
def cache_in(folder: Path) -> Iterator[OpenCache]:
    cache = open_cache(folder / "home", KEYS)
    try:
        yield cache
    finally:
        cache.close()


@pytest.fixture
def cache(tmp_path: Path) -> Iterator[OpenCache]:
    with cache_in(tmp_path) as opened:
        yield opened


@pytest.fixture
def taken(cache: OpenCache, tmp_path: Path) -> "Taking":
    return Taking(cache, tmp_path)


class Taking:
    """Takes files in, one after the other."""

    def __init__(self, cache: OpenCache, folder: Path) -> None:
        self._cache = cache
        self._path = folder / "m"

    def __call__(self, text: str, **how: int) -> IntakeReport:
        self._path.write_text(text, "utf-8", newline="")
        report = take_in(self._path, self._cache.writer, CLOCK, **how)  # type: ignore[arg-type]
        assert report.rejected == 0
        return report

    def places(self) -> list[tuple[object, ...]]:
        return sorted(
            (a.number, a.posted_on, a.bag, a.flight, a.arrived_on, a.arrived_basis, a.aliases)
            for a in self._cache.announcements()
        )

    def of(self, number: str) -> Announcement:
        (found,) = self._cache.reader.find([("", number)])
        return found


@given(st.permutations(sorted(FILES)), st.integers(1, 5), st.data())
@settings(max_examples=40, deadline=None)
def test_any_order_of_files_gives_the_same_places(
    order: list[str], batch: int, data: st.DataObject
) -> None:
    again = data.draw(st.lists(st.sampled_from(sorted(FILES)), max_size=2))
    with TemporaryDirectory() as folder, cache_in(Path(folder)) as cache:
        taken = Taking(cache, Path(folder))
        for name in (*order, *again):
            taken(FILES[name], batch=batch)

        receptacle = (("receptacle", BAG),)
        assert taken.places() == [
            *(
                (n, "2026-02-20", BAG, "CA981", FLOWN, ArrivalBasis.FLIGHT, receptacle)
                for n in NUMBERS[1:3]
            ),
            (NUMBERS[3], "2026-02-20", "JFK-7", "CA981", CLOCK.today(), ArrivalBasis.TODAY, ()),
            (NUMBERS[0], "2026-02-20", BAG, "CA981", FLOWN, ArrivalBasis.FLIGHT, receptacle),
        ]
        shelf = CacheWork(cache.connection, CLOCK.now)
        bags = [(bag.number, bag.items) for n in (BAG, "JFK-7") for bag in shelf.bags(n)]
        assert bags == [(BAG, 3), ("JFK-7", 1)]


def test_a_courier_s_file_after_the_dispatch_keeps_its_bags(taken: Taking) -> None:
    taken(FILES["itmatt"])
    taken(FILES["predes"])
    report = taken(courier("hats"))

    assert (report.new, report.changed) == (0, 4)
    found = taken.of(NUMBERS[1])
    assert (found.bag, found.flight, found.lines[0].description) == (BAG, "CA981", "hats")
    assert ("quality", "A") in found.extra
    assert taken(courier("hats")).unchanged == 4


def test_a_file_that_names_another_bag_itself_is_believed(taken: Taking) -> None:
    taken(FILES["predes"])
    taken(courier(bag="JFK-9"))

    assert (taken.of(NUMBERS[0]).bag, taken.of(NUMBERS[0]).flight) == ("JFK-9", "")


def test_a_file_that_names_the_same_bag_keeps_what_the_message_said_of_it(taken: Taking) -> None:
    taken(FILES["predes"])
    taken(courier(bag=BAG))

    found = taken.of(NUMBERS[0])
    assert (found.bag, found.flight, found.arrived_on) == (BAG, "CA981", FLOWN)


def test_a_bag_a_table_named_is_kept_by_a_message_that_names_none(taken: Taking) -> None:
    taken(courier(bag="JFK-9"))
    taken(FILES["itmatt"])
    taken(courier(goods="hats", bag="JFK-8"))

    assert taken.of(NUMBERS[0]).bag == "JFK-8"


def test_a_list_of_bags_takes_nothing_of_what_was_announced(taken: Taking) -> None:
    taken(courier())
    taken(LISTED)

    found = taken.of(NUMBERS[3])
    assert (found.bag, found.lines[0].description) == ("JFK-7", "candles")


def test_a_list_of_bags_that_says_the_posting_date_is_of_that_use(
    taken: Taking, cache: OpenCache
) -> None:
    taken(courier(posted_on="2025-11-20"))
    taken(courier(posted_on="2026-02-20"))
    taken(table(("number", "posting date", "bag"), (NUMBERS[0], "2025-11-20", "JFK-7")))

    assert {(a.posted_on, a.bag) for a in cache.reader.find([("", NUMBERS[0])])} == {
        ("2025-11-20", "JFK-7"),
        ("2026-02-20", ""),
    }


def test_a_dispatch_a_year_later_is_of_another_use(taken: Taking, cache: OpenCache) -> None:
    taken(dispatch(arrives="20250110"))
    taken(message("ITMATT", "2025-01-02"))
    taken(dispatch(OTHER))
    taken(dispatch(OTHER))

    assert {(a.posted_on, a.bag) for a in cache.reader.find([("", NUMBERS[0])])} == {
        ("2025-01-02", BAG),
        ("", OTHER),
    }
    taken(FILES["itmatt"])
    assert {(a.posted_on, a.bag) for a in cache.reader.find([("", NUMBERS[0])])} == {
        ("2025-01-02", BAG),
        ("2026-02-20", OTHER),
    }


def test_an_announcement_that_tells_no_posting_date_leaves_the_one_that_was_told(
    taken: Taking,
) -> None:
    taken(FILES["predes"])
    taken(FILES["itmatt"])
    taken(courier("hats", posted_on=""))

    found = taken.of(NUMBERS[0])
    assert (found.posted_on, found.bag, found.lines[0].description) == ("2026-02-20", BAG, "hats")


def test_two_announcements_of_one_batch_share_no_place(taken: Taking, cache: OpenCache) -> None:
    taken(dispatch(arrives=""))
    rows = [(NUMBERS[0], day, "soap") for day in ("2026-02-01", "2026-02-20")]
    taken(table(("number", "posting date", "description"), *rows))

    assert [(a.posted_on, a.bag) for a in cache.reader.find([("", NUMBERS[0])])] == [
        ("2026-02-20", ""),
        ("2026-02-01", BAG),
    ]


def test_an_announcement_of_the_hub_keeps_its_own_id(cache: OpenCache) -> None:
    first = replace(announced()[0], id="a" * 32, feed="hub", arrived_on=FLOWN)
    cache.writer.store([first], CLOCK.now())
    cache.writer.store([replace(first, id="b" * 32), replace(first, bag="X1")], CLOCK.now())

    found = cache.reader.find([("", NUMBERS[0])])
    assert {(one.id[0], one.bag) for one in found} == {("a", "X1"), ("b", "")}


def test_a_place_and_its_item_of_one_batch_are_joined(cache: OpenCache) -> None:
    item = replace(announced()[0], feed="f", arrived_on=FLOWN)
    place = Announcement("", "f", "", NUMBERS[0], bag=BAG, arrived_on=FLOWN)
    for batch in ([item, place], [place, item]):
        made = [replace(one, id=announcement_id(one)) for one in batch]
        cache.writer.store(made, CLOCK.now())

    assert [(a.bag, len(a.lines)) for a in cache.reader.find([("", NUMBERS[0])])] == [(BAG, 1)]


def counted(*segments: tuple[object, ...]) -> str:
    """A dispatch of one bag of three listed items, with these segments behind the bag's own."""
    parts = dispatch_parts([(BAG, NUMBERS[:3])])
    at = next(n for n, part in enumerate(parts) if part[0] == "EQD") + 1
    said = [*parts[:at], *segments, *parts[at:]]
    return WRITER.interchange(WRITER.message("PREDES", "1", said))  # type: ignore[arg-type]


@pytest.mark.parametrize("segment", [("PAC", "5"), ("QTY", ("12", "5"))])
def test_a_dispatch_says_how_many_items_a_bag_holds(
    taken: Taking, cache: OpenCache, segment: tuple[object, ...]
) -> None:
    taken(counted(segment))
    shelf = CacheWork(cache.connection, CLOCK.now)

    assert [(bag.items, bag.told) for bag in shelf.bags(BAG)] == [(3, 5)]
    cover = shelf.flight_coverage("CA981", FLOWN)
    assert (cover.here, cover.told, cover.percent) == (3, 5, 60)
    taken(counted(("PAC", "3")))
    assert [bag.told for bag in shelf.bags(BAG)] == [3]


def test_a_bag_whose_items_nobody_lists_is_awaited(taken: Taking, cache: OpenCache) -> None:
    parts = [*dispatch_parts([(OTHER, ())], arrives=""), ("PAC", "40")]
    taken(WRITER.interchange(WRITER.message("PREDES", "1", parts)))  # type: ignore[arg-type]

    (bag,) = CacheWork(cache.connection, CLOCK.now).bags(OTHER)
    assert (bag.items, bag.told, bag.arrived_on) == (0, 40, CLOCK.today())


def test_a_count_that_is_none_is_refused_and_takes_nothing_along(
    cache: OpenCache, tmp_path: Path
) -> None:
    file = tmp_path / "m.edi"
    file.write_text(counted(("PAC", "many")), "utf-8", newline="")
    rejects = tmp_path / "rejects.csv"
    report = take_in(file, cache.writer, CLOCK, rejects=rejects)

    assert (report.new, report.rejected) == (3, 1)
    assert "PAC 1.1" in rejects.read_text("utf-8")
