"""Scores and what was found -> how well the scores put first what was found.

Rows of one score cannot be told apart: where a share ends among them, the expected number of finds
of a random order counts, so that no order of the file flatters the figure.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

SHARES: Final = (1, 5, 10)
"""Per cent of the rows that are looked at."""


@dataclass(frozen=True, slots=True)
class Ranking:
    """`precision` and `recall` by per cent looked at; `auc` is the chance that a row in which
    something was found scores higher than one in which nothing was. All 0..1."""

    rows: int
    base_rate: float
    precision: dict[str, float]
    recall: dict[str, float]
    auc: float


def rank(scores: Sequence[float], found: Sequence[bool]) -> Ranking:
    """Raises ValueError when there are no rows or the two differ in number."""
    if not scores or len(scores) != len(found):
        raise ValueError("as many scores as labels are needed, at least one")
    tied = list(_tied(scores, found))
    rows, finds = len(scores), sum(found)
    caught = {str(share): _caught(tied, max(1.0, rows * share / 100)) for share in SHARES}
    return Ranking(
        rows=rows,
        base_rate=finds / rows,
        precision={s: c / max(1.0, rows * int(s) / 100) for s, c in caught.items()},
        recall={s: c / finds if finds else 0.0 for s, c in caught.items()},
        auc=_auc(tied, finds, rows - finds),
    )


def _tied(scores: Sequence[float], found: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """(rows, finds) of each score, the highest first."""
    ordered = sorted(zip(scores, found, strict=True), key=lambda one: -one[0])
    for _, same in groupby(ordered, key=lambda one: one[0]):
        finds = [was for _, was in same]
        yield len(finds), sum(finds)


def _caught(tied: Sequence[tuple[int, int]], looked: float) -> float:
    """Expected finds among the first `looked` rows."""
    caught = 0.0
    for rows, finds in tied:
        here = min(looked, rows)
        caught += finds * here / rows
        looked -= here
    return caught


def _auc(tied: Sequence[tuple[int, int]], finds: int, clean: int) -> float:
    """Mann-Whitney, half a win for a tie; .5 where one of the two kinds is missing."""
    if not finds or not clean:
        return 0.5
    wins = 0.0
    below = clean
    for rows, here in tied:
        below -= rows - here
        wins += here * (below + (rows - here) / 2)
    return wins / (finds * clean)
