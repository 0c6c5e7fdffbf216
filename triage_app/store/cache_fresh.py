"""Packed batches -> rows, as they come where all of them are new; else item by item."""

from collections.abc import Sequence
from itertools import accumulate, chain
from operator import itemgetter
from typing import Final

from triage_app.model.intake import StoredCounts
from triage_app.store.cache_bags import Place, note_bags
from triage_app.store.cache_batch import known_among, note_aliases, store_batch
from triage_app.store.cache_coverage import Told, note_told
from triage_app.store.cache_kin import note_kin
from triage_app.store.cache_pack import Alias, PackedBatch, items_of, unpack_batch
from triage_app.store.cache_walk import last_key
from triage_app.store.sealed import Connection

# The key is left to the engine, which takes the next one behind the last.
_INSERT: Final = (
    "INSERT INTO announcement (id, number, posted_on, version, digest, arrived, basis, data,"
    " imported_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, {at:d})"
)


def store_packed(connection: Connection, packed: Sequence[bytes], at: int) -> StoredCounts:
    """Write some batches inside the caller's transaction; `at` in microseconds since 1970."""
    batches = [batch for batch in map(unpack_batch, packed) if batch.rows]
    if _are_new(connection, batches):
        _insert(connection, batches, at)
        return StoredCounts(sum(len(batch.rows) for batch in batches))
    return store_batch(connection, chain.from_iterable(map(items_of, batches)), at)


def _are_new(connection: Connection, batches: Sequence[PackedBatch]) -> bool:
    """Whether each is an announcement of its own, of a number the store knows nothing of."""
    rows = list(chain.from_iterable(batch.rows for batch in batches))
    if any(batch.beside for batch in batches) or len({row[0] for row in rows}) < len(rows):
        return False
    return not known_among(connection, rows)


def _insert(connection: Connection, batches: Sequence[PackedBatch], at: int) -> None:
    """Items none of which the store has: what a batch calls its first gets the next key."""
    next_key = last_key(connection) + 1
    firsts = accumulate((len(batch.rows) for batch in batches), initial=next_key)
    statement = _INSERT.format(at=at)
    aliases: list[Alias] = []
    lying: dict[Place, list[int]] = {}
    for first, batch in zip(firsts, batches, strict=False):
        connection.executemany(statement, batch.rows)
        note_kin(connection, batch.kin, first)
        aliases += [(number, first + i, kind) for number, i, kind in batch.aliases]
        for bag, flight, arrived, its in batch.lying:
            lying.setdefault(Place(bag, flight, arrived), []).extend([first + i for i in its])
        note_told(connection, _told(batch))
    aliases.sort(key=itemgetter(0))
    note_aliases(connection, aliases)
    note_bags(connection, lying, at)


def _told(batch: PackedBatch) -> list[Told]:
    return [Told(flight, batch.rows[at][5], to, count) for at, flight, to, count in batch.told]
