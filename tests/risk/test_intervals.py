"""Intervals against published figures, and what must hold for any counts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage_app.risk.intervals import FEWEST, lift, share

COUNTS = st.integers(0, 5_000).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of)))


@pytest.mark.parametrize(
    ("part", "of", "low", "high"),
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0000, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilson_s_interval_is_newcombe_s(part: int, of: int, low: float, high: float) -> None:
    """Newcombe (1998), Stat. Med. 17, 857, table I, method 3."""
    said = share(part, of)
    assert (round(said.low, 4), round(said.high, 4)) == (low, high)


def test_a_lift_s_interval_is_the_one_of_the_aspirin_study() -> None:
    """Agresti, Categorical Data Analysis, 2.2: 189 of 11,034 against 104 of 11,037."""
    said = lift(189, 11_034, 104, 11_037)
    assert said is not None
    assert (said.value, said.low, said.high) == pytest.approx((1.82, 1.43, 2.30), abs=0.01)


def test_of_nothing_anything_may_hold() -> None:
    said = share(0, 0)
    assert (said.value, said.low, said.high) == (None, 0.0, 1.0)


@pytest.mark.parametrize(("part", "of"), [(-1, 3), (4, 3)])
def test_more_than_all_is_no_share(part: int, of: int) -> None:
    with pytest.raises(ValueError, match="no share"):
        share(part, of)


@given(COUNTS)
def test_an_interval_holds_its_share_and_its_mirror_image_mirrors_it(
    counts: tuple[int, int],
) -> None:
    part, of = counts
    said, mirrored = share(part, of), share(of - part, of)
    assert 0.0 <= said.low <= said.high <= 1.0
    assert said.value is None or said.low <= said.value <= said.high
    assert mirrored.low == pytest.approx(1 - said.high)


@given(st.integers(0, 50))
def test_more_items_narrow_it(part: int) -> None:
    few, many = share(part, 50), share(part * 10, 500)
    assert many.high - many.low < few.high - few.low


@pytest.mark.parametrize(
    "counts", [(5, FEWEST - 1, 5, 100), (5, 100, 5, FEWEST - 1), (5, 100, 0, 100)]
)
def test_too_few_items_give_no_lift(counts: tuple[int, int, int, int]) -> None:
    assert lift(*counts) is None


def test_a_rule_that_never_finds_anything_has_a_lift_of_nothing_and_an_upper_end() -> None:
    said = lift(0, 200, 20, 200)
    assert said is not None
    assert (said.value, said.low) == (0.0, 0.0)
    assert 0.1 < said.high < 1.0


@given(st.integers(1, 500), st.integers(1, 500))
def test_a_lift_lies_in_its_interval_and_turned_round_is_its_inverse(a: int, b: int) -> None:
    one, turned = lift(a, 500, b, 500), lift(b, 500, a, 500)
    assert one is not None
    assert turned is not None
    assert one.low <= one.value <= one.high
    assert one.value * turned.value == pytest.approx(1)
    assert one.low * turned.high == pytest.approx(1)
