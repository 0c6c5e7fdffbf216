"""Counts of two periods -> how far they moved: the population stability index.

sum((now - then) * ln(now / then)) over the shares of each cell; under 0.1 nothing to see, over 0.25
moved: Siddiqi, N. (2006), Credit Risk Scorecards, ch. 8, after Lewis, E. M. (1994). The rule of
thumb knows no sample size; without any movement the index is about chi-square with B - 1 degrees
times (1/n + 1/m): Yurdakul, B. (2018), Statistical Properties of Population Stability Index. Only
what exceeds both counts as movement.
"""

from collections.abc import Sequence
from math import log, sqrt
from typing import Final

from triage_app.model.measure import Drift

MOVING: Final = 0.1
MOVED: Final = 0.25
FEWEST: Final = 100
"""Items in either period under which nothing is said."""
_Z95: Final = 1.6448536269514722
SCORE_CELLS: Final = 11


def psi(then: Sequence[int], now: Sequence[int]) -> float:
    """The index, 0 for equal shares. Half an item is added to each cell where one is empty, which
    the logarithm would not bear. Raises ValueError for other than equally many cells, or none."""
    if len(then) != len(now) or not then or not sum(then) or not sum(now):
        raise ValueError("drift compares the same cells of two periods with items in both")
    extra = 0.5 if 0 in then or 0 in now else 0.0
    all_then, all_now = sum(then) + extra * len(then), sum(now) + extra * len(now)
    total = 0.0
    for a, b in zip(then, now, strict=True):
        before, after = (a + extra) / all_then, (b + extra) / all_now
        total += (after - before) * log(after / before)
    return total


def drift(then: Sequence[int], now: Sequence[int]) -> Drift | None:
    """The index in words; None where a period has fewer than FEWEST items. Cells empty in both are
    left out."""
    if min(sum(then), sum(now)) < FEWEST:
        return None
    cells = [(a, b) for a, b in zip(then, now, strict=True) if a or b]
    index = psi([a for a, _ in cells], [b for _, b in cells])
    chance = _chi_square_95(len(cells) - 1) * (1 / sum(then) + 1 / sum(now))
    if index < MOVING or index <= chance:
        return Drift(index, chance, "stable")
    return Drift(index, chance, "moved" if index > MOVED else "moving")


def score_cell(score_micro: int) -> int:
    """The cell of a score (0 to 1,000,000): 0 for none, then tenths. Fixed cells, not the deciles
    of a period, since most scores are 0 and many deciles would be one."""
    return 0 if score_micro <= 0 else min(SCORE_CELLS - 1, 1 + (score_micro - 1) // 100_000)


def _chi_square_95(degrees: int) -> float:
    """The 95 % point by Wilson and Hilferty (1931), within 3 % from one degree on."""
    if degrees < 1:
        return 0.0
    ninth = 2 / (9 * degrees)
    return degrees * float((1 - ninth + _Z95 * sqrt(ninth)) ** 3)
