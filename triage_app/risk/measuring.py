"""Decided items -> a measurement: does a rule work, how well is that known, is it still so?

Labels are selective: what nobody examined says nothing about a rule, so a release without sign of
an examination is no "nothing found" (Lakkaraju et al. 2017, The Selective Labels Problem). Each
figure tells how many items it rests on, and the yardstick is the random slice.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from triage_app.model.measure import (
    DayLoad,
    Decided,
    Draw,
    Measurement,
    Rested,
    RuleMeasure,
)
from triage_app.risk.drift import SCORE_CELLS, drift, score_cell
from triage_app.risk.intervals import lift, share
from triage_app.risk.judge import RANDOM_RULE

RuleKey = tuple[str, str]
"""Pack and rule."""
ONE_DAY: Final = timedelta(days=1)


class Count:
    """Items, and what is known of them."""

    __slots__ = ("examined", "found", "items", "settled")

    def __init__(self) -> None:
        self.items = self.examined = self.settled = self.found = 0

    def add(self, one: Decided) -> None:
        self.items += 1
        self.examined += one.examined
        self.settled += one.settled
        self.found += one.found

    def rested(self, base: "Count | None" = None) -> Rested:
        """As a value; with the lift over `base`."""
        known = share(self.found, self.settled)
        over = lift(self.found, self.settled, base.found, base.settled) if base else None
        return Rested(self.items, self.examined, self.settled, self.found, known, over)


def before(first: date, last: date) -> date:
    """The first day of the equally long period that ends the day before `first`."""
    return first - (last - first) - ONE_DAY


def measure(
    items: Iterable[Decided], first: date, last: date, *, undone: int = 0, unread: int = 0
) -> Measurement:
    """The measurement of `first` to `last`, both included; what was decided in the equally long
    time before is what drift is measured from. Raises ValueError where `last` is before `first`."""
    if last < first:
        raise ValueError("a period ends on the day it begins or later")
    now, then = _Period(), _Period()
    earliest = before(first, last)
    for one in items:
        if first <= one.day <= last:
            now.add(one)
        elif earliest <= one.day < first:
            then.add(one)
    days = len(now.days)
    return Measurement(
        first=first,
        last=last,
        items=now.everything.items,
        flagged=now.flagged.rested(now.random),
        random=now.random.rested(),
        rules=tuple(_rules(now, then, days)),
        draws=now.drawn(),
        days=now.loads(),
        score_drift=drift(then.scores, now.scores),
        before_items=then.everything.items,
        undone=undone,
        unread=unread,
    )


class _Period:
    """What was decided in one stretch of days."""

    def __init__(self) -> None:
        self.everything, self.flagged, self.random = Count(), Count(), Count()
        self.hits: dict[RuleKey, Count] = {}
        self.asked: Counter[RuleKey] = Counter()
        self.draws: dict[tuple[str, int | None], Count] = {}
        self.picked: Counter[tuple[str, int | None]] = Counter()
        self.days: dict[date, DayLoad] = {}
        self.scores = [0] * SCORE_CELLS

    def add(self, one: Decided) -> None:
        self.everything.add(one)
        self.scores[score_cell(one.score_micro)] += 1
        if one.flagged:
            self.flagged.add(one)
        if one.random:
            self.random.add(one)
        draw = (one.secret_id, one.share_micro)
        self.draws.setdefault(draw, Count()).add(one)
        self.picked[draw] += one.random
        for rule in one.rules - {RANDOM_RULE}:
            self.hits.setdefault((one.pack, rule), Count()).add(one)
        for rule in one.asked - {RANDOM_RULE}:
            self.asked[one.pack, rule] += 1
        self._load(one)

    def _load(self, one: Decided) -> None:
        day = self.days.get(one.day) or DayLoad(one.day, 0, 0, 0, 0)
        self.days[one.day] = replace(
            day,
            items=day.items + 1,
            flagged=day.flagged + one.flagged,
            random=day.random + one.random,
            found=day.found + one.found,
        )

    def drawn(self) -> tuple[Draw, ...]:
        """The random slice's settings, the one most items were decided under first."""
        made = (
            Draw(secret, micro, count.items, self.picked[secret, micro])
            for (secret, micro), count in self.draws.items()
        )
        return tuple(sorted(made, key=lambda one: (-one.items, one.secret_id)))

    def loads(self) -> tuple[DayLoad, ...]:
        return tuple(self.days[day] for day in sorted(self.days))


def _rules(now: _Period, then: _Period, days: int) -> Iterable[RuleMeasure]:
    asked_then, hits_then = _by_rule(then.asked), _by_rule(_items_of(then.hits))
    for pack, rule in sorted(now.asked):
        count = now.hits.get((pack, rule)) or Count()
        judged = now.asked[pack, rule]
        quiet, fired = asked_then[rule] - hits_then[rule], hits_then[rule]
        yield RuleMeasure(
            pack=pack,
            rule=rule,
            judged=judged,
            rate=share(count.items, judged),
            hits=count.rested(now.random),
            per_day=count.items / days if days else 0.0,
            drift=drift([quiet, fired], [judged - count.items, count.items]),
        )


def _items_of(hits: Mapping[RuleKey, Count]) -> Counter[RuleKey]:
    return Counter({key: count.items for key, count in hits.items()})


def _by_rule(counts: Mapping[RuleKey, int]) -> Counter[str]:
    """A rule of all versions of its pack: what drifts is the trade, or the rule."""
    total: Counter[str] = Counter()
    for (_, rule), count in counts.items():
        total[rule] += count
    return total


def worst_first(rules: Sequence[RuleMeasure]) -> list[RuleMeasure]:
    """The rules that cost most looks for what they find, first; those that never fired last."""
    return sorted(
        rules, key=lambda one: (not one.hits.items, one.hits.precision.high, -one.hits.items)
    )
