"""A batch of announcements -> rows: new, a new version, or nothing to do."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from triage_app.model.intake import StoredCounts
from triage_app.model.item import Announcement, ArrivalBasis
from triage_app.store.cache_kin import KinRow, forget_kin, kin_of, note_kin
from triage_app.store.cache_packing import (
    ANNOUNCED_ARRIVALS,
    COLUMNS,
    Row,
    content_digest,
    moment,
    pack,
    unpack,
)
from triage_app.store.sealed import Connection

_PLACES: Final = ", ".join("?" * len(Row._fields))
_INSERT: Final = f"INSERT INTO announcement ({COLUMNS}) VALUES ({_PLACES})"
_REPLACE: Final = f"REPLACE INTO announcement ({COLUMNS}) VALUES ({_PLACES})"
_KEEP_VERSION: Final = (
    "INSERT INTO announcement_version SELECT item, version, digest, imported_at, arrived, basis,"
    " content FROM announcement WHERE item = ?"
)
_ALIAS: Final = "INSERT OR IGNORE INTO alias (number, item, kind) VALUES (?, ?, ?)"
_FORGET_ALIAS: Final = "DELETE FROM alias WHERE number = ? AND item = ? AND kind = ?"


def store_batch(
    connection: Connection, announcements: Sequence[Announcement], imported_at: int
) -> StoredCounts:
    """Write a batch inside the caller's transaction; `imported_at` in microseconds since 1970.

    An id met twice in the batch counts twice: what comes later replaces what came before.
    """
    new = changed = unchanged = 0
    for run in _without_repeats(announcements):
        known = _known(connection, run)
        fresh = [a for a in run if a.id not in known]
        _insert(connection, fresh, imported_at)
        new += len(fresh)
        for announcement in run:
            if (old := known.get(announcement.id)) is None:
                continue
            if _renew(connection, old, announcement, imported_at):
                changed += 1
            else:
                unchanged += 1
    connection.execute("UPDATE tally SET count = count + ? WHERE name = 'items'", (new,))
    connection.execute(
        "UPDATE tally SET count = max(count, ?) WHERE name = 'newest'", (imported_at,)
    )
    return StoredCounts(new, changed, unchanged)


def _without_repeats(announcements: Sequence[Announcement]) -> Iterator[Sequence[Announcement]]:
    """The batch in as few runs as it takes for no id to stand in one twice."""
    seen: set[str] = set()
    start = 0
    for place, announcement in enumerate(announcements):
        if announcement.id in seen:
            yield announcements[start:place]
            start = place
            seen = set()
        seen.add(announcement.id)
    yield announcements[start:]


def _known(connection: Connection, run: Sequence[Announcement]) -> dict[str, Row]:
    """The rows of those ids of the run that are in the store."""
    wanted = {a.id for a in run}
    numbers = [(a.number,) for a in run]
    connection.execute("CREATE TEMP TABLE IF NOT EXISTS asked (number TEXT)")
    connection.execute("DELETE FROM asked")
    connection.executemany("INSERT INTO asked VALUES (?)", numbers)
    found = connection.execute(
        f"SELECT {COLUMNS} FROM announcement WHERE number IN (SELECT number FROM asked)"
    )
    return {row.id: row for row in map(Row._make, found) if row.id in wanted}


def _insert(connection: Connection, fresh: Sequence[Announcement], at: int) -> None:
    (last,) = connection.execute("SELECT coalesce(max(item), 0) FROM announcement").fetchone()
    rows, kin, aliases = [], [], []
    for item, announcement in enumerate(fresh, last + 1):
        row = _row(announcement, item, announcement.version, at)
        rows.append(row)
        kin.append(KinRow(item, row.arrived, *kin_of(announcement)))
        aliases += [(number, item, kind) for kind, number in announcement.aliases if number]
    connection.executemany(_INSERT, rows)
    connection.executemany(_ALIAS, sorted(aliases))
    note_kin(connection, kin)


def _renew(connection: Connection, old: Row, announcement: Announcement, at: int) -> bool:
    """Put a new version in the old one's place where the content differs."""
    if announcement.arrived_basis not in ANNOUNCED_ARRIVALS or announcement.arrived_on is None:
        announcement = replace(
            announcement,
            arrived_on=date.fromordinal(old.arrived),
            arrived_basis=ArrivalBasis(old.basis),
        )
    version = max(old.version + 1, announcement.version)
    row = _row(announcement, old.item, version, at)
    if row.digest == old.digest:
        return False
    before = unpack(old)
    connection.execute(_KEEP_VERSION, (old.item,))
    forget_kin(connection, old.item, old.arrived, kin_of(before))
    connection.executemany(_FORGET_ALIAS, [(n, old.item, kind) for kind, n in before.aliases])
    connection.execute(_REPLACE, row)
    connection.executemany(
        _ALIAS, [(number, old.item, kind) for kind, number in announcement.aliases if number]
    )
    note_kin(connection, [KinRow(old.item, row.arrived, *kin_of(announcement))])
    return True


def _row(announcement: Announcement, item: int, version: int, at: int) -> Row:
    """The row of an announcement; one without an arrival arrived when it was imported."""
    if announcement.arrived_on is None:
        today = moment(at).date()
        announcement = replace(announcement, arrived_on=today, arrived_basis=ArrivalBasis.TODAY)
    assert announcement.arrived_on is not None
    content = pack(announcement)
    return Row(
        item,
        announcement.id,
        announcement.number,
        announcement.posted_on,
        version,
        content_digest(announcement, content),
        at,
        announcement.arrived_on.toordinal(),
        announcement.arrived_basis.value,
        content,
    )
