"""A seed -> the facility's announcements in order of arrival, planted cases among them.

Nothing is remembered but counters and open bags: a million items stream in the memory of a few.
"""

import heapq
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from triage_app.demo.catalogue import load_catalogue
from triage_app.demo.dense import DENSE_MASS
from triage_app.demo.maker import Maker, Wanted
from triage_app.demo.planting import Planted
from triage_app.demo.plants import PLANTS
from triage_app.model.item import Announcement, Party

FEWEST_ITEMS = 240
FEW_ITEMS = 400
"""Under so many items each rule has one case, else at least LEAST_CASES."""
LEAST_CASES = 3
REPEAT_SHARE = 0.16
"""Items for someone who had one on an earlier day."""
HUB_SHARE, HUB_EVERY = 0.03, 400
"""Resellers: one recipient in HUB_EVERY gets an item on most days."""
TWIN_SHARE = 0.02
TWIN_MOST_MINOR = 6_000
"""A second item for the same person on the same day, both worth less than this."""
GOLDEN = 0.6180339887498949
AFTER_EARLIER = 0.035
"""Cases begin when the items that arrived last summer are through: they are of this week."""
LATER_HALF = 0.62
"""Where in its stretch a case lies: the only one of a rule comes on the day itself."""


@dataclass(frozen=True, slots=True)
class FacilityPlan:
    """What to make. `dense`: items whose X-ray hides a dense mass; 0 without pictures."""

    seed: int = 1
    items: int = 20_000
    day: date = date(2026, 3, 2)
    facility: str = "JFK"
    dense: int = 4


def facility(plan: FacilityPlan) -> Iterator[Planted]:
    """Exactly `plan.items` announcements. The same plan gives the same ones, anywhere, any time."""
    maker = Maker(plan.seed, plan.day, plan.facility)
    catalogue = load_catalogue()
    plants = {plant.rule: plant for plant in (*PLANTS, DENSE_MASS)}
    counts = cases_of(plan)
    ahead = sum(plants[rule].items(nth) for rule, count in counts.items() for nth in range(count))
    clean = plan.items - ahead
    made = 0
    people = _Recipients(maker)
    for position, rule, nth in _schedule(counts, clean):
        while made < position:
            yield Planted(people.clean_item(made / clean))
            made += 1
        arrived = maker.calendar.arrival(position / clean)
        yield from plants[rule].plant(maker, catalogue, nth, arrived)
    while made < clean:
        yield Planted(people.clean_item(made / clean))
        made += 1


def cases_of(plan: FacilityPlan) -> dict[str, int]:
    """How many cases of each rule; the dense masses stand under ""."""
    least = LEAST_CASES if plan.items >= FEW_ITEMS else 1
    counts = {plant.rule: max(least, round(plant.share * plan.items)) for plant in PLANTS}
    return counts | {"": plan.dense if plan.items >= FEW_ITEMS else min(1, plan.dense)}


def _schedule(counts: dict[str, int], clean: int) -> Iterator[tuple[int, str, int]]:
    """(clean items made before it, rule, nth case), spread evenly, in order."""
    return heapq.merge(*(_spread(rule, count, clean) for rule, count in counts.items()))


def _spread(rule: str, count: int, clean: int) -> Iterator[tuple[int, str, int]]:
    for nth in range(count):
        share = AFTER_EARLIER + (1 - AFTER_EARLIER) * (nth + LATER_HALF) / count
        yield int(share * clean), rule, nth


class _Recipients:
    """Who gets the next clean item: mostly someone new, some again and again, nobody twice a day
    but for small twins; so the tail of recipients is heavy and no innocent lot looks split."""

    def __init__(self, maker: Maker) -> None:
        self._maker = maker
        self._day: date | None = None
        self._known = 0
        self._persons = 0
        self._again = 0
        self._hub = 0
        self._before: tuple[date, Party] | None = None

    def clean_item(self, share: float) -> Announcement:
        """The next clean item, `share` of the way through the stream."""
        maker = self._maker
        arrived = maker.calendar.arrival(share)
        if arrived != self._day:
            self._day, self._known, self._again, self._hub = arrived, self._persons, 0, 0
        item = maker.clean(Wanted(arrived_on=arrived, recipient=self._recipient()))
        self._persons = maker.persons
        return self._as_twin(item, arrived)

    def _as_twin(self, item: Announcement, arrived: date) -> Announcement:
        """Now and then a small item for whoever got the small item before it."""
        before, self._before = self._before, None
        small = item.currency == "USD" and (item.value_minor or 0) < TWIN_MOST_MINOR
        if not small:
            return item
        if before and before[0] == arrived and self._maker.rng.random() < TWIN_SHARE:
            return replace(item, recipient=before[1], nature="11")
        self._before = (arrived, item.recipient)
        return item

    def _recipient(self) -> Party | None:
        maker = self._maker
        draw = maker.rng.random()
        if draw < HUB_SHARE and self._hub < self._known // HUB_EVERY:
            self._hub += 1
            return maker.people.recipient((self._hub - 1) * HUB_EVERY)
        if draw < REPEAT_SHARE and self._again < self._known // 3:
            self._again += 1
            place = int(self._known * (self._again * GOLDEN % 1.0))
            if place % HUB_EVERY:
                return maker.people.recipient(place)
        return None
