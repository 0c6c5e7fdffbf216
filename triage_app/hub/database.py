"""The hub's database: opened, brought up to date, read from and written to."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager, nullcontext
from pathlib import Path
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Insert,
    Table,
    event,
    func,
    insert,
    literal,
    select,
)
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
        # SQLite has one writer: in a queue nobody sleeps between looks, and the first is first.
        self._turn = asyncio.Lock() if self._sqlite else nullcontext()

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        """A connection to read with."""
        async with self.engine.connect() as connection:
            yield connection

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncConnection]:
        """One transaction; anything raised inside rolls it back."""
        async with self._turn, self.engine.connect() as connection:
            await connection.execution_options(triage_writes=True)
            async with connection.begin():
                yield connection

    def insert_new(self, table: Table) -> Insert:
        """INSERT that leaves rows alone which are there already, whoever wrote them."""
        if self._sqlite:
            return sqlite.insert(table).on_conflict_do_nothing()
        return postgresql.insert(table).on_conflict_do_nothing()

    async def add_new(
        self,
        connection: AsyncConnection,
        columns: Sequence[Column[Any]],
        rows: Sequence[tuple[object, ...]],
    ) -> int:
        """Many rows at once, values as `bound` gives them; how many were not there before."""
        if not rows:
            return 0
        names = ", ".join(column.name for column in columns)
        marks = ", ".join(["?" if self._sqlite else "%s"] * len(columns))
        statement = (
            f"INSERT INTO {columns[0].table.name} ({names}) VALUES ({marks}) ON CONFLICT DO NOTHING"
        )
        return int((await connection.exec_driver_sql(statement, list(rows))).rowcount)

    def bound(self, column: Column[Any], value: object) -> object:
        """The value as the driver is given it."""
        dialect = self.engine.dialect
        bind = column.type.dialect_impl(dialect).bind_processor(dialect)
        return value if bind is None else bind(value)

    def among(self, column: Column[Any], values: Iterable[object]) -> ColumnElement[bool]:
        """Whether the column is one of many: one parameter, however many there are."""
        if self._sqlite:
            many = func.json_each(json.dumps(list(values))).table_valued("value")
            return column.in_(select(many.c.value))
        return column == func.any(literal(list(values), postgresql.ARRAY(column.type)))

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
