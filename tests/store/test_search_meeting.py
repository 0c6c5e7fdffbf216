"""Lists of keys are read together, and no further than they are asked for."""

from itertools import islice

from hypothesis import given
from hypothesis import strategies as st

from triage_app.store.search_meeting import FIRST_FETCHED, Falling, down_from, meeting, of_keys

keys = st.sets(st.integers(1, 2_000), max_size=400)


def fetched(one: set[int]) -> Falling:
    def fetch(before: int, most: int) -> list[int]:
        return sorted((key for key in one if key < before), reverse=True)[:most]

    return Falling(fetch)


@given(st.lists(keys, min_size=1, max_size=3), st.integers(1, 2_500))
def test_what_stands_in_all_lists_comes_highest_first(several: list[set[int]], before: int) -> None:
    common = {key for key in set.intersection(*several) if key < before}

    for made in (fetched, of_keys):
        assert list(meeting([made(one) for one in several], before)) == sorted(common)[::-1]


def test_every_key_down_to_the_first() -> None:
    assert list(meeting([down_from(450)], 2**62)) == list(range(450, 0, -1))
    assert list(meeting([down_from(450)], 4)) == [3, 2, 1]
    assert list(meeting([down_from(0)], 2**62)) == []


def test_no_more_is_fetched_than_is_read() -> None:
    asked: list[int] = []

    def fetch(before: int, most: int) -> range:
        asked.append(most)
        return range(before - 1, before - 1 - most, -1)

    assert len(list(islice(meeting([Falling(fetch)], 10**9), 50))) == 50
    assert asked == [FIRST_FETCHED]
