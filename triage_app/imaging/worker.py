"""Decode in a child process that may die: whatever a picture does, the window stays.

Each child has a memory limit and each picture a time limit; a child that dies or is too slow is
replaced and its picture is refused.
"""

import multiprocessing
import uuid
from dataclasses import replace
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from queue import SimpleQueue
from types import TracebackType
from typing import Self

from triage_app.imaging.arena import Arena
from triage_app.imaging.decoding_child import SMALL_BYTES, Reply, Request, serve
from triage_app.imaging.picture import Picture, Unreadable
from triage_app.imaging.shared import Slot, View
from triage_app.model.sentence import Sentence, tr

TIME_LIMIT_S = 1.8  # with the way there and back a picture is shown or refused within 2 s
MEMORY_LIMIT_BYTES = 2**30
START_LIMIT_S = 30.0


class DecodePool:
    """One or two decoding children. `decode` may be called from any thread; `close` ends them."""

    def __init__(
        self,
        workers: int = 1,
        *,
        time_limit_s: float = TIME_LIMIT_S,
        memory_limit: int = MEMORY_LIMIT_BYTES,
    ) -> None:
        self._time_limit_s = time_limit_s
        self._memory_limit = memory_limit
        self._workers = workers
        self._arena = Arena()
        self._idle: SimpleQueue[_Child] = SimpleQueue()
        for _ in range(workers):
            self._idle.put(_Child(memory_limit, self._arena))

    def decode(self, data: bytes, media_type: str = "") -> Picture | Unreadable:
        """As `decode.decode`, but nothing the bytes do reaches this process."""
        child = self._idle.get()
        try:
            return child.decode(data, media_type, self._time_limit_s)
        finally:
            if not child.alive:
                child.end()
                child = _Child(self._memory_limit, self._arena)
            self._idle.put(child)

    def close(self) -> None:
        """End the children, once the pictures under way are done."""
        for _ in range(self._workers):
            self._idle.get().end()
        self._workers = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


class _Child:
    """One child process, the pipe to it and the shared memory of both directions."""

    def __init__(self, memory_limit: int, arena: Arena) -> None:
        self._arena = arena
        context = multiprocessing.get_context("spawn")
        name = f"triage-{uuid.uuid4().hex[:12]}"
        self._answers = f"{name}-a"
        self._slot = Slot(f"{name}-q")
        self._view = View()
        self._pipe: Connection
        self._pipe, theirs = context.Pipe()
        self._process: BaseProcess = context.Process(
            target=serve,
            args=(theirs, self._answers, memory_limit),
            name="triage-decode",
            daemon=True,
        )
        self._process.start()
        theirs.close()
        self._ready = False
        self.alive = True

    def decode(self, data: bytes, media_type: str, time_limit_s: float) -> Picture | Unreadable:
        try:
            self._await_ready()
            self._send(data, media_type)
            if not self._pipe.poll(time_limit_s):
                return self._gone(
                    tr(
                        "imaging",
                        "The picture takes longer than {seconds} s to decode.",
                        seconds=time_limit_s,
                    )
                )
            return self._picture(self._pipe.recv())
        except (EOFError, OSError):
            return self._gone(tr("imaging", "The picture is damaged: it ended its decoder."))

    def end(self) -> None:
        """Kill the process and give back everything shared with it."""
        self.alive = False
        self._process.kill()
        self._process.join()
        self._process.close()
        self._pipe.close()
        self._slot.close()
        self._view.remove_all(self._answers)

    def _await_ready(self) -> None:
        if not self._ready:
            if not self._pipe.poll(START_LIMIT_S):
                raise OSError("the decoding process did not start")
            self._pipe.recv()
            self._ready = True

    def _send(self, data: bytes, media_type: str) -> None:
        size = len(data)
        piece = self._slot.put([memoryview(data)], size) if size > SMALL_BYTES else ""
        self._pipe.send(Request(piece, size, media_type))
        if not piece:
            self._pipe.send_bytes(data)

    def _picture(self, reply: Reply) -> Picture | Unreadable:
        if isinstance(reply.answer, Unreadable):
            return reply.answer
        if reply.piece:
            pages = reply.pages_in(self._view.of(reply.piece), self._arena)
        else:
            pages = reply.pages_in(memoryview(self._pipe.recv_bytes()), self._arena)
        return replace(reply.answer, pages=pages)

    def _gone(self, reason: Sentence) -> Unreadable:
        """The child is of no more use: the pool replaces it."""
        self.alive = False
        return Unreadable(reason)
