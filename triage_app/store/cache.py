"""HOME/cache.db: open it (or make it), read it, write it; it can always be fetched again."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import msgspec

from triage_app.model.errors import StoreBusy
from triage_app.model.item import Announcement
from triage_app.model.listing import ListEntry
from triage_app.model.noun import noun
from triage_app.store.blobs import BlobFolder
from triage_app.store.cache_peers import ToUsd, peer_rows
from triage_app.store.cache_read import CacheReader, wall_clock
from triage_app.store.cache_schema import MIGRATIONS
from triage_app.store.cache_write import PAGE_CACHE_KIB, CacheWriter
from triage_app.store.durable_file import make_folder
from triage_app.store.keys import StoreKeys
from triage_app.store.migrate import migrate
from triage_app.store.packed import unpack_priced
from triage_app.store.sealed import Connection, connect, translated, without_waiting, writing

CACHE_FILE = "cache.db"
WALKED_AT_ONCE = 2_000
PEERS_FROM = 100_000
"""Announcements whose values are looked at: quantiles move little with more, and what was paid a
year ago says less of today."""


@noun(frozen=True, slots=True)
class OpenCache:
    """cache.db, open on one thread."""

    reader: CacheReader
    writer: CacheWriter
    images: BlobFolder
    _connection: Connection

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
        """Keep a text that can be made again. Never waits: False while another process writes."""
        try:
            with without_waiting(self._connection), writing(self._connection):
                self._connection.execute(
                    "INSERT OR REPLACE INTO meta VALUES (?, ?)", (f"kept {name}", text)
                )
        except StoreBusy:
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


def open_cache(
    home: Path, keys: StoreKeys, *, now: Callable[[], datetime] = wall_clock
) -> OpenCache:
    """Open (or make) the cache of `home`. What a killed import left is settled: a second or two.

    Raises StoreDamaged, StoreNewer, StoreBusy, DiskFault.
    """
    make_folder(home)
    path = home / CACHE_FILE
    connection = connect(path, keys.cache, durable=False, page_cache_kib=PAGE_CACHE_KIB)
    try:
        migrate(connection, path, keys.cache, MIGRATIONS, home / "backups")
        images = BlobFolder(home / "images", keys.images)
        writer = CacheWriter(home, connection, images)
        writer.settle_leftover()
        return OpenCache(CacheReader(connection, now), writer, images, connection)
    except BaseException:
        connection.close()
        raise


def set_aside_damaged(home: Path) -> Path:
    """Move a damaged cache out of the way, kept beside it; the next opening makes a new one."""
    path = home / CACHE_FILE
    aside = path.with_suffix(".damaged.db")
    aside.unlink(missing_ok=True)
    path.rename(aside)
    for ending in ("-wal", "-shm"):
        with suppress(FileNotFoundError):
            path.with_name(path.name + ending).unlink()
    return aside
