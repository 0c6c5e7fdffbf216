"""Signatures of a batch -> which of them hold, checked on every processor the hub may use."""

import asyncio
import multiprocessing
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from queue import SimpleQueue

from triage_app.hub.signature_child import SIGNATURE_BYTES, serve, verified

Pair = tuple[bytes, bytes]

FEW = 24  # checked where they are: a process would be asked for longer than it takes
A_TURN = 128  # pairs one process is given at once


class Signatures:
    """Checks Ed25519 signatures. Child processes are started at the first large batch, and live
    until `close`; one that died is replaced, and its pairs are checked here."""

    def __init__(self, processes: int = 0) -> None:
        self._count = processes or _processors()
        self._threads: ThreadPoolExecutor | None = None
        self._idle: SimpleQueue[_Child] = SimpleQueue()

    def start(self) -> None:
        """Start the processes now: a hub that serves does not let its first station wait."""
        self._started()

    async def hold(self, public_key: bytes, pairs: Sequence[Pair]) -> list[bool]:
        """Of each (SHA-256 digest, signature): whether it is by the holder of the key."""
        sized = [pair for pair in pairs if len(pair[1]) == SIGNATURE_BYTES]
        found = iter(await self._sized(public_key, sized))
        return [len(pair[1]) == SIGNATURE_BYTES and bool(next(found)) for pair in pairs]

    def close(self) -> None:
        """End the processes."""
        if self._threads is None:
            return
        self._threads.shutdown()
        self._threads = None
        for _ in range(self._count):
            self._idle.get().end()

    async def _sized(self, public_key: bytes, pairs: Sequence[Pair]) -> bytes:
        if len(pairs) <= FEW:
            return verified(_asked(public_key, pairs))
        threads = self._started()
        loop = asyncio.get_running_loop()
        turns = [
            loop.run_in_executor(threads, self._turn, _asked(public_key, pairs[at : at + A_TURN]))
            for at in range(0, len(pairs), A_TURN)
        ]
        return b"".join(await asyncio.gather(*turns))

    def _started(self) -> ThreadPoolExecutor:
        if self._threads is None:
            self._threads = ThreadPoolExecutor(self._count, "signatures")
            for _ in range(self._count):
                self._idle.put(_Child())
        return self._threads

    def _turn(self, asked: bytes) -> bytes:
        child = self._idle.get()
        try:
            return child.ask(asked)
        except (EOFError, OSError):
            child.end()
            child = _Child()
            return verified(asked)
        finally:
            self._idle.put(child)


class _Child:
    """One process and the pipe to it."""

    def __init__(self) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipe: Connection
        self._pipe, theirs = context.Pipe()
        self._process: BaseProcess = context.Process(
            target=serve, args=(theirs,), name="triage-signatures", daemon=True
        )
        self._process.start()
        theirs.close()

    def ask(self, asked: bytes) -> bytes:
        self._pipe.send_bytes(asked)
        return self._pipe.recv_bytes()

    def end(self) -> None:
        self._pipe.close()
        self._process.kill()
        self._process.join()
        self._process.close()


def _asked(public_key: bytes, pairs: Sequence[Pair]) -> bytes:
    return public_key + b"".join(digest + signature for digest, signature in pairs)


def _processors() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
