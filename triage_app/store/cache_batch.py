"""A batch of packed announcements -> rows: new, a new version, or nothing to do."""

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Final, NamedTuple

from triage_app.model.intake import StoredCounts
from triage_app.store.cache_bags import Place, move_item, note_bags
from triage_app.store.cache_coverage import Told, note_told
from triage_app.store.cache_kin import KinRow, forget_kin, kin_of, note_kin
from triage_app.store.cache_pack import PackedItem
from triage_app.store.packed import ANNOUNCED_ARRIVALS, COLUMNS, Row, digest_of, unpack
from triage_app.store.sealed import Connection

# A packed item's first eight fields are columns of its row, those behind `others` its keys.
_WRITTEN: Final = (
    "INTO announcement (key, imported_at, id, number, posted_on, version, digest, arrived, basis,"
    " data) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_KEEP_VERSION: Final = (
    "INSERT INTO announcement_version SELECT key, version, digest, imported_at, arrived, basis,"
    " data FROM announcement WHERE key = ?"
)
# CROSS JOIN: from the few asked to the many there are; the other way round reads the whole index.
_KNOWN: Final = (
    "SELECT a.key, a.id, a.version, a.digest, a.arrived, a.basis"
    " FROM asked CROSS JOIN alias ON alias.number = asked.number"
    " AND alias.kind = '' JOIN announcement AS a ON a.key = alias.announcement"
)
_WHOLE: Final = f"SELECT {COLUMNS} FROM announcement WHERE key = ?"
_ALIAS: Final = "INSERT OR IGNORE INTO alias (number, announcement, kind) VALUES (?, ?, ?)"
_NOTE_RENEWED: Final = "INSERT OR REPLACE INTO renewed VALUES (?, ?)"
_FORGET_ALIAS: Final = "DELETE FROM alias WHERE number = ? AND announcement = ? AND kind = ?"

Alias = tuple[str, int, str]
Run = dict[str, PackedItem]
"""Packed items by id."""


class _Known(NamedTuple):
    """What of a stored announcement tells whether another differs."""

    key: int
    id: str
    version: int
    digest: bytes
    arrived: int
    basis: str


def store_batch(
    connection: Connection, items: Iterable[PackedItem], imported_at: int
) -> StoredCounts:
    """Write a batch inside the caller's transaction; `imported_at` in microseconds since 1970.

    An id met twice in the batch counts twice: what comes later replaces what came before.
    """
    new = changed = unchanged = 0
    for run in _without_repeats(items):
        (last,) = connection.execute("SELECT coalesce(max(key), 0) FROM announcement").fetchone()
        known = _known(connection, run) if last else {}
        fresh = [item for id_, item in run.items() if id_ not in known] if known else run.values()
        _insert(connection, fresh, last + 1, imported_at)
        renewed = sum(_renew(connection, old, run[id_], imported_at) for id_, old in known.items())
        new += len(run) - len(known)
        changed += renewed
        unchanged += len(known) - renewed
    return StoredCounts(new, changed, unchanged)


def _without_repeats(items: Iterable[PackedItem]) -> Iterator[Run]:
    """The batch in as few runs as it takes for no id to stand in one twice."""
    run: Run = {}
    for item in items:
        if item.id in run:
            yield run
            run = {}
        run[item.id] = item
    yield run


def _known(connection: Connection, run: Run) -> dict[str, _Known]:
    """What the store has under those ids of the run."""
    connection.execute("CREATE TEMP TABLE IF NOT EXISTS asked (number TEXT)")
    connection.execute("DELETE FROM asked")
    numbers = sorted({item.number for item in run.values()})
    connection.executemany("INSERT INTO asked VALUES (?)", zip(numbers, strict=True))
    rows = map(_Known._make, connection.execute(_KNOWN))
    return {row.id: row for row in rows if row.id in run}


def _insert(
    connection: Connection, fresh: Iterable[PackedItem], first: int, imported_at: int
) -> None:
    keyed = list(enumerate(fresh, first))
    connection.executemany(
        f"INSERT {_WRITTEN}", ((key, imported_at, *item[:8]) for key, item in keyed)
    )
    # Sorted as the table lies: each page is touched once.
    connection.executemany(_ALIAS, sorted(chain.from_iterable(_aliases(i, k) for k, i in keyed)))
    note_kin(connection, (_kin_row(item, key) for key, item in keyed))
    note_bags(connection, ((key, _place(item)) for key, item in keyed), imported_at)
    note_told(connection, (told for _, item in keyed for told in _told(item)))


def _renew(connection: Connection, old: _Known, item: PackedItem, at: int) -> bool:
    """Put a new version in the old one's place where the content differs, else do nothing.

    An arrival that was announced is not taken back by a file that does not tell it.
    """
    if item.basis not in ANNOUNCED_ARRIVALS:
        digest = digest_of(item.data, old.arrived, old.basis)
        item = item._replace(arrived=old.arrived, basis=old.basis, digest=digest)
    if item.digest == old.digest:
        return False
    item = item._replace(id=old.id, version=max(old.version + 1, item.version))
    before = unpack(Row._make(connection.execute(_WHOLE, (old.key,)).fetchone()))
    connection.execute(_KEEP_VERSION, (old.key,))
    connection.execute(f"REPLACE {_WRITTEN}", (old.key, at, *item[:8]))
    connection.execute(_NOTE_RENEWED, (old.key, item.version))
    named = [(number, old.key, kind or "?") for kind, number in before.aliases]
    connection.executemany(_FORGET_ALIAS, [(before.number, old.key, ""), *named])
    connection.executemany(_ALIAS, _aliases(item, old.key))
    forget_kin(connection, old.key, old.arrived, kin_of(before))
    note_kin(connection, [_kin_row(item, old.key)])
    move_item(connection, old.key, _place(item), at)
    note_told(connection, _told(item))
    return True


def _kin_row(item: PackedItem, key: int) -> KinRow:
    return (key, item.arrived, *item[9:13])


def _place(item: PackedItem) -> Place:
    return Place(item.bag, item.flight, item.arrived)


def _told(item: PackedItem) -> list[Told]:
    return [Told(flight, item.arrived, master, count) for flight, master, count in item.told]


def _aliases(item: PackedItem, key: int) -> list[Alias]:
    """Its own number, kind '', and the others."""
    named = [(item.number, key, "")]
    named += [(number, key, kind) for number, kind in item.others]
    return named
