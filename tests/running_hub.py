"""A real hub on a thread of the test's process: ASGI, HTTP, SQLite and a folder."""

import asyncio
import socket
import sqlite3
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from triage_app.hub.opening import DATABASE_FILE, HubPlace, opened_hub
from triage_app.hub.parts import HubParts
from triage_app.hub.serve import HubServer, hub_server
from triage_app.hub.stations import make_code

Result = TypeVar("Result")
FACILITY = "JFK"


@dataclass
class RunningHub:
    """`address` takes requests; `do` works on the same stores as another process would."""

    place: HubPlace
    address: str = ""

    def do(self, step: Callable[[HubParts], Awaitable[Result]]) -> Result:
        async def run() -> Result:
            async with opened_hub(self.place) as parts:
                return await step(parts)

        return asyncio.run(run())

    def code(self, facility: str = FACILITY, station: str = "", hours: int = 1) -> str:
        async def step(parts: HubParts) -> str:
            async with parts.database.writing() as connection:
                return await make_code(connection, facility, station, parts.now(), hours)

        return self.do(step)

    def rows(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        """What lies in the hub's database, read behind its back."""
        with closing(sqlite3.connect(self.place.folder / DATABASE_FILE)) as connection:
            return connection.execute(query, values).fetchall()

    def count(self, table: str) -> int:
        return int(self.rows(f"SELECT count(*) FROM {table}")[0][0])


@contextmanager
def running_hub(folder: Path, *, demonstration: bool = False) -> Iterator[RunningHub]:
    """A hub that takes requests until the block ends."""
    hub = RunningHub(HubPlace(folder, demonstration=demonstration))
    ready = threading.Event()
    servers: list[HubServer] = []
    listener = socket.create_server(("127.0.0.1", 0))
    hub.address = f"http://127.0.0.1:{listener.getsockname()[1]}"

    async def main() -> None:
        async with opened_hub(hub.place) as parts:
            servers.append(hub_server(parts, ready.set))
            await servers[0].serve(sockets=[listener])

    thread = threading.Thread(target=lambda: asyncio.run(main()), daemon=True)
    thread.start()
    while not ready.wait(0.2):
        assert thread.is_alive()
    try:
        yield hub
    finally:
        servers[0].should_exit = True
        thread.join(20)
        listener.close()
