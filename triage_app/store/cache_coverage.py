"""How much of what the manifests say is here, and how old: of a flight, of the facility."""

import re
import tomllib
from collections.abc import Iterable
from datetime import date
from functools import cache
from typing import Final, NamedTuple

from triage_app.assets import asset
from triage_app.model.intake import TakenIn
from triage_app.model.plain import microseconds, moment
from triage_app.model.work import Coverage, loose
from triage_app.store.cache_tally import tally
from triage_app.store.sealed import Connection, translated

TOGETHER: Final = 86_400_000_000
"""Files taken in within a day are the present manifest, in microseconds."""
MOST_TOLD: Final = 10_000_000

_PLAIN = re.compile(r"[\W_]+")
_TAKEN: Final = "INSERT OR REPLACE INTO intake VALUES (?, ?, ?, ?, ?, ?)"
_TOLD: Final = "INSERT OR REPLACE INTO flight_told VALUES (?, ?, ?, ?)"
_FACILITY: Final = """SELECT max(begun), sum(rows), sum(read - rejected) FROM intake
    WHERE begun > (SELECT max(begun) FROM intake) - ?"""
_FLIGHT: Final = """SELECT coalesce(sum(items), 0), max(newest), sum(told),
        count(*) FILTER (WHERE told IS NULL) FROM bag
    WHERE flight_key = ? AND arrived = ? AND (items > 0 OR told > 0)"""
_MASTERS: Final = "SELECT sum(items) FROM flight_told WHERE flight_key = ? AND arrived = ?"


class Told(NamedTuple):
    """How many items a master air waybill has, as one row of the manifest says."""

    flight_key: str
    arrived: int
    master: str
    items: int


def told_in(
    flight: str, aliases: Iterable[tuple[str, str]], extra: Iterable[tuple[str, str]]
) -> tuple[tuple[str, str, int], ...]:
    """What an announcement's row says of its master air waybill, as (flight_key, master, items);
    nothing where it is silent."""
    names = _names()
    counts = [
        int(cell.strip())
        for name, cell in extra
        if _plain(name) in names and cell.strip().isascii() and cell.strip().isdecimal()
    ]
    flight = loose(flight)
    master = next((number for kind, number in aliases if kind == "master"), "")
    if not flight or not master:
        return ()
    return tuple((flight, master, count) for count in counts[:1] if count <= MOST_TOLD)


def note_told(connection: Connection, told: Iterable[Told]) -> None:
    """Keep what was told, inside the caller's transaction; what came last counts."""
    connection.executemany(_TOLD, {row[:3]: row for row in told}.values())


def note_taken(connection: Connection, taken: TakenIn) -> None:
    """Keep how much of a file is here, inside the caller's transaction."""
    counts = (taken.rows, taken.read, taken.rejected)
    connection.execute(_TAKEN, (taken.feed, taken.file, microseconds(taken.begun_at), *counts))


def coverage(connection: Connection) -> Coverage:
    """Of the facility. Where announcements came since by another way, from a hub, nobody tells how
    many there are: they are counted, and the total is not told."""
    with translated():
        items, newest = tally(connection)
        begun, rows, here = connection.execute(_FACILITY, (TOGETHER,)).fetchone()
    newest_at = moment(newest) if newest else None
    if begun is None or newest > begun:
        return Coverage(items, None, newest_at)
    return Coverage(here, rows, moment(begun))


def flight_coverage(connection: Connection, flight: str, arrived_on: date) -> Coverage:
    """Of one flight of a day: by its bags where the manifest counts each, else by its master air
    waybills where these count no fewer than are here."""
    asked = (loose(flight), arrived_on.toordinal())
    with translated():
        here, newest, told, silent = connection.execute(_FLIGHT, asked).fetchone()
        (by_masters,) = connection.execute(_MASTERS, asked).fetchone()
    if silent or told is None:
        told = by_masters if by_masters and by_masters >= here else None
    return Coverage(here, told, moment(newest) if newest else None, flight)


@cache
def _names() -> frozenset[str]:
    table = tomllib.loads(asset("formats", "told_counts.toml").read_text("utf-8"))
    return frozenset(map(_plain, table["master"]))


def _plain(name: str) -> str:
    return _PLAIN.sub("", name).casefold()
