"""`triage read-labels`: the codes in pictures of labels, and the item they agree on."""

import argparse
from typing import TYPE_CHECKING, Any

from triage_app.cli.output import say, say_json

if TYPE_CHECKING:
    from triage_app.imaging.labels import LabelCode
    from triage_app.imaging.picture import Picture, Unreadable


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


def _read(answer: "Picture | Unreadable") -> dict[str, Any]:
    from triage_app.cli.identify import as_json
    from triage_app.flow.labelled import labelled, names_an_item
    from triage_app.imaging.labels import read_labels
    from triage_app.imaging.picture import Unreadable

    if isinstance(answer, Unreadable):
        return {"item": None, "candidates": [], "codes": [], "error": str(answer.reason)}
    read = read_labels(answer, lambda read: names_an_item(read.candidates))
    named = labelled(read.candidates)
    return {
        "item": as_json(named.item) if named.item else None,
        "candidates": [as_json(candidate) for candidate in named.candidates],
        "codes": [_code(code) for code in read.codes],
        "error": None,
        "width": answer.width,  # of the picture as it is stored, whose pixels the polygons name
        "height": answer.height,
        "orientation": read.orientation,  # EXIF 1..8: how it is turned to be looked at
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

    say(f"{shown['file']}: {_named(shown)}")
    for code in shown["codes"]:
        say(f"    {code['symbology']:<12} {visible(code['text'])}")


def _named(shown: dict[str, Any]) -> str:
    item, several = shown["item"], shown["candidates"]
    if item:
        return f"{item['scheme']} {item['code']}"
    if several:
        numbers = ", ".join(f"{one['scheme']} {one['code']}" for one in several)
        return f"several items: {numbers}"
    return str(shown["error"] or "no item")
