"""The hub's database: opened, brought up to date, read from and written to."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Insert, Table, event, insert, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from triage_app.hub.schema import MIGRATIONS, SCHEMA_VERSION
from triage_app.model.errors import DiskFault, StoreNewer
from triage_app.model.sentence import tr

BUSY_TIMEOUT_S = 30


def sqlite_url(path: Path) -> str:
    """The address of a database in one file."""
    return f"sqlite+aiosqlite:///{path}"


class Database:
    """One engine. Reading sees one moment; writing is one transaction, durable when it ends."""

    def __init__(self, url: str) -> None:
        self._sqlite = url.startswith("sqlite")
        arguments = {"timeout": BUSY_TIMEOUT_S} if self._sqlite else {}
        self.engine: AsyncEngine = create_async_engine(url, connect_args=arguments)
        if self._sqlite:
            _make_strict(self.engine)

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        """A connection to read with."""
        async with self.engine.connect() as connection:
            yield connection

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncConnection]:
        """One transaction; anything raised inside rolls it back."""
        async with self.engine.connect() as connection:
            await connection.execution_options(triage_writes=True)
            async with connection.begin():
                yield connection

    def insert_new(self, table: Table) -> Insert:
        """INSERT that leaves rows alone which are there already, whoever wrote them."""
        if self._sqlite:
            return sqlite.insert(table).on_conflict_do_nothing()
        return postgresql.insert(table).on_conflict_do_nothing()

    async def migrate(self) -> None:
        """Bring the schema up to date. Raises StoreNewer for a newer one, DiskFault for none."""
        try:
            async with self.writing() as connection:
                await connection.run_sync(_migrate)
        except (SQLAlchemyError, OSError) as error:
            raise DiskFault(
                tr("hub", "The hub's database cannot be opened: {error}.", error=error),
                tr("hub", "Check its address, rights and free space; nothing was changed."),
            ) from error

    async def close(self) -> None:
        """Close every connection."""
        await self.engine.dispose()


def _migrate(connection: Connection) -> None:
    SCHEMA_VERSION.create(connection, checkfirst=True)
    done = set(connection.execute(select(SCHEMA_VERSION.c.version)).scalars())
    if done and max(done) > len(MIGRATIONS):
        raise StoreNewer(
            tr("hub", "The hub's database was written by a newer Triage; it was left as it is."),
            tr("hub", "Start the newer program."),
        )
    for version, step in enumerate(MIGRATIONS, 1):
        if version not in done:
            step(connection)
            connection.execute(insert(SCHEMA_VERSION).values(version=version))


def _make_strict(engine: AsyncEngine) -> None:
    """SQLite as the hub needs it: WAL, synchronous FULL, and BEGIN IMMEDIATE where it writes
    (a deferred BEGIN that turns to writing fails at once when another one writes)."""

    @event.listens_for(engine.sync_engine, "connect")
    def on_connect(connection: Any, _record: object) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode = WAL")
        cursor.execute("PRAGMA synchronous = FULL")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def on_begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("triage_writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
