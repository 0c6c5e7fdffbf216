"""A cache with a search beside it, to put announcements into and look for them."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path

from tests.builders import NOON, make_announcement
from triage_app.model.item import Announcement
from triage_app.model.search import SearchFor
from triage_app.store.cache import OpenCache, open_cache
from triage_app.store.keys import StoreKeys
from triage_app.store.search import CacheSearch

KEYS = StoreKeys(cache=b"c" * 32, record=b"r" * 32, images=b"i" * 32, evidence=b"e" * 32)


def plain(number: str, **changes: object) -> Announcement:
    return make_announcement(id="", digest="", number=number, **changes)


class Searched:
    """The cache of `home`, its index, and short words to ask it."""

    def __init__(self, home: Path) -> None:
        self.at = NOON
        self.cache: OpenCache = open_cache(home, KEYS, now=self.now)
        self.index = CacheSearch(home, KEYS.cache, self.cache.connection, self.now)

    def now(self) -> datetime:
        return self.at

    def put(self, announcements: Iterable[Announcement]) -> None:
        """Store them and let the index take them in."""
        self.cache.writer.store(list(announcements), self.at)
        self.catch_up()

    def catch_up(self) -> None:
        while self.index.catch_up(3):
            pass
        assert self.index.behind() == 0

    def numbers(self, text: str = "", limit: int = 50, **facets: object) -> list[str]:
        """The numbers found, newest first."""
        asked = SearchFor(text, **facets)  # type: ignore[arg-type]
        found = self.index.find(asked, since=NOON - timedelta(hours=12), before=0, limit=limit)
        return [hit.announcement.number for hit in found.hits]

    def close(self) -> None:
        self.index.close()
        self.cache.close()
