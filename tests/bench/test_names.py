"""What the bench of names says of itself: how many respelled names the index finds."""

from random import Random

from triage_app.bench.names import blocking_recall
from triage_app.demo.name_pairs import made_up_names, written_again
from triage_app.model.listing import ListEntry
from triage_app.risk.lists import ScreeningLists


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
