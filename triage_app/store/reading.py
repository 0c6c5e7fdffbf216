"""A sealed database on a disk that takes nothing -> a connection that reads it as it stands.

SQLite needs a file beside a database in WAL mode to read it at all. Without a journal the file is
read as one that nobody changes; with one, a copy of both is read, since what was recorded last may
lie in the journal alone; where no copy finds room, the file is read with the locks held.
"""

import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import sqlcipher3.dbapi2 as sqlcipher

from triage_app.model.errors import DiskFault
from triage_app.store.durable_file import disk_faults
from triage_app.store.sealed import Connection, opened, translated

_QUIET: Final = ("PRAGMA query_only = ON",)


class _Copied(sqlcipher.Connection):  # type: ignore[misc]  # the library ships no types
    """Reads a copy, which goes when it is closed."""

    folder: "tempfile.TemporaryDirectory[str] | None" = None

    def close(self) -> None:
        super().close()
        if self.folder is not None:
            self.folder.cleanup()
            self.folder = None


def connect_to_read(path: Path, key: bytes) -> Connection:
    """A connection that writes nothing, the file's last state in it. Raises StoreDamaged, and
    DiskFault where it can be read in no way."""
    journal = path.with_name(f"{path.name}-wal")
    with disk_faults(path):
        replayed = journal.exists() and journal.stat().st_size > 0
    if not replayed:
        return _opened(f"{path.absolute().as_uri()}?immutable=1", key, path)
    try:
        return _copied(path, journal, key)
    except DiskFault:
        alone = ("PRAGMA locking_mode = EXCLUSIVE",)
        return _opened(path.absolute().as_uri(), key, path, before=alone)


def _copied(path: Path, journal: Path, key: bytes) -> Connection:
    with disk_faults(path):
        folder = tempfile.TemporaryDirectory(prefix="triage-read-", ignore_cleanup_errors=True)
    try:
        with disk_faults(path):
            for file in (path, journal):
                shutil.copyfile(file, Path(folder.name) / file.name)
        copy = Path(folder.name) / path.name
        connection = _opened(copy.absolute().as_uri(), key, path)
    except BaseException:
        folder.cleanup()
        raise
    connection.folder = folder
    return connection


def _opened(uri: str, key: bytes, path: Path, before: Sequence[str] = ()) -> Connection:
    with translated(path):
        connection = sqlcipher.connect(uri, uri=True, factory=_Copied)
        return opened(connection, key, before=before, after=_QUIET)
