"""What would change a flag: said for every signal, and true."""

from dataclasses import replace
from string import Formatter

import pytest

from tests.builders import make_announcement, make_item, make_line
from tests.risk.cases import ask, fired, goods, rule
from triage_app.model.item import Announcement, Context, Hold, Line, MailItem, Peers
from triage_app.risk.case import Fired, NotFired
from triage_app.risk.signals.changing import CHANGES, would_change
from triage_app.risk.signals.registry import SIGNALS

PEERS = Peers("3406", "CN", 400, (400, 600, 800, 1_000, 1_600), (2_000, 3_000, 4_000, 5_000, 8_000))


def test_every_signal_says_what_would_change_it() -> None:
    assert set(CHANGES) == set(SIGNALS)
    for signal, text in CHANGES.items():
        assert list(Formatter().parse(text)), signal


def said(rule_id: str, item: MailItem | Announcement, **given: object) -> str:
    return str(would_change(rule(rule_id), fired(rule_id, item, **given)))


def priced(value_minor: int) -> MailItem:
    announced = goods("candles", quantity=1, net_weight_g=None, value_minor=value_minor)
    return replace(make_item(announced), context=Context(peers={1: PEERS}))


def cents(text: str) -> int:
    """ "a value of 3.26 USD a piece or more" in cents."""
    number = next(word for word in text.split() if word[0].isdecimal())
    return round(float(number.replace(",", "")) * 100)


@pytest.mark.parametrize(
    ("rule_id", "value", "step"), [("undervalued", 40, -1), ("overvalued", 90_000, 1)]
)
def test_at_the_value_it_names_the_flag_falls_silent_and_a_cent_further_it_does_not(
    rule_id: str, value: int, step: int
) -> None:
    bound = cents(said(rule_id, priced(value)))
    assert isinstance(ask(rule_id, priced(bound)), NotFired)
    assert isinstance(ask(rule_id, priced(bound + step)), Fired)


def grams(text: str) -> tuple[int, int]:
    """The two numbers of "800 to 1,100 g on the scale"."""
    least, most = [
        int(word.replace(",", "")) for word in text.replace(" g", "").split() if word[0].isdecimal()
    ][:2]
    return least, most


@pytest.mark.parametrize("measured", [10, 5_000])
def test_a_scale_within_what_it_names_is_no_flag(measured: int) -> None:
    item = make_item(measured_weight_g=measured)
    least, most = grams(said("measured-weight", item))
    for inside in (least, most):
        assert isinstance(ask("measured-weight", replace(item, measured_weight_g=inside)), NotFired)
    for outside in (least - 1, most + 1):
        assert isinstance(ask("measured-weight", replace(item, measured_weight_g=outside)), Fired)


@pytest.mark.parametrize("gross", [100, 90_000])
def test_a_gross_weight_within_what_it_names_is_no_flag(gross: int) -> None:
    announced = make_announcement(gross_weight_g=gross)
    least, most = grams(said("weight-mismatch", announced))
    for inside in (least, most):
        assert isinstance(
            ask("weight-mismatch", replace(announced, gross_weight_g=inside)), NotFired
        )
    for outside in (least - 1, most + 1):
        assert isinstance(ask("weight-mismatch", replace(announced, gross_weight_g=outside)), Fired)


def test_a_brand_at_the_price_it_names_is_no_flag() -> None:
    def at(value: int) -> Announcement:
        line: Line = make_line(description="Rolex watch", quantity=2, value_minor=value)
        return make_announcement(lines=(line,))

    bound = cents(said("counterfeit-price", at(10_000)))
    assert isinstance(ask("counterfeit-price", at(2 * bound)), NotFired)
    assert isinstance(ask("counterfeit-price", at(2 * bound - 1)), Fired)


def test_a_controlled_delivery_says_nothing_of_what_would_change_it() -> None:
    from tests.builders import NOON

    hold = Hold("1", "DEA", "secret", NOON, cleared_only=True)
    answer = ask("open-hold", make_item(holds=(hold, replace(hold, cleared_only=False))))
    assert isinstance(answer, tuple)
    assert would_change(rule("open-hold"), answer[0]) is None
    assert str(would_change(rule("open-hold"), answer[1])) == "the hold lifted by DEA"
