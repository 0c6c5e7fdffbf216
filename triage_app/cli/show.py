"""`triage show`: all that is known of one item."""

import argparse
from collections.abc import Iterator, Mapping
from decimal import Decimal

from triage_app.cli.output import say, say_json
from triage_app.model.money import minor_digits
from triage_app.model.visible import visible

_TITLES = {
    "other_uses": "number also",
    "sender": "sender known",
    "recipient": "recipient known",
}
"""What is known of a party beside what was announced of it."""


def configure(command: str, parser: argparse.ArgumentParser) -> None:
    parser.add_argument("code", help="any number on the item")
    parser.add_argument("--json", action="store_true", help="JSON for programs")


def run(args: argparse.Namespace) -> int:
    import msgspec

    from triage_app.cli.looking import examine, said_holds
    from triage_app.cli.opening import opened

    with opened(args) as parts:
        examination = examine(parts, args.code)
    item, judged = examination.item, examination.assessment
    announced = item.announcement
    shown = {
        "code": item.key.number,
        "scheme": item.key.scheme,
        "reason": str(item.identity.reason),
        "found": announced is not None or item.set_aside,
        "near": list(item.near),
        "other_uses": [
            {"posted_on": posted_on, "announcement": use}
            for use, posted_on in item.context.other_uses
        ],
        "announcement": msgspec.to_builtins(announced) if announced else None,
        "holds": said_holds(item),
        "images": msgspec.to_builtins(item.images),
        "acts": [
            {
                "seq": act.seq,
                "at": act.recorded_at.isoformat(),
                "kind": act.kind.value,
                "outcome": act.outcome,
                "inspector": act.inspector,
                "undone_by": act.undone_by,
            }
            for act in item.acts
        ],
        "law_of": judged.as_of.isoformat(),
        "law": [
            {"text": str(note.text), "citation": note.citation, "id": note.id}
            for note in judged.law
        ],
        "valued": str(judged.valued),
        "elsewhere": [
            {
                "at": one.decided_at.isoformat(),
                "station": one.station,
                "outcome": one.code,
                "undone_by": one.undone_by,
            }
            for one in item.told
        ],
        "sender": msgspec.to_builtins(item.context.sender),
        "recipient": msgspec.to_builtins(item.context.recipient),
    }
    if args.json:
        say_json(shown)
    else:
        for line in _said(shown):
            say(line)
    return 0 if announced or item.set_aside else 1


def _said(shown: Mapping[str, object]) -> Iterator[str]:
    """One line a fact, for people; what is not known is left out."""
    for name, value in shown.items():
        if isinstance(value, Mapping) and name == "announcement":
            for inner, said in _amounts(value).items():
                yield from _rows(inner, said)
        else:
            yield from _rows(_TITLES.get(name, name), value)


def _rows(name: str, value: object) -> Iterator[str]:
    several = value if isinstance(value, list | tuple) else (value,)
    for said in filter(None, map(_flat, several)):
        yield f"{name.replace('_', ' '):<17} {visible(said)}"


def _flat(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        pairs = ((name.replace("_", " "), _flat(v)) for name, v in _amounts(value).items())
        return " · ".join(f"{name} {said}" for name, said in pairs if said)
    if isinstance(value, list | tuple):
        return ", ".join(map(_flat, value))
    return "" if value is None else str(value)


def _amounts(facts: Mapping[str, object]) -> dict[str, object]:
    """The facts with an amount as it is written, not in minor units."""
    said = dict(facts)
    minor = said.pop("value_minor", None)
    if isinstance(minor, int):
        digits = minor_digits(str(said.pop("currency", "")))
        amount = f"{Decimal(minor).scaleb(-digits):,.{digits}f}"
        said["value"] = f"{amount} {facts.get('currency', '')}".rstrip()
    return said
