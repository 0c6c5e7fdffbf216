"""How posts and carriers announced so far, counted from the newest announcements."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.builders import NOON, make_announcement
from triage_app.model.item import Announcement, Channel, DataHistory
from triage_app.store.cache import OpenCache, open_cache
from triage_app.store.cache_history import data_history, keep_data_history, source_of
from triage_app.store.keys import StoreKeys

KEYS = StoreKeys(cache=b"c" * 32, record=b"r" * 32, images=b"i" * 32, evidence=b"e" * 32)


@pytest.fixture
def cache(tmp_path: Path) -> Iterator[OpenCache]:
    opened = open_cache(tmp_path, KEYS)
    yield opened
    opened.close()


def lacks(announced: Announcement) -> bool:
    return not announced.lines


def test_each_post_and_carrier_is_counted_for_itself(cache: OpenCache) -> None:
    whole = [make_announcement(number=f"RR{n:09}CN", origin="CN") for n in range(3)]
    poor = make_announcement(number="RR000000099CN", origin="CN", lines=())
    courier = make_announcement(
        number="1Z999AA10123456784", channel=Channel.EXPRESS, carrier="UPS", lines=()
    )
    unknown = make_announcement(number="XX1", channel=Channel.EXPRESS, carrier="")
    cache.writer.store([*whole, poor, courier, unknown], NOON)

    assert keep_data_history(cache.connection, lacks) == 2
    assert data_history(cache.connection, poor) == DataHistory("post CN", 4, 1)
    assert data_history(cache.connection, courier) == DataHistory("carrier UPS", 1, 1)
    assert data_history(cache.connection, unknown) == DataHistory()
    assert cache.reader.context(poor).data_history.items == 4


def test_who_is_not_counted_yet_has_no_history(cache: OpenCache) -> None:
    announced = make_announcement(origin="SE")
    assert data_history(cache.connection, announced) == DataHistory("post SE")
    assert source_of(make_announcement(origin="")) == ""


def test_counting_again_forgets_what_was_counted(cache: OpenCache) -> None:
    cache.writer.store([make_announcement(origin="CN", lines=())], NOON)
    keep_data_history(cache.connection, lacks)
    keep_data_history(cache.connection, lambda _: False)
    assert data_history(cache.connection, make_announcement(origin="CN")).lacking == 0
