"""HOME/cache.db: open it (or make it), read it, write it; it can always be fetched again."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import msgspec

from triage_app.model.item import Announcement
from triage_app.model.listing import ListEntry
from triage_app.store.blobs import BlobFolder
from triage_app.store.cache_peers import ToUsd, peer_rows
from triage_app.store.cache_read import CacheReader
from triage_app.store.cache_schema import MIGRATIONS
from triage_app.store.cache_write import CacheWriter
from triage_app.store.durable_file import make_folder
from triage_app.store.keys import StoreKeys
from triage_app.store.migrate import migrate
from triage_app.store.sealed import Connection, connect, translated, writing

CACHE_FILE = "cache.db"
WALKED_AT_ONCE = 2_000


@dataclass(frozen=True, slots=True)
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

    def announcements(self) -> Iterator[Announcement]:
        """Every announcement's present version, in the order they came."""
        after = 0
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

    def refresh_peers(self, to_usd_minor: ToUsd) -> int:
        """Work the peers out anew from all announcements; how many spreads there are."""
        rows = peer_rows(self.announcements(), to_usd_minor)
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


def open_cache(home: Path, keys: StoreKeys) -> OpenCache:
    """Open (or make) the cache of `home`. Raises StoreDamaged, StoreNewer, StoreBusy, DiskFault."""
    make_folder(home)
    path = home / CACHE_FILE
    connection = connect(path, keys.cache, durable=False, page_cache_kib=16_384)
    try:
        migrate(connection, path, keys.cache, MIGRATIONS, home / "backups")
        images = BlobFolder(home / "images", keys.images)
        return OpenCache(
            CacheReader(connection), CacheWriter(connection, images), images, connection
        )
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
