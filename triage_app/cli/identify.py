"""`triage identify`: codes in, what they name out. Arguments, or one code a line on stdin."""

import argparse
import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from triage_app.cli.output import say, say_json
from triage_app.flow.identify import identify
from triage_app.flow.identify.code import escaped
from triage_app.model.identity import Identity, Unidentified

_WIDEST = 400


def configure(command: str, parser: argparse.ArgumentParser) -> None:
    parser.add_argument("text", nargs="*", metavar="TEXT", help="codes; none: one a line on stdin")
    parser.add_argument("--json", action="store_true", help="one JSON object a code")
    parser.epilog = (
        'GS is "\\x1d", "^" or "{GS}", RS and EOT alike; a leading ]xx is the symbology as a'
        " scanner names it."
    )


def run(args: argparse.Namespace) -> int:
    """0 when every code is known and whole, 1 when one is not."""
    show = _show_json if args.json else _show_text
    whole = True
    for text in _texts(args.text):
        answer = identify(text)
        show(answer)
        whole = whole and isinstance(answer, Identity) and answer.valid
    return 0 if whole else 1


def as_json(answer: Identity | Unidentified) -> dict[str, Any]:
    """The answer as the one object the command line promises."""
    if isinstance(answer, Unidentified):
        return _keys(answer.text, "unknown", answer.number, str(answer.reason), answer.symbology)
    shown = _keys(answer.text, answer.scheme, answer.number, str(answer.reason), answer.symbology)
    shown |= {
        "valid": answer.valid,
        "carrier": answer.carrier,
        "country": answer.country,
        "service": answer.service,
        "elements": [{"ai": e.ai, "title": e.title, "value": e.value} for e in answer.elements],
        "candidates": [_candidate(candidate) for candidate in answer.candidates],
        "aliases": [list(alias) for alias in answer.aliases],
        "typed": answer.typed,
    }
    return shown


def _keys(text: str, scheme: str, code: str, reason: str, symbology: str) -> dict[str, Any]:
    return {
        "text": _sayable(text),
        "scheme": scheme,
        "code": code,
        "valid": False,
        "reason": reason,
        "carrier": "",
        "country": "",
        "service": "",
        "symbology": symbology,
        "elements": [],
        "candidates": [],
    }


def _candidate(answer: Identity) -> dict[str, Any]:
    shown = as_json(answer)
    del shown["candidates"], shown["text"]
    return shown


def _sayable(text: str) -> str:
    """Arguments that are not UTF-8 reach us as surrogates, which no stream can write."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def _show_json(answer: Identity | Unidentified) -> None:
    say_json(as_json(answer))


def _show_text(answer: Identity | Unidentified) -> None:
    for line in _lines_for_people(answer):
        say(escaped(line, _WIDEST))


def _lines_for_people(answer: Identity | Unidentified) -> Iterator[str]:
    if isinstance(answer, Unidentified):
        yield f"unknown     {answer.text}"
        yield f"            {answer.reason}"
        return
    yield _headline(answer)
    if answer.typed:
        yield f"            read so: {answer.typed} was typed"
    if not answer.valid:
        yield f"            not valid: {answer.reason}"
    for element in answer.elements:
        name = f"({element.ai}) {element.title}" if element.ai else element.title
        yield f"            {name}: {element.value}"
    for candidate in answer.candidates:
        said = "" if candidate.valid else f", not valid: {candidate.reason}"
        yield f"         or {_headline(candidate)}{said}"


def _headline(answer: Identity) -> str:
    facts = (answer.carrier, answer.country, answer.service, answer.symbology)
    return f"{answer.scheme:<11} {answer.number}  {' · '.join(filter(None, facts))}".rstrip()


def _texts(given: Sequence[str]) -> Iterable[str]:
    return given or _lines()


def _lines() -> Iterator[str]:
    """Codes a line on stdin; blank lines are none. Bytes that are no UTF-8 are kept visible."""
    for raw in sys.stdin.buffer:
        line = raw.decode("utf-8", "backslashreplace").rstrip("\r\n")
        if line.strip():
            yield line
