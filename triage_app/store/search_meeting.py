"""Keys of several lists, newest first -> those that stand in all of them, read no further than
they are asked for."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from operator import neg

Fetch = Callable[[int, int], Sequence[int]]
"""(before, most) -> the highest keys under `before`, highest first."""
FIRST_FETCHED, MOST_FETCHED, GROWTH = 64, 20_000, 10
"""Most questions end with the first page of keys; whoever counts reads on in large pieces."""


class Falling:
    """A list of keys, highest first, fetched piece by piece and skipped through."""

    def __init__(self, fetch: Fetch) -> None:
        self._fetch = fetch
        self._at_once = FIRST_FETCHED
        self._keys: Sequence[int] = ()
        self._ended = False

    def below(self, before: int) -> int | None:
        """The highest key under `before`, which never grows from one call to the next."""
        at = bisect_right(self._keys, -before, key=neg)
        if at == len(self._keys) and not self._ended:
            self._keys = self._fetch(before, self._at_once)
            self._ended = len(self._keys) < self._at_once
            self._at_once = min(self._at_once * GROWTH, MOST_FETCHED)
            at = 0
        return self._keys[at] if at < len(self._keys) else None


def of_keys(keys: Iterable[int]) -> Falling:
    """Keys that are all at hand, in any order."""
    rising = sorted(keys)

    def fetch(before: int, most: int) -> list[int]:
        end = bisect_left(rising, before)
        return rising[max(0, end - most) : end][::-1]

    return Falling(fetch)


def down_from(last: int) -> Falling:
    """Every key from `last` down to 1."""

    def fetch(before: int, most: int) -> range:
        first = min(before - 1, last)
        return range(first, max(0, first - most), -1)

    return Falling(fetch)


def meeting(lists: Sequence[Falling], before: int) -> Iterator[int]:
    """The keys that stand in every list, highest first, from under `before`."""
    while True:
        lowest = before
        for one in lists:
            key = one.below(lowest if one is lists[0] else lowest + 1)
            if key is None:
                return
            lowest = key
        if all(one.below(lowest + 1) == lowest for one in lists):
            yield lowest
            before = lowest
        else:
            before = lowest + 1
