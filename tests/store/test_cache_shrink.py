"""The cache's file gives back what lies empty in it."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from tests.builders import NOON
from tests.store.aging import Aging, make_aging, old
from triage_app.flow.pace import Pace
from triage_app.flow.purge import give_back
from triage_app.model.errors import DiskFault, StoreDamaged
from triage_app.store import cache_shrink
from triage_app.store.cache import CACHE_FILE, open_cache
from triage_app.store.cache_aside import drop_copies, drop_words, old_copies
from triage_app.store.cache_shrink import CacheShrink, make_smaller
from triage_app.store.home_lock import HomeLock
from triage_app.store.sealed import PAGE_BYTES, connect, without_waiting, writing
from triage_app.store.search_index import SEARCH_FILE, open_search

MANY = 3_000


@pytest.fixture
def aging(tmp_path: Path) -> Iterator[Aging]:
    made = make_aging(tmp_path / "home")
    made.store(*(old(f"N{n:05}") for n in range(MANY)))
    yield made
    made.close()


def pace() -> Pace:
    return Pace(lambda: 0, lambda _: None, 100)


def size(aging: Aging) -> int:
    return (aging.home.path / CACHE_FILE).stat().st_size


def decrypted(path: Path, key: bytes) -> Iterator[bytes]:
    """The pages of a sealed file as whoever has its key could read them, used or not: SQLCipher 4
    puts 16 bytes of salt before the first and, into the last 80 of each, an IV and a MAC."""
    data = path.read_bytes()
    for start in range(0, len(data), PAGE_BYTES):
        page = data[start : start + PAGE_BYTES]
        sealed, iv = page[16 if start == 0 else 0 : -80], page[-80:-64]
        cipher = Cipher(algorithms.AES(key), modes.CBC(iv)).decryptor()
        yield cipher.update(sealed)


def made_in_one_piece(aging: Aging) -> None:
    """The cache as a program made it that knew nothing of slices; nobody has it open."""
    aging.cache.close()
    path = aging.home.path / CACHE_FILE
    connection = connect(path, aging.home.keys.cache, durable=False)
    connection.execute("PRAGMA auto_vacuum = NONE")
    connection.execute("VACUUM")
    connection.close()


def reopened(aging: Aging) -> None:
    aging.cache = open_cache(aging.home.path, aging.home.keys, now=aging.clock)


def test_a_new_cache_gives_its_empty_pages_back_in_slices(aging: Aging) -> None:
    shrink = CacheShrink(aging.cache.connection)
    assert shrink.in_slices
    shrink.empty_journal()
    before = size(aging)
    aging.purge().run(aging.asked())
    empty, pages = shrink.empty_pages(), shrink.pages()
    assert empty > 100

    assert give_back(shrink, pace(), leave=50) == empty - 50
    assert give_back(shrink, pace()) == 50
    shrink.empty_journal()

    assert shrink.empty_pages() == 0
    assert shrink.pages() < pages - 100
    assert size(aging) < before / 2
    assert aging.cache.damage() == ()


def test_a_file_that_gives_nothing_ends_the_giving() -> None:
    class Stubborn:
        def empty_pages(self) -> int:
            return 9

        def give_back(self, pages: int) -> int:
            return 0

    assert give_back(Stubborn(), pace()) == 0


def test_another_writer_has_its_turn_between_any_two_slices(aging: Aging) -> None:
    other = connect(aging.home.path / CACHE_FILE, aging.home.keys.cache, durable=False)
    turns = 0

    def write(_: float) -> None:
        nonlocal turns
        with without_waiting(other), writing(other):
            other.execute("INSERT OR REPLACE INTO meta VALUES ('turn', ?)", (str(turns),))
        turns += 1

    purge = aging.purge()
    purge._pace = Pace(lambda: 0, write, 40)
    purge.run(aging.asked())
    taken = turns
    assert taken >= MANY / 40
    give_back(CacheShrink(aging.cache.connection), Pace(lambda: 0, write, 40))
    assert turns > taken
    other.close()


def test_a_reader_never_waits_for_a_purge(aging: Aging) -> None:
    reader = open_cache(aging.home.path, aging.home.keys, now=aging.clock)
    found: list[int] = []

    def read(_: float) -> None:
        with without_waiting(reader.connection):
            found.append(len(reader.reader.find([("", f"N{MANY - 1:05}")])))

    purge = aging.purge()
    purge._pace = Pace(lambda: 0, read, 500)
    purge.run(aging.asked())

    assert found[0] == 1
    assert found[-1] == 0
    reader.close()


def test_what_went_is_not_in_the_file_any_more_even_for_who_has_the_key(aging: Aging) -> None:
    """Deleted rows stay where they were unless they are overwritten; pages are looked through with
    the cipher taken off."""
    aging.store(old("SECRET-ITEM"), old("STAYS-HERE", 1))
    aging.purge().run(aging.asked())
    shrink = CacheShrink(aging.cache.connection)
    shrink.empty_journal()

    content = b"".join(decrypted(aging.home.path / CACHE_FILE, aging.home.keys.cache))

    assert b"STAYS-HERE" in content
    assert b"SECRET-ITEM" not in content


def test_a_cache_of_an_older_program_is_made_anew_once(aging: Aging) -> None:
    aging.purge().run(aging.asked())
    aging.store(old("STAYS", 1))
    made_in_one_piece(aging)
    reopened(aging)
    assert not CacheShrink(aging.cache.connection).in_slices
    aging.cache.close()

    assert make_smaller(aging.home.path, aging.home.keys)

    reopened(aging)
    assert CacheShrink(aging.cache.connection).in_slices
    assert aging.numbers() == ["STAYS"]
    assert aging.cache.damage() == ()
    assert not list(aging.home.path.glob("cache.smaller*"))


def test_a_cache_that_others_have_open_is_left_as_it_is(
    aging: Aging, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("triage_app.store.cache_presence.WAITED_S", 0.0)
    made_in_one_piece(aging)
    reopened(aging)

    assert not make_smaller(aging.home.path, aging.home.keys)
    assert len(aging.numbers()) == MANY


def test_a_full_disk_is_said_before_anything_is_changed(
    aging: Aging, monkeypatch: pytest.MonkeyPatch
) -> None:
    made_in_one_piece(aging)
    usage = cache_shrink.shutil.disk_usage(aging.home.path)._replace(free=1_000)
    monkeypatch.setattr(cache_shrink.shutil, "disk_usage", lambda _: usage)

    with pytest.raises(DiskFault, match="the cache is as it was"):
        make_smaller(aging.home.path, aging.home.keys)
    reopened(aging)
    assert len(aging.numbers()) == MANY


def test_a_smaller_file_that_is_not_whole_is_thrown_away(
    aging: Aging, monkeypatch: pytest.MonkeyPatch
) -> None:
    made_in_one_piece(aging)
    copied = cache_shrink._copy_without_empty

    def damaged(path: Path, part: Path, key: bytes) -> None:
        copied(path, part, key)
        content = bytearray(part.read_bytes())
        content[len(content) // 2] ^= 1
        part.write_bytes(content)

    monkeypatch.setattr(cache_shrink, "_copy_without_empty", damaged)
    with pytest.raises(StoreDamaged):
        make_smaller(aging.home.path, aging.home.keys)
    reopened(aging)
    assert len(aging.numbers()) == MANY
    assert not list(aging.home.path.glob("cache.smaller*"))


def test_copies_of_the_cache_go_when_what_they_hold_would_have(aging: Aging) -> None:
    home = aging.home.path
    (home / "backups").mkdir()
    (home / "images.0a1b.unreadable").mkdir()
    (home / "images.0a1b.unreadable" / "blob").write_bytes(b"x")
    named = ("backups/cache-before-v3.db", "cache-2025.damaged.db-wal", "cache.db.0a1b.unreadable")
    kept = ("backups/record-before-v2.db", "backups/record-2025.db", "record.db.0a1b.unreadable")
    for name in (*named, *kept, "cache-2026.damaged.db"):
        (home / name).write_bytes(b"x")
    long_ago = datetime(2025, 1, 1, tzinfo=UTC).timestamp()
    for name in (*named, *kept, "images.0a1b.unreadable"):
        os.utime(home / name, (long_ago, long_ago))

    copies = old_copies(home, NOON - timedelta(days=90))
    assert {str(p.relative_to(home)) for p in copies} == {*named, "images.0a1b.unreadable"}
    drop_copies(copies)

    assert all((home / name).exists() for name in (*kept, "cache-2026.damaged.db", CACHE_FILE))
    assert old_copies(home, NOON) == ()


def test_the_words_of_what_went_leave_the_search_index_too(aging: Aging) -> None:
    home, key, connection = aging.home.path, aging.home.keys.cache, aging.cache.connection
    open_search(home, key).close()

    assert not drop_words(home, key, connection, 0)
    assert not drop_words(home, key, connection, MANY // 20)
    with HomeLock(home, "index"):
        assert not drop_words(home, key, connection, MANY // 10)
    assert (home / SEARCH_FILE).exists()
    assert drop_words(home, key, connection, 1)
    assert not (home / SEARCH_FILE).exists()
    assert not drop_words(home, key, connection, 1)
