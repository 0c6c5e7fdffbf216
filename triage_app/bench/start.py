"""From process start to a window painted and ready for a scan, beside a bare form of 15 fields.

Ready means that a scan is answered in one frame, so the first scan is measured too.
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass

from triage_app.bench import child
from triage_app.bench.figure import Budget, Figure, Spread
from triage_app.bench.screen import with_some_screen
from triage_app.bench.workshop import Workshop

ROUNDS = 9
WARM_UP = 2  # writes byte code and fills the disk cache; does not count


def figures(workshop: Workshop) -> Iterator[Figure]:
    """Budgets: 2.5 x the bare form; the first scan in one frame, 16 ms; 250 MB."""
    with_some_screen()
    home = str(workshop.settings().home)
    code = workshop.announced(1)[0].number
    bare: list[Started] = []
    ours: list[Started] = []
    for number in range(WARM_UP + ROUNDS):
        pair = (start("bare_form"), start("station_window", home, code))
        if number >= WARM_UP:
            bare.append(pair[0])
            ours.append(pair[1])
    said = "a bare form of 15 fields"
    yield Figure(
        "start",
        "process start to painted and ready for a scan",
        "ms",
        Spread.of(one.ready_ms for one in ours),
        Spread.of(one.ready_ms for one in bare),
        said,
        Budget(times=2.5),
        goal=Budget(times=1.9),
    )
    yield Figure(
        "start",
        "the first scan, made in the same moment, to painted",
        "ms",
        Spread.of(one.scan_ms for one in ours),
        Spread.of(one.scan_ms for one in bare),
        said,
        Budget(plus=16),
    )
    yield Figure(
        "start",
        f"memory, ready, {workshop.items:,} items",
        "MB",
        Spread.of(one.peak_mb for one in ours),
        Spread.of(one.peak_mb for one in bare),
        said,
        Budget(plus=250),
        goal=Budget(plus=150),
    )


@dataclass(frozen=True, slots=True)
class Started:
    """From before the process began to its own word that it was ready; its first scan; its peak."""

    ready_ms: float
    scan_ms: float
    peak_mb: float


def start(window: str, *words: str) -> Started:
    """Start a window of this room and let it end by itself."""
    command = child.python("-m", f"triage_app.bench.{window}", *words)
    started = time.monotonic_ns()
    ready_ns, peak_kb, scan_ms = child.run(command).split()[-3:]
    return Started((int(ready_ns) - started) / 1e6, float(scan_ms), int(peak_kb) / 1e3)
