"""The EU's consolidated list of financial sanctions: xmlFullSanctionsList 1.1, and the CSV of it,
in which an entry has as many rows as names, addresses and papers (columns of 1.1 and of 1.0)."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from xml.etree.ElementTree import Element

from triage_app.formats.list_file import (
    ListFile,
    Row,
    clean,
    cleaned,
    gathered,
    kind_of,
    text_of,
    unreadable,
)
from triage_app.formats.safe_xml import inner_text, records
from triage_app.model.listing import ListEntry

_COLUMNS: Final = {
    "uid": ("entity_logicalid", "entity_logical_id"),
    "name": ("namealias_wholename", "naal_wholename"),
    "kind": ("entity_subjecttype", "entity_subjecttype_classificationcode", "subject_type"),
    "programme": ("entity_regulation_programme", "programme"),
    "country": ("address_countrydescription", "addr_country"),
    "citizenship": ("citizenship_countrydescription", "citi_country"),
    "note": ("entity_remark",),
    "law": ("entity_regulation_numbertitle", "leba_numtitle"),
}


def read_xml(path: Path, name: str) -> ListFile:
    """Entities with every name alias; those not marked strong are kept apart as weak. Raises
    FileUnreadable."""
    rows = (
        Row(line, _from_xml(entity, name), entity.get("euReferenceNumber", ""))
        for line, entity in records(path, frozenset({"sanctionEntity"}))
    )
    return gathered("eu xml", rows)


def _from_xml(entity: Element, name: str) -> ListEntry:
    subject = entity.find("subjectType")
    regulation = entity.find("regulation")
    strong, weak = list[str](), list[str]()
    for alias in entity.iterfind("nameAlias"):
        whole = clean(alias.get("wholeName")) or " ".join(
            filter(
                None, (clean(alias.get(part)) for part in ("firstName", "middleName", "lastName"))
            )
        )
        (weak if alias.get("strong") == "false" else strong).append(whole)
    names = cleaned(strong) or cleaned(weak)[:1]
    return ListEntry(
        list_name=name,
        uid=clean(entity.get("logicalId")),
        name=names[0] if names else "",
        kind=""
        if subject is None
        else kind_of(subject.get("code")) or kind_of(subject.get("classificationCode")),
        aliases=names[1:],
        weak_aliases=tuple(one for one in cleaned(weak) if one not in names),
        programme="" if regulation is None else clean(regulation.get("programme")),
        countries=cleaned(
            [
                place.get("countryDescription")
                for tag in ("citizenship", "address")
                for place in entity.iterfind(tag)
            ]
        ),
        note=clean(inner_text(entity, "remark")),
        citation="" if regulation is None else clean(regulation.get("numberTitle")),
    )


@dataclass(slots=True)
class _Gathered:
    """The rows of one entry so far."""

    line: int
    cells: dict[str, list[str]] = field(default_factory=dict)


def read_csv(path: Path, name: str) -> ListFile:
    """Rows gathered by the entry's number, wherever they stand. Raises FileUnreadable."""
    reader = csv.reader(text_of(path).replace("\0", "").splitlines(), delimiter=";")
    try:
        columns = _columns(next(reader, []))
        if not {"uid", "name"} <= columns.keys():
            raise unreadable(path, "its columns are not those of the EU's list")
        return gathered("eu csv", _rows(reader, columns, name))
    except csv.Error as error:
        raise unreadable(path, error) from error


def _columns(header: Sequence[str]) -> dict[str, int]:
    """Field -> place; of columns that stand twice (1.0 repeats the number) the first."""
    titles = [clean(title).lstrip("\ufeff").lower() for title in header]
    return {
        wanted: titles.index(title)
        for wanted, known in _COLUMNS.items()
        for title in known[::-1]
        if title in titles
    }


def _rows(reader: Iterator[list[str]], columns: dict[str, int], name: str) -> Iterator[Row]:
    entries: dict[str, _Gathered] = {}
    for number, cells in enumerate(reader, 2):
        cell = {wanted: clean(cells[at]) for wanted, at in columns.items() if at < len(cells)}
        if not any(cell.values()):
            continue
        uid = cell.get("uid", "")
        entry = entries.setdefault(uid or f"line {number}", _Gathered(number))
        for wanted, text in cell.items():
            entry.cells.setdefault(wanted, []).append(text)
    for entry in entries.values():
        yield Row(entry.line, _from_rows(entry.cells, name), (entry.cells.get("uid") or [""])[0])


def _from_rows(cells: dict[str, list[str]], name: str) -> ListEntry:
    names = cleaned(cells.get("name", []))
    uid = next(iter(cleaned(cells.get("uid", []))), "")
    return ListEntry(
        list_name=name,
        uid=uid,
        name=names[0] if names and uid else "",
        kind=next(filter(None, map(kind_of, cells.get("kind", []))), ""),
        aliases=names[1:],
        programme=", ".join(cleaned(cells.get("programme", []))),
        countries=cleaned(cells.get("citizenship", []) + cells.get("country", [])),
        note=next(iter(cleaned(cells.get("note", []))), ""),
        citation=", ".join(cleaned(cells.get("law", []))),
    )
