"""How far long work is: a bar on the terminal for anything over a second, lines for a program."""

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final, Protocol

from triage_app.cli.output import say_json
from triage_app.model.progress import Progress

WIDTH: Final = 30
EVERY_S: Final = 0.2
FIRST_S: Final = 1.0


class Shown(Protocol):
    """What says how far it is."""

    def show(self, done: int, total: int) -> None:
        """How far it is."""
        ...

    def clear(self) -> None:
        """It has ended."""
        ...


class Untold:
    """Programs that did not ask read the report alone."""

    def show(self, done: int, total: int) -> None:
        """Nothing."""

    def clear(self) -> None:
        """Nothing."""


class ProgressLines:
    """{"progress": {"file", "read", "rows", "seconds"}} on stdout, a few times a second: for the
    program that started this one."""

    def __init__(self, path: Path, clock: Callable[[], float] = time.monotonic) -> None:
        self._path = path
        self._clock = clock
        self._started = clock()
        self._due = self._started

    def show(self, done: int, total: int) -> None:
        """A line; only when some time has passed."""
        now = self._clock()
        if now >= self._due:
            self._due = now + EVERY_S
            told = {"file": str(self._path), "read": done, "rows": total}
            say_json({"progress": {**told, "seconds": round(now - self._started, 3)}})
            sys.stdout.flush()

    def clear(self) -> None:
        """The report says the rest."""


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
    made = Progress(done, total, seconds)
    filled = round(made.share * WIDTH)
    return (
        f"[{'#' * filled}{'.' * (WIDTH - filled)}] {made.share:4.0%}  {done:,} of {total:,} {what},"
        f" {made.per_s:,.0f}/s, {made.left_s:,.0f} s left"
    )
