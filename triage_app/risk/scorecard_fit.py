"""Rows with what was found -> an additive scorecard.

Each feature and each pair of features is turned into weights of evidence: the log odds of its key,
drawn towards the base rate by SMOOTHING rows of it (I. J. Good's weight of evidence; additive
smoothing). While it is fitted, a row is told only what was found on earlier days, never its own
label or a later one, so a term that merely remembers its rows gains nothing. Terms are added as
long as they explain more; a logistic regression weighs them, and none may weigh less than nothing.
"""

import math
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any, Final

from triage_app.risk.scorecard import BETWEEN, Card, Feature, Row, Term, Told, points_of
from triage_app.risk.scorecard_columns import Columns, Found, find_features

if TYPE_CHECKING:
    import numpy as np

    Floats = np.ndarray[Any, np.dtype[np.float64]]
    Whole = np.ndarray[Any, np.dtype[np.int64]]

SMOOTHING: Final = 5.0
MOST_TERMS: Final = 20
LEAST_GAIN: Final = 10.0
"""Chi-square a term must add; many are tried, and 10 comes by chance once in some 600."""
LEAST_SEEN: Final = 0.02
"""Share of rows whose key came before; a term under it says too little."""
BURN_IN: Final = 0.3
"""Share of the rows that only tell the later ones."""
MOST_PAIRED: Final = 40
"""Features that are paired, those first that tell most alone."""
LEAK_AUC: Final = 0.97
"""A column that tells the label nearly by itself is the label under another name."""
LEAST_ROWS: Final = 50
NEWTON_STEPS: Final = 25
"""Far more than it takes; each doubles the digits."""
_SEED: Final = 20


class CannotFit(ValueError):
    """There is nothing to fit; says why."""


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A term that may be taken: the keys' numbers of all rows, the keys, the evidence that earlier
    days gave, and +1/-1 where it must rise or fall with its band."""

    features: tuple[Feature, ...]
    codes: "Whole"
    evidence: "Floats"
    direction: int = 0


def fit(
    columns: Columns,
    found: Sequence[bool],
    label: str,
    *,
    rising: Collection[str] = (),
    falling: Collection[str] = (),
    repeats: bool = True,
) -> Card:
    """The card of a table (column -> cells of all rows, without the label's). Raises CannotFit when
    there are too few rows or only one kind of label."""
    import numpy as np

    y = np.asarray(found, dtype=np.float64)
    if len(y) < LEAST_ROWS or not 0 < y.sum() < len(y):
        raise CannotFit(f"at least {LEAST_ROWS} rows are needed, some with a find, some without")
    features = find_features(columns, rising, falling, repeats=repeats)
    days = _days(features, len(y))
    order = _Past(days, y)
    later = days >= np.quantile(days, BURN_IN)
    singles, leaks = _singles(columns, features, order)
    candidates = [*singles, *_pairs(singles, order)]
    chosen, weights = _chosen(candidates, y, later)
    terms = (
        Term(one.features, _table(one, weight, columns, y))
        for one, weight in zip(chosen, weights[1:], strict=True)
    )
    return Card(
        label=label,
        base=points_of(float(weights[0])),
        terms=tuple(term for term in terms if term.table),
        rows=len(y),
        found=int(y.sum()),
        ordered_by=features.ordered_by,
        left_out={**features.left_out, **leaks},
    )


def _days(features: Found, rows: int) -> "Whole":
    """A number for each row that says which came before; without days each its own, in a drawn
    order that is the same each time."""
    import numpy as np

    if features.order:
        return np.unique(np.asarray(features.order), return_inverse=True)[1].astype(np.int64)
    return np.random.default_rng(_SEED).permutation(rows).astype(np.int64)


class _Past:
    """What earlier days tell of a key."""

    def __init__(self, days: "Whole", found: "Floats") -> None:
        self.days, self.found = days, found

    def of(self, codes: "Whole") -> tuple["Floats", "Floats"]:
        """(evidence, rows of the same key before) of each row; a code under zero is no key."""
        import numpy as np

        order = np.lexsort((self.days, codes))
        key, day, found = codes[order], self.days[order], self.found[order]
        at = np.arange(len(order))
        new_key = np.r_[True, key[1:] != key[:-1]]
        new_day = new_key | np.r_[True, day[1:] != day[:-1]]
        begins = np.maximum.accumulate(np.where(new_key, at, 0))
        today = np.maximum.accumulate(np.where(new_day, at, 0))
        before = np.cumsum(found) - found
        rows, finds = np.empty(len(order)), np.empty(len(order))
        rows[order] = today - begins
        finds[order] = before[today] - before[begins]
        rows[codes < 0] = finds[codes < 0] = 0
        return evidence(finds, rows, float(self.found.mean())), rows


def evidence(finds: "Floats", rows: "Floats", rate: float) -> "Floats":
    """Weight of evidence of keys seen in so many rows with so many finds: natural log odds beside
    those of the base rate. A single row without a find says nothing."""
    import numpy as np

    share = (finds + SMOOTHING * rate) / (rows + SMOOTHING)
    told = np.log(share / (1 - share)) - math.log(rate / (1 - rate))
    told[(rows == 0) | ((rows == 1) & (finds == 0))] = 0.0
    return np.asarray(told)


def _singles(
    columns: Columns, features: Found, past: _Past
) -> tuple[list[_Candidate], dict[str, str]]:
    """One candidate a feature; those of a column that gives the label away are left out by name."""
    import numpy as np

    taken, leaks = [], {}
    monotone = dict(features.alone)
    for feature in (*features.features, *monotone):
        codes = _codes(feature, columns)
        told, rows = past.of(codes)
        seen = rows > 0
        if feature.column not in leaks and seen.mean() >= LEAST_SEEN:
            if _auc(told[seen], past.found[seen]) >= LEAK_AUC:
                leaks[feature.column] = "it tells the label by itself"
            else:
                taken.append(_Candidate((feature,), codes, told, monotone.get(feature, 0)))
    kept = [one for one in taken if not {f.column for f in one.features} & leaks.keys()]
    kept.sort(key=lambda one: -float(np.abs(one.evidence).mean()))
    return kept, leaks


def _auc(told: "Floats", found: "Floats") -> float:
    from triage_app.risk.ranking import rank

    return rank(told.tolist(), [bool(one) for one in found]).auc


def _codes(feature: Feature, columns: Columns) -> "Whole":
    """A number for each row's key, -1 where there is none."""
    import numpy as np

    names = [feature.column, *([feature.per] if feature.per else [])]
    numbers: dict[str, int] = {"": -1}
    codes = np.empty(len(columns[feature.column]), dtype=np.int64)
    known: dict[tuple[str, ...], int] = {}
    for at, cells in enumerate(zip(*(columns[name] for name in names), strict=True)):
        code = known.get(cells)
        if code is None:
            key = feature.key(dict(zip(names, cells, strict=True)))
            code = known[cells] = numbers.setdefault(key, len(numbers) - 1)
        codes[at] = code
    return codes


def _pairs(singles: Sequence[_Candidate], past: _Past) -> Iterator[_Candidate]:
    """Two features together, where enough keys come again. Nothing monotone is paired, for in a
    pair it would not be."""
    free = [one for one in singles if not one.direction][:MOST_PAIRED]
    for one, other in combinations(free, 2):
        codes = one.codes * (int(other.codes.max()) + 1) + other.codes
        codes[(one.codes < 0) | (other.codes < 0)] = -1
        told, rows = past.of(codes)
        if (rows > 0).mean() >= LEAST_SEEN:
            yield _Candidate((*one.features, *other.features), codes, told)


def _chosen(
    candidates: Sequence[_Candidate], found: "Floats", later: "np.ndarray[Any, Any]"
) -> tuple[list[_Candidate], "Floats"]:
    """The terms taken, and the base and weights of the regression over them."""
    import numpy as np

    y = found[later]
    taken: list[int] = []
    weights = np.array([math.log(y.mean() / (1 - y.mean()))]) if 0 < y.mean() < 1 else np.zeros(1)
    if not candidates or not 0 < y.mean() < 1:
        return [], weights
    told = np.array([one.evidence[later] for one in candidates])
    centred = told - told.mean(axis=1, keepdims=True)
    while len(taken) < MOST_TERMS:
        chance = _sigmoid(weights[0] + weights[1:] @ told[taken])
        slope = centred @ (y - chance)
        gain = np.where(slope > 0, slope**2 / ((centred**2) @ (chance * (1 - chance)) + 1e-9), 0.0)
        gain[taken] = 0.0
        best = int(gain.argmax())
        if gain[best] < LEAST_GAIN:
            break
        taken.append(best)
        weights = _weighed(told[taken], y)
    return [candidates[at] for at in taken], weights


def _weighed(told: "Floats", y: "Floats") -> "Floats":
    """Logistic regression with a light ridge by Newton's steps; a term that would weigh less than
    nothing weighs nothing."""
    import numpy as np

    rows = np.vstack([np.ones(len(y)), told])
    weights = np.zeros(len(rows))
    active = np.ones(len(rows), dtype=bool)
    for _ in range(NEWTON_STEPS):
        some = rows[active]
        chance = _sigmoid(weights[active] @ some)
        ridge = np.ones(len(some))
        ridge[0] = 0.0
        slope = some @ (y - chance) - ridge * weights[active]
        bend = (some * (chance * (1 - chance))) @ some.T + np.diag(ridge)
        weights[active] += np.clip(np.linalg.solve(bend, slope), -4, 4)
        active &= (weights >= 0) | (np.arange(len(rows)) == 0)
        weights[~active] = 0.0
    return weights


def _sigmoid(x: "Floats") -> "Floats":
    import numpy as np

    return np.asarray(1 / (1 + np.exp(-np.clip(x, -30, 30))))


def _table(one: _Candidate, weight: float, columns: Columns, found: "Floats") -> dict[str, Told]:
    """What all rows tell of each key, in points; keys of no points are left out."""
    import numpy as np

    _, first, codes = np.unique(one.codes, return_index=True, return_inverse=True)
    rows = np.bincount(codes).astype(np.float64)
    finds = np.bincount(codes, weights=found).astype(np.float64)
    told = evidence(finds, rows, float(found.mean()))
    names = {name for f in one.features for name in (f.column, f.per) if name}
    keys = [_key(one, {name: columns[name][at] for name in names}) for at in first]
    if one.direction:
        told = _monotone(told, rows, [int(key or -1) for key in keys], one.direction)
    return {
        key: Told(points, round(float(finds[at])), round(float(rows[at])))
        for at, key in enumerate(keys)
        if key and (points := points_of(weight * float(told[at])))
    }


def _key(one: _Candidate, row: Row) -> str:
    keys = [feature.key(row) for feature in one.features]
    return BETWEEN.join(keys) if all(keys) else ""


def _monotone(told: "Floats", rows: "Floats", bands: Sequence[int], direction: int) -> "Floats":
    """The nearest evidence that never falls (or rises) from band to band: pool adjacent violators
    (Ayer et al. 1955), weighted by rows."""
    import numpy as np

    order = [at for at in np.argsort(bands) if bands[at] >= 0]
    pools: list[tuple[float, float, list[int]]] = []
    for at in order:
        value, weight, members = direction * float(told[at]), float(rows[at]), [int(at)]
        while pools and pools[-1][0] > value:
            above, more, others = pools.pop()
            value = (above * more + value * weight) / (more + weight)
            weight, members = weight + more, others + members
        pools.append((value, weight, members))
    smooth = told.copy()
    for value, _, members in pools:
        smooth[members] = direction * value
    return smooth
