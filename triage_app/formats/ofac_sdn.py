"""OFAC's list of Specially Designated Nationals: SDN.CSV with ALT.CSV and ADD.CSV beside it
(no header, "-0-" is empty; columns by the Treasury's data specification), or SDN.XML."""

import csv
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
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

SDN_COLUMNS = 12
ENT_NUM, SDN_NAME, SDN_TYPE, PROGRAM, REMARKS = 0, 1, 2, 3, 11
ALT_NAME = 3
ADD_COUNTRY = 4


def read_csv(path: Path, name: str) -> ListFile:
    """SDN.CSV; aliases and countries come from alt.csv and add.csv where they lie beside it.
    Raises FileUnreadable when the file is one of those two, or no list."""
    rows = list(_csv_rows(path))
    if rows and max(len(cells) for _, cells in rows[:50]) < SDN_COLUMNS:
        raise unreadable(path, "it has too few columns; give the SDN file, not ALT or ADD")
    aliases = _beside(path, "alt.csv", ALT_NAME)
    countries = _beside(path, "add.csv", ADD_COUNTRY)
    return gathered("ofac-sdn csv", _entries(rows, name, aliases, countries))


def _entries(
    rows: list[tuple[int, list[str]]],
    name: str,
    aliases: dict[str, list[str]],
    countries: dict[str, list[str]],
) -> Iterator[Row]:
    for line, cells in rows:
        cells += [""] * (SDN_COLUMNS - len(cells))
        uid = clean(cells[ENT_NUM])
        entry = ListEntry(
            list_name=name,
            uid=uid,
            name=clean(cells[SDN_NAME]),
            kind=kind_of(cells[SDN_TYPE]) or "Organization",
            aliases=cleaned(aliases.get(uid, [])),
            programme=clean(cells[PROGRAM]),
            countries=cleaned(countries.get(uid, [])),
            note=clean(cells[REMARKS]),
        )
        yield Row(line, entry if uid.isdecimal() else replace(entry, name=""), ",".join(cells))


def _csv_rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Rows with anything in them; the old files end with a control character."""
    reader = csv.reader(text_of(path).replace("\0", "").splitlines(), skipinitialspace=True)
    try:
        for cells in reader:
            if any(map(clean, cells)):
                yield reader.line_num, cells
    except csv.Error as error:
        raise unreadable(path, error) from error


def _beside(path: Path, wanted: str, column: int) -> dict[str, list[str]]:
    """A column of the file `wanted` in the same folder, by the entry's number."""
    values: dict[str, list[str]] = {}
    found = next((one for one in path.parent.iterdir() if one.name.lower() == wanted), None)
    for _, cells in _csv_rows(found) if found else ():
        if len(cells) > column:
            values.setdefault(clean(cells[0]), []).append(cells[column])
    return values


def read_xml(path: Path, name: str) -> ListFile:
    """SDN.XML (sdnList/sdnEntry). Raises FileUnreadable."""
    rows = (
        Row(line, _from_xml(entry, name), inner_text(entry, "uid"))
        for line, entry in records(path, frozenset({"sdnEntry"}))
    )
    return gathered("ofac-sdn xml", rows)


def _from_xml(entry: Element, name: str) -> ListEntry:
    strong, weak = list[str](), list[str]()
    for alias in entry.iterfind("akaList/aka"):
        (weak if inner_text(alias, "category") == "weak" else strong).append(_full_name(alias))
    return ListEntry(
        list_name=name,
        uid=inner_text(entry, "uid"),
        name=clean(_full_name(entry)),
        kind=kind_of(inner_text(entry, "sdnType")),
        aliases=cleaned(strong),
        weak_aliases=cleaned(weak),
        programme=", ".join(cleaned([e.text for e in entry.iterfind("programList/program")])),
        countries=cleaned([e.text for e in entry.iterfind("addressList/address/country")]),
        note=clean(inner_text(entry, "remarks")),
    )


def _full_name(element: Element) -> str:
    return f"{inner_text(element, 'firstName')} {inner_text(element, 'lastName')}"
