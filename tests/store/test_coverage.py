"""How much of the manifest is here: never a share that nobody told the whole of."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.builders import NOON
from tests.store.searching import KEYS, plain
from triage_app.model.intake import TakenIn, ToldBag
from triage_app.model.work import Coverage
from triage_app.store.cache import OpenCache, open_cache
from triage_app.store.cache_coverage import coverage, flight_coverage, told_in

DAY = date(2026, 3, 2)
MASTER = ("master", "99912345675")


@pytest.fixture
def cache(tmp_path: Path) -> Iterator[OpenCache]:
    opened = open_cache(tmp_path, KEYS, now=lambda: NOON)
    yield opened
    opened.close()


def store(cache: OpenCache, *numbers: str, pieces: str = "", **changes: object) -> None:
    told = {"extra": (("MAWB Pieces", pieces),), "aliases": (MASTER,)} if pieces else {}
    flown = {"flight": "CA981", "bag": "JFK-1", "arrived_on": DAY, **told, **changes}
    cache.writer.store([plain(number, **flown) for number in numbers], NOON)


def taken(rows: int, read: int, rejected: int, **changes: object) -> TakenIn:
    said = {"feed": "manifest", "file": "a.csv", "begun_at": NOON, **changes}
    return TakenIn(rows=rows, read=read, rejected=rejected, **said)  # type: ignore[arg-type]


def test_rows_that_were_refused_are_not_here(cache: OpenCache) -> None:
    cache.writer.note_taken(taken(100, 100, 3))

    assert coverage(cache.connection) == Coverage(97, 100, NOON)


def test_a_file_taken_in_again_replaces_what_it_said(cache: OpenCache) -> None:
    cache.writer.note_taken(taken(100, 100, 40))
    later = NOON + timedelta(hours=1)
    cache.writer.note_taken(taken(100, 100, 0, begun_at=later))

    assert coverage(cache.connection) == Coverage(100, 100, later)


def test_what_was_cut_off_is_missing(cache: OpenCache) -> None:
    cache.writer.note_taken(taken(100, 0, 0))
    cache.writer.note_taken(taken(300, 300, 0, file="b.csv"))

    assert coverage(cache.connection).percent == 75


def test_last_week_s_files_are_another_manifest(cache: OpenCache) -> None:
    cache.writer.note_taken(taken(100, 10, 0, begun_at=NOON - timedelta(days=7)))
    cache.writer.note_taken(taken(50, 50, 0, file="b.csv"))

    assert coverage(cache.connection) == Coverage(50, 50, NOON)


def test_what_came_by_another_road_has_no_total(cache: OpenCache) -> None:
    cache.writer.note_taken(taken(100, 100, 0, begun_at=NOON - timedelta(hours=1)))
    store(cache, "N1", "N2")

    assert coverage(cache.connection) == Coverage(2, None, NOON)


def test_an_empty_cache_covers_nothing(cache: OpenCache) -> None:
    assert coverage(cache.connection) == Coverage()
    assert flight_coverage(cache.connection, "CA981", DAY) == Coverage(flight="CA981")


def test_a_flight_whose_bags_are_counted_is_covered_by_them(cache: OpenCache) -> None:
    store(cache, "N1", "N2")
    told = [ToldBag(" JFK-1 ", "CA981", DAY, 3), ToldBag("JFK-2", "CA981", DAY, 5)]
    cache.writer.tell_bags(told, NOON.date(), NOON)

    assert flight_coverage(cache.connection, "ca 981", DAY) == Coverage(2, 8, NOON, "ca 981")


def test_one_bag_that_nobody_counted_leaves_the_total_untold(cache: OpenCache) -> None:
    store(cache, "N1", "N2")
    store(cache, "N3", bag="")
    cache.writer.tell_bags([ToldBag("JFK-1", "CA981", DAY, 3)], NOON.date(), NOON)

    assert flight_coverage(cache.connection, "CA981", DAY).told is None


def test_a_column_of_the_master_bill_s_pieces_counts_the_flight(cache: OpenCache) -> None:
    store(cache, "N1", "N2", pieces=" 4 ")
    store(cache, "N3", pieces="2", aliases=(("master", "17612345675"),))

    assert flight_coverage(cache.connection, "CA981", DAY) == Coverage(3, 6, NOON, "CA981")
    store(cache, "N1", pieces="5")
    assert flight_coverage(cache.connection, "CA981", DAY).told == 7


def test_master_bills_that_count_fewer_than_are_here_do_not_tell_the_total(
    cache: OpenCache,
) -> None:
    store(cache, "N1", "N2", "N4")
    store(cache, "N3", pieces="1")

    assert flight_coverage(cache.connection, "CA981", DAY) == Coverage(4, None, NOON, "CA981")


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"extra": (("MAWB_PIECES", "52"),)}, (("CA981", MASTER[1], 52),)),
        ({"extra": (("Total HAWBs", "52"), ("mawb pcs", "7"))}, (("CA981", MASTER[1], 52),)),
        ({"extra": (("Pieces", "52"),)}, ()),
        ({"extra": (("MAWB pieces", "many"),)}, ()),
        ({"extra": (("MAWB pieces", "5²"),)}, ()),
        ({"extra": (("MAWB pieces", "9" * 30),)}, ()),
        ({"extra": (("MAWB pieces", "52"),), "aliases": ()}, ()),
        ({"extra": (("MAWB pieces", "52"),), "flight": " "}, ()),
        ({}, ()),
    ],
)
def test_only_a_column_that_means_it_is_read(changes: dict[str, object], told: object) -> None:
    announcement = plain("N1", **{"flight": "CA981", "aliases": (MASTER,), **changes})

    assert told_in(announcement.flight, announcement.aliases, announcement.extra) == told
