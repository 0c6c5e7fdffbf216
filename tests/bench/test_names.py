"""What the bench of names says of itself: how many respelled names the index finds."""

from itertools import pairwise
from random import Random

from triage_app.bench.names import blocking_recall
from triage_app.demo.name_pairs import made_up_names, written_again
from triage_app.model.listing import ListEntry
from triage_app.risk.comparing import compare, told_apart
from triage_app.risk.likeness import MATCH_AT
from triage_app.risk.lists import ScreeningLists
from triage_app.risk.names import name_key


def test_nearly_all_respelled_names_are_found_among_others() -> None:
    listed = made_up_names(3_000)
    lists = ScreeningLists(
        ListEntry("x", str(number), name, "Person") for number, name in enumerate(listed)
    )
    found, compared = blocking_recall(lists, listed, Random(1), tried=300)
    assert compared >= 250
    assert found >= compared * 0.96


def test_made_up_names_are_distinct_and_the_same_for_a_seed() -> None:
    assert len(set(made_up_names(500, seed=4))) == 500
    assert made_up_names(50, seed=4) == made_up_names(50, seed=4)
    assert written_again("Jo Li", Random(1)) == "Li Jo"


def test_no_name_written_by_another_hand_is_told_apart_before_it_is_compared() -> None:
    rng = Random("apart")
    for name in made_up_names(1_500, seed=7):
        written = written_again(name, rng)
        if compare(written, name, "Person") >= MATCH_AT:
            assert not told_apart(name_key(written), name_key(name)), (written, name)


def test_most_names_of_other_people_are_told_apart_before_they_are_compared() -> None:
    keys = [name_key(name) for name in made_up_names(400, seed=9)]
    pairs = [(one, other) for one, other in pairwise(keys) if one.count(" ") == other.count(" ")]
    apart = sum(told_apart(one, other) for one, other in pairs)
    assert len(pairs) > 60
    assert apart > 0.8 * len(pairs)
    assert not told_apart("patr ushev", "platon patrushev")
