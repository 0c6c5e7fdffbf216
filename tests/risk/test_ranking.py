"""How well scores put first what was found."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage_app.risk.ranking import rank


def test_a_perfect_order_finds_everything_first() -> None:
    ranking = rank([*range(100)], [at >= 90 for at in range(100)])

    assert ranking.precision == {"1": 1.0, "5": 1.0, "10": 1.0}
    assert ranking.recall == {"1": 0.1, "5": 0.5, "10": 1.0}
    assert (ranking.auc, ranking.base_rate, ranking.rows) == (1.0, 0.1, 100)


def test_ties_count_as_what_a_random_order_would_find() -> None:
    """Else the order of the file would decide: here all finds stand first in it."""
    ranking = rank([7] * 40, [True] * 10 + [False] * 30)

    assert set(ranking.precision.values()) == {0.25}
    assert ranking.auc == 0.5


def test_a_share_of_less_than_a_row_looks_at_one_row() -> None:
    assert rank([3, 2, 1], [True, False, False]).precision["1"] == 1.0


@pytest.mark.parametrize("label", [True, False])
def test_one_kind_of_label_tells_nothing_of_the_order(label: bool) -> None:
    ranking = rank([1, 2], [label, label])

    assert ranking.auc == 0.5
    assert ranking.recall["10"] == (0.5 if label else 0.0)


def test_no_rows_are_no_ranking() -> None:
    with pytest.raises(ValueError, match="as many scores"):
        rank([], [])
    with pytest.raises(ValueError, match="as many scores"):
        rank([1, 2], [True])


@given(st.lists(st.tuples(st.integers(0, 5), st.booleans()), min_size=1, max_size=60), st.randoms())
def test_the_order_of_the_file_does_not_matter(
    rows: list[tuple[int, bool]], random: object
) -> None:
    shuffled = list(rows)
    random.shuffle(shuffled)  # type: ignore[attr-defined]

    assert rank(*zip(*rows, strict=True)) == rank(*zip(*shuffled, strict=True))


@given(st.lists(st.tuples(st.integers(0, 5), st.booleans()), min_size=2, max_size=60))
def test_the_area_is_the_share_of_pairs_in_the_right_order(rows: list[tuple[int, bool]]) -> None:
    pairs = [(a > b) + (a == b) / 2 for a, found in rows if found for b, other in rows if not other]

    auc = rank(*zip(*rows, strict=True)).auc

    assert auc == pytest.approx(sum(pairs) / len(pairs) if pairs else 0.5)
