"""HOME/cache.db: open it (or make it), read it, write it; it can always be fetched again."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, suppress
from datetime import datetime
from pathlib import Path

import msgspec

from triage_app.model.errors import DiskFault, Fault, StoreBusy, StoreDamaged, StoreForeign
from triage_app.model.item import Announcement
from triage_app.model.listing import ListEntry
from triage_app.model.noun import noun
from triage_app.model.sentence import tr
from triage_app.store.blobs import BlobFolder
from triage_app.store.cache_peers import ToUsd, peer_rows
from triage_app.store.cache_presence import CachePresence
from triage_app.store.cache_read import CacheReader, wall_clock
from triage_app.store.cache_schema import MIGRATIONS
from triage_app.store.cache_write import PAGE_CACHE_KIB, CacheWriter
from triage_app.store.durable_file import make_folder
from triage_app.store.keys import StoreKeys
from triage_app.store.migrate import migrate, schema_version
from triage_app.store.packed import unpack_priced
from triage_app.store.reading import connect_to_read
from triage_app.store.sealed import (
    Connection,
    connect,
    is_no_database,
    looks_sealed,
    translated,
    without_waiting,
    writing,
)

CACHE_FILE = "cache.db"
WALKED_AT_ONCE = 2_000
PEERS_FROM = 100_000
"""Announcements whose values are looked at: quantiles move little with more, and what was paid a
year ago says less of today."""


@noun(frozen=True, slots=True)
class OpenCache:
    """cache.db, open on one thread. `is_new`: it was made by this opening, and is empty."""

    reader: CacheReader
    writer: CacheWriter
    images: BlobFolder
    is_new: bool
    _connection: Connection
    _presence: CachePresence

    @property
    def connection(self) -> Connection:
        """For what the store keeps beside the cache."""
        return self._connection

    @property
    def demonstration(self) -> bool:
        return self.reader.demonstration()

    def mark_demonstration(self) -> None:
        """Mark the cache as made up, for good."""
        with writing(self._connection):
            self._connection.execute(
                "INSERT INTO meta VALUES ('demonstration', 'yes') ON CONFLICT DO NOTHING"
            )

    def announcements(self, after: int = 0) -> Iterator[Announcement]:
        """Every announcement's present version, in the order they came; from behind key `after`."""
        while rows := self.reader.announcements(after, WALKED_AT_ONCE):
            for _, announcement in rows:
                yield announcement
            after = rows[-1][0]

    def keep_list(self, name: str, version: str, entries: Sequence[ListEntry]) -> None:
        """Keep a screening list; an earlier edition of the same name gives way."""
        with writing(self._connection):
            self._connection.execute(
                "INSERT OR REPLACE INTO list VALUES (?,?,?)",
                (name, version, msgspec.msgpack.encode(entries)),
            )

    def lists(self) -> tuple[ListEntry, ...]:
        """The entries of all lists kept."""
        with translated():
            rows = self._connection.execute("SELECT data FROM list ORDER BY name").fetchall()
        return tuple(
            entry
            for (data,) in rows
            for entry in msgspec.msgpack.decode(data, type=tuple[ListEntry, ...])
        )

    def list_versions(self) -> Mapping[str, str]:
        """Which edition of each list is kept."""
        with translated():
            return dict(self._connection.execute("SELECT name, version FROM list").fetchall())

    def kept(self, name: str) -> str:
        """A text kept under this name; "" where there is none. Sealed as everything here: only
        who has the station's key could have written it."""
        with translated():
            row = self._connection.execute(
                "SELECT text FROM meta WHERE name = ?", (f"kept {name}",)
            ).fetchone()
        return str(row[0]) if row else ""

    def keep(self, name: str, text: str) -> bool:
        """Keep a text that can be made again. Never waits: False while another process writes, and
        where the disk takes nothing."""
        try:
            with without_waiting(self._connection), writing(self._connection):
                self._connection.execute(
                    "INSERT OR REPLACE INTO meta VALUES (?, ?)", (f"kept {name}", text)
                )
        except (StoreBusy, DiskFault):
            return False
        return True

    def refresh_peers(self, to_usd_minor: ToUsd) -> int:
        """Work the peers out anew from the newest announcements, PEERS_FROM of them; how many
        spreads there are."""
        with translated():
            newest = self._connection.execute(
                "SELECT data FROM announcement ORDER BY key DESC LIMIT ?", (PEERS_FROM,)
            )
            rows = peer_rows((unpack_priced(data) for (data,) in newest), to_usd_minor)
        with writing(self._connection):
            self._connection.execute("DELETE FROM peers")
            self._connection.executemany("INSERT INTO peers VALUES (?,?,?,?,?)", rows)
        return len(rows)

    def damage(self) -> tuple[str, ...]:
        """What SQLite and the cipher say is wrong with the file; () when sound."""
        with translated():
            found = [row[0] for row in self._connection.execute("PRAGMA cipher_integrity_check")]
            found += [row[0] for row in self._connection.execute("PRAGMA integrity_check")]
        return tuple(words for words in found if words != "ok")

    def close(self) -> None:
        self._connection.close()
        self._presence.leave()


def open_cache(
    home: Path, keys: StoreKeys, *, now: Callable[[], datetime] = wall_clock
) -> OpenCache:
    """Open (or make) the cache of `home`. What a killed import left is settled: a second or two.

    Raises StoreDamaged, StoreForeign, StoreNewer, StoreBusy, DiskFault.
    """
    make_folder(home)
    path = home / CACHE_FILE
    presence = CachePresence(home, keys.cache)
    with ExitStack() as undone:
        presence.enter()
        undone.callback(presence.leave)
        connection = _connected(path, keys, presence)
        undone.callback(connection.close)
        is_new = not schema_version(connection)
        migrate(connection, path, keys.cache, MIGRATIONS, home / "backups")
        images = BlobFolder(home / "images", keys.images)
        writer = CacheWriter(home, connection, images)
        writer.settle_leftover()
        presence.note_key()
        undone.pop_all()
    return OpenCache(CacheReader(connection, now), writer, images, is_new, connection, presence)


def open_cache_to_read(
    home: Path, keys: StoreKeys, *, now: Callable[[], datetime] = wall_clock
) -> OpenCache:
    """The cache on a disk that takes nothing, as it stands; an empty one where it cannot be read:
    the record beside it can. Never raises."""
    presence = CachePresence(home, keys.cache)
    connection = _to_read(home / CACHE_FILE, keys)
    images = BlobFolder(home / "images", keys.images)
    writer = CacheWriter(home, connection, images)
    return OpenCache(CacheReader(connection, now), writer, images, False, connection, presence)


def _to_read(path: Path, keys: StoreKeys) -> Connection:
    with suppress(Fault):
        connection = connect_to_read(path, keys.cache)
        if schema_version(connection) == len(MIGRATIONS):
            return connection
        connection.close()
    connection = connect(Path(":memory:"), keys.cache, durable=False)
    migrate(connection, path, keys.cache, MIGRATIONS, path.parent)
    connection.execute("PRAGMA query_only = ON")
    return connection


def _connected(path: Path, keys: StoreKeys, presence: CachePresence) -> Connection:
    """A connection. A file that no key opens is damaged if this key is known to have opened it,
    else it may be sealed under another one."""
    try:
        return connect(path, keys.cache, durable=False, page_cache_kib=PAGE_CACHE_KIB, shrinks=True)
    except StoreDamaged as damaged:
        fits = presence.key_fits()
        if fits or not is_no_database(damaged) or (fits is None and not looks_sealed(path)):
            raise
        raise StoreForeign(
            tr("store", "{path} is sealed under another key than this station's.", path=path),
            tr(
                "store",
                "It was left as it is. Put this station's own back, or move it elsewhere: a new"
                " one is made then, to be filled by 'triage import FILE' or 'triage sync'.",
            ),
        ) from damaged
