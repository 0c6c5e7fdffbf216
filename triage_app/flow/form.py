"""The texts of an outcome's form -> the values its act keeps, or the field to mend."""

from collections.abc import Mapping, Sequence

from triage_app.flow.entries import Entry, read_entry
from triage_app.model.outcome import FieldKind, OutcomeCode, OutcomeField, Refusal
from triage_app.model.sentence import Sentence, tr


def read_form(
    outcome: OutcomeCode, texts: Mapping[str, str], attached: Sequence[str]
) -> dict[str, Entry] | Refusal:
    """Every field that was filled in. `attached` are the item's pictures, oldest first; a photo
    field left empty means the last of them."""
    known = {field.name for field in outcome.fields}
    for name in texts:
        if name not in known:
            return Refusal(
                tr("record", "{code} has no field {name}.", code=outcome.code, name=name), name
            )
    entries: dict[str, Entry] = {}
    for field in sorted(outcome.fields, key=_currency_first):
        text = texts.get(field.name, "").strip() or _last_photo(field, attached)
        if text:
            entry = _entry(field, text, _currency(outcome, entries), attached)
            if isinstance(entry, Sentence):
                return Refusal(
                    tr("record", "{title}: {why}.", title=field.title, why=entry), field.name
                )
            entries[field.name] = entry
        elif field.required:
            return Refusal(tr("record", "{title} is missing.", title=field.title), field.name)
    return entries


def _entry(
    field: OutcomeField, text: str, currency: str, attached: Sequence[str]
) -> Entry | Sentence:
    if field.kind is not FieldKind.PHOTO:
        return read_entry(field, text, currency)
    for name in attached:
        if name.startswith(text.lower()):
            return name
    return tr("record", "no such picture is attached to this item")


def _currency_first(field: OutcomeField) -> bool:
    """False sorts first: an amount is read with its currency's digits."""
    return field.kind is not FieldKind.CURRENCY


def _currency(outcome: OutcomeCode, entries: Mapping[str, Entry]) -> str:
    names = [field.name for field in outcome.fields if field.kind is FieldKind.CURRENCY]
    return str(entries.get(names[0], "")) if names else ""


def _last_photo(field: OutcomeField, attached: Sequence[str]) -> str:
    return attached[-1] if attached and field.kind is FieldKind.PHOTO else ""
