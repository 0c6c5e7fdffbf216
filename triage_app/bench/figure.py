"""Measured spreads -> Figure: ours, the floor beside it, the budget, and whether it is met."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Spread:
    """The middle and the slow end of repeated measurements, all in one unit."""

    p50: float
    p99: float
    count: int

    @classmethod
    def of(cls, samples: Iterable[float]) -> "Spread":
        """Nearest-rank percentiles. Raises ValueError when nothing was measured."""
        ordered = sorted(samples)
        if not ordered:
            raise ValueError("nothing was measured")
        last = len(ordered) - 1
        return cls(ordered[last // 2], ordered[min(last, int(len(ordered) * 0.99))], len(ordered))

    def scaled(self, factor: float) -> "Spread":
        return Spread(self.p50 * factor, self.p99 * factor, self.count)


@dataclass(frozen=True, slots=True)
class Budget:
    """At most `times` the floor plus `plus` in the figure's unit; `times` 0 is an absolute bound.

    `times` below 1 says how many times faster than a peer ours must be.
    """

    times: float = 0.0
    plus: float = 0.0

    def limit(self, floor: float) -> float:
        return self.times * floor + self.plus

    def said(self, unit: str) -> str:
        """As a person reads it: "<= 1.5 x", "<= 16 ms", ">= 6 x faster"."""
        if 0 < self.times < 1 and not self.plus:
            return f">= {1 / self.times:g} x faster"
        times = f"{self.times:g} x" if self.times else ""
        plus = f"{self.plus:g} {unit}" if self.plus else ""
        return "<= " + " + ".join(part for part in (times, plus) if part)


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the bench. Smaller is better in every unit used.

    `floor_is` says what the floor or peer is. `judged` names the percentile the budget and
    the goal are about; a goal not reached misses nothing.
    """

    bench: str
    what: str
    unit: str
    ours: Spread
    floor: Spread
    floor_is: str
    budget: Budget
    judged: str = "p50"
    goal: Budget | None = None

    @property
    def ours_judged(self) -> float:
        return self.ours.p99 if self.judged == "p99" else self.ours.p50

    @property
    def floor_judged(self) -> float:
        return self.floor.p99 if self.judged == "p99" else self.floor.p50

    @property
    def ratio(self) -> float:
        return self.ours_judged / self.floor_judged

    @property
    def met(self) -> bool:
        return self._within(self.budget)

    @property
    def goal_met(self) -> bool:
        return self.goal is None or self._within(self.goal)

    def _within(self, bound: Budget) -> bool:
        return self.ours_judged <= bound.limit(self.floor_judged)


@dataclass(frozen=True, slots=True)
class NotMeasured:
    """A line that could not be measured on this machine, and why."""

    bench: str
    what: str
    why: str
