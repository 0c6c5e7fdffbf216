"""`triage read-labels`: the codes in pictures of labels, and the item they agree on."""

import argparse
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from triage_app.cli.output import say, say_json

if TYPE_CHECKING:
    from triage_app.imaging.labels import LabelCode
    from triage_app.imaging.picture import Picture, Unreadable
    from triage_app.model.identity import Identity

# A label is the sender's: what commands the station is never taken from a picture, and a trade
# item number names goods, not the mail item.
NOT_AN_ITEM = frozenset({"command", "badge", "gs1", "unknown"})


def configure(command: str, parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", nargs="+", metavar="FILE", help="pictures of labels")
    parser.add_argument("--json", action="store_true", help="one JSON object a picture")


def run(args: argparse.Namespace) -> int:
    """0 when every picture could be opened, 1 when one could not."""
    from triage_app.cli.picture_files import decoded
    from triage_app.imaging.picture import Picture

    whole = True
    for file in decoded(args.file):
        whole = whole and isinstance(file.answer, Picture)
        shown = {"file": file.name, **_read(file.answer)}
        say_json(shown) if args.json else _say(shown)
    return 0 if whole else 1


def item_of(texts: Iterable[str]) -> "Identity | None":
    """The one item that valid numbers among the texts agree on; None when none or several do."""
    from triage_app.flow.identify import identify
    from triage_app.model.identity import Identity

    named: list[Identity] = []
    for text in texts:
        answer = identify(text)
        if isinstance(answer, Identity) and answer.valid and answer.scheme not in NOT_AN_ITEM:
            named.append(answer)
    if not named:
        return None
    first = max(named, key=lambda identity: len(identity.aliases))
    known = {(first.scheme, first.number), *first.aliases}
    agreed = all({(one.scheme, one.number), *one.aliases} & known for one in named)
    return first if agreed else None


def _read(answer: "Picture | Unreadable") -> dict[str, Any]:
    from triage_app.cli.identify import as_json
    from triage_app.imaging.labels import read_labels
    from triage_app.imaging.picture import Unreadable

    if isinstance(answer, Unreadable):
        return {"item": None, "codes": [], "error": str(answer.reason)}
    read = read_labels(answer)
    item = item_of(read.candidates)
    return {
        "item": as_json(item) if item else None,
        "codes": [_code(code) for code in read.codes],
        "error": None,
    }


def _code(code: "LabelCode") -> dict[str, Any]:
    return {
        "text": code.text.encode("utf-8", "backslashreplace").decode("utf-8"),
        "bytes_hex": code.data.hex(),
        "aim": code.aim,
        "symbology": code.symbology,
        "polygon": [list(corner) for corner in code.polygon],
        "reader": code.reader,
    }


def _say(shown: dict[str, Any]) -> None:
    from triage_app.model.visible import visible

    item = shown["item"]
    named = f"{item['scheme']} {item['code']}" if item else shown["error"] or "no item"
    say(f"{shown['file']}: {named}")
    for code in shown["codes"]:
        say(f"    {code['symbology']:<12} {visible(code['text'])}")
