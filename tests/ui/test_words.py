from datetime import timedelta

import pytest

from tests.builders import NOON
from triage_app.model.sentence import tr
from triage_app.ui.words import ago, delta, grouped, money, say, weight


@pytest.mark.parametrize(
    ("minor", "currency", "said"),
    [
        (114600, "USD", "1,146.00 USD"),
        (5, "USD", "0.05 USD"),
        (1200, "JPY", "1,200 JPY"),
        (1234, "KWD", "1.234 KWD"),
        (-250, "EUR", "−2.50 EUR"),
        (None, "USD", "–"),
    ],
)
def test_money_is_said_in_its_own_minor_unit(minor: int | None, currency: str, said: str) -> None:
    assert money(minor, currency) == said


@pytest.mark.parametrize(("grams", "said"), [(310, "310 g"), (1310, "1.31 kg"), (None, "–")])
def test_weights_are_said_in_the_unit_that_reads(grams: int | None, said: str) -> None:
    assert weight(grams) == said


def test_a_difference_is_signed() -> None:
    assert delta(1310, 950) == "+38 %"
    assert delta(475, 950) == "−50 %"
    assert delta(1, 0) == "–"
    assert delta(12_000, 291) == "41 ×"


@pytest.mark.parametrize(
    ("passed", "said"),
    [
        (timedelta(seconds=5), "just now"),
        (timedelta(minutes=14), "14 min ago"),
        (timedelta(hours=5), "5 h ago"),
        (timedelta(days=6), "6 days ago"),
    ],
)
def test_age_is_said_in_the_largest_unit_that_tells(passed: timedelta, said: str) -> None:
    assert ago(NOON - passed, NOON) == said


@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("RR473124829US", "RR 4731 2482 9 US"),
        ("1Z999AA10123456784", "1Z 999 AA1 01 2345 6784"),
        ("9400110200881234567890", "9400 1102 0088 1234 5678 90"),
        ("TBA010000000000", "TBA 0100 0000 0000"),
        ("JJD000390007827465", "JJD 0003 9000 7827 465"),
        ("HELLO WORLD", "HELLO WORLD"),
    ],
)
def test_numbers_are_grouped_for_the_eye(number: str, said: str) -> None:
    assert grouped(number) == said


def test_values_in_a_sentence_cannot_turn_the_line_round() -> None:
    assert say(tr("x", "name {name}", name="\u202eeod")) == "name ⟨U+202E⟩eod"
