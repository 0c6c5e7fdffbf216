"""The least a hub can be: HTTP, the same message opened, the same bytes in one table.

`python -m triage_app.bench.bare_hub DATABASE [checked]` says where it listens. Checked: the
signatures are, on every processor; without, whoever sends is believed.
"""

import asyncio
import hashlib
import json
import sqlite3
import sys
from collections.abc import Awaitable, Callable
from typing import Any

import msgspec
import uvicorn

from triage_app.hub.serve import listener_at
from triage_app.hub.signatures import Signatures
from triage_app.protocol.bodies import unpack
from triage_app.protocol.push import MAX_BODY_BYTES, PushRequest, WireAct

KEY_HEADER = "bench-key"
TABLE = """CREATE TABLE act (
    station TEXT, id TEXT, epoch INTEGER, seq INTEGER, hash TEXT, signature TEXT, data BLOB,
    PRIMARY KEY (station, id), UNIQUE (station, epoch, seq)
)"""
INSERT = "INSERT INTO act VALUES (?,?,?,?,?,?,?) ON CONFLICT DO NOTHING"

Message = dict[str, Any]


class BareHub:
    """Takes pushes and answers with the ids it has."""

    def __init__(self, path: str, *, checked: bool) -> None:
        self._connection = sqlite3.connect(path, check_same_thread=False)
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.execute("PRAGMA synchronous = FULL")
        self._connection.execute(TABLE)
        self._signatures = Signatures() if checked else None
        self._turn = asyncio.Lock()

    async def __call__(
        self,
        scope: Message,
        receive: Callable[[], Awaitable[Message]],
        send: Callable[[Message], Awaitable[None]],
    ) -> None:
        body = bytearray()
        while True:
            message = await receive()
            body += message["body"]
            if not message["more_body"]:
                break
        request = msgspec.json.decode(unpack(bytes(body), "zstd", MAX_BODY_BYTES), type=PushRequest)
        key = bytes.fromhex(dict(scope["headers"])[KEY_HEADER.encode()].decode())
        await self._check(key, request.acts)
        async with self._turn:
            await asyncio.to_thread(self._keep, key.hex(), request.acts)
        said = msgspec.json.encode([act.id for act in request.acts])
        headers = [(b"content-length", str(len(said)).encode())]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": said})

    async def _check(self, key: bytes, acts: list[WireAct]) -> None:
        if self._signatures is None:
            return
        pairs = [(hashlib.sha256(a.data).digest(), bytes.fromhex(a.signature)) for a in acts]
        if not all(await self._signatures.hold(key, pairs)):
            raise ValueError("a signature does not hold")

    def _keep(self, station: str, acts: list[WireAct]) -> None:
        rows = [(station, a.id, a.epoch, a.seq, a.hash, a.signature, a.data) for a in acts]
        with self._connection:
            self._connection.executemany(INSERT, rows)


def main(path: str, *, checked: bool) -> None:
    """Serve until ended."""
    with listener_at("127.0.0.1:0") as listener:
        print(json.dumps({"listening": f"http://127.0.0.1:{listener.getsockname()[1]}"}))  # noqa: T201 - to the bench
        sys.stdout.flush()
        config = uvicorn.Config(
            BareHub(path, checked=checked), ws="none", lifespan="off", log_level="warning"
        )
        asyncio.run(uvicorn.Server(config).serve(sockets=[listener]))


if __name__ == "__main__":
    main(sys.argv[1], checked="checked" in sys.argv[2:])
