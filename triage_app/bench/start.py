"""From process start to a window painted and ready for a scan, beside a bare form of 15 fields."""

import time
from collections.abc import Iterator

from triage_app.bench import child
from triage_app.bench.figure import Budget, Figure, Spread
from triage_app.bench.screen import with_some_screen
from triage_app.bench.workshop import Workshop

ROUNDS = 9
WARM_UP = 2  # writes byte code and fills the disk cache; does not count


def figures(workshop: Workshop) -> Iterator[Figure]:
    """Budgets: 2.5 x the bare form; 250 MB."""
    with_some_screen()
    home = str(workshop.settings().home)
    bare: list[tuple[float, float]] = []
    ours: list[tuple[float, float]] = []
    for number in range(WARM_UP + ROUNDS):
        pair = (_start("bare"), _start("station", home))
        if number >= WARM_UP:
            bare.append(pair[0])
            ours.append(pair[1])
    said = "a bare form of 15 fields"
    yield Figure(
        "start",
        "process start to painted and ready for a scan",
        "ms",
        Spread.of(ms for ms, _ in ours),
        Spread.of(ms for ms, _ in bare),
        said,
        Budget(times=2.5),
        goal=Budget(times=1.9),
    )
    yield Figure(
        "start",
        f"memory, ready, {workshop.items:,} items",
        "MB",
        Spread.of(mb for _, mb in ours),
        Spread.of(mb for _, mb in bare),
        said,
        Budget(plus=250),
        goal=Budget(plus=150),
    )


def _start(*words: str) -> tuple[float, float]:
    """Milliseconds from before the process began to its own word that it was ready; peak MB."""
    command = child.python("-m", "triage_app.bench.first_paint", *words)
    started = time.monotonic_ns()
    ready_ns, peak_kb = child.run(command).split()[-2:]
    return (int(ready_ns) - started) / 1e6, int(peak_kb) / 1e3
