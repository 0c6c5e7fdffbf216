"""RulePack -> what is no error and yet surely not meant: said by a check, never refused."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

from triage_app.model.risk import Severity
from triage_app.risk.rules import ALL_CHANNELS, MICRO, LawRow, Rule, RulePack, Scope

ALIKE = "alike_percent"
WHOLE = 100


class Doubt(NamedTuple):
    """What one should look at again, and at which line of the pack (0: the whole of it)."""

    line: int
    what: str


def doubts(pack: RulePack, today: date) -> tuple[Doubt, ...]:
    """Everything doubtful of a pack that is read without error, in the order of its lines."""
    found = [*_of_sums(pack), *_of_lexicons(pack), *_of_rows(pack), *_of_overlaps(pack)]
    for rule in pack.rules:
        found += _of_rule(rule, pack, today)
    return tuple(sorted(found))


def _of_sums(pack: RulePack) -> Iterator[Doubt]:
    if pack.look_at_micro >= pack.hold_at_micro:
        yield Doubt(0, "'look_at' is not below 'hold_at': no sum of points asks for a look alone")
    if pack.hold_at_micro > MICRO:
        yield Doubt(0, "'hold_at' is over 1000, the full score: no sum of points holds an item")
    sum_of_all = sum(rule.points_micro for rule in pack.rules if rule.on)
    if sum_of_all < pack.hold_at_micro <= MICRO:
        yield Doubt(0, f"all rules together add up to {sum_of_all // 1_000}, less than 'hold_at'")


def _of_lexicons(pack: RulePack) -> Iterator[Doubt]:
    used = {word for rule in pack.rules for word in _listed(rule.settings, "lexicon")}
    for word, lexicon in pack.lexicons.by_id.items():
        if word not in used:
            yield Doubt(0, f"the lexicon '{word}' is used by no rule")
        if not lexicon.concepts:
            yield Doubt(0, f"the lexicon '{word}' has no words: its rules never fire")


def _listed(settings: Mapping[str, object], key: str) -> tuple[str, ...]:
    value = settings.get(key, ())
    return value if isinstance(value, tuple) else ()


def _of_rule(rule: Rule, pack: RulePack, today: date) -> Iterator[Doubt]:
    name = f"'{rule.id}'"
    if not rule.citation.strip():
        yield Doubt(rule.line, f"{name} has no citation")
    if not rule.on:
        yield Doubt(rule.line, f"{name} is switched off")
    if _is_nowhere(rule.scope):
        yield Doubt(rule.line, f"{name} is never in force: every origin it is for is left out")
    if rule.scope.until is not None and rule.scope.until < today:
        yield Doubt(rule.line, f"{name} is in force no more, since {rule.scope.until}")
    if rule.severity is not Severity.HOLD and rule.points_micro >= pack.hold_at_micro > 0:
        points = rule.points_micro // 1_000
        yield Doubt(
            rule.line, f"{name} is a {rule.severity}, yet its {points} points hold an item alone"
        )
    for key, value in rule.settings.items():
        if why := _never(key, value):
            yield Doubt(rule.line, f"{name} can never fire: '{key}' {why}")


def _never(key: str, value: object) -> str:
    """Why a rule with this setting stays silent whatever comes; "" where it may speak."""
    if value == () and key == "fields":  # of lists and codes, none means all
        return "is empty"
    if key == ALIKE and isinstance(value, int) and value > WHOLE:
        return f"is {value}, and nothing is more than {WHOLE} % alike"
    if key == "share_percent" and value == 0:
        return "is 0, and nothing costs less than that"
    return ""


def _is_nowhere(scope: Scope) -> bool:
    return bool(scope.origins) and scope.origins <= scope.except_origins


def _of_rows(pack: RulePack) -> Iterator[Doubt]:
    off = {rule.id for rule in pack.rules if not rule.on}
    for row in pack.law:
        name = f"'{row.id}'"
        if not row.citation.strip():
            yield Doubt(row.line, f"{name} has no citation")
        if _is_nowhere(row.scope):
            yield Doubt(row.line, f"{name} is never in force: every origin it is for is left out")
        if row.when.rules and row.when.rules <= off:
            yield Doubt(row.line, f"{name} waits for rules that are all switched off")
        over, up_to = row.when.value_over_usd, row.when.value_up_to_usd
        if over is not None and up_to is not None and over >= up_to:
            yield Doubt(row.line, f"{name} is for values over {over} and up to {up_to}: for none")


def _of_overlaps(pack: RulePack) -> Iterator[Doubt]:
    """Two rows that say the same kind of thing of the same item on the same day. Rows are looked
    at by jurisdiction and effect; a pack of thousands of one kind is said to be one too many."""
    kinds = Counter((row.jurisdiction, row.effect) for row in pack.law)
    for kind, count in kinds.items():
        if kind[1] == "notice":  # any number of notices may stand side by side
            continue
        rows = [row for row in pack.law if (row.jurisdiction, row.effect) == kind]
        if count > 500:
            yield Doubt(rows[0].line, f"{count:,} rows of the effect '{kind[1]}' overlap unlooked")
            continue
        for place, row in enumerate(rows):
            for earlier in rows[:place]:
                if _overlap(earlier, row):
                    yield Doubt(
                        row.line,
                        f"'{row.id}' and '{earlier.id}' hold for the same items on the same days,"
                        " and neither supersedes the other",
                    )


def _overlap(one: LawRow, other: LawRow) -> bool:
    if one.id in other.supersedes or other.id in one.supersedes or one.when != other.when:
        return False
    a, b = one.scope, other.scope
    days = (a.valid_from or date.min) <= (b.until or date.max) and (b.valid_from or date.min) <= (
        a.until or date.max
    )
    channels = a.channel == b.channel or ALL_CHANNELS in (a.channel, b.channel)
    return days and channels and _share_origins(a, b)


def _share_origins(a: Scope, b: Scope) -> bool:
    if a.origins and b.origins:
        return bool((a.origins - a.except_origins) & (b.origins - b.except_origins))
    if a.origins or b.origins:
        return not (a.origins or b.origins) <= (a.except_origins | b.except_origins)
    return True
