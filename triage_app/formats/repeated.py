"""Which keys of a file stand in it more than once, at eight bytes a key."""

from array import array
from bisect import bisect_left


class KeyCount:
    """Take every key of a file, then ask. Two keys in 10^19 are taken for the same, which costs
    time and nothing else: what may stand elsewhere too is only looked at together."""

    def __init__(self) -> None:
        self._hashes = array("q")

    def add(self, key: object) -> None:
        """Count a key."""
        self._hashes.append(hash(key))

    def repeated(self) -> "Repeated":
        """The keys that were counted more than once."""
        if len(self._hashes) < 2:
            return Repeated(array("q"))
        import numpy as np

        ordered = np.frombuffer(self._hashes, dtype=np.int64).copy()
        ordered.sort()
        twice = ordered[1:][ordered[1:] == ordered[:-1]]
        return Repeated(array("q", twice.tobytes()))


class Repeated:
    """A bag of key hashes, sorted."""

    def __init__(self, hashes: "array[int]") -> None:
        self._hashes = hashes

    def __contains__(self, key: object) -> bool:
        if not self._hashes:
            return False
        sought = hash(key)
        at = bisect_left(self._hashes, sought)
        return at < len(self._hashes) and self._hashes[at] == sought
