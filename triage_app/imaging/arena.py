"""Memory of pictures that are gone, kept for the next ones: fresh pages of the system cost more
than decoding does."""

from threading import RLock
from typing import Any
from weakref import finalize

import numpy as np
from numpy.typing import NDArray

LEAST_BYTES = 2**20
KEPT_BYTES = 2**26

Bytes = NDArray[np.uint8]


class Arena:
    """Any thread may ask for room and let go of it."""

    def __init__(self, kept_bytes: int = KEPT_BYTES) -> None:
        self._kept_bytes = kept_bytes
        self._free: list[Bytes] = []
        self._lock = RLock()  # a piece may come back while its own thread looks for one

    def room(self, size: int) -> Bytes:
        """`size` bytes of any content; they come back by themselves once nobody holds a view."""
        if size < LEAST_BYTES:
            return np.empty(size, np.uint8)
        held = self._fitting(size)
        if held is None:
            held = np.empty(size, np.uint8)
        lease = _Lease(held, size)
        finalize(lease, self._take_back, held).atexit = False
        return np.asarray(lease)

    @property
    def free_bytes(self) -> int:
        return sum(held.nbytes for held in self._free)

    def _fitting(self, size: int) -> Bytes | None:
        """The smallest free piece that is large enough and not wasteful."""
        with self._lock:
            pieces = [at for at, one in enumerate(self._free) if size <= one.nbytes <= 2 * size]
            best = min(pieces, key=lambda at: self._free[at].nbytes, default=None)
            return None if best is None else self._free.pop(best)

    def _take_back(self, held: Bytes) -> None:
        """The newest stay: what they were for is what comes next."""
        with self._lock:
            self._free.append(held)
            while self.free_bytes > self._kept_bytes:
                self._free.pop(0)


class _Lease:
    """What every view of a piece holds on to, as numpy knows it."""

    def __init__(self, held: Bytes, size: int) -> None:
        self.__array_interface__: dict[str, Any] = {
            "data": (held.ctypes.data, False),
            "shape": (size,),
            "typestr": "|u1",
            "version": 3,
        }
