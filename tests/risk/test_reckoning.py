"""The verdict as a sum, and which flags it hangs on."""

from hypothesis import given
from hypothesis import strategies as st

from triage_app.model.risk import Flag, Severity, Verdict, Without
from triage_app.model.sentence import tr
from triage_app.risk.reckoning import Limits, score_of, verdict_of, withouts

LIMITS = Limits(900_000, 300_000)


def flag(rule: str, points: int, severity: Severity = Severity.NOTE) -> Flag:
    return Flag(rule, "family", severity, points * 1_000, tr("rules", rule), {}, "", "pack 1")


def test_the_gravest_flag_or_the_sum_decides() -> None:
    assert verdict_of([], LIMITS) is Verdict.CLEAR
    assert verdict_of([flag("a", 0, Severity.LOOK)], LIMITS) is Verdict.LOOK
    assert verdict_of([flag("a", 150), flag("b", 150)], LIMITS) is Verdict.LOOK
    assert verdict_of([flag("a", 450), flag("b", 450)], LIMITS) is Verdict.HOLD
    assert verdict_of([flag("a", 1, Severity.HOLD)], LIMITS) is Verdict.HOLD
    assert verdict_of([], Limits(900_000, 300_000, announced=False)) is Verdict.LOOK


def test_each_flag_the_verdict_hangs_on_is_named() -> None:
    flags = [flag("split-lot", 450, Severity.LOOK), flag("po-box", 60)]
    assert withouts(flags, LIMITS) == (Without(("split-lot",), Verdict.CLEAR, 60_000),)
    both = [flag("a", 200), flag("b", 150)]
    assert [one.rules for one in withouts(both, LIMITS)] == [("a",), ("b",)]


def test_where_no_single_flag_decides_the_fewest_heaviest_do_together() -> None:
    flags = [flag(name, 300, Severity.LOOK) for name in "ab"]
    assert withouts(flags, LIMITS) == (Without(("a", "b"), Verdict.CLEAR, 0),)


def test_a_clear_item_and_one_on_no_manifest_hang_on_nothing() -> None:
    assert withouts([flag("po-box", 60)], LIMITS) == ()
    unknown = Limits(900_000, 300_000, announced=False)
    assert withouts([flag("not-announced", 300, Severity.LOOK)], unknown) == ()


flags_of_any_kind = st.lists(
    st.builds(
        flag, st.sampled_from("abcdefgh"), st.integers(0, 1000), st.sampled_from(list(Severity))
    ),
    max_size=12,
)


@given(flags_of_any_kind)
def test_what_would_be_without_a_rule_is_what_is_without_it(flags: list[Flag]) -> None:
    flags.sort(key=lambda one: -one.points_micro)
    for one in withouts(flags, LIMITS):
        left = [each for each in flags if each.rule not in one.rules]
        assert one.verdict is verdict_of(left, LIMITS) is not verdict_of(flags, LIMITS)
        assert one.score_micro == score_of(left)
