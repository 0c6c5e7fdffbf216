"""What was decided, by acts alone: each item once, undone ones not, examined ones as said."""

from dataclasses import replace
from datetime import date, timedelta, timezone
from itertools import permutations

import pytest

from tests.decided_acts import Acts
from triage_app.assets import asset
from triage_app.flow.decided import DecidedItems
from triage_app.flow.outcomes import load_outcomes
from triage_app.model.act import ActKind
from triage_app.model.item import ImageRole
from triage_app.model.measure import Decided
from triage_app.model.outcome import Result

OUTCOMES = load_outcomes(asset("outcomes.toml").read_text("utf-8"))


def decided(acts: Acts) -> list[Decided]:
    return DecidedItems(OUTCOMES, lambda at: at).take_all(acts.lines).items


def test_an_act_tells_why_its_item_was_looked_at() -> None:
    acts = Acts()
    acts.outcome("A", "SZ", ["split-lot"], selected_at_random=True, sampling_share_micro=70_000)
    (one,) = decided(acts)
    assert (one.rules, one.flagged, one.random) == ({"split-lot"}, True, True)
    assert one.asked == {"vague-text", "split-lot", "po-box"}
    assert (one.pack, one.secret_id, one.share_micro) == ("us 1", "s1", 70_000)
    assert (one.result, one.examined, one.found) == (Result.FOUND, True, True)


def test_a_release_alone_is_no_sign_that_nothing_was_in_it() -> None:
    acts = Acts()
    acts.outcome("A", "REL", ["split-lot"])
    (one,) = decided(acts)
    assert (one.examined, one.settled, one.found) == (False, False, False)


@pytest.mark.parametrize(
    ("said", "counts"),
    [
        ("X-ray", True),
        ("canine", True),
        ("opened", True),
        ("outside", False),
        ("not examined", False),
        ("not said", False),
    ],
)
def test_how_it_was_examined_is_the_inspector_s_word(said: str, counts: bool) -> None:
    acts = Acts()
    acts.outcome("A", "REL", examined=said)
    assert decided(acts)[0].settled is counts


def test_an_x_ray_taken_of_it_is_a_sign_too_a_photograph_is_none() -> None:
    acts = Acts()
    acts.xray("A")
    acts.outcome("A")
    acts.xray("B", ImageRole.PHOTO)
    acts.outcome("B")
    acts.xray("C")
    acts.outcome("C", examined="not examined")
    assert [one.examined for one in decided(acts)] == [True, False, False]


@pytest.mark.parametrize(("reason", "counts"), [("canine", True), ("xray", True), ("tip", False)])
def test_a_reason_that_is_an_examination_counts(reason: str, counts: bool) -> None:
    acts = Acts()
    acts.outcome("A", reason=reason)
    assert decided(acts)[0].examined is counts


def test_a_query_later_a_seizure_is_one_item_with_the_flags_it_began_with() -> None:
    acts = Acts()
    first = acts.outcome("A", "HLD-DOC", ["vague-text"])
    acts.outcome("A", "SZ", ["vague-text", "split-lot"], day=3, follows=[first])
    (one,) = decided(acts)
    assert (one.rules, one.result) == ({"vague-text"}, Result.FOUND)
    assert one.day == date(2026, 3, 2)


def test_a_later_release_says_again_whether_it_was_examined() -> None:
    acts = Acts()
    first = acts.outcome("A", "LAB", ["split-lot"], examined="opened")
    acts.outcome("A", "REL", follows=[first])
    second = acts.outcome("B", "REL", examined="X-ray")
    acts.outcome("B", "REL", examined="not examined", follows=[second])
    assert [one.settled for one in decided(acts)] == [True, False]


def test_a_number_used_again_a_year_later_is_another_item() -> None:
    acts = Acts()
    acts.outcome("A", "REL")
    acts.outcome("A", "SZ", day=364)
    acts.outcome("B", "REL")
    acts.outcome("B", "SZ", day=365)
    assert [one.number for one in decided(acts)] == ["A", "B", "B"]


def test_an_undone_outcome_is_as_if_never_written() -> None:
    acts = Acts()
    acts.outcome("A", "SZ", ["split-lot"])
    acts.lines[0] = replace(acts.lines[0], undone_by="u")
    taken = DecidedItems(OUTCOMES, lambda at: at).take_all(acts.lines)
    assert (taken.items, taken.undone) == ([], 1)


def test_a_controlled_delivery_is_left_out_whole_and_not_counted() -> None:
    acts = Acts()
    first = acts.outcome("A", "REL", ["split-lot"])
    acts.outcome("A", "CD", follows=[first])
    acts.outcome("B", "SZ", ["split-lot"], holds=[{"cleared_only": True}])
    acts.outcome("C", "CD")
    acts.lines[-1] = replace(acts.lines[-1], undone_by="u")
    taken = DecidedItems(OUTCOMES, lambda at: at).take_all(acts.lines)
    assert (taken.items, taken.undone, taken.unread) == ([], 0, 0)
    assert taken.item_at(0) is None


def test_an_act_that_does_not_say_what_was_shown_is_counted_and_left_out() -> None:
    acts = Acts()
    acts.add(ActKind.OUTCOME, "A", {"outcome": {"code": "SZ"}}, 0, outcome="SZ")
    acts.add(ActKind.NOTE, "A", {}, 0)
    taken = DecidedItems(OUTCOMES, lambda at: at).take_all(acts.lines)
    assert (taken.items, taken.unread) == ([], 1)


def test_an_outcome_code_nobody_knows_any_more_says_neither() -> None:
    acts = Acts()
    acts.outcome("A", "OLD", ["split-lot"], examined="opened")
    assert decided(acts)[0].result is Result.OPEN


def test_an_act_from_before_the_share_was_written_down_says_so() -> None:
    acts = Acts()
    acts.outcome("A", sampling_share_micro=None)
    assert decided(acts)[0].share_micro is None


def test_the_day_is_the_facility_s() -> None:
    acts = Acts()
    acts.outcome("A")
    west = timezone(-timedelta(hours=13))
    (one,) = DecidedItems(OUTCOMES, lambda at: at.astimezone(west)).take_all(acts.lines).items
    assert one.day == date(2026, 3, 1)


def test_what_comes_later_on_other_items_changes_nothing_of_an_earlier_one() -> None:
    """Shuffling the future must not change the past."""
    later = [("B", "SZ"), ("C", "REL"), ("D", "SZ")]
    seen = set()
    for order in permutations(later):
        acts = Acts()
        acts.outcome("A", "REL", ["vague-text"], examined="opened")
        for day, (number, code) in enumerate(order, 1):
            acts.outcome(number, code, ["split-lot"], day=day)
        seen.add(decided(acts)[0])
    assert len(seen) == 1
