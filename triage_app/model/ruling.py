"""A rule pack as a supervisor sees and changes it, and what a change would do."""

from collections.abc import Mapping
from dataclasses import field
from datetime import date

from triage_app.model.noun import noun

PACK_ROW = ""
"""The id of the row that holds the pack's own thresholds."""

SWITCH, POINTS, DATES = "on", "points", ("from", "until")
"""The fields of every rule, beside its own thresholds."""
FULL_SCORE = 1_000
"""Points of a full score."""


@noun(frozen=True, slots=True)
class RuleRow:
    """One rule. `points` are thousandths of a full score, `numbers` its thresholds, `words` its
    other settings as text. The row of the id PACK_ROW holds the pack's `hold_at` and `look_at`."""

    id: str
    family: str
    severity: str
    on: bool
    points: int
    text: str
    citation: str
    numbers: Mapping[str, int] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)
    valid_from: date | None = None
    until: date | None = None

    @property
    def fields(self) -> Mapping[str, str]:
        """What can be edited of it, as text."""
        numbers = {name: str(value) for name, value in self.numbers.items()}
        if self.id == PACK_ROW:
            return numbers
        return {
            SWITCH: "on" if self.on else "off",
            POINTS: str(self.points),
            **numbers,
            "from": self.valid_from.isoformat() if self.valid_from else "",
            "until": self.until.isoformat() if self.until else "",
        }


@noun(frozen=True, slots=True)
class RuleEdit:
    """One value changed: of a rule, or of the pack where `rule` is PACK_ROW. `value` is as typed:
    "on"/"off", a whole number, a date or "" for none."""

    rule: str
    field: str
    value: str


@noun(frozen=True, slots=True)
class PackTitle:
    """Which pack is in use: its name, by whom and when it was put in use ("": it is the shipped
    one) and why; `version_next` is the one an edit would make."""

    name: str
    version_next: str
    used_at: str = ""
    by: str = ""
    why: str = ""


@noun(frozen=True, slots=True)
class Flagged:
    """An item whose verdict the change would change."""

    number: str
    description: str
    before: str
    after: str
    rules: tuple[str, ...] = ()


@noun(frozen=True, slots=True)
class Workload:
    """The same items judged by two packs: `judged` of the `total` there are. Verdicts and rules are
    counted in items, (before, after); examples are a few of many."""

    judged: int
    total: int
    verdicts: Mapping[str, tuple[int, int]]
    rules: Mapping[str, tuple[int, int]]
    newly: tuple[Flagged, ...] = ()
    no_longer: tuple[Flagged, ...] = ()
    newly_count: int = 0
    no_longer_count: int = 0
    stopped: bool = False
