"""The window while a manifest is taken in beside it: scans painted, and how long it stood still."""

import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path
from random import Random
from time import perf_counter

from PySide6.QtCore import QEventLoop, QTimer

from triage_app.app import make_desk
from triage_app.bench import child
from triage_app.bench.figure import Budget, Figure, Spread
from triage_app.bench.screen import with_some_screen
from triage_app.settings import Settings
from triage_app.store.home_lock import HomeLock
from triage_app.ui.stage import Stage

SIZE = (1280, 800)
IDLE_SCANS = 200
WARM_UP = 20
BETWEEN_SCANS_S = 0.05
TICK_MS = 5


@dataclass(slots=True)
class Seen:
    """Milliseconds: each scan to its paint, and the gaps between two turns of the window's loop,
    its tick taken off, while no scan was under way."""

    scans: list[float] = field(default_factory=list)
    still: list[float] = field(default_factory=list)


def figures(settings: Settings, manifest: Path, numbers: list[str], rows: int) -> Iterator[Figure]:
    """Budgets: p99 2 x idle, and the window never still for over 50 ms. `manifest` is taken into
    the home while items of `numbers`, which it holds already, are scanned."""
    with_some_screen()
    Random(20_261_124).shuffle(numbers)
    asked = cycle(numbers)
    with HomeLock(settings.home, "window"):  # as the window does: the import is to be gentle
        stage = Stage(make_desk(settings), SIZE)
        try:
            _watched(stage, asked, WARM_UP)
            idle = _watched(stage, asked, IDLE_SCANS)
            with _importing(settings.home, manifest) as running:
                beside = _watched(stage, asked, IDLE_SCANS, running)
        finally:
            stage.close()
    what = f"while {rows:,} rows are imported"
    yield Figure(
        "import",
        f"scan to painted screen {what}",
        "ms",
        Spread.of(beside.scans),
        Spread.of(idle.scans),
        "the same window idle",
        Budget(times=2),
        judged="p99",
        goal=Budget(times=1.6),
    )
    yield Figure(
        "import",
        f"the window stands still at the longest {what}",
        "ms",
        _longest(beside.still),
        _longest(idle.still),
        "the same window idle",
        Budget(plus=50),
    )


@contextmanager
def _importing(home: Path, manifest: Path) -> Iterator[Callable[[], bool]]:
    """An import as the window starts one; asks whether it still runs. Raises ChildFailed."""
    command = child.triage(home, "import", str(manifest), "--json")
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, env=child.environment())
    try:
        yield lambda: process.poll() is None
        if process.wait() != 0:
            raise child.ended_badly(command, process.returncode)
    finally:
        process.kill()
        process.wait()


def _watched(
    stage: Stage,
    asked: Iterator[str],
    least: int,
    running: Callable[[], bool] = lambda: False,
) -> Seen:
    """`least` scans, and more as long as what is `running` runs."""
    seen = Seen()
    while len(seen.scans) < least or running():
        _, seconds = stage.scan(next(asked))
        seen.scans.append(seconds * 1e3)
        seen.still += _ticks(BETWEEN_SCANS_S)
    return seen


def _ticks(seconds: float) -> list[float]:
    """Let the window's loop turn for a while; how much later than due each tick came, in ms."""
    loop = QEventLoop()
    timer = QTimer()
    late: list[float] = []
    ends = perf_counter() + seconds
    last = perf_counter()

    def ticked() -> None:
        nonlocal last
        now = perf_counter()
        late.append(max(0.0, (now - last) * 1e3 - TICK_MS))
        last = now
        if now >= ends:
            loop.quit()

    timer.timeout.connect(ticked)
    timer.start(TICK_MS)
    loop.exec()
    return late


def _longest(late: list[float]) -> Spread:
    return Spread(max(late), max(late), len(late))
