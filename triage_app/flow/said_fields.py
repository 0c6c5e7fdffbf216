"""Values of acts (grams, minor units, days) -> text for paper."""

from triage_app.model.money import said_money
from triage_app.model.outcome import FieldKind, OutcomeField


def said_weight(grams: object) -> str:
    """1310 -> "1.310 kg": to the gram, as it was kept."""
    return f"{grams / 1000:,.3f} kg" if isinstance(grams, int) else "–"


def said_field(field: OutcomeField | None, value: object, currency: str) -> str:
    """A field of an outcome; of one the outcome table knows no more the value as it is kept."""
    kind = field.kind if field else FieldKind.TEXT
    if kind is FieldKind.MONEY and isinstance(value, int):
        return said_money(value, currency)
    if kind is FieldKind.WEIGHT:
        return said_weight(value)
    return str(value)
