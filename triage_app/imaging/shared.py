"""A reused piece of shared memory between two processes: one puts, the other looks.

Reuse is what makes it fast: fresh shared pages cost more than copying into warm ones.
"""

import contextlib
import mmap
import os
from collections.abc import Iterable
from multiprocessing.shared_memory import SharedMemory
from pathlib import Path

STEP_BYTES = 2**22
KEPT_BYTES = 2**26  # a larger piece is given back when smaller pictures follow
FOLDER = Path("/dev/shm")


class Slot:
    """The putting end. Pieces are named `prefix`-1, -2 ... as it grows and shrinks."""

    def __init__(self, prefix: str) -> None:
        self._prefix = prefix
        self._count = 0
        self._memory: SharedMemory | None = None

    def put(self, parts: Iterable[memoryview], size: int) -> str:
        """The name of the piece that now holds the parts one after the other; "" when the
        machine has no room for it."""
        memory = self._fitting(size)
        if memory is None:
            return ""
        offset = 0
        for part in parts:
            _bytes_in(memory)[offset : offset + part.nbytes] = part
            offset += part.nbytes
        return memory.name

    def close(self) -> None:
        if self._memory is not None:
            self._memory.close()
            self._memory.unlink()
            self._memory = None

    def _fitting(self, size: int) -> SharedMemory | None:
        if self._memory is not None:
            wasteful = self._memory.size > KEPT_BYTES and size <= KEPT_BYTES
            if self._memory.size >= size and not wasteful:
                return self._memory
            self.close()
        wanted = -(-size // STEP_BYTES) * STEP_BYTES
        if _room_for(wanted):
            self._count += 1
            name = f"{self._prefix}-{self._count}"
            self._memory = SharedMemory(name, create=True, size=wanted)
        return self._memory


class View:
    """The looking end: the piece of a name, kept open until another name comes."""

    def __init__(self) -> None:
        self._memory: SharedMemory | None = None

    def of(self, name: str) -> memoryview:
        if self._memory is None or self._memory.name != name:
            self.close()
            self._memory = SharedMemory(name)
        return _bytes_in(self._memory)

    def close(self) -> None:
        if self._memory is not None:
            self._memory.close()
            self._memory = None

    def remove_all(self, prefix: str) -> None:
        """Give back what a putting end that died has left: the last piece, and one just made."""
        last = int(self._memory.name.rsplit("-", 1)[1]) if self._memory is not None else 0
        self.close()
        for count in (last, last + 1):
            with contextlib.suppress(FileNotFoundError):
                memory = SharedMemory(f"{prefix}-{count}")
                memory.close()
                memory.unlink()


def _bytes_in(memory: SharedMemory) -> memoryview:
    if memory.buf is None:
        raise ValueError("the shared memory is closed")
    return memory.buf


def _room_for(size: int) -> bool:
    """Whether the address space and the machine hold it: on a full shared memory the process
    would be ended by a signal, so it is asked first."""
    try:
        mmap.mmap(-1, size).close()
    except (OSError, MemoryError):
        return False
    if not FOLDER.is_dir():
        return True
    state = os.statvfs(FOLDER)
    return state.f_bavail * state.f_frsize > size
