"""Announcements drawn evenly from the whole cache: some from everywhere, not the newest alone."""

from collections.abc import Iterator
from typing import Final

from triage_app.model.item import Announcement
from triage_app.store.packed import COLUMNS, unpack
from triage_app.store.sealed import Connection, translated

BLOCK: Final = 50
"""Announcements read at a place: each place costs a walk down the tree."""


def sampled(connection: Connection, most: int) -> Iterator[Announcement]:
    """Up to `most` announcements at evenly spaced places; fewer where many are gone."""
    with translated():
        first, last = connection.execute(
            "SELECT coalesce(min(key), 0), coalesce(max(key), -1) FROM announcement"
        ).fetchone()
    given, after = 0, first - 1
    blocks = -(-most // BLOCK)
    for block in range(blocks):
        place = first - 1 + (last - first + 1) * block // blocks
        after = max(after, place)
        size = min(BLOCK, most - given)
        with translated():
            rows = connection.execute(
                f"SELECT {COLUMNS} FROM announcement WHERE key > ? ORDER BY key LIMIT ?",
                (after, size),
            ).fetchall()
        for row in rows:
            given, after = given + 1, row[0]
            yield unpack(row)
