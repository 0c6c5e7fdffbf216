"""A gradient-boosted reference beside a scorecard: how much a model that nobody can read would rank
better. It judges nothing; LightGBM is an optional part."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from triage_app.risk.scorecard import Card, number
from triage_app.risk.scorecard_columns import Columns, kind_of

if TYPE_CHECKING:
    import numpy as np

ROUNDS: Final = 300
SETTINGS: Final = {
    "objective": "binary",
    "learning_rate": 0.05,
    "num_leaves": 31,
    "min_data_in_leaf": 10,
    "feature_fraction": 0.6,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "num_threads": 1,
    "deterministic": True,
    "seed": 20,
    "verbosity": -1,
}


class NoReference(RuntimeError):
    """LightGBM is not installed."""


def boosted_scores(
    card: Card, columns: Columns, found: Sequence[bool], asked: Columns
) -> list[float]:
    """Scores of the rows `asked` by trees grown on the columns the card was fitted on: numbers as
    numbers, codes by the order in which they first came. Raises NoReference."""
    try:
        import lightgbm
    except ImportError as error:
        raise NoReference from error
    used = [n for n in columns if n not in card.left_out and n in asked]
    seen, unseen = _matrix(columns, asked, used)
    grown = lightgbm.train(
        dict(SETTINGS), lightgbm.Dataset(seen, label=[float(one) for one in found]), ROUNDS
    )
    return [float(score) for score in grown.predict(unseen)]


def _matrix(
    columns: Columns, asked: Columns, used: Sequence[str]
) -> tuple["np.ndarray[Any, Any]", "np.ndarray[Any, Any]"]:
    import numpy as np

    seen, unseen = [], []
    for name in used:
        if kind_of(columns[name]) == "number":
            seen.append([_value(cell) for cell in columns[name]])
            unseen.append([_value(cell) for cell in asked[name]])
            continue
        codes: dict[str, int] = {}
        for cell in columns[name]:
            codes.setdefault(cell, len(codes))
        seen.append([float(codes[cell]) for cell in columns[name]])
        unseen.append([float(codes.get(cell, -1)) for cell in asked[name]])
    return np.array(seen).T, np.array(unseen).T


def _value(cell: str) -> float:
    value = number(cell)
    return float("nan") if value is None else value
