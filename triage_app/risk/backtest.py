"""Decided items judged by two packs -> what would have been caught, missed, and the extra work.

Finds on record were mostly found because the rules of then asked for a look: over all of them the
old pack flatters itself. The random slice was looked at whatever the rules said; it alone tells
what both miss.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from triage_app.model.item import MailItem
from triage_app.model.measure import Backtest, Compared, Decided, Rested, RuleCompared
from triage_app.model.risk import Assessment, Verdict
from triage_app.risk.intervals import FEWEST
from triage_app.risk.judge import RANDOM_RULE, judge, limits_of
from triage_app.risk.lists import ScreeningLists
from triage_app.risk.measuring import Count
from triage_app.risk.reckoning import verdict_of
from triage_app.risk.rules import Rule, RulePack
from triage_app.risk.sampling import RandomSlice

NOT_DRAWN = RandomSlice("", b"", 0.0)
"""The draw is no rule of a pack: a replay leaves it out."""


class Judged(NamedTuple):
    """What one pack makes of an item: the rules that fired and whether it asks for a look."""

    rules: frozenset[str]
    flagged: bool


class Replayed(NamedTuple):
    """One decided item under both packs."""

    decided: Decided
    old: Judged
    new: Judged


def judged(assessment: Assessment) -> Judged:
    """What counts of an assessment."""
    rules = frozenset(flag.rule for flag in assessment.flags) - {RANDOM_RULE}
    return Judged(rules, assessment.verdict is not Verdict.CLEAR)


class Pair:
    """Two packs that judge the same items. Rules that both have alike are asked once: of two
    versions of one pack most are, and trying the second costs next to nothing."""

    def __init__(self, old: RulePack, new: RulePack, lists: ScreeningLists) -> None:
        self.old, self.new = old, new
        self._lists = lists
        shared = set(map(_told, old.rules)) & set(map(_told, new.rules)) if _alike(old, new) else ()
        self._shared = frozenset(rule for rule, _ in shared)
        others = tuple(rule for rule in new.rules if rule.id not in self._shared)
        self._rest = replace(new, rules=others)

    def judge(self, item: MailItem, as_of: date) -> tuple[Judged, Judged]:
        """What the old and the new pack make of an item on that day's law."""
        by_old = judge(item, self.old, self._lists, NOT_DRAWN, as_of)
        if not self._rest.rules and len(self._shared) == len(self.old.rules):
            flags = list(by_old.flags)
        else:
            flags = [flag for flag in by_old.flags if flag.rule in self._shared]
            if self._rest.rules:
                flags += judge(item, self._rest, self._lists, NOT_DRAWN, as_of).flags
        asks = verdict_of(flags, limits_of(item, self.new)) is not Verdict.CLEAR
        return judged(by_old), Judged(frozenset(flag.rule for flag in flags), asks)


def _told(rule: Rule) -> tuple[str, str]:
    """A rule without the line it stands on, so that two can be compared."""
    settings = sorted(rule.settings.items())
    return rule.id, repr(replace(rule, line=0, settings={})) + repr(settings)


def _alike(old: RulePack, new: RulePack) -> bool:
    """Whether rules that are alike see alike: the same words, law, rates and weights."""
    rows = ([replace(row, line=0) for row in pack.law] for pack in (old, new))
    return (
        old.lexicons.by_id == new.lexicons.by_id
        and old.rates == new.rates
        and old.grams == new.grams
        and (old.jurisdiction, old.jurisdictions) == (new.jurisdiction, new.jurisdictions)
        and next(rows) == next(rows)
    )


def compare(replayed: Iterable[Replayed], old: RulePack, new: RulePack) -> Backtest:
    """The two packs over the items. The replay's own figures (seconds, lists) are the caller's."""
    known, drawn = _Cells(), _Cells()
    by_old, by_new = _ByRule(old), _ByRule(new)
    days, shares = set(), set()
    for one in replayed:
        known.add(one)
        if one.decided.random:
            drawn.add(one)
            shares.add(one.decided.share_micro)
        by_old.add(one.old, one.decided)
        by_new.add(one.new, one.decided)
        days.add(one.decided.day)
    told, random = known.compared(), drawn.compared()
    low, high = _missed(told.neither, random.neither)
    return Backtest(
        new=new.name,
        old=old.name,
        items=known.items,
        days=len(days),
        known=told,
        random=random,
        rules=tuple(_rules(by_old.rested(), by_new.rested())),
        missed_low=low,
        missed_high=high,
        shares=tuple(sorted(shares, key=lambda share: share or 0)),
    )


def _missed(neither: Rested, drawn: Rested) -> tuple[float | None, float | None]:
    """How many finds lie in the items neither pack flags, by those of them drawn and examined."""
    if drawn.settled < FEWEST:
        return None, None
    return drawn.precision.low * neither.items, drawn.precision.high * neither.items


class _Cells:
    """Items by which of the packs flags them."""

    def __init__(self) -> None:
        self._cells = {(o, n): Count() for o in (False, True) for n in (False, True)}

    @property
    def items(self) -> int:
        return sum(count.items for count in self._cells.values())

    def add(self, one: Replayed) -> None:
        self._cells[one.old.flagged, one.new.flagged].add(one.decided)

    def compared(self) -> Compared:
        rested = {cell: count.rested() for cell, count in self._cells.items()}
        return Compared(
            both=rested[True, True],
            only_new=rested[False, True],
            only_old=rested[True, False],
            neither=rested[False, False],
        )


class _ByRule:
    """Hits of each rule of a pack."""

    def __init__(self, pack: RulePack) -> None:
        self._counts = {rule.id: Count() for rule in pack.rules}

    def add(self, judged: Judged, decided: Decided) -> None:
        for rule in judged.rules:
            self._counts[rule].add(decided)

    def rested(self) -> dict[str, Rested]:
        return {rule: count.rested() for rule, count in self._counts.items()}


def _rules(old: Mapping[str, Rested], new: Mapping[str, Rested]) -> Iterable[RuleCompared]:
    for rule in sorted({*old, *new}):
        yield RuleCompared(rule, old.get(rule), new.get(rule))
