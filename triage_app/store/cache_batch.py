"""A batch of packed announcements -> rows: new, a new version, or nothing to do."""

from collections.abc import Collection, Iterable, Iterator
from itertools import chain
from typing import Final

import msgspec

from triage_app.model.intake import StoredCounts
from triage_app.model.joining import ANNOUNCED_ARRIVALS
from triage_app.store.cache_bags import Place, move_item, note_bags
from triage_app.store.cache_coverage import Told, note_told
from triage_app.store.cache_joining import Known, joined, stored, use_of
from triage_app.store.cache_kin import forget_kin, kin_of, note_kin
from triage_app.store.cache_pack import Alias, KinRow, PackedItem, PackedRow
from triage_app.store.cache_walk import last_key
from triage_app.store.packed import digest_of
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
    "SELECT a.key, a.id, a.posted_on, a.version, a.digest, a.arrived, a.basis, a.number"
    " FROM json_each(?) AS asked CROSS JOIN alias ON alias.number = asked.value"
    " AND alias.kind = '' JOIN announcement AS a ON a.key = alias.announcement"
)
_NOTE_RENEWED: Final = "INSERT OR REPLACE INTO renewed VALUES (?, ?)"
_FORGET_ALIAS: Final = "DELETE FROM alias WHERE number = ? AND announcement = ? AND kind = ?"

Run = dict[str, PackedItem]
"""Packed items by id."""


def store_batch(
    connection: Connection, items: Iterable[PackedItem], imported_at: int
) -> StoredCounts:
    """Write a batch inside the caller's transaction; `imported_at` in microseconds since 1970.

    An id met twice in the batch counts twice: what comes later replaces what came before.
    """
    new = changed = unchanged = 0
    for run in _without_repeats(items):
        while run:
            fresh, known, run = _told_apart(connection, run)
            _insert(connection, fresh, imported_at)
            renewed = sum(_renew(connection, old, item, imported_at) for item, old in known)
            new += len(fresh)
            changed += renewed
            unchanged += len(known) - renewed
    return StoredCounts(new, changed, unchanged)


def _without_repeats(items: Iterable[PackedItem]) -> Iterator[Run]:
    """The batch in as few runs as it takes for no id to stand in one twice, and for what is told
    beside an announcement to stand in another run than that."""
    run: Run = {}
    numbers: set[str] = set()
    beside = False
    for item in items:
        beside = beside or item.beside
        if item.id in run or (beside and item.number in numbers):
            yield run
            run, numbers, beside = {}, set(), item.beside
        run[item.id] = item
        numbers.add(item.number)
    yield run


def _told_apart(
    connection: Connection, run: Run
) -> tuple[Collection[PackedItem], Collection[tuple[PackedItem, Known]], Run]:
    """What is new of a run, what is stored already, each with its item, and what has to wait, for
    it is of an announcement that another one is of."""
    known = known_among(connection, run.values())
    if not known:
        return run.values(), (), {}
    fresh: list[PackedItem] = []
    pairs: dict[int, tuple[PackedItem, Known]] = {}
    later: Run = {}
    for item in run.values():
        old = None
        if item.number in known:
            item, old = use_of(connection, item, known[item.number])
        if old is None:
            fresh.append(item)
        elif old.key in pairs:
            later[item.id] = item
        else:
            pairs[old.key] = item, old
    return fresh, pairs.values(), later


def known_among(
    connection: Connection, items: Iterable[PackedItem | PackedRow]
) -> dict[str, list[Known]]:
    """What the store has under the items' numbers, by number."""
    numbers = sorted({item[1] for item in items})
    asked = msgspec.json.encode(numbers).decode()
    known: dict[str, list[Known]] = {}
    for row in map(Known._make, connection.execute(_KNOWN, (asked,))):
        known.setdefault(row.number, []).append(row)
    return known


def _insert(connection: Connection, fresh: Collection[PackedItem], imported_at: int) -> None:
    if not fresh:
        return
    keyed = list(enumerate(fresh, last_key(connection) + 1))
    connection.executemany(
        f"INSERT {_WRITTEN}", ((key, imported_at, *item[:8]) for key, item in keyed)
    )
    note_aliases(connection, sorted(chain.from_iterable(_aliases(i, k) for k, i in keyed)))
    note_kin(connection, (_kin_row(item, key) for key, item in keyed))
    lying: dict[Place, list[int]] = {}
    for key, item in keyed:
        lying.setdefault(_place(item), []).append(key)
    note_bags(connection, lying, imported_at)
    note_told(connection, (told for _, item in keyed for told in _told(item)))


def note_aliases(connection: Connection, aliases: Iterable[Alias]) -> None:
    """Keep the numbers, sorted as the table lies: each page is touched once."""
    connection.executemany(
        "INSERT OR IGNORE INTO alias (number, announcement, kind) VALUES (?, ?, ?)", aliases
    )


def _renew(connection: Connection, old: Known, item: PackedItem, at: int) -> bool:
    """Put a new version in the old one's place where the content differs, else do nothing.

    An arrival that was announced is not taken back by a file that does not tell it, nor is what
    was told beside it.
    """
    if _arrived(item, old).digest == old.digest:
        return False
    before = stored(connection, old.key)
    item = _arrived(joined(item, before), old)
    if item.digest == old.digest:
        return False
    item = item._replace(id=old.id, version=max(old.version + 1, item.version))
    connection.execute(_KEEP_VERSION, (old.key,))
    connection.execute(f"REPLACE {_WRITTEN}", (old.key, at, *item[:8]))
    connection.execute(_NOTE_RENEWED, (old.key, item.version))
    named = [(number, old.key, kind or "?") for kind, number in before.aliases]
    connection.executemany(_FORGET_ALIAS, [(before.number, old.key, ""), *named])
    note_aliases(connection, _aliases(item, old.key))
    forget_kin(connection, old.key, old.arrived, kin_of(before))
    note_kin(connection, [_kin_row(item, old.key)])
    move_item(connection, old.key, _place(item), at)
    note_told(connection, _told(item))
    return True


def _arrived(item: PackedItem, old: Known) -> PackedItem:
    """The item with the arrival that was announced before, where it tells none."""
    if item.basis in ANNOUNCED_ARRIVALS:
        return item
    digest = digest_of(item.data, old.arrived, old.basis)
    return item._replace(arrived=old.arrived, basis=old.basis, digest=digest)


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
