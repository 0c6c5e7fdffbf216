"""SearchFor -> Findings, newest first; the index catches up with the cache in steps."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Final

from triage_app.model.errors import HomeTaken, StoreDamaged
from triage_app.model.item import SHARED, Announcement
from triage_app.model.plain import microseconds, moment
from triage_app.model.search import Counted, Findings, Hit, SearchFor
from triage_app.store import cache_walk
from triage_app.store.sealed import Connection
from triage_app.store.search_index import NEWEST, SearchIndex
from triage_app.store.search_keeping import KeptIndex
from triage_app.store.search_meeting import Falling, down_from, meeting, of_keys
from triage_app.store.search_question import Question, fits, question_of
from triage_app.store.search_text import whole_text

READ_AT_ONCE: Final = 50
MOST_VERIFIED: Final = 1_000
"""Items read to count those that may have been found by chance."""
MOST_NOTED: Final = 100_000
"""Renewals counted to say how far the index is behind."""


class CacheSearch:
    """Fits ports.SearchIndex. Belongs to one thread, as its two connections do; the cache's is
    closed by whoever opened it."""

    def __init__(
        self, home: Path, key: bytes, cache: Connection, now: Callable[[], datetime]
    ) -> None:
        self._cache = cache
        self._now = now
        self._kept = KeptIndex(home, key, cache_walk.cache_name(cache))

    def find(self, asked: SearchFor, *, since: datetime, before: int, limit: int) -> Findings:
        """The newest `limit` that fit, of those with keys under `before` (0: of all)."""
        question = self._question(asked)
        found = self._found(question, asked, since, before or NEWEST)
        hits = list(islice(found, limit + 1))
        return Findings(
            hits=tuple(self._with_state(hits[:limit])),
            more=len(hits) > limit,
            behind=self.behind(),
            partial=question.partial if question else (),
        )

    def count(self, asked: SearchFor, *, since: datetime, most: int) -> Counted:
        """How many fit; not counted beyond `most`, nor beyond MOST_VERIFIED where each has to be
        read for it."""
        question = self._question(asked)
        if question is not None and question.may_mislead:
            most = min(most, MOST_VERIFIED)
            found: Iterator[object] = self._found(question, asked, since, NEWEST)
        else:
            found = self._keys(question, asked, since, NEWEST)
        number = sum(1 for _ in islice(found, most + 1))
        return Counted(min(number, most), number > most)

    def behind(self) -> int:
        """How many announcements came, changed or went that the index does not know yet."""
        last = cache_walk.last_key(self._cache)
        built_to = self._kept.ask(lambda index: index.built_to, 0)
        return last - min(last, built_to) + len(cache_walk.renewed(self._cache, MOST_NOTED))

    def catch_up(self, most: int) -> int:
        """Take in up to `most` of what is missing; how many were taken. 0: nothing is missing, or
        another process is at it. An index that turns out to be damaged is begun anew."""
        try:
            with self._kept.building():
                try:
                    return self._take_in(self._kept.opened(), most)
                except StoreDamaged:
                    self._kept.discard()
                    return self._take_in(self._kept.opened(), most)
        except HomeTaken:
            return 0

    def tidy(self) -> bool:
        """Put together some of what was taken in bit by bit, for quicker answers; whether there
        may be more. False as well where another process is at it."""
        try:
            with self._kept.building():
                return self._kept.ask(lambda index: index.tidy(), otherwise=False)
        except HomeTaken:
            return False

    def close(self) -> None:
        self._kept.close()

    def _question(self, asked: SearchFor) -> Question | None:
        """The question in the index's words; None where nothing is asked, or nothing can be."""
        if not asked.asks:
            return None
        return self._kept.ask(
            lambda index: question_of(asked, index.words_beginning, index.words_holding), None
        )

    def _found(
        self, question: Question | None, asked: SearchFor, since: datetime, before: int
    ) -> Iterator[tuple[int, Announcement]]:
        keys = self._keys(question, asked, since, before)
        while some := list(islice(keys, READ_AT_ONCE)):
            for key, announcement in cache_walk.by_key(self._cache, some):
                if question and _fits(announcement, question):
                    yield key, announcement

    def _keys(
        self, question: Question | None, asked: SearchFor, since: datetime, before: int
    ) -> Iterator[int]:
        """Keys that stand in every list asked for, newest first."""
        if question is None:
            return iter(())
        keys = meeting(list(self._lists(question.match, asked)), before)
        if asked.without:
            left_out = cache_walk.keys_of(self._cache, sorted(asked.without))
            keys = (key for key in keys if key not in left_out)
        if not asked.unseen:
            return keys
        seen = cache_walk.seen_keys(self._cache, microseconds(since))
        return (key for key in keys if key not in seen)

    def _lists(self, match: str, asked: SearchFor) -> Iterator[Falling]:
        cache = self._cache
        if asked.held:
            yield of_keys(cache_walk.held_keys(cache, microseconds(self._now())))
        if asked.flagged:
            yield Falling(lambda before, most: cache_walk.flagged_keys(cache, before, most))
        if match:
            yield Falling(
                lambda before, most: self._kept.ask(
                    lambda index: index.keys(match, before, most), []
                )
            )
        if not (match or asked.held or asked.flagged):
            yield down_from(cache_walk.last_key(cache))

    def _with_state(self, found: Sequence[tuple[int, Announcement]]) -> Iterator[Hit]:
        """What was found, with its holds, its last verdict and when it was seen."""
        judged = cache_walk.judged(self._cache, [one.id for _, one in found])
        own = {key: _own_numbers(one) for key, one in found}
        numbers = [number for several in own.values() for number in several]
        held = cache_walk.held(self._cache, numbers, microseconds(self._now()))
        for key, one in found:
            verdict, seen_at = judged.get(one.id, (None, None))
            holds = [held[number] for number in own[key] if number in held]
            yield Hit(
                key=key,
                announcement=one,
                verdict=verdict,
                held=bool(holds),
                set_aside=any(holds),
                seen_at=None if seen_at is None else moment(seen_at),
            )

    def _take_in(self, index: SearchIndex, most: int) -> int:
        return self._take_renewed(index, most) or self._take_new(index, most)

    def _take_renewed(self, index: SearchIndex, most: int) -> int:
        seen = cache_walk.renewed(self._cache, most)
        if not seen:
            return 0
        built_to = min(index.built_to, cache_walk.last_key(self._cache))
        keys = [one.key for one in seen if one.key <= index.built_to]
        here = cache_walk.told_by_key(self._cache, keys)
        index.add(here, gone=keys, built_to=built_to, cache_name=self._kept.cache_name)
        cache_walk.settled(self._cache, seen)
        return len(seen)

    def _take_new(self, index: SearchIndex, most: int) -> int:
        start = index.built_to
        end = min(cache_walk.last_key(self._cache), start + most)
        if end <= start:
            return 0
        found = cache_walk.told_between(self._cache, start + 1, end)
        index.add(found, built_to=end, cache_name=self._kept.cache_name)
        return end - start


def _fits(announcement: Announcement, question: Question) -> bool:
    return not question.may_mislead or fits(whole_text(announcement), question)


def _own_numbers(announcement: Announcement) -> list[str]:
    """The numbers whose holds are the item's."""
    others = [number for kind, number in announcement.aliases if kind not in SHARED]
    return [announcement.number, *others]
