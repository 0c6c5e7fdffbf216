"""The child's end of the decoding pipe: bytes in, samples out through shared memory."""

import contextlib
import gc
import logging
import os
import signal
from collections.abc import Callable
from dataclasses import dataclass, replace
from math import prod
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING

from triage_app.imaging.shared import Slot, View
from triage_app.model.sentence import tr

if TYPE_CHECKING:
    from triage_app.imaging.arena import Arena
    from triage_app.imaging.picture import Picture, Samples, Unreadable

    Decode = Callable[[bytes, str], Picture | Unreadable]

HEAP_BYTES = 2**27  # a reader holds a picture up to four times while it reads
SMALL_BYTES = 2**17  # below this the pipe itself carries the bytes

M_TRIM_THRESHOLD, M_MMAP_THRESHOLD = -1, -3  # malloc.h


@dataclass(frozen=True, slots=True)
class Request:
    """A picture to decode: in the piece of shared memory named, or in the pipe if it is ""."""

    piece: str
    size: int
    media_type: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """The answer without its samples, their shapes and types, and where the bytes lie."""

    answer: "Picture | Unreadable"
    layout: tuple[tuple[tuple[int, ...], str], ...] = ()
    piece: str = ""

    def pages_in(self, memory: memoryview, arena: "Arena") -> "tuple[Samples, ...]":
        """Copies, in the arena, of the pages that lie one after the other in `memory`."""
        import numpy as np

        lying = [np.dtype(kind).itemsize * prod(shape) for shape, kind in self.layout]
        room = arena.room(sum(lying))
        room[:] = np.frombuffer(memory, np.uint8, room.size)
        pages = []
        offset = 0
        for (shape, kind), size in zip(self.layout, lying, strict=True):
            pages.append(room[offset : offset + size].view(kind).reshape(shape))
            offset += size
        return tuple(pages)


def serve(pipe: Connection, prefix: str, memory_limit: int) -> None:
    """Answer requests until the pipe closes. `prefix` names the shared memory for answers."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is the parent's to handle
    os.environ["OPENBLAS_NUM_THREADS"] = "1"  # each thread of it reserves address space
    logging.disable(logging.CRITICAL)
    _quieten()
    _keep_memory()
    decode = _warmed_up()
    gc.freeze()
    _limit(memory_limit)
    given, slot = View(), Slot(prefix)
    pipe.send("ready")
    with contextlib.suppress(EOFError, BrokenPipeError):
        while True:
            request: Request = pipe.recv()
            try:
                data = _bytes_of(request, pipe, given)
                _answer(pipe, slot, decode(data, request.media_type))
            except MemoryError:
                pipe.send(Reply(_too_much()))
            data = b""  # the next picture needs the room, all of it: readers leave circles
            gc.collect()


def _bytes_of(request: Request, pipe: Connection, given: View) -> bytes:
    if request.piece:
        return bytes(given.of(request.piece)[: request.size])
    return pipe.recv_bytes()


def _answer(pipe: Connection, slot: Slot, answer: "Picture | Unreadable") -> None:
    from triage_app.imaging.picture import Unreadable

    if isinstance(answer, Unreadable):
        pipe.send(Reply(answer))
        return
    layout = tuple((page.shape, page.dtype.str) for page in answer.pages)
    size = sum(page.nbytes for page in answer.pages)
    parts = [page.reshape(-1).view("u1").data for page in answer.pages]
    piece = slot.put(parts, size) if size > SMALL_BYTES else ""
    carried = b"" if piece else b"".join(parts)
    pipe.send(Reply(replace(answer, pages=()), layout, piece))
    if not piece:
        pipe.send_bytes(carried)


def _too_much() -> "Unreadable":
    from triage_app.imaging.picture import Unreadable

    return Unreadable(tr("imaging", "The picture needs more memory than it is given here."))


def _quieten() -> None:
    """The C libraries print their complaints about damaged files; the answer says them."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    os.close(nowhere)


def _warmed_up() -> "Decode":
    """Load the readers before the first picture is timed."""
    from importlib import import_module

    from triage_app.imaging.decode import READERS, decode

    for reader in set(READERS.values()):
        import_module(f"triage_app.imaging.{reader}")
    return decode


def _keep_memory() -> None:
    """Let glibc keep freed memory for the next picture: fresh pages cost more than decoding."""
    import ctypes

    with contextlib.suppress(OSError, AttributeError, TypeError):
        mallopt = ctypes.CDLL(None).mallopt  # mallopt(3)
        mallopt(M_MMAP_THRESHOLD, 2**25)
        mallopt(M_TRIM_THRESHOLD, HEAP_BYTES)


def _limit(memory_limit: int) -> None:
    """An address space of `memory_limit` bytes and no core files, where the system has limits."""
    try:
        import resource
    except ImportError:  # Windows: the headers' limits and the time limit remain
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    ceiling = memory_limit if hard == resource.RLIM_INFINITY else min(memory_limit, hard)
    resource.setrlimit(resource.RLIMIT_AS, (ceiling, hard))
