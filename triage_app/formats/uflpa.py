"""The UFLPA entity list as JSON: an array of objects with name, aliases and sector. (DHS publishes
the list as a page and in the Federal Register only; a table copied from there is read as plain
CSV, its aliases out of the name's brackets.)"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from triage_app.formats.json_rows import objects
from triage_app.formats.list_file import ListFile, Row, clean, cleaned, gathered, number_of
from triage_app.formats.listed_names import split_names
from triage_app.model.listing import ListEntry

UFLPA: Final = "Pub. L. 117-78 sec. 2(d)(2)(B)"


def read_json(path: Path, name: str) -> ListFile:
    """Entities with their sector as programme. Raises FileUnreadable."""
    rows = (Row(place, _entry(row, name), str(row)) for place, row in objects(path))
    return gathered("uflpa json", rows)


def _entry(row: Mapping[str, Any], name: str) -> ListEntry:
    whole, others = split_names(clean(row.get("name")))
    aliases = row.get("aliases")
    return ListEntry(
        list_name=name,
        uid=clean(row.get("id")) or number_of(whole),
        name=whole,
        kind="Organization",
        aliases=cleaned([*others, *(aliases if isinstance(aliases, list) else [aliases])]),
        programme=" ".join(filter(None, ("UFLPA", clean(row.get("sector"))))),
        countries=("CN",),
        citation=clean(row.get("citation")) or UFLPA,
    )
