"""The outcome table: TOML -> OutcomeCode rows, and what their fields start with."""

import tomllib
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from triage_app.model.errors import SettingsWrong
from triage_app.model.item import Announcement, MailItem
from triage_app.model.money import minor_digits
from triage_app.model.outcome import FieldKind, OutcomeCode, OutcomeField, Result
from triage_app.model.sentence import Sentence, tr

LONGEST_LABEL = 12
_KEYS = range(1, 10)
_CODE_WORDS = {
    *("code", "title", "label", "key", "releases", "seizes", "cleared_only", "roles"),
    *("absent", "due", "result"),
}
MEASURED_WEIGHT = "measured.weight"
"""A field's default: what the item weighed here, else what was announced."""
_TELL_WHEN = (FieldKind.DATE, FieldKind.WHOLE)
_FIELD_WORDS = {"name", "title", "kind", "required", "choices", "takes_scan", "default"}


def load_outcomes(text: str) -> tuple[OutcomeCode, ...]:
    """The table in its order. Raises SettingsWrong naming the code and what is wrong with it."""
    try:
        rows = tomllib.loads(text)["outcome"]
        codes = tuple(_code(row) for row in rows)
    except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as error:
        raise _wrong(
            tr("outcomes", "The outcome table cannot be read: {why}.", why=error)
        ) from error
    _refuse_twice([code.code for code in codes])
    _refuse_twice([f"F{code.function_key}" for code in codes if code.function_key])
    return codes


def starting_texts(code: OutcomeCode, item: MailItem, today: date) -> dict[str, str]:
    """What each field of the form holds before the inspector types; "" where nothing is known."""
    return {field.name: _start(field.default, item, today) for field in code.fields}


def _start(default: str, item: MailItem, today: date) -> str:
    announcement = item.announcement
    if default == "today":
        return today.isoformat()
    if default == MEASURED_WEIGHT:
        if item.measured_weight_g is not None:
            return f"{item.measured_weight_g} g"
        default = "announced.weight"
    if default not in _ANNOUNCED:
        return default
    return _ANNOUNCED[default](announcement) if announcement else ""


def _value(announcement: Announcement) -> str:
    if announcement.value_minor is None:
        return ""
    digits = minor_digits(announcement.currency)
    return f"{Decimal(announcement.value_minor).scaleb(-digits):.{digits}f}"


def _weight(announcement: Announcement) -> str:
    grams = announcement.gross_weight_g
    return "" if grams is None else f"{grams} g"


def _description(announcement: Announcement) -> str:
    return "; ".join(line.description for line in announcement.lines if line.description)


def _hs(announcement: Announcement) -> str:
    return next((line.hs for line in announcement.lines if line.hs), "")


def _contact(announcement: Announcement) -> str:
    recipient = announcement.recipient
    return recipient.phone or recipient.email or recipient.name


_ANNOUNCED: Mapping[str, Callable[[Announcement], str]] = {
    "announced.currency": lambda announced: announced.currency,
    "announced.origin": lambda announced: announced.origin,
    "announced.value": _value,
    "announced.weight": _weight,
    "announced.description": _description,
    "announced.hs": _hs,
    "announced.contact": _contact,
}


def _code(row: Mapping[str, Any]) -> OutcomeCode:
    fields = tuple(_field(row["code"], field) for field in row.get("fields", ()))
    _refuse_unknown(row["code"], set(row) - _CODE_WORDS - {"fields"})
    code = OutcomeCode(
        code=row["code"],
        title=row["title"],
        function_key=row.get("key", 0),
        fields=fields,
        releases=row.get("releases", False),
        cleared_only=row.get("cleared_only", False),
        roles=tuple(row.get("roles", ())),
        label=row.get("label", ""),
        seizes=row.get("seizes", False),
        absent=row.get("absent", False),
        due=row.get("due", ""),
        result=Result(row.get("result", _usual_result(row))),
    )
    if "key" in row and code.function_key not in _KEYS:
        raise _of(code.code, tr("outcomes", "key must be 1 to 9"))
    if len(code.label) > LONGEST_LABEL:
        raise _of(code.code, tr("outcomes", "its label is too long for a key"))
    _refuse_twice([f"{code.code}.{field.name}" for field in fields])
    if code.due and code.due not in {f.name for f in fields if f.kind in _TELL_WHEN}:
        raise _of(code.code, tr("outcomes", "due names no field for a date or whole days"))
    kinds = {field.kind for field in fields}
    if FieldKind.MONEY in kinds and FieldKind.CURRENCY not in kinds:
        raise _of(code.code, tr("outcomes", "it asks for money without a currency"))
    return code


def _usual_result(row: Mapping[str, Any]) -> Result:
    """What a row without `result` says of the item."""
    if row.get("seizes", False):
        return Result.FOUND
    return Result.NOTHING if row.get("releases", False) else Result.OPEN


def _field(code: str, row: Mapping[str, Any]) -> OutcomeField:
    _refuse_unknown(code, set(row) - _FIELD_WORDS)
    field = OutcomeField(
        name=row["name"],
        title=row["title"],
        kind=FieldKind(row.get("kind", "text")),
        required=row.get("required", True),
        choices=tuple(row.get("choices", ())),
        takes_scan=row.get("takes_scan", False),
        default=row.get("default", ""),
    )
    if (field.kind is FieldKind.CHOICE) is not bool(field.choices):
        raise _of(
            code, tr("outcomes", "{field} needs choices, and only a choice", field=field.name)
        )
    if field.default.startswith(("announced.", "measured.")) and field.default not in (
        *_ANNOUNCED,
        MEASURED_WEIGHT,
    ):
        raise _of(code, tr("outcomes", "{field} has an unknown default", field=field.name))
    return field


def _refuse_unknown(code: str, unknown: set[str]) -> None:
    if unknown:
        raise _of(code, tr("outcomes", "unknown word {word}", word=sorted(unknown)[0]))


def _refuse_twice(names: list[str]) -> None:
    for name in names:
        if names.count(name) > 1:
            raise _wrong(tr("outcomes", "The outcome table has {name} twice.", name=name))


def _of(code: str, why: Sentence) -> SettingsWrong:
    return _wrong(tr("outcomes", "Outcome {code}: {why}.", code=code, why=why))


def _wrong(what: Sentence) -> SettingsWrong:
    return SettingsWrong(what, tr("outcomes", "Mend the table; recording waits until then."))
