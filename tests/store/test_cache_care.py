"""The cache when something is wrong around it: other processes, damage, another program's file."""

from datetime import date
from pathlib import Path

import pytest

from tests.builders import NOON, NUMBER, make_announcement
from triage_app.model.errors import StoreDamaged, StoreNewer
from triage_app.model.item import Announcement
from triage_app.model.risk import Assessment, Verdict
from triage_app.store.cache import CACHE_FILE, open_cache
from triage_app.store.keys import StoreKeys
from triage_app.store.sealed import connect, writing

KEYS = StoreKeys(cache=b"c" * 32, record=b"r" * 32, images=b"i" * 32, evidence=b"e" * 32)


def item(number: str = NUMBER) -> Announcement:
    return make_announcement(id="", digest="", number=number)


def judged(score: int) -> Assessment:
    return Assessment(Verdict.LOOK, score, (), (), (), date(2026, 3, 2), "us-2026 1")


def test_a_newer_program_s_cache_is_left_as_it_is(tmp_path: Path) -> None:
    open_cache(tmp_path, KEYS).close()
    connection = connect(tmp_path / CACHE_FILE, KEYS.cache, durable=False)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    before = (tmp_path / CACHE_FILE).read_bytes()

    with pytest.raises(StoreNewer, match="newer program"):
        open_cache(tmp_path, KEYS)
    assert (tmp_path / CACHE_FILE).read_bytes() == before


def test_a_verdict_is_kept_without_waiting_for_an_import(tmp_path: Path) -> None:
    cache = open_cache(tmp_path, KEYS)
    importing = connect(tmp_path / CACHE_FILE, KEYS.cache, durable=False)

    with writing(importing):
        cache.reader.keep_judgement(
            make_announcement(id="a"), judged(1)
        )  # would wait 30 s, were it to wait
    assert _kept(tmp_path) == []
    cache.reader.keep_judgement(make_announcement(id="b"), judged(2))

    assert _kept(tmp_path) == [("a", "look", 1), ("b", "look", 2)]
    importing.close()
    cache.close()


def test_the_last_verdict_on_an_item_counts(tmp_path: Path) -> None:
    cache = open_cache(tmp_path, KEYS)
    cache.reader.keep_judgement(make_announcement(id="a"), judged(1))
    cache.reader.keep_judgement(make_announcement(id="a"), judged(7))

    assert _kept(tmp_path) == [("a", "look", 7)]
    cache.close()


def test_a_flipped_page_is_damage_and_never_another_item(tmp_path: Path) -> None:
    cache = open_cache(tmp_path, KEYS)
    cache.writer.store([item(f"N{n}") for n in range(2_000)], NOON)
    cache.close()
    path = tmp_path / CACHE_FILE
    whole = path.read_bytes()
    damaged = bytearray(whole)
    for page in range(len(whole) // 8192, len(whole) // 4096):
        damaged[page * 4096 + 100] ^= 1
    path.write_bytes(bytes(damaged))

    cache = open_cache(tmp_path, KEYS)
    with pytest.raises(StoreDamaged, match="triage check"):
        list(cache.announcements())
    assert cache.damage()
    cache.close()


def test_data_that_are_not_ours_are_damage(tmp_path: Path) -> None:
    cache = open_cache(tmp_path, KEYS)
    cache.writer.store([item()], NOON)
    with writing(cache._connection) as connection:
        connection.execute("UPDATE announcement SET data = x'93010203'")

    with pytest.raises(StoreDamaged, match="imported again"):
        cache.reader.find([("", NUMBER)])
    cache.close()


def test_two_stations_connections_see_one_count(tmp_path: Path) -> None:
    one, other = open_cache(tmp_path, KEYS), open_cache(tmp_path, KEYS)
    one.writer.store([item("N1")], NOON)
    other.writer.store([item("N2")], NOON)

    assert one.reader.age() == other.reader.age()
    assert one.reader.age().items == 2
    one.close()
    other.close()


def _kept(home: Path) -> list[tuple[str, str, int]]:
    connection = connect(home / CACHE_FILE, KEYS.cache, durable=False)
    rows = connection.execute(
        "SELECT announcement_id, verdict, score_micro FROM judgement ORDER BY 1"
    ).fetchall()
    connection.close()
    return rows
