"""A bar on the terminal for anything over a second: done, rate, time left."""

import sys
import time
from collections.abc import Callable
from typing import Final

WIDTH: Final = 30
EVERY_S: Final = 0.2
FIRST_S: Final = 1.0


class Bar:
    """Draws itself on stderr, again and again on one line. `what` is counted, such as "rows"."""

    def __init__(self, what: str, clock: Callable[[], float] = time.monotonic) -> None:
        self._what = what
        self._clock = clock
        self._started = clock()
        self._due = self._started + FIRST_S
        self._drawn = False

    def show(self, done: int, total: int) -> None:
        """How far it is; draws only when some time has passed."""
        now = self._clock()
        if now < self._due:
            return
        self._due = now + EVERY_S
        self._drawn = True
        sys.stderr.write("\r" + bar_text(done, total, now - self._started, self._what) + "\x1b[K")
        sys.stderr.flush()

    def clear(self) -> None:
        """Leave the line as it was."""
        if self._drawn:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()


def bar_text(done: int, total: int, seconds: float, what: str) -> str:
    """One line: a bar, how much is done, how fast, how long it takes yet."""
    share = min(1.0, done / total) if total else 0.0
    filled = round(share * WIDTH)
    rate = done / seconds if seconds > 0 else 0.0
    left = (total - done) / rate if rate and total > done else 0.0
    return (
        f"[{'#' * filled}{'.' * (WIDTH - filled)}] {share:4.0%}  {done:,} of {total:,} {what},"
        f" {rate:,.0f}/s, {left:,.0f} s left"
    )
