"""The facility's days: a place in the stream -> a day of arrival, and the days around it."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from triage_app.model.item import Channel

EARLIER_SHARE = 0.03
"""Share of items that arrived while the exemption up to 800 USD still stood."""
EARLIER_FIRST, EARLIER_DAYS = date(2025, 8, 4), 23
BEFORE = 6
DAY_SHARE = 0.08
TODAY_UNTIL = 0.94
"""Where in the stream the day's own arrivals end; tomorrow's follow."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """`day` is the facility's day at the bench."""

    day: date

    def arrival(self, share: float) -> date:
        """The day of arrival at `share` (0 to 1) of the stream, which is in order of arrival."""
        if share < EARLIER_SHARE:
            return EARLIER_FIRST + timedelta(days=int(share / EARLIER_SHARE * EARLIER_DAYS))
        days = int((share - EARLIER_SHARE) / DAY_SHARE)
        if days < BEFORE:
            return self.day - timedelta(days=BEFORE - days)
        return self.day if share < TODAY_UNTIL else self.day + timedelta(days=1)


def posted_before(arrived: date, channel: Channel, rng: Random) -> date:
    """When an item that arrived on that day was posted."""
    days = rng.randint(5, 16) if channel is Channel.POST else rng.randint(2, 5)
    return arrived - timedelta(days=days)


def announced_before(arrived: date, rng: Random) -> datetime:
    """When it was announced: in the three days before, aware UTC."""
    ahead = timedelta(days=1 + int(rng.random() * 2.9), minutes=int(rng.random() * 1_000))
    return datetime.combine(arrived, time(20), UTC) - ahead
