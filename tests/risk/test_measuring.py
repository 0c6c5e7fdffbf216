"""A measurement, worked out by hand, and what must hold for any items."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage_app.model.measure import Decided, RuleMeasure
from triage_app.model.outcome import Result
from triage_app.risk.intervals import lift, share
from triage_app.risk.measuring import before, measure, worst_first

DAY = date(2026, 3, 2)
ASKED = frozenset({"vague-text", "split-lot"})


def item(*fired: str, **changes: Any) -> Decided:
    return Decided(
        **{
            "number": "A",
            "day": DAY,
            "pack": "us 1",
            "rules": frozenset(fired),
            "asked": ASKED | frozenset(fired),
            "flagged": bool(fired),
            "score_micro": 300_000 * len(fired),
            "random": False,
            "secret_id": "s1",
            "share_micro": 50_000,
            "result": Result.NOTHING,
            "examined": True,
            **changes,
        }
    )


def many(count: int, *fired: str, **changes: Any) -> list[Decided]:
    return [item(*fired, **changes)] * count


def rule_of(items: list[Decided], name: str, days: int = 1) -> RuleMeasure:
    measured = measure(items, DAY, DAY + timedelta(days=days - 1))
    return next(one for one in measured.rules if one.rule == name)


def test_precision_is_found_of_settled_and_lift_is_over_the_random_slice() -> None:
    items = [
        *many(40, "split-lot", result=Result.FOUND),
        *many(60, "split-lot"),
        *many(25, "split-lot", examined=False),
        *many(10, "split-lot", result=Result.OPEN),
        *many(8, random=True, result=Result.FOUND),
        *many(192, random=True),
    ]
    one = rule_of(items, "split-lot")
    assert (one.judged, one.hits.items, one.hits.examined) == (335, 135, 110)
    assert (one.hits.settled, one.hits.found) == (100, 40)
    assert one.hits.precision == share(40, 100)
    assert one.hits.lift == lift(40, 100, 8, 200)
    assert one.hits.lift is not None
    assert one.hits.lift.value == pytest.approx(10)
    assert one.rate == share(135, 335)


def test_releases_nobody_examined_do_not_change_a_rule_s_precision() -> None:
    items = [*many(10, "split-lot", result=Result.FOUND), *many(10, "split-lot")]
    unseen = many(500, "split-lot", examined=False)
    assert (
        rule_of(items, "split-lot").hits.precision
        == rule_of(items + unseen, "split-lot").hits.precision
    )


def test_without_a_random_slice_no_lift_is_told() -> None:
    assert rule_of(many(100, "split-lot", result=Result.FOUND), "split-lot").hits.lift is None


def test_a_rule_that_was_asked_and_never_fired_is_in_the_table() -> None:
    one = rule_of(many(5, "split-lot"), "vague-text")
    assert (one.judged, one.hits.items, one.hits.precision.value) == (5, 0, None)


def test_each_version_of_a_pack_has_its_own_rows() -> None:
    measured = measure([item("split-lot"), item("split-lot", pack="us 2")], DAY, DAY)
    assert [(one.pack, one.rule, one.hits.items) for one in measured.rules] == [
        ("us 1", "split-lot", 1),
        ("us 1", "vague-text", 0),
        ("us 2", "split-lot", 1),
        ("us 2", "vague-text", 0),
    ]


def test_the_random_flag_is_no_rule() -> None:
    measured = measure([item("random", "split-lot", random=True)], DAY, DAY)
    assert "random" not in {one.rule for one in measured.rules}


def test_each_setting_of_the_random_slice_is_told_with_what_it_picked() -> None:
    items = [*many(3), *many(2, share_micro=100_000, random=True), item(share_micro=100_000)]
    items.append(item(secret_id="s2", share_micro=None))
    assert [
        (one.secret_id, one.share_micro, one.items, one.picked)
        for one in measure(items, DAY, DAY).draws
    ] == [("s1", 50_000, 3, 0), ("s1", 100_000, 3, 2), ("s2", None, 1, 0)]


def test_only_the_days_asked_for_count_and_the_same_time_before_is_for_drift() -> None:
    two_days = timedelta(days=2)
    items = [
        *many(150, day=DAY - timedelta(days=1)),
        *many(50, day=DAY - two_days),
        *many(999, day=DAY - timedelta(days=3)),
        *many(120, "split-lot", day=DAY),
        *many(80, day=DAY + timedelta(days=1)),
        *many(999, day=DAY + two_days),
    ]
    measured = measure(items, DAY, DAY + timedelta(days=1))
    assert (measured.items, measured.before_items) == (200, 200)
    assert before(DAY, DAY + timedelta(days=1)) == DAY - two_days
    moved = next(one for one in measured.rules if one.rule == "split-lot")
    assert moved.drift is not None
    assert moved.drift.word == "moved"
    assert moved.per_day == 60
    assert measured.score_drift is not None
    assert measured.score_drift.word == "moved"


def test_a_period_without_a_past_has_no_drift() -> None:
    measured = measure(many(500, "split-lot"), DAY, DAY)
    assert measured.score_drift is None
    assert {one.drift for one in measured.rules} == {None}


def test_the_days_add_up() -> None:
    items = [
        *many(3, "split-lot", result=Result.FOUND),
        *many(2, day=DAY + timedelta(days=1), random=True),
    ]
    loads = measure(items, DAY, DAY + timedelta(days=9)).days
    assert [(one.items, one.flagged, one.random, one.found) for one in loads] == [
        (3, 3, 0, 3),
        (2, 0, 2, 0),
    ]


def test_nothing_decided_is_an_empty_measurement() -> None:
    measured = measure([], DAY, DAY)
    assert (measured.items, measured.rules, measured.days) == (0, (), ())


def test_a_period_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(ValueError, match="period"):
        measure([], DAY, DAY - timedelta(days=1))


def test_the_rules_that_cost_most_for_what_they_find_come_first() -> None:
    items = [
        *many(50, "split-lot"),
        *many(50, "po-box", result=Result.FOUND),
        *many(5, "list-name"),
    ]
    ordered = worst_first(measure(items, DAY, DAY).rules)
    assert [one.rule for one in ordered] == ["split-lot", "list-name", "po-box", "vague-text"]


@given(
    st.lists(
        st.builds(
            item,
            result=st.sampled_from(Result),
            examined=st.booleans(),
            random=st.booleans(),
            rules=st.sampled_from([frozenset(), frozenset({"split-lot"}), ASKED]),
        ),
        max_size=60,
    ),
    st.randoms(use_true_random=False),
)
def test_no_order_changes_a_measurement_and_parts_never_exceed_wholes(
    items: list[Decided], chance: Any
) -> None:
    measured = measure(items, DAY, DAY)
    shuffled = list(items)
    chance.shuffle(shuffled)
    assert measure(shuffled, DAY, DAY) == measured
    for one in measured.rules:
        hits = one.hits
        assert hits.found <= hits.settled <= hits.examined <= hits.items <= one.judged
    assert measured.items == sum(one.items for one in measured.days)


def test_the_future_does_not_change_a_past_period() -> None:
    past = [*many(30, "split-lot", result=Result.FOUND), *many(30, "vague-text")]
    future = [replace(one, day=DAY + timedelta(days=5), result=Result.OPEN) for one in past]
    assert measure(past, DAY, DAY) == measure(future[::-1] + past, DAY, DAY)
