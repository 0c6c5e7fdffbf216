"""SearchFor -> announcements, newest first; the index catches up with the cache in steps."""

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Final

from triage_app.model.errors import HomeTaken, StoreDamaged
from triage_app.model.item import Announcement
from triage_app.model.search import SearchFor
from triage_app.store.cache_walk import by_key, held_keys, last_key, renewed, settled
from triage_app.store.home_lock import HomeLock
from triage_app.store.packed import microseconds
from triage_app.store.search_index import SEARCH_FILE, Entry, SearchIndex, open_search
from triage_app.store.search_text import facet_words, fits
from triage_app.store.search_words import asked_words
from triage_app.store.sealed import Connection

LOCK: Final = "index"
STEP: Final = 50
"""Keys asked for at once; more would read announcements nobody looks at."""
MOST_READ: Final = 20_000
"""Announcements read for one question: one whose answers are that rare is narrowed instead."""


@dataclass
class CacheSearch:
    """Fits ports.SearchIndex. Belongs to one thread, as its two connections do."""

    home: Path
    key: bytes
    cache: Connection
    now: Callable[[], datetime]
    _index: SearchIndex | None = None

    def behind(self) -> int:
        """How many announcements came or changed that the index does not know yet."""
        waiting = len(renewed(self.cache, MOST_READ))
        return max(0, last_key(self.cache) - self._opened().built_to) + waiting

    def catch_up(self, most: int) -> int:
        """Take in up to `most` of what is missing; how many were taken. 0: nothing is missing,
        or another process is at it."""
        with contextlib.ExitStack() as stack:
            try:
                stack.enter_context(HomeLock(self.home, LOCK))
            except HomeTaken:
                return 0
            return self._take_renewed(most) or self._take_new(most)

    def find(self, asked: SearchFor) -> Iterator[Announcement]:
        """What fits the words and facets, newest first, read as it is asked for."""
        words, facets = asked_words(asked.text), facet_words(asked)
        keys = self._keys(words, facets, held=asked.held)
        for _, announcement in islice(_read(self.cache, keys), MOST_READ):
            if fits(announcement, words, facets):
                yield announcement

    def close(self) -> None:
        if self._index is not None:
            self._index.close()
            self._index = None

    def _keys(self, words: list[str], facets: list[str], *, held: bool) -> Iterator[int]:
        if held:  # few, and only the cache knows them
            return iter(held_keys(self.cache, microseconds(self.now())))
        if words or facets:
            return self._opened().keys(words, facets, STEP)
        return iter(range(last_key(self.cache), 0, -1))

    def _take_renewed(self, most: int) -> int:
        index, keys = self._opened(), renewed(self.cache, most)
        if not keys:
            return 0
        here = dict(by_key(self.cache, keys))
        index.add([Entry(key, here.get(key)) for key in keys], built_to=0)
        settled(self.cache, keys)
        return len(keys)

    def _take_new(self, most: int) -> int:
        index = self._opened()
        last = last_key(self.cache)
        start = index.built_to
        keys = range(start + 1, min(last, start + most) + 1)
        if not keys:
            return 0
        found = dict(by_key(self.cache, keys))
        index.add([Entry(key, a) for key, a in found.items()], built_to=keys[-1])
        return len(keys)

    def _opened(self) -> SearchIndex:
        """The index; one that is damaged is built anew, as all it holds can be."""
        if self._index is None:
            try:
                self._index = open_search(self.home, self.key)
            except StoreDamaged:
                for name in (SEARCH_FILE, f"{SEARCH_FILE}-wal", f"{SEARCH_FILE}-shm"):
                    (self.home / name).unlink(missing_ok=True)
                self._index = open_search(self.home, self.key)
        return self._index


def _read(connection: Connection, keys: Iterator[int]) -> Iterator[tuple[int, Announcement]]:
    """The announcements of keys without end, STEP at a time."""
    while some := list(islice(keys, STEP)):
        yield from by_key(connection, some)
