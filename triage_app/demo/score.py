"""The rules against the planted truth: what they find, and how often they cry wolf."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from triage_app.demo.truth import RULES, Case
from triage_app.model.item import Announcement
from triage_app.model.risk import Assessment
from triage_app.risk.intervals import share

Judge = Callable[[Announcement], Assessment]


@dataclass(frozen=True, slots=True)
class RuleScore:
    """One rule. `planted` and `found` count planted items; `innocent` are the items nothing was
    planted in for this rule, `false` those of them it fired on. `decoys` are the innocent ones made
    to look like a case, `deceived` those of them it fired on."""

    rule: str
    planted: int
    found: int
    innocent: int
    false: int
    missed: tuple[str, ...] = ()
    false_examples: tuple[str, ...] = ()
    decoys: int = 0
    deceived: int = 0

    @property
    def recall(self) -> float:
        """Share of planted items the rule fired on, 0 to 1; 0 where none is planted."""
        return self.found / self.planted if self.planted else 0.0

    @property
    def false_share(self) -> float:
        """Share of innocent items the rule fired on, 0 to 1."""
        return self.false / self.innocent if self.innocent else 0.0

    @property
    def recall_from_to(self) -> tuple[float, float]:
        """95 % interval of the recall (Wilson 1927)."""
        recall = share(self.found, self.planted)
        return recall.low, recall.high

    @property
    def false_from_to(self) -> tuple[float, float]:
        """95 % interval of the share of innocent items (Wilson 1927)."""
        false = share(self.false, self.innocent)
        return false.low, false.high


@dataclass(frozen=True, slots=True)
class Score:
    """`verdicts` of all items and of those nothing was planted in; `others` are rules without
    planted cases and how many clean items they fired on."""

    items: int
    rules: tuple[RuleScore, ...]
    verdicts: dict[str, int]
    clean_verdicts: dict[str, int]
    others: dict[str, int]


EXAMPLES = 5


def score(announcements: Iterable[Announcement], judge: Judge, truth: Iterable[Case]) -> Score:
    """Judge every announcement and hold the flags against the truth. Streams the announcements."""
    known = _by_item(truth)
    tally = _Tally()
    for announced in announcements:
        tally.add(announced, judge(announced), known.get((announced.number, announced.posted_on)))
    return tally.score()


@dataclass(slots=True)
class _Truth:
    """What is known of one item: rules planted in it, rules that may fire beside, decoys of."""

    planted: set[str] = field(default_factory=set)
    also: set[str] = field(default_factory=set)
    decoys: set[str] = field(default_factory=set)


NOTHING_PLANTED = _Truth()


def _by_item(truth: Iterable[Case]) -> dict[tuple[str, str], _Truth]:
    """(number, posting date) -> what is known of that item."""
    known: dict[tuple[str, str], _Truth] = {}
    for case in truth:
        here = known.setdefault((case.number, case.posted_on), _Truth())
        (here.decoys if case.decoy else here.planted).add(case.rule)
        here.also.update(case.also)
    return known


class _Tally:
    def __init__(self) -> None:
        self._items = 0
        self._planted: Counter[str] = Counter()
        self._found: Counter[str] = Counter()
        self._false: Counter[str] = Counter()
        self._others: Counter[str] = Counter()
        self._verdicts: Counter[str] = Counter()
        self._clean_verdicts: Counter[str] = Counter()
        self._missed: dict[str, list[str]] = {rule: [] for rule in RULES}
        self._wrong: dict[str, list[str]] = {rule: [] for rule in RULES}
        self._aside: Counter[str] = Counter()
        self._decoys: Counter[str] = Counter()
        self._deceived: Counter[str] = Counter()

    def add(self, announced: Announcement, judged: Assessment, known: _Truth | None) -> None:
        """Count one judged announcement; of most nothing is `known`."""
        truth = known or NOTHING_PLANTED
        self._items += 1
        self._verdicts[judged.verdict] += 1
        fired = {flag.rule for flag in judged.flags}
        if not truth.planted:
            self._clean_verdicts[judged.verdict] += 1
            self._others.update(fired.difference(RULES))
        for rule in RULES:
            self._count(rule, announced.number, rule in fired, truth)
        self._decoys.update(truth.decoys)
        self._deceived.update(truth.decoys & fired)

    def _count(self, rule: str, number: str, fired: bool, truth: _Truth) -> None:
        if rule in truth.also:
            self._aside[rule] += 1
        elif rule in truth.planted:
            self._planted[rule] += 1
            self._found[rule] += fired
            if not fired:
                _example(self._missed[rule], number)
        elif fired:
            self._false[rule] += 1
            _example(self._wrong[rule], number)

    def score(self) -> Score:
        """The counts as a value."""
        return Score(
            self._items,
            tuple(
                RuleScore(
                    rule,
                    self._planted[rule],
                    self._found[rule],
                    self._items - self._planted[rule] - self._aside[rule],
                    self._false[rule],
                    tuple(self._missed[rule]),
                    tuple(self._wrong[rule]),
                    self._decoys[rule],
                    self._deceived[rule],
                )
                for rule in RULES
            ),
            dict(sorted(self._verdicts.items())),
            dict(sorted(self._clean_verdicts.items())),
            dict(self._others.most_common()),
        )


def _example(kept: list[str], number: str) -> None:
    if len(kept) < EXAMPLES:
        kept.append(number)
