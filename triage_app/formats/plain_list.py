"""Any CSV with a header and a column of names: an office's own watch list, or an official list in
CSV with headers (Denied Persons, Consolidated Screening List)."""

import csv
from collections.abc import Iterator
from pathlib import Path

from triage_app.formats.list_file import (
    ListFile,
    Row,
    clean,
    cleaned,
    gathered,
    kind_of,
    number_of,
    text_of,
    unreadable,
)
from triage_app.formats.listed_names import split_names
from triage_app.model.listing import ListEntry

HEADERS = {
    "uid": ("uid", "id", "entity_number", "entity number", "ent_num", "_id", "number", "reference"),
    "name": ("name", "full name", "entity", "entity name", "name of entity"),
    "kind": ("type", "kind", "schema", "sdn_type", "sdn type"),
    "aliases": ("aliases", "alias", "alt_names", "alternate names", "aka", "also known as"),
    "programme": (
        "program", "programme", "programs", "sector", "list", "source", "source list",
    ),
    "countries": ("country", "countries", "citizenships", "nationality"),
    "note": ("remarks", "note", "comments", "reason"),
    "citation": (
        "citation", "fr_citation", "federal_register_notice", "federal register notice",
        "federal register citation", "source_list_url",
    ),
}  # fmt: skip
"""What a column may be called, in lower case."""

_DELIMITERS = (",", ";", "\t", "|")


def read_csv(path: Path, name: str) -> ListFile:
    """The rows of a CSV, TSV or semicolon file; several aliases stand between semicolons. Raises
    FileUnreadable when no column holds names."""
    lines = text_of(path).replace("\0", "").splitlines()
    delimiter = max(_DELIMITERS, key=lambda sign: lines[0].count(sign) if lines else 0)
    reader = csv.reader(lines, delimiter=delimiter)
    try:
        columns = _columns(next(reader, []))
        if "name" not in columns:
            raise unreadable(path, "no column is called name")
        return gathered("csv", _rows(reader, columns, name))
    except csv.Error as error:
        raise unreadable(path, error) from error


def _columns(header: list[str]) -> dict[str, int]:
    titles = [clean(title).lower() for title in header]
    return {
        field: titles.index(title)
        for field, known in HEADERS.items()
        for title in known[::-1]
        if title in titles
    }


def _rows(reader: Iterator[list[str]], columns: dict[str, int], name: str) -> Iterator[Row]:
    for number, cells in enumerate(reader, 2):
        if not any(map(clean, cells)):
            continue
        cell = {field: cells[at] for field, at in columns.items() if at < len(cells)}
        whole, others = split_names(cell.get("name", ""))
        entry = ListEntry(
            list_name=name,
            uid=clean(cell.get("uid")) or number_of(clean(whole)),
            name=clean(whole),
            kind=kind_of(cell.get("kind")),
            aliases=cleaned([*others, *cell.get("aliases", "").split(";")]),
            programme=clean(cell.get("programme")),
            countries=cleaned(cell.get("countries", "").replace(",", ";").split(";")),
            note=clean(cell.get("note")),
            citation=clean(cell.get("citation")),
        )
        yield Row(number, entry, ",".join(cells))
