"""Values against peers and brands; every amount in whatever currency becomes US cents."""

from dataclasses import replace
from typing import Any

import pytest

from tests.builders import make_item, make_line
from tests.risk.cases import ask, fired, goods, lines, said, why_not
from triage_app.model.item import Context, MailItem, Peers
from triage_app.risk.case import NotFired

PEERS = Peers("3406", "CN", 400, (400, 600, 800, 1100, 1600), (3000, 4000, 5300, 7000, 9500))


def candles(peers: Peers = PEERS, **changes: Any) -> MailItem:
    return make_item(
        lines(make_line(**changes)), context=Context(peers={changes.get("index", 1): peers})
    )


def test_a_unit_far_below_its_peers_says_the_numbers() -> None:
    answer = fired("undervalued", candles(value_minor=600, quantity=6, net_weight_g=900))
    assert answer.evidence["unit_usd_minor"] == 100
    assert answer.evidence["median_usd_minor"] == 800
    text = said("undervalued", answer)
    assert "1.00 USD a piece" in text
    assert "400 others of HS 3406 from CN cost 8.00 USD" in text


def test_peers_of_every_origin_are_said_to_be_from_anywhere() -> None:
    few_of_the_origin = replace(PEERS, origin="")
    item = candles(few_of_the_origin, value_minor=600, quantity=6, net_weight_g=900)
    answer = fired("undervalued", item)
    assert "of HS 3406 from anywhere cost" in said("undervalued", answer)


@pytest.mark.parametrize(
    "changes",
    [
        {"value_minor": 4800},
        {"value_minor": 2000, "net_weight_g": 300},
        {"value_minor": None},
        {"value_minor": 600, "currency": "ZZZ"},
    ],
)
def test_among_peers_or_dear_by_weight_or_unknown_is_not(changes: dict[str, Any]) -> None:
    assert why_not("undervalued", candles(**changes))


def test_a_yen_is_not_a_hundredth() -> None:
    assert why_not("undervalued", candles(value_minor=6000, currency="JPY", quantity=6))
    assert fired("undervalued", candles(value_minor=600, currency="JPY", quantity=6))


def test_few_peers_prove_nothing() -> None:
    few = Peers("3406", "CN", 5, PEERS.unit_value_minor, PEERS.value_per_kg_minor)
    assert "too few" in why_not("undervalued", candles(few, value_minor=60))
    nothing = Peers("3406", "CN", 500, (0, 0, 0, 0, 0), (0, 0, 0, 0, 0))
    assert why_not("undervalued", candles(nothing, value_minor=60))


def test_among_few_peers_only_the_extreme_is_said() -> None:
    few = Peers("3406", "CN", 8, PEERS.unit_value_minor, PEERS.value_per_kg_minor)
    assert fired("undervalued", candles(few, value_minor=60))
    assert "too few" in why_not("undervalued", candles(few, value_minor=600))
    assert "too few" in why_not("undervalued", candles(few, value_minor=60, quantity=None))
    assert fired("overvalued", candles(few, value_minor=9_000_000))
    assert why_not("undervalued", candles(few, value_minor=60, hs=""))


def test_a_heavy_item_cheap_by_the_kilogram() -> None:
    answer = fired("undervalued", candles(value_minor=2_400, quantity=6, net_weight_g=60_000))
    assert "0.40 USD a kilogram" in said("undervalued", answer)


def test_without_a_quantity_the_kilogram_counts() -> None:
    answer = fired("undervalued", candles(value_minor=500, quantity=None, net_weight_g=900))
    assert "5.55 USD a kilogram" in said("undervalued", answer)


def test_an_absurdly_dear_unit_is_noted() -> None:
    assert fired("overvalued", candles(value_minor=600_000, quantity=6))
    assert why_not("overvalued", candles(value_minor=4800))
    assert why_not("undervalued", candles(value_minor=600_000, quantity=6))


@pytest.mark.parametrize(("value", "quantity"), [(1200, 1), (3000, 10)])
def test_a_brand_far_under_its_price(value: int, quantity: int) -> None:
    announced = goods("Gucci belt", value_minor=value, quantity=quantity)
    answer = fired("counterfeit-price", announced)
    assert answer.evidence["brand"] == "gucci"
    assert "250.00 USD" in said("counterfeit-price", answer)


@pytest.mark.parametrize(
    ("text", "value", "reason"),
    [
        ("Gucci belt", 40_000, "price"),
        ("strap for Apple Watch", 500, "no brand"),
        ("leather belt", 500, "no brand"),
        ("Gucci belt", None, "price"),
    ],
)
def test_a_brand_at_its_price_or_something_for_it_is_not(
    text: str, value: int | None, reason: str
) -> None:
    assert reason in why_not("counterfeit-price", goods(text, value_minor=value, quantity=1))


@pytest.mark.parametrize("quantity", [0, -3, None, 10**12])
@pytest.mark.parametrize("value", [0, -5, 10**18])
@pytest.mark.parametrize("weight", [0, -1, None, 10**12])
def test_absurd_figures_are_answered(quantity: int | None, value: int, weight: int | None) -> None:
    item = candles(quantity=quantity, value_minor=value, net_weight_g=weight)
    for rule in ("undervalued", "overvalued", "weight-mismatch", "weight-implausible"):
        assert ask(rule, item) is not None
    assert isinstance(ask("counterfeit-price", item), NotFired)
