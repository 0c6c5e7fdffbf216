"""Candles that hide a dense mass: nothing in the announcement says so, the X-ray does."""

from collections.abc import Sequence
from datetime import date

from triage_app.demo.catalogue import Catalogue
from triage_app.demo.maker import Maker, Wanted
from triage_app.demo.planting import Plant, Planted, truth_of

POWDER, DIE = "powder-block", "press-die"
HIDDEN = {
    POWDER: ("compressed powder block among candles", 310),
    DIE: ("steel pill-press die among candles", 375),
}
"""What is hidden -> in words, and its grams."""


def _dense_mass(maker: Maker, _table: Catalogue, nth: int, _arrived: date) -> Sequence[Planted]:
    """On the day at the bench, so that a shift meets it."""
    item = maker.clean(Wanted(arrived_on=maker.calendar.day, country="CN", kind="candles"))
    hidden = DIE if nth % 2 else POWDER
    words, grams = HIDDEN[hidden]
    announced = item.gross_weight_g or 0
    case = truth_of(
        item,
        "",
        nth,
        f"{words}, {grams} g",
        hidden=hidden,
        hidden_g=grams,
        weighs_g=announced + grams,
    )
    return [Planted(item, case)]


DENSE_MASS = Plant("", 0.0, _dense_mass)
