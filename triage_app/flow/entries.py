"""A field's typed text -> the value an act keeps, or the sentence that says what to mend."""

import re
from contextlib import suppress
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from triage_app.model.item import YEARS
from triage_app.model.money import minor_digits
from triage_app.model.outcome import FieldKind, OutcomeField
from triage_app.model.sentence import Sentence, tr

LONGEST_TEXT = 2_000
LONGEST_WHOLE = 12

# Exact by definition: the international pound (1959) and its sixteenth.
_GRAMS = {
    "g": Decimal(1),
    "kg": Decimal(1000),
    "lb": Decimal("453.59237"),
    "oz": Decimal("28.349523125"),
}
_WEIGHT = re.compile(r"(\d{1,9}(?:[.,]\d{1,6})?) ?(kg|g|lb|lbs|oz)", re.IGNORECASE | re.ASCII)
_WEIGHTS = re.compile(rf"{_WEIGHT.pattern}(?: +{_WEIGHT.pattern})?", re.IGNORECASE | re.ASCII)
_PLAIN_MONEY = re.compile(r"(\d{1,15})(?:[.,](\d+))?", re.ASCII)
_GROUPED_MONEY = re.compile(
    r"(\d{1,3}(?:,\d{3})+)(?:\.(\d+))?|(\d{1,3}(?:\.\d{3})+),(\d+)", re.ASCII
)
_HS = re.compile(r"\d{4}(?:\d{2}){0,3}")

Entry = int | str


def read_entry(field: OutcomeField, text: str, currency: str = "") -> Entry | Sentence:
    """The value of a field that was filled in. `currency` is for MONEY: its digits count.

    Money in minor units, weights in whole grams (half up), dates ISO 8601, text trimmed.
    """
    typed = text.strip()
    match field.kind:
        case FieldKind.WHOLE:
            return _whole(typed)
        case FieldKind.MONEY:
            return _money(typed, currency)
        case FieldKind.WEIGHT:
            return read_weight(typed)
        case FieldKind.DATE:
            return _date(typed)
        case FieldKind.CHOICE:
            return _choice(typed, field.choices)
        case FieldKind.CURRENCY:
            return _currency(typed)
        case FieldKind.HS:
            return _hs(typed)
        case _:
            return _text(typed)


def _text(typed: str) -> Entry | Sentence:
    if len(typed) > LONGEST_TEXT:
        return tr("entry", "at most {most} characters", most=LONGEST_TEXT)
    return typed


def _whole(typed: str) -> Entry | Sentence:
    digits = typed.replace(" ", "")
    if not (digits.isascii() and digits.isdecimal() and len(digits) <= LONGEST_WHOLE):
        return tr("entry", "a whole number, such as 12")
    return int(digits)


def _money(typed: str, currency: str) -> Entry | Sentence:
    if not currency:
        return tr("entry", "an amount needs its currency")
    parts = _money_parts(typed.replace(" ", ""), minor_digits(currency))
    if parts is None:
        example = "1250.00"[: 4 + (minor_digits(currency) and 1 + minor_digits(currency))]
        return tr(
            "entry",
            "an amount in {currency}, such as {example}",
            currency=currency,
            example=example,
        )
    whole, fraction = parts
    return int(whole + fraction.ljust(minor_digits(currency), "0"))


def _money_parts(typed: str, digits: int) -> tuple[str, str] | None:
    """Digits before and behind the point. "1,250" in dollars is refused: it may mean two things."""
    if plain := _PLAIN_MONEY.fullmatch(typed):
        whole, fraction = plain[1], plain[2] or ""
    elif grouped := _GROUPED_MONEY.fullmatch(typed):
        whole, fraction = grouped[1] or grouped[3], grouped[2] or grouped[4] or ""
    else:
        return None
    if len(fraction) > digits:
        return None
    return whole.replace(",", "").replace(".", ""), fraction


def read_weight(typed: str) -> int | Sentence:
    """Whole grams, half up; what to type instead where it is no weight."""
    if not _WEIGHTS.fullmatch(typed):
        return tr("entry", "a weight with its unit, such as 1.31 kg, 950 g or 2 lb 3 oz")
    parts = _WEIGHT.findall(typed)
    weights = [
        Decimal(number.replace(",", ".")) * _GRAMS[unit.lower().rstrip("s")]
        for number, unit in parts
    ]
    return int(sum(weights, Decimal(0)).quantize(Decimal(1), ROUND_HALF_UP))


def _date(typed: str) -> Entry | Sentence:
    with suppress(ValueError):
        found = date.fromisoformat(typed)
        if found.year in YEARS:
            return found.isoformat()
    return tr("entry", "a date, such as 2026-03-31")


def _choice(typed: str, choices: tuple[str, ...]) -> Entry | Sentence:
    for choice in choices:
        if choice.casefold() == typed.casefold():
            return choice
    return tr("entry", "one of {choices}", choices=", ".join(choices))


def _currency(typed: str) -> Entry | Sentence:
    code = typed.upper()
    if len(code) != 3 or not (code.isascii() and code.isalpha()):
        return tr("entry", "a currency's three letters, such as USD")
    return code


def _hs(typed: str) -> Entry | Sentence:
    digits = typed.replace(".", "").replace(" ", "")
    if not digits.isascii() or not _HS.fullmatch(digits):
        return tr("entry", "an HS code of 4, 6, 8 or 10 digits")
    return digits
