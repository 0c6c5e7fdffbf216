"""Which facility the station served when announcements came: by their keys, which only grow."""

import json
from contextlib import suppress
from typing import Final

from triage_app.model.errors import DiskFault, StoreBusy
from triage_app.store.sealed import Connection, translated, without_waiting, writing

NAME: Final = "facilities"
_KEEP: Final = "INSERT INTO meta VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET text = ?2"
_LAST: Final = "SELECT coalesce(max(key), 0) FROM announcement"
_FIRST: Final = "SELECT coalesce(min(key), 1) FROM announcement"

Served = list[tuple[int, str]]
"""(first key that came under it, facility), in order."""


def note_facility(connection: Connection, facility: str) -> None:
    """From now on what comes is this facility's; what came before the first note too. Never waits:
    where another process writes, the next opening notes it."""
    if _facility_now(_served(connection)) == facility:
        return
    with (
        suppress(StoreBusy, DiskFault),
        without_waiting(connection),
        writing(connection),
    ):
        (last,) = connection.execute(_LAST).fetchone()
        served = [(first, name) for first, name in _served(connection) if first <= last]
        served.append((last + 1 if served else 0, facility))
        connection.execute(_KEEP, (NAME, json.dumps(served)))


def spans(connection: Connection, facility: str) -> list[tuple[int, int]]:
    """First and last key of what came under the facility, as far as anything lies there; "" means
    of all."""
    with translated():
        (last,) = connection.execute(_LAST).fetchone()
        (least,) = connection.execute(_FIRST).fetchone()
    served = _served(connection) if facility else [(0, "")]
    ends = [first - 1 for first, _ in served[1:]] + [last]
    return [
        (max(first, least), end)
        for (first, name), end in zip(served, ends, strict=True)
        if name == facility and max(first, least) <= end
    ]


def facilities(connection: Connection) -> tuple[str, ...]:
    """Every facility the station served while this cache was filled, in order, each once."""
    return tuple(dict.fromkeys(name for _, name in _served(connection)))


def _served(connection: Connection) -> Served:
    with translated():
        row = connection.execute("SELECT text FROM meta WHERE name = ?", (NAME,)).fetchone()
    return [(int(first), str(name)) for first, name in json.loads(row[0])] if row else []


def _facility_now(served: Served) -> str | None:
    return served[-1][1] if served else None
