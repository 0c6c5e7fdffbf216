"""A scan's look-up, and a write, beside a purge that lets everything go."""

import shutil
import subprocess
from collections.abc import Callable, Iterator
from itertools import cycle
from random import Random
from time import sleep

from triage_app.app import Parts, assemble
from triage_app.bench import child
from triage_app.bench.figure import Budget, Figure, Spread
from triage_app.bench.timing import milliseconds
from triage_app.bench.workshop import Workshop
from triage_app.model.errors import Fault
from triage_app.model.sentence import tr
from triage_app.settings import load_settings

ITEMS = 2_000
ALONE = 1_000
EVERY_S = 0.004


def figures(workshop: Workshop) -> Iterator[Figure]:
    """Budgets: a look-up in one frame, 16 ms; a writer waits 50 ms at the most, both in p99."""
    home = workshop.fresh("purged")
    shutil.copytree(workshop.settings().home, home)
    numbers = [announced.number for announced in workshop.announced(ITEMS)]
    Random(20_261_124).shuffle(numbers)
    asked = cycle(numbers)
    with assemble(load_settings(home)) as parts:
        beside = _Beside(parts, lambda: next(asked))
        alone = beside.measured(iter(range(ALONE)))
        words = child.triage(home, "purge", "--days", "0", "--json")
        process = subprocess.Popen(words, stdout=subprocess.DEVNULL, env=child.environment())
        ours = beside.measured(_while_running(process))
        left = parts.cache.reader.age().items
    if left * 10 > workshop.items:
        raise Fault(
            tr("bench", "The purge left {left} announcements.", left=left),
            tr("bench", "Run 'triage purge --days 0' in a scratch home to see why."),
        )
    kinds = ("a look-up by key", 16.0), ("a writer's turn", 50.0)
    for (what, bound), mine, floor in zip(kinds, ours, alone, strict=True):
        yield Figure(
            "purge",
            f"{what} while {workshop.items:,} items are let go",
            "ms",
            mine,
            floor,
            "the same while nobody purges",
            Budget(plus=bound),
            judged="p99",
        )


def _while_running(process: "subprocess.Popen[bytes]") -> Iterator[None]:
    while process.poll() is None:
        yield


class _Beside:
    """What a window does while something else writes."""

    def __init__(self, parts: Parts, number: Callable[[], str]) -> None:
        self._parts = parts
        self._number = number

    def measured(self, rounds: Iterator[object]) -> tuple[Spread, Spread]:
        """Look-ups and writes by turns for as long as there are rounds."""
        looks: list[float] = []
        writes: list[float] = []
        for _ in rounds:
            looks.append(milliseconds(self._look))
            writes.append(milliseconds(self._write))
            sleep(EVERY_S)
        return Spread.of(looks), Spread.of(writes)

    def _look(self) -> None:
        self._parts.cache.reader.find((("", self._number()),))

    def _write(self) -> None:
        self._parts.cache.keep_list("bench", "1", ())
