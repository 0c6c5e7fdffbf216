"""A demonstration's past: outcomes that can be measured, the same choices for the same seed."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from triage_app.app import Parts, assemble, outcome_table
from triage_app.demo.fill import fill_home
from triage_app.demo.history import DAYS, plant_history
from triage_app.demo.shift import shift_codes
from triage_app.demo.stream import FEW_ITEMS, FacilityPlan
from triage_app.flow.measuring import measure_record
from triage_app.model.act import ActKind
from triage_app.settings import load_settings

UNTIL = datetime(2026, 3, 2, 20, tzinfo=UTC)
OUTCOMES = 60


def told(parts: Parts) -> list[tuple[str, str, str]]:
    """What does not hang on the home's own secret: whom an item of the slice is looked at by."""
    return [
        (act.item_number, act.inspector, act.recorded_at.isoformat())
        for act in parts.record.every_act()
        if act.kind is ActKind.OUTCOME
    ]


def test_a_past_is_planted_that_can_be_measured_and_leaves_the_shift_alone(
    tmp_path: Path,
) -> None:
    home = tmp_path / "home"
    fill_home(home, FacilityPlan(items=FEW_ITEMS, dense=0), 0)
    with assemble(load_settings(home)) as parts:
        written = plant_history(parts, home, 1, OUTCOMES, UNTIL)
        first = (UNTIL - timedelta(days=DAYS + 1)).date()
        measured = measure_record(
            parts.record.every_act(), outcome_table(), parts.clock.local, first, UNTIL.date()
        )
        numbers = {number for number, _, _ in told(parts)}
        assert parts.record.record.verify().whole
    assert OUTCOMES - 6 <= written <= OUTCOMES, "more were refused than are held"
    assert measured.items == written
    assert measured.flagged.items > 0
    assert sum(one.examined for one in (measured.flagged, measured.random)) > 0
    assert not numbers & set(shift_codes(home))


@pytest.mark.parametrize("seed", [1, 2])
def test_a_seed_chooses_days_and_items(tmp_path: Path, seed: int) -> None:
    chosen = []
    for name in ("one", "other"):
        home = tmp_path / name
        fill_home(home, FacilityPlan(seed=seed, items=FEW_ITEMS, dense=0), 0)
        with assemble(load_settings(home)) as parts:
            plant_history(parts, home, seed, 20, UNTIL)
            chosen.append([(number, at) for number, _, at in told(parts)])
    assert chosen[0] == chosen[1]
