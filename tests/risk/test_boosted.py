"""The reference nobody can read: it sees what the card was fitted on and nothing else."""

import sys
from collections.abc import Sequence
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from tests.risk.test_scorecard import CARD
from triage_app.risk.boosted import NoReference, boosted_scores

COLUMNS = {
    "origin": ["CN", "US", "CN"],
    "value": [f"{at}.5" for at in range(3)],
    "id": ["1", "2", "3"],
}
ASKED = {"origin": ["US", "??"], "value": ["9.5", "?"], "id": ["8", "9"]}


def test_without_lightgbm_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "lightgbm", None)

    with pytest.raises(NoReference):
        boosted_scores(CARD, COLUMNS, [True, False, True], ASKED)


def test_the_trees_see_the_columns_of_the_card_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Numbers as numbers, codes by when they came first; a left out column would be a leak."""
    seen: list[Any] = []

    class Grown:
        def predict(self, rows: Any) -> Sequence[float]:
            seen.append(rows.tolist())
            return [0.25] * len(rows)

    def dataset(rows: Any, label: Sequence[float]) -> None:
        seen.extend([rows.tolist(), label])

    def train(*_: object) -> Grown:
        return Grown()

    monkeypatch.setitem(sys.modules, "lightgbm", SimpleNamespace(Dataset=dataset, train=train))

    scores = boosted_scores(replace(CARD, left_out={"id": ""}), COLUMNS, [True, False, True], ASKED)

    assert scores == [0.25, 0.25]
    assert seen[0] == [[0.0, 0.5], [1.0, 1.5], [0.0, 2.5]]
    assert seen[1] == [1.0, 0.0, 1.0]
    assert str(seen[2]) == "[[1.0, 9.5], [-1.0, nan]]"
