"""An older file -> the present schema, after a copy; a newer one is left as it is."""

from collections.abc import Sequence
from pathlib import Path

from triage_app.model.errors import StoreNewer
from triage_app.model.sentence import tr
from triage_app.store.durable_file import make_folder
from triage_app.store.sealed import Connection, connect, translated, writing

Migration = Sequence[str]


def schema_version(connection: Connection) -> int:
    """How many migrations the file has been through; 0 is a new file."""
    with translated():
        (version,) = connection.execute("PRAGMA user_version").fetchone()
    return int(version)


def refuse_newer(connection: Connection, path: Path, known: int) -> None:
    """Raise StoreNewer when the file has seen more migrations than the program knows."""
    if schema_version(connection) > known:
        raise StoreNewer(
            tr("store", "{name} was written by a newer program.", name=path.name),
            tr("store", "Start that one; the file was left as it is."),
        )


def migrate(
    connection: Connection, path: Path, key: bytes, migrations: Sequence[Migration], copies: Path
) -> None:
    """Bring the file up to the last migration, each in one transaction.

    A file that held something is copied into the folder `copies` first, under the same key.
    """
    refuse_newer(connection, path, len(migrations))
    before = schema_version(connection)
    if before == len(migrations):
        return
    if before:
        make_folder(copies)
        copy_sealed(connection, copies / f"{path.stem}-before-v{before + 1}.db", key)
    for _ in range(before, len(migrations)):
        _one_step(connection, migrations)


def copy_sealed(connection: Connection, to: Path, key: bytes) -> None:
    """A copy of the whole store as it stands, by the online backup, under the same key."""
    to.unlink(missing_ok=True)
    copy = connect(to, key, durable=True)
    try:
        with translated(to):
            connection.backup(copy)
            copy.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        copy.close()


def _one_step(connection: Connection, migrations: Sequence[Migration]) -> None:
    with writing(connection):
        at = schema_version(connection)  # another process may have been quicker
        if at < len(migrations):
            for statement in migrations[at]:
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {at + 1}")
