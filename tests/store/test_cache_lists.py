"""Editions of screening lists in cache.db, and which judgements they make stale."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.builders import NOON, make_announcement
from triage_app.model.listing import ListChange, ListEdition, ListEntry
from triage_app.model.risk import Assessment, Verdict
from triage_app.store.cache import OpenCache, open_cache
from triage_app.store.cache_lists import MOST_EDITIONS, CacheLists
from triage_app.store.keys import StoreKeys

ENTRY = ListEntry("own", "1", "Acme")
CHANGE = ListChange("1", "Acme", "changed", ("aliases",))


def edition(day: int) -> ListEdition:
    return ListEdition("own", f"v{day}", NOON + timedelta(days=day), "ab" * 32, "csv", 1, 0, 0, 1)


@pytest.fixture
def cache(tmp_path: Path) -> Iterator[OpenCache]:
    opened = open_cache(tmp_path, StoreKeys(bytes(32), bytes(32), bytes(32), bytes(32)))
    yield opened
    opened.close()


@pytest.fixture
def lists(cache: OpenCache) -> CacheLists:
    return CacheLists(cache.connection)


def test_an_edition_takes_the_place_of_the_one_before_and_tells_what_it_changed(
    cache: OpenCache, lists: CacheLists
) -> None:
    lists.keep(edition(1), [ENTRY], [])
    lists.keep(edition(2), [ENTRY], [CHANGE])

    assert cache.lists() == (ENTRY,)
    assert cache.list_versions() == {"own": "v2"}
    assert lists.editions("own") == lists.editions() == (edition(2), edition(1))
    assert lists.changes(edition(2)) == (CHANGE,)
    assert lists.changes(edition(3)) == lists.editions("other") == ()


def test_old_editions_go(lists: CacheLists) -> None:
    for day in range(MOST_EDITIONS + 3):
        lists.keep(edition(day), [ENTRY], [])
    kept = lists.editions("own")
    assert len(kept) == MOST_EDITIONS
    assert kept[-1] == edition(3)


def test_what_was_judged_by_other_lists_or_rules_is_stale(
    cache: OpenCache, lists: CacheLists
) -> None:
    one, other = make_announcement(), make_announcement(id="b" * 32, number="N2", digest="d" * 32)
    cache.writer.store((one, other), NOON)
    for announced, versions in ((one, {"own": "v1"}), (other, {"own": "v2"})):
        (stored,) = cache.reader.find([("", announced.number)])
        judged = Assessment(Verdict.LOOK, 0, (), (), (), NOON.date(), "p", versions)
        cache.reader.keep_judgements([(stored, judged)])

    (stale,) = lists.stale("p", {"own": "v2"}, 0, 10)

    assert (stale.announcement.number, stale.verdict) == (one.number, "look")
    assert lists.stale("p", {"own": "v2"}, stale.place, 10) == ()
    assert lists.stale_count("p", {"own": "v2"}) == 1
    assert lists.stale_count("q", {"own": "v2"}) == 2
