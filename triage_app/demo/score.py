"""The rules against the planted truth: what they find, and how often they cry wolf."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from triage_app.demo.truth import RULES, Case
from triage_app.model.item import Announcement
from triage_app.model.risk import Assessment

Judge = Callable[[Announcement], Assessment]


@dataclass(frozen=True, slots=True)
class RuleScore:
    """One rule. `planted` and `found` count planted items; `innocent` are the items nothing was
    planted in for this rule, `false` those of them it fired on."""

    rule: str
    planted: int
    found: int
    innocent: int
    false: int
    missed: tuple[str, ...] = ()
    false_examples: tuple[str, ...] = ()

    @property
    def recall(self) -> float:
        """Share of planted items the rule fired on, 0 to 1; 0 where none is planted."""
        return self.found / self.planted if self.planted else 0.0

    @property
    def false_share(self) -> float:
        """Share of innocent items the rule fired on, 0 to 1."""
        return self.false / self.innocent if self.innocent else 0.0


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
    planted = _planted(truth)
    tally = _Tally()
    for announced in announcements:
        tally.add(announced, judge(announced), planted.get((announced.number, announced.posted_on)))
    return tally.score()


def _planted(truth: Iterable[Case]) -> dict[tuple[str, str], set[str]]:
    """(number, posting date) -> the rules planted there."""
    planted: dict[tuple[str, str], set[str]] = {}
    for case in truth:
        planted.setdefault((case.number, case.posted_on), set()).add(case.rule)
    return planted


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

    def add(self, announced: Announcement, judged: Assessment, rules: set[str] | None) -> None:
        """Count one judged announcement; `rules` are those planted in it, None where none is."""
        self._items += 1
        self._verdicts[judged.verdict] += 1
        fired = {flag.rule for flag in judged.flags}
        if rules is None:
            self._clean_verdicts[judged.verdict] += 1
            self._others.update(fired.difference(RULES))
        for rule in RULES:
            self._count(rule, announced.number, rule in fired, planted=rule in (rules or ()))

    def _count(self, rule: str, number: str, fired: bool, *, planted: bool) -> None:
        if planted:
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
                    self._items - self._planted[rule],
                    self._false[rule],
                    tuple(self._missed[rule]),
                    tuple(self._wrong[rule]),
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
