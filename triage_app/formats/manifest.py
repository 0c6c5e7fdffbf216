"""A manifest file -> its reader, by what the file begins with. One module a format; this one says
which format a file is."""

import re
from pathlib import Path
from typing import Final

from triage_app.formats.courier_blocks import Surveyors
from triage_app.formats.courier_csv import CourierCsv
from triage_app.formats.courier_items import Namer
from triage_app.formats.edifact import Edifact
from triage_app.formats.edifact_maps import load_maps
from triage_app.formats.encoding_told import named_encoding
from triage_app.formats.json_lines import JsonLines
from triage_app.formats.one_part import OnePart, PartedManifest
from triage_app.formats.text_lines import encoding_of, open_stream

SNIFFED_BYTES: Final = 4_096
_JSON = re.compile(r"\{|\[\s*[{\]]")
_EDIFACT = re.compile(r"UNA[^\w\s]{4}[^\w][^\w]\s*UN|UNB[+\x1d]")


FORMATS: Final = ("auto", "csv", "edifact", "jsonl")


def open_manifest(
    path: Path,
    named: str,
    feed: str,
    name: Namer,
    maps: Path | None = None,
    surveyors: Surveyors | None = None,
    encoding: str = "",
) -> tuple[str, PartedManifest]:
    """(format, reader) of a file; `named` is its format, or "auto", `maps` a file that says what
    EDIFACT messages mean, `surveyors` read a table the first time, `encoding` is what it is in
    by somebody's word. Raises FileUnreadable when it cannot be read at all, or nothing tells what
    it is in, ValueError for a format or an encoding nobody knows."""
    if named not in FORMATS:
        raise ValueError(f"unknown format {named!r}")
    said = named_encoding(encoding) if encoding else ""
    format_ = format_of(path, said) if named == "auto" else named
    if format_ == "edifact":
        told = load_maps(maps) if maps is not None else None
        return format_, OnePart(Edifact(path, feed, name, told, said))
    if format_ == "jsonl":
        return format_, OnePart(JsonLines(path, feed, name, said))
    return format_, CourierCsv(path, feed, name, surveyors, said)


def format_of(path: Path, encoding: str = "") -> str:
    """The format by the file's beginning, packed or not; what is nothing else is a table.
    `encoding` is what it is in, if somebody said so. Raises FileUnreadable."""
    with open_stream(path) as stream:
        try:
            head = stream.read(SNIFFED_BYTES)
        except OSError:  # damaged from the start: its reader says so
            return "csv"
    text = head.decode(encoding or encoding_of(head), "replace").lstrip("\ufeff\0 \t\r\n")
    if _EDIFACT.match(text):
        return "edifact"
    return "jsonl" if _JSON.match(text) else "csv"
