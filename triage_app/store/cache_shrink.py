"""cache.db gives empty pages back: in slices, or once by being made anew where an older program
made it so that it cannot."""

import os
import shutil
from pathlib import Path
from typing import Final

from triage_app.model.errors import DiskFault, StoreBusy, StoreDamaged
from triage_app.model.sentence import tr
from triage_app.store.cache import CACHE_FILE
from triage_app.store.cache_presence import CachePresence
from triage_app.store.durable_file import disk_faults, sync_folder
from triage_app.store.keys import StoreKeys
from triage_app.store.sealed import Connection, connect, translated, without_waiting

INCREMENTAL: Final = 2
"""PRAGMA auto_vacuum; 0 is a file that can only be made anew."""
PART_FILE: Final = "cache.smaller.db"
ROOM: Final = 1.1
"""Times the file, while it lies there twice."""


class CacheShrink:
    """Fits flow.purge_ports.ShrinkingFile. Belongs to the thread of its connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    @property
    def in_slices(self) -> bool:
        """Whether the file can give pages back at all."""
        return self._number("auto_vacuum") == INCREMENTAL

    def pages(self) -> int:
        """How many pages the file has."""
        return self._number("page_count")

    def empty_pages(self) -> int:
        return self._number("freelist_count")

    def give_back(self, pages: int) -> int:
        before = self.empty_pages()
        with translated():  # each row it gives is a page done
            self._connection.execute(f"PRAGMA incremental_vacuum({int(pages)})").fetchall()
        return max(0, before - self.empty_pages())

    def empty_journal(self) -> None:
        """Let the journal be played into the file and cut, unless somebody reads from it. Played in
        first, which keeps no writer out; cutting it does, and is then short."""
        with without_waiting(self._connection), translated():
            self._connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def _number(self, pragma: str) -> int:
        with translated():
            (value,) = self._connection.execute(f"PRAGMA {pragma}").fetchone()
        return int(value)


def make_smaller(home: Path, keys: StoreKeys) -> bool:
    """Make the cache anew without its empty pages, so that it gives them back in slices from then
    on. The file before stays until the new one was read through, and gives way in one step. False
    where others have the cache open. Nobody here may have it open.

    Raises DiskFault where there is no room, StoreDamaged; the cache is then as it was.
    """
    alone = CachePresence(home, keys.cache)
    if not alone.enter_alone():
        return False
    try:
        path, part = home / CACHE_FILE, home / PART_FILE
        _refuse_without_room(path)
        part.unlink(missing_ok=True)
        try:
            _copy_without_empty(path, part, keys.cache)
            _refuse_damaged(part, keys.cache)
        except BaseException:
            _remove(part)
            raise
        _exchange(path, part)
    finally:
        alone.leave()
    return True


def _refuse_without_room(path: Path) -> None:
    with disk_faults(path):
        size, free = path.stat().st_size, shutil.disk_usage(path.parent).free
    if free < size * ROOM:
        raise DiskFault(
            tr(
                "store",
                "{name} cannot be made smaller: {free} MB are free, it takes {size} MB meanwhile.",
                name=path.name,
                free=free // 1_000_000,
                size=round(size * ROOM / 1_000_000),
            ),
            tr("store", "Free space, then run 'triage purge' again; the cache is as it was."),
        )


def _copy_without_empty(path: Path, part: Path, key: bytes) -> None:
    connection = connect(path, key, durable=False)
    try:
        with translated(part):
            busy, *_ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            if busy:
                raise StoreBusy(
                    tr("store", "{name} is held by another process.", name=path.name),
                    tr("store", "End it, then run 'triage purge' again; nothing was changed."),
                )
            connection.execute("PRAGMA auto_vacuum = INCREMENTAL")
            connection.execute("VACUUM INTO ?", (str(part),))
    finally:
        connection.close()
    with disk_faults(part), part.open("r+b") as file:
        os.fsync(file.fileno())


def _refuse_damaged(part: Path, key: bytes) -> None:
    connection = connect(part, key, durable=True)
    try:
        with translated(part):
            found = [row[0] for row in connection.execute("PRAGMA quick_check")]
            in_slices = CacheShrink(connection).in_slices
    finally:
        connection.close()
    if found != ["ok"] or not in_slices:
        raise StoreDamaged(
            tr("store", "The smaller cache is not whole: {what}.", what=found[0]),
            tr("store", "It was thrown away, the cache is as it was; run 'triage check'."),
        )


def _exchange(path: Path, part: Path) -> None:
    """The new file in the old one's place."""
    with disk_faults(path):
        _remove_journals(path)  # nobody is here: all of it lies in the file
        _remove_journals(part)
        part.replace(path)
        sync_folder(path.parent)


def _remove(part: Path) -> None:
    part.unlink(missing_ok=True)
    _remove_journals(part)


def _remove_journals(path: Path) -> None:
    for ending in ("-wal", "-shm"):
        path.with_name(path.name + ending).unlink(missing_ok=True)
