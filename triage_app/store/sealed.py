"""Open a sealed database and write to it: one writer, BEGIN IMMEDIATE, errors as our faults."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

import sqlcipher3.dbapi2 as sqlcipher

from triage_app.model.errors import DiskFault, Fault, StoreBusy, StoreDamaged
from triage_app.model.sentence import tr

Connection = Any  # sqlcipher3 ships no types; this is its DB-API connection

# The engine's module asks of each value that is bound, but for text and numbers, whether its type
# wants to be bound as something else; where nobody says so, asking costs more than binding does.
sqlcipher.register_adapter(bytes, bytes)
sqlcipher.register_adapter(type(None), {}.get)

BUSY_TIMEOUT_MS = 30_000
PAGE_BYTES = 4_096  # SQLCipher's
LEAST_DIFFERENT = 180


def connect(
    path: Path, key: bytes, *, durable: bool, page_cache_kib: int = 8_192, shrinks: bool = False
) -> Connection:
    """A connection to the sealed file, made if missing. `key` is 32 raw bytes.

    `durable` means synchronous FULL (record.db), else NORMAL (cache.db). The file is in WAL mode.
    One that is made by `shrinks` can give its empty pages back in slices.
    Raises StoreDamaged when the key does not fit or the file is no database, DiskFault when it
    cannot be opened.
    """
    after = [
        "PRAGMA journal_mode = WAL",
        f"PRAGMA synchronous = {'FULL' if durable else 'NORMAL'}",
        f"PRAGMA cache_size = -{page_cache_kib}",
        "PRAGMA temp_store = MEMORY",
        "PRAGMA foreign_keys = ON",
    ]
    if durable:
        after.append("PRAGMA secure_delete = ON")
    made = shrinks and not path.exists()  # said of one that is there it would wait for its writer
    before = ["PRAGMA auto_vacuum = INCREMENTAL"] if made else []
    with translated(path):
        connection = sqlcipher.connect(path, timeout=BUSY_TIMEOUT_MS / 1000)
        return opened(connection, key, before=before, after=after)


def opened(
    connection: Connection, key: bytes, *, before: Sequence[str] = (), after: Sequence[str] = ()
) -> Connection:
    """The connection unlocked by `key`, set up by the statements before and after its first read.
    Closed where that fails; raises the engine's errors."""
    try:
        unlock(connection, key)
        for statement in before:
            connection.execute(statement)
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        for statement in after:
            connection.execute(statement)
    except BaseException:
        connection.close()
        raise
    return connection


def unlock(connection: Connection, key: bytes) -> None:
    """Give the cipher its key; nothing is read yet."""
    connection.execute("PRAGMA cipher_log_level = NONE")  # it is said once, by our fault
    connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")


@contextmanager
def writing(connection: Connection) -> Iterator[Connection]:
    """One transaction from BEGIN IMMEDIATE to COMMIT; anything raised inside rolls it back."""
    with translated():
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield connection
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise


@contextmanager
def without_waiting(connection: Connection) -> Iterator[None]:
    """Inside, StoreBusy comes at once where another process writes."""
    with translated():
        connection.execute("PRAGMA busy_timeout = 0")
    try:
        yield
    finally:
        with translated():
            connection.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")


@contextmanager
def translated(path: Path | None = None) -> Iterator[None]:
    """Turn the engine's errors into faults with a next step."""
    try:
        yield
    except sqlcipher.Error as error:
        raise _fault(error, path) from error


def is_no_database(fault: Fault) -> bool:
    """Whether the first page could not be opened: another key's file, or a damaged one."""
    return getattr(fault.__cause__, "sqlite_errorname", "") == "SQLITE_NOTADB"


def looks_sealed(path: Path) -> bool:
    """Whether a file may be a sealed database: whole pages that look like chance throughout the
    first, a middle and the last one. Text, noughts and a torn page do not."""
    try:
        size = path.stat().st_size
        if not size or size % PAGE_BYTES:
            return False
        pages = size // PAGE_BYTES
        with path.open("rb") as file:
            return all(_is_chance(file, page) for page in {0, pages // 2, pages - 1})
    except OSError:
        return False


def _is_chance(file: BinaryIO, page: int) -> bool:
    """512 bytes of chance hold 221 different ones, give or take 5."""
    file.seek(page * PAGE_BYTES)
    data = file.read(PAGE_BYTES)
    parts = (data[at : at + 512] for at in range(0, PAGE_BYTES, 512))
    return all(len(set(part)) > LEAST_DIFFERENT for part in parts)


def _fault(error: Exception, path: Path | None) -> Fault:
    words = str(error).lower()
    name = path.name if path else "the store"
    if "locked" in words or "busy" in words:
        return StoreBusy(
            tr("store", "{name} is held by another process; nothing was written.", name=name),
            tr("store", "Wait for the other command to end, then try again."),
        )
    if any(w in words for w in ("full", "readonly", "read-only", "i/o", "unable to open")):
        return DiskFault(
            tr("store", "{name} could not be written: {error}.", name=name, error=error),
            tr("store", "Free space or mend the disk's rights; what was recorded is kept."),
        )
    return StoreDamaged(
        tr("store", "{name} cannot be read: {error}.", name=name, error=error),
        tr("store", "Run 'triage check'; nothing was changed."),
    )
