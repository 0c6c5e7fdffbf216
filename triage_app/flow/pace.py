"""Long work in slices: nobody beside it waits long for the one writer's place."""

from collections.abc import Callable
from typing import Final

AIM_NS: Final = 8_000_000
"""A slice's time; a cold page or the disk may make one four times as long. SQLite asks again after
1, 3, 8, 18, 33 ms: no step is longer than the rest after a slice, so a writer who waits gets in."""
LEAST_REST_S: Final = 0.02
FIRST: Final = 16


class Pace:
    """Finds how much can be done at once in AIM_NS. `rest` lets others have their turn."""

    def __init__(
        self, monotonic_ns: Callable[[], int], rest: Callable[[float], object], most: int
    ) -> None:
        self._monotonic_ns = monotonic_ns
        self._rest = rest
        self._most = most
        self.size = min(FIRST, most)

    def slice(self, work: Callable[[int], int]) -> int:
        """Do one slice; `work` gets how much and gives how much it did. Rests after it."""
        asked = self.size
        started = self._monotonic_ns()
        done = work(asked)
        took = self._monotonic_ns() - started
        if took > AIM_NS:
            self.size = max(1, asked * AIM_NS // took)
        elif done >= asked:
            self.size = min(self._most, asked * 2 if took < AIM_NS // 2 else asked)
        self._rest(max(took / 1e9, LEAST_REST_S))
        return done
