"""The US Consolidated Screening List (JSON of trade.gov: Commerce, State, Treasury)."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from triage_app.formats.json_rows import objects
from triage_app.formats.list_file import ListFile, Row, clean, cleaned, gathered, kind_of, number_of
from triage_app.model.listing import ListEntry


def read_json(path: Path, name: str) -> ListFile:
    """The objects under "results"; the source list goes into the programme. Raises
    FileUnreadable."""
    rows = (Row(place, _entry(row, name), str(row)) for place, row in objects(path, "results"))
    return gathered("csl json", rows)


def _entry(row: Mapping[str, Any], name: str) -> ListEntry:
    addresses = row.get("addresses")
    places = (
        [one for one in addresses if isinstance(one, dict)] if isinstance(addresses, list) else []
    )
    programmes = ", ".join(cleaned(row.get("programs") or []))
    return ListEntry(
        list_name=name,
        uid=clean(row.get("entity_number") or row.get("id")) or number_of(clean(row.get("name"))),
        name=clean(row.get("name")),
        kind=kind_of(row.get("type")),
        aliases=cleaned(row.get("alt_names") or []),
        programme=": ".join(filter(None, (clean(row.get("source")), programmes))),
        countries=cleaned([place.get("country") for place in places]),
        note=clean(row.get("remarks")),
        citation=clean(row.get("federal_register_notice") or row.get("source_list_url")),
    )
