"""How well the newest announcements of each post and carrier were filled in, kept in the cache."""

from collections import Counter
from collections.abc import Callable
from typing import Final

from triage_app.model.item import Announcement, Channel, DataHistory
from triage_app.store.packed import COLUMNS, unpack
from triage_app.store.sealed import Connection, translated, writing

LOOKED_AT: Final = 20_000
"""Of the newest announcements: what a post sent a year ago says little of it today."""
_NAME: Final = "data history "
_NEWEST: Final = f"SELECT {COLUMNS} FROM announcement ORDER BY key DESC LIMIT {LOOKED_AT}"
_FORGET: Final = "DELETE FROM meta WHERE name LIKE ?"
_KEEP: Final = "INSERT OR REPLACE INTO meta VALUES (?, ?)"
_ASK: Final = "SELECT text FROM meta WHERE name = ?"


def source_of(announced: Announcement) -> str:
    """Who is answerable for the announced data: the post of origin, or the carrier. "" where the
    announcement does not tell."""
    if announced.channel is Channel.POST:
        return f"post {announced.origin}" if announced.origin else ""
    return f"carrier {announced.carrier}"[:80] if announced.carrier else ""


def keep_data_history(connection: Connection, lacks: Callable[[Announcement], bool]) -> int:
    """Count anew, for each post and carrier, the newest announcements and those that `lacks` says
    lack something; how many posts and carriers there are. A second for LOOKED_AT."""
    items: Counter[str] = Counter()
    lacking: Counter[str] = Counter()
    with translated():
        for row in connection.execute(_NEWEST):
            announced = unpack(row)
            if source := source_of(announced):
                items[source] += 1
                lacking[source] += lacks(announced)
    with writing(connection):
        connection.execute(_FORGET, (f"{_NAME}%",))
        connection.executemany(
            _KEEP, [(_NAME + who, f"{count} {lacking[who]}") for who, count in items.items()]
        )
    return len(items)


def data_history(connection: Connection, announced: Announcement) -> DataHistory:
    """What was counted for the announcement's post or carrier."""
    source = source_of(announced)
    row = connection.execute(_ASK, (_NAME + source,)).fetchone() if source else None
    if row is None:
        return DataHistory(source)
    items, lacking = row[0].split()
    return DataHistory(source, int(items), int(lacking))
