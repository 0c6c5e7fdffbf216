"""A home's parts -> one purge: what went, what stayed, and the file made smaller."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

from triage_app.app import Parts
from triage_app.cli.output import on_terminal
from triage_app.cli.progress import Bar
from triage_app.flow.pace import Pace
from triage_app.flow.purge import Purge, asked_for, give_back, too_much
from triage_app.model.errors import HomeTaken
from triage_app.model.purge import PurgeAsked, PurgeReport
from triage_app.store.cache import CACHE_FILE
from triage_app.store.cache_aside import drop_copies, drop_words, old_copies
from triage_app.store.cache_purge import CachePurge
from triage_app.store.cache_shrink import CacheShrink, make_smaller
from triage_app.store.home_lock import HomeLock
from triage_app.store.keys import StoreKeys

MOST_AT_ONCE = 500
PAGES_AT_ONCE = 5_000
EMPTY_SHARE = 10
"""By itself the file keeps one page in so many empty: what comes tomorrow needs them again."""
EVERY = timedelta(hours=20)
PURGED_AT = "purged at"


@dataclass(frozen=True, slots=True)
class Purged:
    """What one run did; `why` says why it did nothing. `in_slices`: the file gives pages back."""

    asked: PurgeAsked
    report: PurgeReport = field(default_factory=PurgeReport)
    why: str = ""
    copies: tuple[Path, ...] = ()
    words_dropped: bool = False
    file_bytes: int = 0
    freed_bytes: int = 0
    in_slices: bool = True
    seconds: float = 0.0


class Purging:
    """One run on the parts of a home, which belong to this thread."""

    def __init__(self, parts: Parts, days: int, facility: str = "") -> None:
        self._parts = parts
        self._home = parts.settings.home
        self._file = self._home / CACHE_FILE
        self._days = days
        self._started = time.monotonic()
        self.asked = asked_for(days, parts.clock.today(), parts.clock.now(), facility)

    def rehearse(self) -> Purged:
        """What would go; nothing does."""
        report = self._purge(lambda purge: purge.rehearse(self.asked))
        return self._done(Purged(self.asked, report, copies=self._copies()))

    def run(self) -> Purged:
        """Let go of all that may go, and of every empty page."""
        return self._run(leave=0)

    def run_by_itself(self) -> Purged:
        """The same once a day, where nothing speaks against it and it is no great part."""
        if why := self._not_now():
            return Purged(self.asked, why=why)
        would = self._purge(lambda purge: purge.rehearse(self.asked))
        items = self._parts.cache.reader.age().items
        if too_much(would, items):
            why = f"{would.removed:,} of {items:,} announcements are too many to go unasked"
            return Purged(self.asked, would, why=why)
        shrink = CacheShrink(self._parts.cache.connection)
        return self._run(leave=shrink.pages() // EMPTY_SHARE)

    def _run(self, leave: int) -> Purged:
        parts, size = self._parts, self._file.stat().st_size
        connection = parts.cache.connection
        report = self._purge(lambda purge: purge.run(self.asked))
        copies = self._copies()
        drop_copies(copies)
        words = drop_words(self._home, parts.keys.cache, connection, report.removed)
        shrink = CacheShrink(connection)
        if shrink.in_slices:
            give_back(shrink, self._pace(PAGES_AT_ONCE), leave)
        shrink.empty_journal()
        parts.cache.keep(PURGED_AT, parts.clock.now().isoformat())
        return self._done(
            Purged(
                self.asked,
                report,
                copies=copies,
                words_dropped=words,
                freed_bytes=size - self._file.stat().st_size,
                in_slices=shrink.in_slices,
            )
        )

    def _purge(self, step: Callable[[Purge], PurgeReport]) -> PurgeReport:
        parts, now = self._parts, self._parts.clock.now
        bar = Bar("announcements") if on_terminal() else None
        purge = Purge(
            CachePurge(parts.cache.connection, parts.cache.images, now),
            parts.record.retained(now),
            self._pace(MOST_AT_ONCE),
            bar.show if bar else lambda _looked, _all: None,
        )
        report = step(purge)
        if bar:
            bar.clear()
        return report

    def _pace(self, most: int) -> Pace:
        return Pace(self._parts.clock.monotonic_ns, time.sleep, most)

    def _copies(self) -> tuple[Path, ...]:
        """Of the whole cache, so not where one facility's announcements are asked for."""
        if self.asked.facility:
            return ()
        return old_copies(self._home, self._parts.clock.now() - timedelta(days=self._days))

    def _not_now(self) -> str:
        parts = self._parts
        if not self._days:
            return "[cache] keep_days is 0"
        if parts.demonstration:
            return "the home is a demonstration"
        last = parts.cache.kept(PURGED_AT)
        if last and abs(parts.clock.now() - datetime.fromisoformat(last)) < EVERY:
            return "it was done today"
        try:
            with HomeLock(self._home, "import"):
                return ""
        except HomeTaken:
            return "an import is running"

    def _done(self, done: Purged) -> Purged:
        size, seconds = self._file.stat().st_size, time.monotonic() - self._started
        return replace(done, file_bytes=size, seconds=seconds)


def remade(home: Path, keys: StoreKeys, done: Purged) -> Purged:
    """The same, with the file made anew so that it can give pages back from now on; as it was where
    others have it open. Nobody here may have it open."""
    file = home / CACHE_FILE
    before = file.stat().st_size
    if not make_smaller(home, keys):
        return done
    now = file.stat().st_size
    return replace(
        done, file_bytes=now, freed_bytes=done.freed_bytes + before - now, in_slices=True
    )
