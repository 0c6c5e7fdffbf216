"""The UFLPA entity list as JSON: an array of objects with name, aliases and sector."""

from pathlib import Path

from triage_app.formats.json_rows import objects
from triage_app.formats.list_file import ListFile, Row, clean, cleaned, gathered
from triage_app.model.listing import ListEntry


def read_json(path: Path, name: str) -> ListFile:
    """Entities with their sector as programme. Raises FileUnreadable."""
    rows = (
        Row(
            place,
            ListEntry(
                list_name=name,
                uid=clean(row.get("id")) or str(place),
                name=clean(row.get("name")),
                kind="Organization",
                aliases=cleaned(row.get("aliases") or []),
                programme=" ".join(filter(None, ("UFLPA", clean(row.get("sector"))))),
                countries=("CN",),
            ),
            str(row),
        )
        for place, row in objects(path)
    )
    return gathered("uflpa json", rows)
