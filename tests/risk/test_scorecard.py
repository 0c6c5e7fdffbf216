"""A scorecard: a sum one can read, kept as JSON."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage_app.risk.scorecard import (
    Card,
    CardUnreadable,
    Feature,
    Summand,
    Term,
    Told,
    as_json,
    chance,
    from_json,
    number,
    points_of,
)

ORIGIN = Feature("written", "origin")
CHAPTER = Feature("start", "hs", length=2)
VALUE = Feature("band", "value", cuts=(10.0, 100.0))
SAME = Feature("repeat", "value")
UNIT = Feature("ratio", "value", per="weight", cuts=(5.0,))
CARD = Card(
    label="found",
    base=-40,
    terms=(
        Term((ORIGIN,), {"CN": Told(5, 30, 100)}),
        Term((CHAPTER, VALUE), {"61\x1f0": Told(12, 9, 20), "61\x1f2": Told(-7, 1, 30)}),
        Term((SAME,), {"9.5": Told(60, 4, 4)}),
        Term((UNIT,), {"1": Told(3, 6, 10)}),
    ),
    rows=1000,
    found=200,
    ordered_by="day",
    left_out={"id": "it names the row"},
)
ROW = {"origin": "CN", "hs": "610910", "value": "9.50", "weight": "0.5"}


def test_a_score_is_the_base_and_what_each_term_adds() -> None:
    summands = list(CARD.summands(ROW))

    assert summands == [
        Summand("origin", "CN", Told(5, 30, 100)),
        Summand("hs, first 2 x value (band)", "61, under 10", Told(12, 9, 20)),
        Summand("value (same value before)", "9.5", Told(60, 4, 4)),
        Summand("value per weight (band)", "from 5", Told(3, 6, 10)),
    ]
    assert CARD.score(ROW) == -40 + 5 + 12 + 60 + 3


def test_what_was_never_seen_says_nothing() -> None:
    assert CARD.score({"origin": "SE", "hs": "", "value": "", "weight": "0"}) == -40
    assert CARD.score({}) == -40


def test_a_band_that_lies_between_is_said_with_both_ends() -> None:
    assert VALUE.says("1") == "from 10 under 100"
    assert Feature("band", "value").says("0") == "any"
    assert VALUE.says("") == "?"


def test_an_empty_cell_is_a_value_of_its_own_but_no_number() -> None:
    assert ORIGIN.key({"origin": "  "}) == "-"
    assert SAME.key({"value": "n/a"}) == ""
    assert UNIT.key({"value": "5", "weight": "0"}) == ""
    assert UNIT.key({"value": "x", "weight": "2"}) == ""


def test_the_sign_that_parts_a_pair_cannot_come_from_a_cell() -> None:
    assert ORIGIN.key({"origin": "C\x1fN"}) == "CN"


@pytest.mark.parametrize(
    ("cell", "value"),
    [("1.5", 1.5), (" 2,5 ", 2.5), ("1,234.5", None), ("1_0", None), ("nan", None), ("", None)],
)
def test_a_number_is_read_or_not_at_all(cell: str, value: float | None) -> None:
    assert number(cell) == value


def test_twenty_points_double_the_odds() -> None:
    assert chance(0) == 0.5
    assert chance(20) / (1 - chance(20)) == pytest.approx(2.0)
    assert chance(-1_000_000) == pytest.approx(0.0)
    assert points_of(0.6931471805599453) == 20


def test_a_card_comes_back_from_its_file_as_it_was() -> None:
    assert from_json(json.loads(json.dumps(as_json(CARD)))) == CARD


def broken(**changes: Any) -> dict[str, Any]:
    return {**as_json(CARD), **changes}


def term(**changes: Any) -> dict[str, Any]:
    plain = {"features": [{"kind": "band", "column": "v", "cuts": [1, 2]}], "table": {}}
    return broken(terms=[{**plain, **changes}])


@pytest.mark.parametrize(
    "value",
    [
        None,
        [],
        {},
        broken(format="another"),
        broken(doubling=40),
        broken(terms=None),
        broken(rows="many"),
        broken(left_out=3),
        term(features=[]),
        term(features=[{"kind": "magic", "column": "v"}]),
        term(features=[{"kind": "band", "column": "v", "cuts": [2, 1]}]),
        term(table={"high": [1, 2, 3]}),
        term(table={"7": [1, 2, 3]}),
        term(table={"-1": [1, 2, 3]}),
        term(table={"1": [1, 2]}),
        term(table={"1\x1f2": [1, 2, 3]}),
    ],
)
def test_what_is_no_card_is_refused(value: object) -> None:
    with pytest.raises(CardUnreadable):
        from_json(value)


@given(
    st.recursive(
        st.none() | st.integers() | st.text(), lambda c: st.lists(c) | st.dictionaries(st.text(), c)
    )
)
def test_nothing_else_ends_the_reading(value: object) -> None:
    with pytest.raises(CardUnreadable):
        from_json({**as_json(CARD), "terms": value or None})
