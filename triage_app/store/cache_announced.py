"""Numbers -> what is announced under them, many at once."""

import json
from collections.abc import Collection
from typing import Final

from triage_app.model.item import Announcement
from triage_app.store.packed import COLUMNS, unpack
from triage_app.store.sealed import Connection, translated

# CROSS JOIN: from the few asked to the many there are; the other way round reads the whole index.
_ANNOUNCED: Final = (
    f"SELECT {COLUMNS} FROM json_each(?) AS asked CROSS JOIN alias ON alias.number = asked.value"
    " AND alias.kind = '' JOIN announcement ON announcement.key = alias.announcement"
)


def announced_under(connection: Connection, numbers: Collection[str]) -> list[Announcement]:
    """The present versions whose own number is one of these."""
    with translated():
        rows = connection.execute(_ANNOUNCED, (json.dumps(sorted(numbers)),)).fetchall()
    return [unpack(row) for row in rows]
