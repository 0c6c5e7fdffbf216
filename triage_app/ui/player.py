"""A shift played through the real window: scans in, outcomes by key, pictures and figures out."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import quantiles

from PySide6.QtCore import Qt

from triage_app.flow.desk import Desk
from triage_app.model.examination import Examination
from triage_app.model.outcome import FieldKind, OutcomeField
from triage_app.ui.band import state_of
from triage_app.ui.stage import Stage
from triage_app.ui.theme import State

# What a plain inspector does at each state of the band; the rest is looked at and left.
_OUTCOMES = {
    State.CLEAR: Qt.Key.Key_F1,
    State.LOOK: Qt.Key.Key_F3,
    State.HOLD: Qt.Key.Key_F4,
}
_WORDS = {
    FieldKind.DATE: "2026-03-31",
    FieldKind.MONEY: "12.50",
    FieldKind.WHOLE: "5",
    FieldKind.WEIGHT: "310 g",
    FieldKind.CURRENCY: "USD",
    FieldKind.HS: "340600",
}


@dataclass(frozen=True, slots=True)
class ShiftPlayed:
    """`scan_ms` are milliseconds from a scan's last key to the painted screen."""

    scans: int
    recorded: int
    states: Mapping[str, int]
    scan_ms: Sequence[float] = field(repr=False)
    pictures: Sequence[str] = ()

    def percentile(self, hundredth: int) -> float:
        """A percentile of `scan_ms`, 1..99; 0 where nothing was scanned."""
        if len(self.scan_ms) < 2:
            return self.scan_ms[0] if self.scan_ms else 0.0
        return quantiles(self.scan_ms, n=100, method="inclusive")[hundredth - 1]


def play(
    desk: Desk, codes: Sequence[str], out: Path, size: tuple[int, int] = (1280, 800)
) -> ShiftPlayed:
    """Play `codes` in order and leave a picture of each state's first item in `out`."""
    stage = Stage(desk, size)
    try:
        return _played(stage, codes, out)
    finally:
        stage.close()


def _played(stage: Stage, codes: Sequence[str], out: Path) -> ShiftPlayed:
    states: Counter[str] = Counter()
    times: list[float] = []
    pictures = [stage.picture(out / "00-ready.png").name]
    recorded = 0
    for code in codes:
        examination, seconds = stage.scan(code)
        times.append(seconds * 1000)
        state = state_of(examination)
        states[state.value] += 1
        seen = states[state.value]
        if seen == 1 or (seen <= 4 and examination.item.images):
            name = f"{len(pictures):02d}-{state.value}-{examination.item.key.number[:20]}.png"
            pictures.append(stage.picture(out / name).name)
        if seen <= 25 and _decide(stage, examination, state):
            recorded += 1
            if seen == 1:
                name = f"{len(pictures):02d}-{state.value}-recorded.png"
                pictures.append(stage.picture(out / name).name)
    return ShiftPlayed(len(times), recorded, dict(states), times, pictures)


def _decide(stage: Stage, examination: Examination, state: State) -> bool:
    """Record what fits the state; False where the inspector only looks."""
    key = _OUTCOMES.get(state)
    if key is None or (state is State.CLEAR and examination.item.holds):
        return False
    stage.press(key)
    stage.fill(_word_for)
    stage.record()
    return True


def _word_for(field: OutcomeField) -> str:
    return _WORDS.get(field.kind, "seen at the bench")
