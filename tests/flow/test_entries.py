import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage_app.flow.entries import read_entry
from triage_app.model.outcome import FieldKind, OutcomeField
from triage_app.model.sentence import Sentence


def read(kind: FieldKind, text: str, currency: str = "", choices: tuple[str, ...] = ()) -> object:
    return read_entry(OutcomeField("f", "Field", kind, choices=choices), text, currency)


@pytest.mark.parametrize(
    ("text", "currency", "minor"),
    [
        ("12.50", "USD", 1250),
        ("12,5", "EUR", 1250),
        ("12", "USD", 1200),
        ("0.01", "USD", 1),
        ("1 250.00", "USD", 125000),
        ("1,250.00", "USD", 125000),
        ("1.250,00", "EUR", 125000),
        ("1,250,000", "USD", 125000000),
        ("1250", "JPY", 1250),
        ("12.345", "BHD", 12345),
        ("12", "BHD", 12000),
    ],
)
def test_money_is_kept_in_the_currencys_minor_units(text: str, currency: str, minor: int) -> None:
    assert read(FieldKind.MONEY, text, currency) == minor


@pytest.mark.parametrize(
    ("text", "currency"),
    [
        ("12.345", "USD"),
        ("12.5", "JPY"),
        ("1,250", "USD"),
        ("-5", "USD"),
        ("12 USD", "USD"),
        ("abc", "USD"),
        ("1.2.3", "USD"),
        ("١٢", "USD"),
        ("9" * 30, "USD"),
    ],
)
def test_an_amount_that_may_mean_two_things_is_not_guessed(text: str, currency: str) -> None:
    assert f"an amount in {currency}, such as 1250" in str(read(FieldKind.MONEY, text, currency))


@pytest.mark.parametrize(
    ("currency", "example"), [("USD", "1250.00"), ("JPY", "1250"), ("BHD", "1250.00")]
)
def test_the_example_of_an_amount_can_be_typed(currency: str, example: str) -> None:
    assert str(read(FieldKind.MONEY, "?", currency)).endswith(example)
    assert isinstance(read(FieldKind.MONEY, example, currency), int)


def test_an_amount_without_a_currency_is_asked_for_it() -> None:
    assert "currency" in str(read(FieldKind.MONEY, "12.50"))


@given(st.integers(0, 10**12))
def test_every_amount_written_with_two_digits_is_read_back(minor: int) -> None:
    assert read(FieldKind.MONEY, f"{minor // 100}.{minor % 100:02}", "USD") == minor


@pytest.mark.parametrize(
    ("text", "grams"),
    [
        ("1.31 kg", 1310),
        ("1,31kg", 1310),
        ("950 g", 950),
        ("46 oz", 1304),
        ("2 LB", 907),
        ("2 lbs", 907),
        ("2 lb 3 oz", 992),
        ("0.5 g", 1),
    ],
)
def test_weights_are_kept_in_grams(text: str, grams: int) -> None:
    assert read(FieldKind.WEIGHT, text) == grams


@pytest.mark.parametrize("text", ["1.31", "kg", "-1 kg", "1.31 stone", "1 kg kg", "1e3 g"])
def test_a_weight_without_a_unit_is_not_guessed(text: str) -> None:
    assert "with its unit" in str(read(FieldKind.WEIGHT, text))


@pytest.mark.parametrize(
    ("kind", "text", "kept"),
    [
        (FieldKind.TEXT, "  for sale? \n", "for sale?"),
        (FieldKind.WHOLE, "1 200", 1200),
        (FieldKind.DATE, "2026-03-31", "2026-03-31"),
        (FieldKind.CHOICE, "fda", "FDA"),
        (FieldKind.CURRENCY, "usd", "USD"),
        (FieldKind.HS, "3406.00 00", "34060000"),
    ],
)
def test_entries_are_kept_in_one_form(kind: FieldKind, text: str, kept: object) -> None:
    assert read(kind, text, choices=("FDA", "DEA")) == kept


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (FieldKind.TEXT, "x" * 2_001),
        (FieldKind.WHOLE, "1.5"),
        (FieldKind.WHOLE, "-1"),
        (FieldKind.WHOLE, "²"),
        (FieldKind.WHOLE, "9" * 13),
        (FieldKind.DATE, "31.03.2026"),
        (FieldKind.DATE, "2026-02-30"),
        (FieldKind.DATE, "0001-01-01"),
        (FieldKind.DATE, "9999-12-31"),
        (FieldKind.CHOICE, "NSA"),
        (FieldKind.CURRENCY, "$"),
        (FieldKind.CURRENCY, "ÜSD"),
        (FieldKind.HS, "340"),
        (FieldKind.HS, "34060000001"),
        (FieldKind.HS, "cotton"),
    ],
)
def test_what_does_not_fit_is_answered_with_what_would(kind: FieldKind, text: str) -> None:
    assert isinstance(read(kind, text, choices=("FDA", "DEA")), Sentence)
