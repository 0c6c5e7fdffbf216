"""A bad road on purpose: a proxy that cuts, drops, delays, repeats or answers itself."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from urllib.parse import urlsplit

NO_BODY = (b"204", b"304")


@dataclass(frozen=True)
class Request:
    """One request as it came."""

    head: bytes
    body: bytes

    @property
    def line(self) -> str:
        return self.head.split(b"\r\n", 1)[0].decode("latin-1")


@dataclass
class Faults:
    """What is wrong with the road just now; everything applies to requests `only` picks."""

    only: Callable[[Request], bool] = lambda _: True
    answer: Callable[[Request], bytes | None] = lambda _: None
    cut_request_after: int | None = None
    cut_reply_after: int | None = None
    drop_reply: bool = False
    double_reply: bool = False
    trickle_s: float | None = None
    piece_bytes: int | None = None
    times: int | None = None


@dataclass
class FaultProxy:
    """`address` leads to the hub; `seen` are the requests, `replies` the hub's answers."""

    target: str
    faults: Faults = field(default_factory=Faults)
    address: str = ""
    seen: list[Request] = field(default_factory=list)
    replies: list[bytes] = field(default_factory=list)
    writers: list[asyncio.StreamWriter] = field(default_factory=list)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.writers.append(writer)
        with suppress(ConnectionError, asyncio.IncompleteReadError, OSError):
            while await self._one(reader, writer):
                pass
        writer.close()
        with suppress(ConnectionError, OSError):
            await writer.wait_closed()

    async def _one(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        request = Request(*await _message(reader))
        self.seen.append(request)
        faults = self._due(request)
        canned = faults.answer(request)
        if canned is not None:
            writer.write(canned)
            await writer.drain()
            return False
        wire = request.head + request.body
        if faults.cut_request_after is not None:
            await self._forward(wire[: faults.cut_request_after], wait=False)
            return False
        reply = await self._forward(wire, wait=True)
        self.replies.append(reply)
        if faults.drop_reply:
            return False
        if faults.double_reply:
            reply += reply
        await _say(writer, reply[: faults.cut_reply_after], faults)
        return faults.cut_reply_after is None

    def _due(self, request: Request) -> Faults:
        faults = self.faults
        if not faults.only(request) or faults.times == 0:
            return Faults()
        if faults.times is not None:
            faults.times -= 1
        return faults

    async def _forward(self, wire: bytes, *, wait: bool) -> bytes:
        parts = urlsplit(self.target)
        reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
        try:
            writer.write(wire)
            await writer.drain()
            return b"".join(await _message(reader)) if wait else b""
        finally:
            writer.close()
            with suppress(ConnectionError, OSError):
                await writer.wait_closed()


@contextmanager
def fault_proxy(target: str) -> Iterator[FaultProxy]:
    """A proxy before the hub at `target`, on a thread of its own."""
    proxy = FaultProxy(target)
    ready, loops = threading.Event(), []

    async def main() -> None:
        server = await asyncio.start_server(proxy.serve, "127.0.0.1", 0)
        ended = asyncio.Event()
        loops.append((asyncio.get_running_loop(), ended))
        proxy.address = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        ready.set()
        await ended.wait()
        server.close()
        tasks = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for writer in proxy.writers:
            writer.transport.abort()
        await asyncio.gather(*tasks, return_exceptions=True)

    thread = threading.Thread(target=lambda: asyncio.run(main()), daemon=True)
    thread.start()
    assert ready.wait(10)
    try:
        yield proxy
    finally:
        loop, ended = loops[0]
        loop.call_soon_threadsafe(ended.set)
        thread.join(10)


def answered(status: str, body: str = "", kind: str = "text/html", extra: str = "") -> bytes:
    """A whole HTTP answer of somebody who is not the hub."""
    data = body.encode()
    head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(data)}\r\n{extra}"
    return f"{head}Connection: close\r\n\r\n".encode() + data


async def _message(reader: asyncio.StreamReader) -> tuple[bytes, bytes]:
    head = await reader.readuntil(b"\r\n\r\n")
    lines = head.lower().split(b"\r\n")
    status = lines[0].split(b" ")[1]
    if lines[0].startswith(b"http/") and status in NO_BODY:
        return head, b""
    sizes = [int(one.split(b":")[1]) for one in lines if one.startswith(b"content-length:")]
    return head, await reader.readexactly(sizes[0]) if sizes else b""


async def _say(writer: asyncio.StreamWriter, reply: bytes, faults: Faults) -> None:
    size = faults.piece_bytes or max(len(reply), 1)
    for start in range(0, len(reply), size):
        writer.write(reply[start : start + size])
        await writer.drain()
        if faults.trickle_s is not None:
            await asyncio.sleep(faults.trickle_s)
