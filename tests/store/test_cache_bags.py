"""Which item lies in which bag, counted as announcements come, change and go."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from tests.builders import NOON
from tests.store.searching import KEYS, plain
from triage_app.model.plain import microseconds
from triage_app.store import cache_bags
from triage_app.store.cache import OpenCache, open_cache
from triage_app.store.cache_bags import Place, catch_up, place_of, tell_bag
from triage_app.store.cache_schema import MIGRATIONS
from triage_app.store.cache_write import CacheWriter
from triage_app.store.sealed import connect, writing

DAY = date(2026, 3, 2)
FLOWN = {"flight": "CA981", "arrived_on": DAY}


@pytest.fixture
def cache(tmp_path: Path) -> Iterator[OpenCache]:
    opened = open_cache(tmp_path, KEYS, now=lambda: NOON)
    yield opened
    opened.close()


def bags(cache: OpenCache) -> dict[tuple[str, str], int]:
    """Items by (bag, flight), as counted beside them."""
    rows = cache.connection.execute("SELECT number, flight, items FROM bag").fetchall()
    counted = cache.connection.execute(
        "SELECT number, flight, count(*) FROM bag JOIN bag_item ON bag = bag.key GROUP BY bag.key"
    ).fetchall()
    kept = {(number, flight): items for number, flight, items in rows if items}
    assert kept == {(number, flight): items for number, flight, items in counted}
    return kept


def store(cache: OpenCache, *announcements: object) -> None:
    cache.writer.store(list(announcements), NOON)  # type: ignore[arg-type]


def test_items_are_counted_in_their_bags(cache: OpenCache) -> None:
    store(cache, *(plain(f"N{n}", bag=f"B{n % 2}", **FLOWN) for n in range(5)), plain("M"))

    assert bags(cache) == {("B0", "CA981"): 3, ("B1", "CA981"): 2, ("", ""): 1}


def test_the_same_again_counts_once(cache: OpenCache) -> None:
    for _ in range(2):
        store(cache, plain("N1", bag="B1", **FLOWN))

    assert bags(cache) == {("B1", "CA981"): 1}


def test_a_new_version_moves_the_item_to_its_bag(cache: OpenCache) -> None:
    store(cache, plain("N1", bag="B1", **FLOWN), plain("N2", bag="B1", **FLOWN))
    store(cache, plain("N1", bag="B2", **FLOWN))

    assert bags(cache) == {("B1", "CA981"): 1, ("B2", "CA981"): 1}


def test_an_item_that_goes_leaves_its_bag(cache: OpenCache) -> None:
    store(cache, plain("N1", bag="B1", **FLOWN), plain("N2", bag="B1", **FLOWN))
    with writing(cache.connection) as connection:
        connection.execute("DELETE FROM announcement WHERE number = 'N1'")

    assert bags(cache) == {("B1", "CA981"): 1}


@pytest.mark.parametrize(
    ("changes", "bag"),
    [
        ({"bag": " JFK-0412 "}, "JFK-0412"),
        ({"aliases": (("master", "99912345675"),)}, ""),
        ({"aliases": (("receptacle", "USJFKACNBJSAAUN1"),)}, "USJFKACNBJSAAUN1"),
        ({"aliases": (("bag", "B1"), ("bag", "B2"))}, "B1"),
        ({"bag": "B1", "aliases": (("receptacle", "USJFKACNBJSAAUN1"),)}, "B1"),
    ],
)
def test_the_bag_is_the_one_announced_else_the_receptacle(
    changes: dict[str, object], bag: str
) -> None:
    assert place_of(plain("N1", flight=" CA981 ", **changes), 9) == Place(bag, "CA981", 9)


def test_how_many_the_manifest_says_stands_beside_those_that_came(cache: OpenCache) -> None:
    place = Place("B1", "CA981", DAY.toordinal())
    with writing(cache.connection) as connection:
        tell_bag(connection, place, 52, microseconds(NOON))
    store(cache, plain("N1", bag="B1", **FLOWN))

    rows = cache.connection.execute("SELECT number, items, told FROM bag").fetchall()
    assert rows == [("B1", 1, 52)]


def older_cache(home: Path, count: int) -> None:
    """A cache from before there were bags, with announcements in it."""
    cache = open_cache(home, KEYS, now=lambda: NOON)
    store(cache, *(plain(f"N{n}", bag=f"B{n % 3}", **FLOWN) for n in range(count)))
    with writing(cache.connection) as connection:
        connection.execute("DROP TRIGGER bag_item_gone")
        connection.execute("DROP INDEX judgement_present")
        connection.execute("DROP INDEX hold_cleared")
        connection.execute("ALTER TABLE judgement DROP COLUMN present_at")
        for table in ("bag", "bag_item", "flight_told", "intake", "list_edition", "told_outcome"):
            connection.execute(f"DROP TABLE {table}")
        at = next(n for n, step in enumerate(MIGRATIONS) if "CREATE TABLE bag (" in step[0])
        connection.execute(f"PRAGMA user_version = {at}")
    cache.close()


def test_an_older_cache_catches_up_in_steps(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache_bags, "CAUGHT_UP_AT_ONCE", 4)
    older_cache(tmp_path, 10)
    cache = open_cache(tmp_path, KEYS, now=lambda: NOON)
    store(cache, plain("M1", bag="B9", **FLOWN), plain("N1", bag="B9", **FLOWN))

    assert bags(cache) == {("B9", "CA981"): 1}
    assert [catch_up(cache.connection) for _ in range(4)] == [6, 2, 0, 0]
    assert bags(cache) == {
        ("B0", "CA981"): 4,
        ("B1", "CA981"): 2,
        ("B2", "CA981"): 3,
        ("B9", "CA981"): 2,
    }
    cache.close()


def test_nobody_catches_up_twice(tmp_path: Path) -> None:
    older_cache(tmp_path, 3)
    one, other = (open_cache(tmp_path, KEYS, now=lambda: NOON) for _ in range(2))

    assert (catch_up(one.connection), catch_up(other.connection)) == (0, 0)
    assert sum(bags(one).values()) == 3
    one.close()
    other.close()


def test_a_new_cache_has_nothing_to_catch_up_with(cache: OpenCache) -> None:
    assert catch_up(cache.connection) == 0
    assert isinstance(cache.writer, CacheWriter)


def test_the_lists_are_read_by_index(tmp_path: Path) -> None:
    open_cache(tmp_path, KEYS).close()
    connection = connect(tmp_path / "cache.db", KEYS.cache, durable=False)
    for statement in (cache_bags._FIND, cache_bags._OLDER):
        values = tuple("1" * statement.count("?"))
        plan = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {statement}", values)]
        assert [step for step in plan if step.startswith("SCAN")] == []
    connection.close()
