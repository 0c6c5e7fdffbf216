"""A batch of announcements -> rows: new, a new version, or nothing to do."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import Final

from triage_app.model.intake import StoredCounts
from triage_app.model.item import Announcement, ArrivalBasis
from triage_app.store.cache_bags import Place, move_item, note_bags, place_of
from triage_app.store.cache_coverage import Told, note_told, told_of
from triage_app.store.cache_kin import KinRow, forget_kin, kin_of, note_kin
from triage_app.store.packed import (
    ANNOUNCED_ARRIVALS,
    COLUMNS,
    Row,
    announcement_id,
    row_of,
    unpack,
)
from triage_app.store.sealed import Connection

_PLACES: Final = ", ".join("?" * len(Row._fields))
_INSERT: Final = f"INSERT INTO announcement VALUES ({_PLACES})"
_REPLACE: Final = f"REPLACE INTO announcement VALUES ({_PLACES})"
_KEEP_VERSION: Final = (
    "INSERT INTO announcement_version SELECT key, version, digest, imported_at, arrived, basis,"
    " data FROM announcement WHERE key = ?"
)
# CROSS JOIN: from the few asked to the many there are; the other way round reads the whole index.
_KNOWN: Final = (
    f"SELECT {COLUMNS} FROM asked CROSS JOIN alias ON alias.number = asked.number"
    " AND alias.kind = '' JOIN announcement ON announcement.key = alias.announcement"
)
_ALIAS: Final = "INSERT OR IGNORE INTO alias (number, announcement, kind) VALUES (?, ?, ?)"
_NOTE_RENEWED: Final = "INSERT OR REPLACE INTO renewed VALUES (?, ?)"
_FORGET_ALIAS: Final = "DELETE FROM alias WHERE number = ? AND announcement = ? AND kind = ?"

Alias = tuple[str, int, str]
Run = dict[str, Announcement]
"""Announcements by id."""


def store_batch(
    connection: Connection, announcements: Iterable[Announcement], imported_at: int
) -> StoredCounts:
    """Write a batch inside the caller's transaction; `imported_at` in microseconds since 1970.

    An id met twice in the batch counts twice: what comes later replaces what came before.
    """
    new = changed = unchanged = 0
    for run in _without_repeats(announcements):
        known = _known(connection, run)
        fresh = [(id_, a) for id_, a in run.items() if id_ not in known] if known else run.items()
        _insert(connection, fresh, imported_at)
        renewed = sum(_renew(connection, old, run[id_], imported_at) for id_, old in known.items())
        new += len(run) - len(known)
        changed += renewed
        unchanged += len(known) - renewed
    return StoredCounts(new, changed, unchanged)


def _without_repeats(announcements: Iterable[Announcement]) -> Iterator[Run]:
    """The batch in as few runs as it takes for no id to stand in one twice."""
    run: Run = {}
    for announcement in announcements:
        id_ = announcement.id or announcement_id(announcement)
        if id_ in run:
            yield run
            run = {}
        run[id_] = announcement
    yield run


def _known(connection: Connection, run: Run) -> dict[str, Row]:
    """The rows of those ids of the run that are in the store."""
    connection.execute("CREATE TEMP TABLE IF NOT EXISTS asked (number TEXT)")
    connection.execute("DELETE FROM asked")
    numbers = sorted({a.number for a in run.values()})
    connection.executemany("INSERT INTO asked VALUES (?)", zip(numbers, strict=True))
    rows = map(Row._make, connection.execute(_KNOWN))
    return {row.id: row for row in rows if row.id in run}


def _insert(
    connection: Connection, fresh: Iterable[tuple[str, Announcement]], imported_at: int
) -> None:
    (last,) = connection.execute("SELECT coalesce(max(key), 0) FROM announcement").fetchone()
    rows: list[Row] = []
    kin: list[KinRow] = []
    aliases: list[Alias] = []
    placed: list[tuple[int, Place]] = []
    rows_told: list[Told] = []
    for key, (id_, announcement) in enumerate(fresh, last + 1):
        row = row_of(announcement, id_, key, announcement.version, imported_at)
        rows.append(row)
        placed.append((key, place_of(announcement, row.arrived)))
        if announcement.extra:
            rows_told += told_of(announcement, row.arrived)
        kin.append(KinRow(key, row.arrived, *kin_of(announcement)))
        aliases += _aliases(announcement, key)
    aliases.sort()  # as the table lies: each page is touched once
    connection.executemany(_INSERT, rows)
    connection.executemany(_ALIAS, aliases)
    note_kin(connection, kin)
    note_bags(connection, placed, imported_at)
    note_told(connection, rows_told)


def _renew(connection: Connection, old: Row, announcement: Announcement, at: int) -> bool:
    """Put a new version in the old one's place where the content differs, else do nothing.

    An arrival that was announced is not taken back by a file that does not tell it.
    """
    if announcement.arrived_on is None or announcement.arrived_basis not in ANNOUNCED_ARRIVALS:
        announcement = replace(
            announcement,
            arrived_on=date.fromordinal(old.arrived),
            arrived_basis=ArrivalBasis(old.basis),
        )
    row = row_of(announcement, old.id, old.key, max(old.version + 1, announcement.version), at)
    if row.digest == old.digest:
        return False
    before = unpack(old)
    connection.execute(_KEEP_VERSION, (old.key,))
    connection.execute(_REPLACE, row)
    connection.execute(_NOTE_RENEWED, (row.key, row.version))
    connection.executemany(_FORGET_ALIAS, _aliases(before, old.key))
    connection.executemany(_ALIAS, _aliases(announcement, old.key))
    forget_kin(connection, old.key, old.arrived, kin_of(before))
    note_kin(connection, [KinRow(old.key, row.arrived, *kin_of(announcement))])
    move_item(connection, old.key, place_of(announcement, row.arrived), at)
    note_told(connection, told_of(announcement, row.arrived))
    return True


def _aliases(announcement: Announcement, key: int) -> list[Alias]:
    """Its own number, kind '', and the others."""
    own = announcement.number
    named = [(own, key, "")]
    named += [(n, key, kind or "?") for kind, n in announcement.aliases if n and n != own]
    return named
