"""Siblings and counts: what the cache knows of the same people."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.builders import NOON, NUMBER, make_announcement, make_party
from triage_app.model.item import Announcement, Context, Party
from triage_app.store import cache_kin
from triage_app.store.cache import OpenCache, open_cache
from triage_app.store.cache_context import MOST_SIBLINGS
from triage_app.store.keys import StoreKeys

KEYS = StoreKeys(cache=b"c" * 32, record=b"r" * 32, images=b"i" * 32, evidence=b"e" * 32)
DAY = date(2026, 3, 2)


@pytest.fixture
def cache(tmp_path: Path) -> Iterator[OpenCache]:
    opened = open_cache(tmp_path, KEYS)
    yield opened
    opened.close()


def item(number: str, **changes: object) -> Announcement:
    return make_announcement(id="", digest="", number=number, **changes)


def other_address(**changes: object) -> Party:
    return make_party(
        **{"address_lines": ("9 Oak Road",), "post_code": "90210", "phone": "", **changes}
    )


def context(cache: OpenCache, number: str = NUMBER) -> Context:
    return cache.reader.context(cache.reader.find([("", number)])[0])


def siblings(cache: OpenCache, number: str = NUMBER) -> set[str]:
    return {sibling.number for sibling in context(cache, number).siblings}


def test_a_shared_name_address_or_telephone_makes_siblings(cache: OpenCache) -> None:
    by_name = item("N", recipient=other_address())
    by_address = item("A", recipient=make_party(name="Bo Li", phone=""))
    by_phone = item("T", recipient=other_address(name="Bo Li", phone="001 (973) 555-0100"))
    stranger = item("X", recipient=other_address(name="Bo Li"))
    cache.writer.store([item(NUMBER), by_name, by_address, by_phone, stranger], NOON)

    assert siblings(cache) == {"N", "A", "T"}


def test_nobody_is_everybody_s_sibling_for_want_of_data(cache: OpenCache) -> None:
    cache.writer.store([item(f"N{n}", recipient=Party()) for n in range(3)], NOON)

    assert siblings(cache, "N0") == set()
    assert context(cache, "N0").recipient.today == 0


def test_siblings_are_as_many_as_can_be_looked_at(cache: OpenCache) -> None:
    cache.writer.store([item(f"N{n}") for n in range(MOST_SIBLINGS + 50)], NOON)

    assert len(context(cache, "N0").siblings) == MOST_SIBLINGS


def test_a_party_s_items_are_counted_today_and_in_thirty_days(cache: OpenCache) -> None:
    days = (0, 1, 29, 30, -1)
    cache.writer.store(
        [item(f"N{n}", arrived_on=DAY - timedelta(days=ago)) for n, ago in enumerate(days)], NOON
    )

    found = context(cache, "N0")

    assert (found.sender.today, found.sender.last_30_days) == (1, 3)
    assert (found.recipient.today, found.recipient.last_30_days) == (1, 3)


def test_names_and_senders_at_an_address_are_counted_once_each(cache: OpenCache) -> None:
    cache.writer.store(
        [
            item("N0"),
            item("N1", recipient=make_party(name="Bo Li", phone="")),
            item("N2", recipient=make_party(name="DOE, Jane")),
            item("N3", sender=make_party(name="Other Sender")),
        ],
        NOON,
    )

    found = context(cache, "N0")

    assert (found.recipient_names_at_address, found.senders_at_address) == (2, 2)


def test_what_an_edit_took_away_is_no_sibling_and_counts_no_more(cache: OpenCache) -> None:
    cache.writer.store([item(NUMBER), item("N1")], NOON)
    moved = item("N1", recipient=other_address(name="Bo Li"), sender=make_party(name="Else"))
    cache.writer.store([moved], NOON)

    found = context(cache)

    assert found.siblings == ()
    assert (found.recipient.today, found.sender.today) == (1, 1)
    assert context(cache, "N1").sender.today == 1


def test_an_item_is_found_at_once_in_a_bulk_and_is_a_sibling_too(cache: OpenCache) -> None:
    with cache.writer.bulk():
        cache.writer.store([item(NUMBER)], NOON)
        cache.writer.store([item("N1")], NOON)
        during = context(cache)

    assert [one.number for one in during.siblings] == ["N1"]
    assert (during.recipient.today, during.sender.today) == (2, 2)
    assert context(cache) == during


def test_many_keys_settled_in_slices_are_all_there(
    cache: OpenCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache_kin, "SORTED_AT_ONCE", 3)
    with cache.writer.bulk():
        cache.writer.store([item(NUMBER), *(item(f"N{n}") for n in range(20))], NOON)

    assert siblings(cache) == {f"N{n}" for n in range(20)}
    assert context(cache).sender.today == 21


def test_an_edit_within_a_bulk_counts_once(cache: OpenCache) -> None:
    with cache.writer.bulk():
        cache.writer.store([item(NUMBER), item("N1")], NOON)
        cache.writer.store([item("N1", nature="31")], NOON)

    assert context(cache).sender.today == 2
    assert siblings(cache) == {"N1"}


def test_what_a_failing_import_stored_is_settled(cache: OpenCache) -> None:
    def cut() -> None:
        with cache.writer.bulk():
            cache.writer.store([item(NUMBER), item("N1")], NOON)
            raise RuntimeError("cut")

    with pytest.raises(RuntimeError, match="cut"):
        cut()

    assert siblings(cache) == {"N1"}
    assert cache._connection.execute("SELECT count(*) FROM kin_new").fetchone() == (0,)


def test_what_a_killed_import_stored_is_settled_at_the_next_opening(tmp_path: Path) -> None:
    child = subprocess.Popen(
        [sys.executable, "-c", _KILLED, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert child.stdin is not None
    assert child.stdout is not None
    assert child.stdout.readline() == b"stored\n"
    beside = open_cache(tmp_path, KEYS)
    waits = beside._connection.execute("SELECT count(*) FROM kin_new").fetchone()
    beside.close()
    child.send_signal(signal.SIGKILL)
    child.wait()
    child.stdout.close()
    child.stdin.close()

    after = open_cache(tmp_path, KEYS)

    assert waits == (2,)  # while the import runs, who opens the cache beside it leaves it alone
    assert after._connection.execute("SELECT count(*) FROM kin_new").fetchone() == (0,)
    assert siblings(after) == {"N1"}
    after.close()


_KILLED = """
import sys
from pathlib import Path
from tests.builders import NOON
from tests.store.test_cache_kin import KEYS, NUMBER, item
from triage_app.store.cache import open_cache
cache = open_cache(Path(sys.argv[1]), KEYS)
with cache.writer.bulk():
    cache.writer.store([item(NUMBER), item("N1")], NOON)
    print("stored", flush=True)
    sys.stdin.read()
"""
