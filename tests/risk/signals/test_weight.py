"""Weights: of the lines, of the item, on the scale, of one piece."""

import pytest

from tests.builders import make_announcement, make_item, make_line
from tests.risk.cases import fired, goods, said, why_not


def test_contents_heavier_than_the_item() -> None:
    answer = fired("weight-mismatch", make_announcement(gross_weight_g=500))
    assert answer.evidence == {"net_g": 900, "gross_g": 500, "net_over_gross": True}
    assert "900 g, the whole item 500 g: 400 g" in said("weight-mismatch", answer)


def test_an_item_far_heavier_than_its_contents() -> None:
    answer = fired("weight-mismatch", make_announcement(gross_weight_g=12_000))
    assert answer.evidence["net_over_gross"] is False


@pytest.mark.parametrize(
    ("gross", "net", "reason"),
    [
        (950, 900, "agree"),
        (895, 900, "agree"),
        (None, 900, "no gross"),
        (950, None, "net weight"),
        (0, 900, "no gross"),
        (-5, 900, "no gross"),
    ],
)
def test_weights_that_agree_or_are_unknown(gross: int | None, net: int | None, reason: str) -> None:
    announced = make_announcement(gross_weight_g=gross, lines=(make_line(net_weight_g=net),))
    assert reason in why_not("weight-mismatch", announced)


def test_a_line_without_weight_still_shows_too_much() -> None:
    known = make_line(index=1, net_weight_g=2000)
    unknown = make_line(index=2, net_weight_g=None)
    assert fired("weight-mismatch", make_announcement(lines=(known, unknown)))
    light = make_announcement(gross_weight_g=9_000, lines=(make_line(net_weight_g=50), unknown))
    assert "not every line" in why_not("weight-mismatch", light)


def test_the_scale_against_the_announcement() -> None:
    answer = fired("measured-weight", make_item(measured_weight_g=1600))
    assert "1,600 g, announced are 950 g: 650 g apart" in said("measured-weight", answer)
    assert "shows what" in why_not("measured-weight", make_item(measured_weight_g=1000))
    assert "not weighed" in why_not("measured-weight", make_item())
    unknown = make_item(make_announcement(gross_weight_g=None), measured_weight_g=10)
    assert "no gross" in why_not("measured-weight", unknown)


def test_a_piece_outside_what_such_goods_weigh() -> None:
    answer = fired(
        "weight-implausible", goods("t-shirts", hs="610910", quantity=2, net_weight_g=8000)
    )
    assert answer.evidence["piece_g"] == 4000
    assert "40 to 900 g" in said("weight-implausible", answer)
    assert fired("weight-implausible", goods("t-shirt", hs="610910", quantity=50, net_weight_g=100))


@pytest.mark.parametrize(
    ("hs", "quantity", "reason"),
    [
        ("610910", 5, "weighs what"),
        ("010121", 5, "no bounds"),
        ("", 5, "no bounds"),
        ("610910", None, "no line"),
    ],
)
def test_a_plausible_or_unknown_piece_is_not(hs: str, quantity: int | None, reason: str) -> None:
    announced = goods("t-shirts", hs=hs, quantity=quantity, net_weight_g=900)
    assert reason in why_not("weight-implausible", announced)
