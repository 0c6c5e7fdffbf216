"""Two packs asked together give what each gives alone, however they differ."""

from dataclasses import replace
from datetime import date
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import make_announcement, make_item, make_line
from tests.risk.cases import NO_LISTS, pack
from triage_app.demo.stream import FacilityPlan, facility
from triage_app.model.item import MailItem
from triage_app.model.risk import Severity
from triage_app.risk.backtest import NOT_DRAWN, Pair, judged
from triage_app.risk.judge import judge
from triage_app.risk.lexicons import Lexicons
from triage_app.risk.rules import RulePack

DAY = date(2026, 3, 2)
RULES = [rule.id for rule in pack().rules]
GIFT = make_item(make_announcement(lines=(make_line(description="gift", hs=""),)))


def alone(item: MailItem, one: RulePack) -> object:
    return judged(judge(item, one, NO_LISTS, NOT_DRAWN, DAY))


@pytest.fixture(scope="module")
def items() -> list[MailItem]:
    plan = FacilityPlan(items=400)
    return [make_item(one.announcement) for one in islice(facility(plan), 400)]


@given(st.sets(st.sampled_from(RULES), max_size=6), st.sampled_from(Severity), st.integers(0, 9))
def test_both_are_what_each_would_be_alone(
    changed: set[str], severity: Severity, points: int
) -> None:
    rules = tuple(
        replace(one, severity=severity, points_micro=points * 100_000, line=one.line + 7)
        if one.id in changed
        else replace(one, line=one.line + 7)
        for one in pack().rules
    )
    new = replace(pack(), version="try", rules=rules)
    assert Pair(pack(), new, NO_LISTS).judge(GIFT, DAY) == (alone(GIFT, pack()), alone(GIFT, new))


@pytest.mark.parametrize(
    "new",
    [
        pack(),
        replace(pack(), rules=pack().rules[:5]),
        replace(pack(), rules=()),
        replace(pack(), hold_at_micro=1, look_at_micro=1),
        replace(pack(), law=()),
        replace(pack(), grams={}),
        replace(pack(), rates=replace(pack().rates, micro_usd={})),
        replace(
            pack(),
            lexicons=Lexicons(replace(x, concepts=()) for x in pack().lexicons.by_id.values()),
        ),
    ],
    ids=["same", "fewer", "none", "thresholds", "law", "grams", "rates", "lexicons"],
)
def test_whatever_differs_every_item_is_judged_as_by_each_alone(
    items: list[MailItem], new: RulePack
) -> None:
    for old, other in ((pack(), new), (new, pack())):
        pair = Pair(old, other, NO_LISTS)
        for item in items[:120]:
            assert pair.judge(item, DAY) == (alone(item, old), alone(item, other))
