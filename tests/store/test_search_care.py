"""The index when something is wrong with it, or with the cache it is the index of."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.builders import make_party
from tests.store.searching import KEYS, Searched, plain
from triage_app.model.errors import StoreNewer
from triage_app.store import search_index
from triage_app.store.cache import CACHE_FILE
from triage_app.store.cache_walk import renewed
from triage_app.store.home_lock import HomeLock
from triage_app.store.sealed import connect, writing
from triage_app.store.search_index import SEARCH_FILE
from triage_app.store.search_keeping import LOCK

GONE_FROM = (("alias", "announcement"), ("kin", "announcement"), ("announcement", "key"))
NAMES = [f"N{n}" for n in range(9, -1, -1)]


@pytest.fixture
def ten(tmp_path: Path) -> Iterator[Searched]:
    made = Searched(tmp_path)
    made.put(plain(f"N{n}") for n in range(10))
    yield made
    made.close()


def set_version(home: Path, version: int) -> None:
    connection = connect(home / SEARCH_FILE, KEYS.cache, durable=False)
    connection.execute(f"PRAGMA user_version = {version}")
    connection.close()


def test_it_says_how_far_it_is_behind_and_catches_up_in_steps(tmp_path: Path) -> None:
    searched = Searched(tmp_path)
    searched.cache.writer.store([plain(f"N{n}") for n in range(10)], searched.at)

    assert searched.index.behind() == 10
    assert [searched.index.catch_up(4) for _ in range(4)] == [4, 4, 2, 0]
    assert searched.numbers("candles") == NAMES
    searched.close()


def test_a_renewal_before_it_was_taken_in_counts_once(tmp_path: Path) -> None:
    searched = Searched(tmp_path)
    searched.cache.writer.store([plain("N1")], searched.at)
    searched.put([plain("N1", bag="JFK-1")])

    assert searched.numbers("candles") == ["N1"]
    assert searched.numbers("jfk") == ["N1"]
    searched.close()


def test_one_renewed_again_while_it_was_taken_in_is_taken_in_again(ten: Searched) -> None:
    ten.cache.writer.store([plain("N3", bag="ONE")], ten.at)
    seen = renewed(ten.cache.connection, 9)
    ten.cache.writer.store([plain("N3", bag="TWO")], ten.at)
    with writing(ten.cache.connection) as connection:  # as `settled` does
        connection.executemany("DELETE FROM renewed WHERE announcement = ? AND version = ?", seen)

    assert ten.index.behind() == 1
    ten.catch_up()
    assert (ten.numbers("one"), ten.numbers("two")) == ([], ["N3"])


def test_what_left_the_cache_leaves_the_index_and_its_place_can_be_taken(ten: Searched) -> None:
    with writing(ten.cache.connection) as connection:
        for table, key in GONE_FROM:
            connection.execute(f"DELETE FROM {table} WHERE {key} > 8")
    assert ten.numbers("candles") == NAMES[2:]  # what is there no more is never shown
    ten.catch_up()
    ten.put([plain("NEW", recipient=make_party(name="Ann Other"))])

    assert ten.numbers("candles") == ["NEW", *NAMES[2:]]
    assert ten.numbers("ann other") == ["NEW"]


def test_a_lost_index_is_built_again(ten: Searched, tmp_path: Path) -> None:
    ten.index.close()
    for path in tmp_path.glob(f"{SEARCH_FILE}*"):
        path.unlink()

    assert ten.numbers("candles") == []
    assert ten.index.behind() == 10
    ten.catch_up()
    assert ten.numbers("candles") == NAMES


def test_one_taken_away_while_it_is_open_is_noticed(ten: Searched, tmp_path: Path) -> None:
    (tmp_path / SEARCH_FILE).unlink()

    assert ten.index.behind() == 10
    ten.catch_up()
    assert ten.numbers("candles") == NAMES


@pytest.mark.parametrize("damage", ["no database", "flipped", "older"])
def test_an_index_of_no_use_is_built_again(ten: Searched, tmp_path: Path, damage: str) -> None:
    path = tmp_path / SEARCH_FILE
    ten.index.close()
    if damage == "older":
        set_version(tmp_path, -1)
    elif damage == "flipped":
        whole = bytearray(path.read_bytes())
        for page in range(1, len(whole) // 4096):
            whole[page * 4096 + 100] ^= 1
        path.write_bytes(whole)
    else:
        path.write_bytes(b"not a database" * 400)

    assert ten.numbers("candles") == []
    assert ten.index.behind() == 10
    ten.catch_up()
    assert ten.numbers("candles") == NAMES


def test_damage_met_while_building_begins_it_anew(ten: Searched, tmp_path: Path) -> None:
    ten.index.close()
    (tmp_path / SEARCH_FILE).write_bytes(b"not a database" * 400)

    assert ten.index.catch_up(100) == 10
    assert ten.numbers("candles") == NAMES


def test_a_newer_program_s_index_is_refused_and_left_as_it_is(
    ten: Searched, tmp_path: Path
) -> None:
    ten.index.close()
    set_version(tmp_path, 99)
    before = (tmp_path / SEARCH_FILE).read_bytes()

    with pytest.raises(StoreNewer, match="newer program"):
        ten.numbers("candles")
    with pytest.raises(StoreNewer):
        ten.index.catch_up(10)
    assert (tmp_path / SEARCH_FILE).read_bytes() == before


def test_the_index_of_a_cache_that_was_set_aside_says_nothing_of_the_new_one(
    ten: Searched, tmp_path: Path
) -> None:
    ten.close()
    for path in tmp_path.glob(f"{CACHE_FILE}*"):
        path.rename(tmp_path / f"aside-{path.name}")
    new = Searched(tmp_path)
    new.put([plain("OTHER")])

    assert new.numbers("candles") == ["OTHER"]
    new.close()


def test_only_one_process_builds_and_the_others_go_on_asking(ten: Searched, tmp_path: Path) -> None:
    ten.cache.writer.store([plain("N10")], ten.at)
    with HomeLock(tmp_path, LOCK):
        assert ten.index.catch_up(10) == 0
        assert ten.numbers("candles") == NAMES
        assert ten.index.behind() == 1
    ten.catch_up()


def test_nothing_of_an_announcement_lies_readable_on_the_disk(
    ten: Searched, tmp_path: Path
) -> None:
    for path in tmp_path.glob(f"{SEARCH_FILE}*"):
        assert b"shenzhen" not in path.read_bytes().lower()


def segments(home: Path) -> int:
    connection = connect(home / SEARCH_FILE, KEYS.cache, durable=False)
    (number,) = connection.execute("SELECT count(DISTINCT segid) FROM word_idx").fetchone()
    connection.close()
    return int(number)


def test_what_was_taken_in_bit_by_bit_is_put_together(
    ten: Searched, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert segments(tmp_path) == 4
    assert not ten.index.tidy()  # so few nobody feels

    monkeypatch.setattr(search_index, "LEAST_TIDIED", 10)
    monkeypatch.setattr(search_index, "TIDIED_PAGES", 1)
    steps = 1
    while ten.index.tidy():
        steps += 1

    assert steps > 1
    assert segments(tmp_path) == 1
    assert ten.numbers("candles") == NAMES
    assert not ten.index.tidy()


def test_one_process_puts_together_at_a_time(ten: Searched, tmp_path: Path) -> None:
    with HomeLock(tmp_path, LOCK):
        assert not ten.index.tidy()
