"""Pairs of names with their verdict -> precision, recall, F1 of ours and of plain string likeness.

Ours is taken at its one threshold; each plain one at the threshold that is best for it on these
very pairs, which nobody could know beforehand.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from triage_app.risk.comparing import compare
from triage_app.risk.likeness import MATCH_AT


class Judged(NamedTuple):
    """A pair, its verdict and the group it is counted in (a quality tier, a kind of change)."""

    name1: str
    name2: str
    schema: str
    is_match: bool
    group: str


class Score(NamedTuple):
    """How often answer and verdict agree; `threshold` is where a likeness counts as a match."""

    threshold: float
    right: int
    wrong_match: int
    missed: int
    right_apart: int

    @property
    def precision(self) -> float:
        return self.right / max(1, self.right + self.wrong_match)

    @property
    def recall(self) -> float:
        return self.right / max(1, self.right + self.missed)

    @property
    def f1(self) -> float:
        return 2 * self.right / max(1, 2 * self.right + self.wrong_match + self.missed)

    @property
    def agreed(self) -> float:
        """The share of all pairs that were answered as the verdict says."""
        all_pairs = self.right + self.wrong_match + self.missed + self.right_apart
        return (self.right + self.right_apart) / max(1, all_pairs)


class ScoreRow(NamedTuple):
    """One line of the table; the group "all" comes first."""

    group: str
    pairs: int
    ours: Score
    weighted_ratio: Score
    token_sort: Score


def score_rows(pairs: Iterable[Judged]) -> list[ScoreRow]:
    """A row of all pairs, then one a group, in the order the groups come."""
    from rapidfuzz import fuzz

    judged = list(pairs)
    ours = [compare(pair.name1, pair.name2, pair.schema) for pair in judged]
    plain = [_plainly(fuzz.WRatio, judged), _plainly(fuzz.token_sort_ratio, judged)]
    best = [_best_threshold(likeness, judged) for likeness in plain]
    groups = dict.fromkeys(("all", *(pair.group for pair in judged)))
    rows: list[ScoreRow] = []
    for group in groups:
        of_group = [group in ("all", pair.group) for pair in judged]
        scores = [
            _score(likeness, threshold, judged, of_group)
            for likeness, threshold in ((ours, MATCH_AT), *zip(plain, best, strict=True))
        ]
        rows.append(ScoreRow(group, sum(of_group), *scores))
    return rows


Scorer = Callable[..., float]


def _plainly(scorer: Scorer, judged: Sequence[Judged]) -> list[float]:
    return [scorer(pair.name1.casefold(), pair.name2.casefold()) / 100 for pair in judged]


def _best_threshold(likeness: Sequence[float], judged: Sequence[Judged]) -> float:
    everywhere = [True] * len(judged)
    return max(
        (percent / 100 for percent in range(30, 101)),
        key=lambda threshold: _score(likeness, threshold, judged, everywhere).f1,
    )


def _score(
    likeness: Sequence[float], threshold: float, judged: Sequence[Judged], counted: Sequence[bool]
) -> Score:
    said = [
        (alike >= threshold, pair.is_match)
        for alike, pair, counts in zip(likeness, judged, counted, strict=True)
        if counts
    ]
    return Score(
        threshold,
        said.count((True, True)),
        said.count((True, False)),
        said.count((False, True)),
        said.count((False, False)),
    )
