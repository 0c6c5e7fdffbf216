"""Flags -> verdict, and which flags it hangs on: the sum, argued backwards."""

from collections.abc import Collection, Sequence

from triage_app.model.noun import noun
from triage_app.model.risk import Flag, Severity, Verdict, Without

FULL_SCORE = 1_000_000
WEIGHT = {Severity.HOLD: 2, Severity.LOOK: 1, Severity.NOTE: 0}


@noun(frozen=True, slots=True)
class Limits:
    """Scores (millionths) from which an item is held or looked at by its sum alone. `announced`:
    an item on no manifest is looked at in any case."""

    hold_at_micro: int
    look_at_micro: int
    announced: bool = True


def score_of(flags: Collection[Flag]) -> int:
    """The sum of the flags' points, a full score at most."""
    return min(FULL_SCORE, sum(flag.points_micro for flag in flags))


def verdict_of(flags: Collection[Flag], limits: Limits) -> Verdict:
    """The verdict such flags bear: the gravest flag's, or what their sum asks for."""
    worst = max((WEIGHT[flag.severity] for flag in flags), default=0)
    score = score_of(flags)
    if worst == WEIGHT[Severity.HOLD] or score >= limits.hold_at_micro:
        return Verdict.HOLD
    if worst or score >= limits.look_at_micro or not limits.announced:
        return Verdict.LOOK
    return Verdict.CLEAR


def withouts(flags: Sequence[Flag], limits: Limits) -> tuple[Without, ...]:
    """What the verdict would be without a rule, for each rule it hangs on. Where it hangs on no
    single one: without the fewest of the heaviest (`flags` come heaviest first)."""
    now = verdict_of(flags, limits)
    if now is Verdict.CLEAR:
        return ()
    rules = tuple(dict.fromkeys(flag.rule for flag in flags if flag.points_micro))
    alone = [_without(flags, (rule,), limits) for rule in rules]
    found = tuple(one for one in alone if one.verdict is not now)
    if found:
        return found
    for count in range(2, len(rules) + 1):
        together = _without(flags, rules[:count], limits)
        if together.verdict is not now:
            return (together,)
    return ()


def _without(flags: Sequence[Flag], rules: tuple[str, ...], limits: Limits) -> Without:
    left = [flag for flag in flags if flag.rule not in rules]
    return Without(rules, verdict_of(left, limits), score_of(left))
