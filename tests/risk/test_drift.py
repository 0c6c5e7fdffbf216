"""The population stability index, worked out by hand, and when movement is movement."""

from math import log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage_app.risk.drift import FEWEST, drift, psi, score_cell

CELLS = st.lists(st.integers(0, 2_000), min_size=2, max_size=11)


def test_the_index_is_the_sum_worked_out_by_hand() -> None:
    """Shares .5/.3/.2, then .4/.4/.2: -.1 ln .8 + .1 ln 4/3 + 0."""
    assert psi([500, 300, 200], [40, 40, 20]) == pytest.approx(0.1 * log(4 / 3) - 0.1 * log(0.8))
    assert psi([500, 300, 200], [40, 40, 20]) == pytest.approx(0.05108, abs=1e-5)


def test_an_empty_cell_counts_as_half_an_item() -> None:
    """(0+.5)/11 then, (5+.5)/11 now, and the other way round."""
    assert psi([10, 0], [5, 5]) == pytest.approx(
        (10.5 - 5.5) / 11 * log(10.5 / 5.5) + (5.5 - 0.5) / 11 * log(5.5 / 0.5)
    )


@given(CELLS, st.data())
def test_it_is_never_below_zero_and_the_same_both_ways(
    then: list[int], data: st.DataObject
) -> None:
    now = data.draw(st.lists(st.integers(0, 2_000), min_size=len(then), max_size=len(then)))
    if sum(then) and sum(now):
        assert psi(then, now) >= -1e-12
        assert psi(then, now) == pytest.approx(psi(now, then))


@given(st.lists(st.integers(1, 500), min_size=2, max_size=11), st.integers(1, 9))
def test_equal_shares_are_no_drift(cells: list[int], times: int) -> None:
    assert psi(cells, [one * times for one in cells]) == pytest.approx(0)


@pytest.mark.parametrize("counts", [([], []), ([1], [1, 2]), ([0, 0], [1, 2])])
def test_what_cannot_be_compared_is_refused(counts: tuple[list[int], list[int]]) -> None:
    with pytest.raises(ValueError, match="same cells"):
        psi(*counts)


@pytest.mark.parametrize(
    ("now", "word"),
    [([5_000, 5_000], "stable"), ([3_300, 6_700], "moving"), ([2_000, 8_000], "moved")],
)
def test_a_tenth_is_moving_and_a_quarter_has_moved(now: list[int], word: str) -> None:
    said = drift([5_000, 5_000], now)
    assert said is not None
    assert said.word == word


def test_what_chance_alone_would_do_is_no_movement() -> None:
    """Over a tenth, but ten cells of 100 items move that far by themselves."""
    then, now = [10] * 10, [15, 5, 14, 6, 13, 7, 12, 8, 11, 9]
    said = drift(then, now)
    assert said is not None
    assert said.index > 0.1
    assert said.index < said.chance
    assert said.word == "stable"


def test_the_chance_is_the_chi_square_s_point() -> None:
    """Table: 3.841 at one degree, 16.919 at nine; n = m = 1,000."""
    for cells, point in ((2, 3.841), (10, 16.919)):
        said = drift([100 * 10 // cells] * cells, [100 * 10 // cells] * cells)
        assert said is not None
        assert said.chance == pytest.approx(point * 2 / 1_000, rel=0.03)


def test_few_items_are_not_judged() -> None:
    assert drift([FEWEST - 1, 0], [FEWEST, 0]) is None


@pytest.mark.parametrize(
    ("score", "cell"), [(0, 0), (1, 1), (100_000, 1), (100_001, 2), (999_999, 10), (1_000_000, 10)]
)
def test_a_score_lies_in_its_tenth(score: int, cell: int) -> None:
    assert score_cell(score) == cell
