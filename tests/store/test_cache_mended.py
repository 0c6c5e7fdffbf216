"""A damaged cache is set aside whole and made anew by itself; nothing else is taken for damage."""

import os
import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from tests.builders import NOON, NUMBER, make_announcement
from triage_app.model.errors import StoreBusy, StoreDamaged, StoreForeign, StoreNewer
from triage_app.model.item import Hold
from triage_app.model.listing import ListEntry
from triage_app.store import cache_presence
from triage_app.store.cache import CACHE_FILE, open_cache
from triage_app.store.cache_care import RENEWED_FILE, doubt, open_mended, set_aside
from triage_app.store.keys import StoreKeys
from triage_app.store.sealed import PAGE_BYTES, connect

KEYS = StoreKeys(cache=b"c" * 32, record=b"r" * 32, images=b"i" * 32, evidence=b"e" * 32)
OTHERS = replace(KEYS, cache=b"d" * 32)
HOLD = Hold("h1", "CBP", "referral", NOON)
ENTRY = ListEntry("ofac-sdn", "1", "Acme Trading")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home whose cache holds 300 announcements, a hold and a list."""
    cache = open_cache(tmp_path, KEYS)
    cache.writer.store([make_announcement(id="", number=f"N{n}") for n in range(300)], NOON)
    cache.writer.place_hold(NUMBER, HOLD)
    cache.keep_list("ofac-sdn", "2026-01-01", [ENTRY])
    cache.close()
    return tmp_path


def flipped(whole: bytes, at: int) -> bytes:
    return whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :]


def mended(home: Path, keys: StoreKeys = KEYS) -> str:
    cache, said = open_mended(home, keys, now=lambda: NOON)
    assert cache.writer.store([make_announcement(id="", number="NEW")], NOON).new == 1
    cache.close()
    return str(said)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda whole: b"not a database" * 400,
        lambda whole: bytes(len(whole)),
        lambda whole: os.urandom(len(whole)),
        lambda whole: whole[: len(whole) // 2],
        lambda whole: whole[:1000],
        lambda whole: flipped(whole, 3),
        lambda whole: flipped(whole, 100),
        lambda whole: bytes(512) + whole[512:],
        lambda whole: b"SQLite format 3\0" + whole[16:],
    ],
    ids=["text", "noughts", "chance", "half", "torn", "salt", "page 1", "sector", "header"],
)
def test_a_cache_that_does_not_open_is_set_aside_whole_and_a_new_one_begun(
    home: Path, spoil: Callable[[bytes], bytes]
) -> None:
    damaged = spoil((home / CACHE_FILE).read_bytes())
    (home / CACHE_FILE).write_bytes(damaged)

    said = mended(home)

    (aside,) = set_aside(home)
    assert aside.name == "cache-20260302T120000000000Z.damaged.db"
    assert aside.read_bytes() == damaged
    assert aside.name in said
    assert "triage import" in said
    assert "ask for them again" in said
    assert not mended_again(home)


def mended_again(home: Path) -> str:
    cache, said = open_mended(home, KEYS)
    cache.close()
    return str(said)


def test_holds_and_lists_that_can_be_read_are_carried_over(home: Path) -> None:
    path = home / CACHE_FILE
    whole = path.read_bytes()
    page = next(p for p in range(30, len(whole) // PAGE_BYTES) if _spoils(home, whole, p))
    path.write_bytes(flipped(whole, page * PAGE_BYTES + 9))
    doubt(home)

    cache, said = open_mended(home, KEYS, now=lambda: NOON)

    assert cache.reader.age().items == 0
    assert [hold.id for hold in cache.reader.holds(NUMBER)] == [HOLD.id]
    assert cache.lists() == (ENTRY,)
    assert "1 holds were carried over" in str(said)
    cache.close()


def _spoils(home: Path, whole: bytes, page: int) -> bool:
    """Whether this page is one that only the announcements need."""
    beside = home / "tried"
    shutil.rmtree(beside, ignore_errors=True)
    beside.mkdir()
    (beside / CACHE_FILE).write_bytes(flipped(whole, page * PAGE_BYTES + 9))
    cache = open_cache(beside, KEYS)
    try:
        assert cache.reader.holds(NUMBER)
        assert cache.lists()
        return bool(cache.damage())
    except StoreDamaged:
        return True
    finally:
        cache.close()


def test_a_sound_cache_that_was_doubted_is_read_through_and_kept(home: Path) -> None:
    doubt(home)

    assert mended(home) == ""
    assert set_aside(home) == ()
    assert not (home / "cache.doubted").exists()


def test_another_key_s_cache_is_refused_as_it_is(home: Path) -> None:
    before = (home / CACHE_FILE).read_bytes()

    with pytest.raises(StoreForeign, match="another key"):
        open_mended(home, OTHERS)

    assert (home / CACHE_FILE).read_bytes() == before
    assert set_aside(home) == ()
    assert mended(home) == ""


def test_a_cache_of_another_station_is_refused_where_none_was_opened_before(
    home: Path, tmp_path: Path
) -> None:
    new = tmp_path / "new"
    new.mkdir()
    shutil.copy(home / CACHE_FILE, new)

    with pytest.raises(StoreForeign, match="another key"):
        open_mended(new, OTHERS)
    assert set_aside(new) == ()


def test_a_newer_program_s_cache_is_no_damage(home: Path) -> None:
    connection = connect(home / CACHE_FILE, KEYS.cache, durable=False)
    connection.execute("PRAGMA user_version = 99")
    connection.close()

    with pytest.raises(StoreNewer):
        open_mended(home, KEYS)
    assert set_aside(home) == ()


def test_of_two_programs_one_sets_the_cache_aside(home: Path) -> None:
    (home / CACHE_FILE).write_bytes(b"not a database" * 400)

    with ThreadPoolExecutor(4) as pool:
        caches = list(pool.map(lambda _: open_mended_here(home), range(4)))

    assert len(set_aside(home)) == 1
    assert sum(bool(said) for said in caches) == 1


def open_mended_here(home: Path) -> str:
    cache, said = open_mended(home, KEYS)
    cache.close()
    return str(said)


def test_a_cache_that_others_have_open_is_left_to_them(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache_presence, "WAITED_S", 0.1)
    others = open_cache(home, KEYS)
    (home / CACHE_FILE).write_bytes(b"not a database" * 400)

    with pytest.raises(StoreBusy, match="Close the window"):
        open_mended(home, KEYS)
    assert set_aside(home) == ()

    others.close()
    assert mended(home)


def test_a_hold_that_is_only_in_the_journal_is_carried_over(home: Path) -> None:
    path, journal = home / CACHE_FILE, home / f"{CACHE_FILE}-wal"
    killed = open_cache(home, KEYS)
    killed.writer.place_hold("OTHER", replace(HOLD, id="h2"))
    written = path.read_bytes(), journal.read_bytes()
    killed.close()
    page = next(p for p in range(30, len(written[0]) // PAGE_BYTES) if _spoils(home, written[0], p))
    path.write_bytes(flipped(written[0], page * PAGE_BYTES + 9))
    journal.write_bytes(written[1])
    doubt(home)

    cache, said = open_mended(home, KEYS)

    assert [hold.id for hold in cache.reader.holds("OTHER")] == ["h2"]
    assert "2 holds were carried over" in str(said)
    cache.close()


def test_a_renewal_cut_before_its_last_step_is_finished(home: Path) -> None:
    (home / CACHE_FILE).replace(home / RENEWED_FILE)

    cache, _ = open_mended(home, KEYS)

    assert cache.reader.holds(NUMBER)
    cache.close()


def test_a_cache_that_is_gone_is_said_to_be_new(home: Path) -> None:
    (home / CACHE_FILE).unlink()

    assert "a new one was begun" in mended(home)
    assert mended_again(home) == ""


def test_a_first_cache_is_nothing_to_speak_of(tmp_path: Path) -> None:
    assert mended(tmp_path) == ""
