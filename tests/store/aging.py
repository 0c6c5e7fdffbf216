"""A cache with items of every age beside a record, and one purge of both, for their tests."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from tests.builders import NOON, make_announcement
from tests.store.record_home import Hands, Home, make_home
from triage_app.flow.pace import Pace
from triage_app.flow.purge import Purge, asked_for
from triage_app.model.item import Announcement
from triage_app.model.purge import PurgeAsked
from triage_app.store.cache import OpenCache, open_cache
from triage_app.store.cache_purge import CachePurge
from triage_app.store.record import OpenRecord

TODAY = NOON.date()
LONG_AGO = NOON - timedelta(days=200)
DAYS = 90
COUNTS = {
    "alias": "SELECT count(*) FROM alias WHERE announcement NOT IN (SELECT key FROM announcement)",
    "kin": "SELECT count(*) FROM kin WHERE announcement NOT IN (SELECT key FROM announcement)",
    "kin_new": "SELECT count(*) FROM kin_new"
    " WHERE announcement NOT IN (SELECT key FROM announcement)",
    "version": "SELECT count(*) FROM announcement_version"
    " WHERE announcement NOT IN (SELECT key FROM announcement)",
    "judgement": "SELECT count(*) FROM judgement"
    " WHERE announcement_id NOT IN (SELECT id FROM announcement)",
    "image": "SELECT count(*) FROM image"
    " WHERE announcement_id NOT IN (SELECT id FROM announcement)",
    "sender_day": "SELECT count(*) FROM sender_day WHERE items <= 0",
    "tally": "SELECT (SELECT count(*) FROM announcement)"
    " - (SELECT CAST(text AS INTEGER) FROM meta WHERE name = 'items')",
}


@dataclass
class Aging:
    """A home of which both stores are open, and a clock set by hand."""

    home: Home
    cache: OpenCache
    record: OpenRecord
    clock: Hands = field(default_factory=Hands)

    def store(self, *items: Announcement, at: Any = LONG_AGO) -> None:
        self.cache.writer.store(items, at)

    def asked(self, days: int = DAYS, facility: str = "") -> PurgeAsked:
        return asked_for(days, self.clock().date(), self.clock(), facility)

    def purge(self) -> Purge:
        return Purge(
            CachePurge(self.cache.connection, self.cache.images, self.clock),
            self.record.retained(self.clock),
            Pace(lambda: 0, lambda _: None, 50),
        )

    def numbers(self) -> list[str]:
        return [announcement.number for announcement in self.cache.announcements()]

    def stray(self) -> dict[str, int]:
        """Rows that hang on nothing, by table; {} when there are none."""
        counted = {
            name: self.cache.connection.execute(statement).fetchone()[0]
            for name, statement in COUNTS.items()
        }
        return {name: count for name, count in counted.items() if count}

    def close(self) -> None:
        self.cache.close()
        self.record.close()


def make_aging(path: Path) -> Aging:
    home, clock = make_home(path), Hands()
    home.clock = clock
    return Aging(home, open_cache(path, home.keys, now=clock), home.open(), clock)


def old(number: str, days: int = 100, **changes: Any) -> Announcement:
    """An item that arrived so many days ago."""
    arrived = TODAY - timedelta(days=days)
    words = {"id": "", "digest": "", "number": number, "arrived_on": arrived, **changes}
    return make_announcement(**words)


def day(days_ago: int) -> date:
    return TODAY - timedelta(days=days_ago)
