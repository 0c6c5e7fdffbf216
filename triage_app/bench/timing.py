"""Functions -> milliseconds, ours and the floor by turns, so that both see the same machine."""

from collections.abc import Callable
from time import perf_counter_ns

from triage_app.bench.figure import Spread

Work = Callable[[], object]


def milliseconds(work: Work) -> float:
    """How long one call takes."""
    started = perf_counter_ns()
    work()
    return (perf_counter_ns() - started) / 1e6


def by_turns(ours: Work, floor: Work, rounds: int, warm_up: int = 3) -> tuple[Spread, Spread]:
    """Both measured `rounds` times in ms, one after the other, after some calls that do not
    count. The first of each pair changes every round."""
    for _ in range(warm_up):
        ours()
        floor()
    ours_ms: list[float] = []
    floor_ms: list[float] = []
    pair = [(ours, ours_ms), (floor, floor_ms)]
    for _ in range(rounds):
        for work, kept in pair:
            kept.append(milliseconds(work))
        pair.reverse()
    return Spread.of(ours_ms), Spread.of(floor_ms)
