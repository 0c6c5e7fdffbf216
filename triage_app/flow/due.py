"""An act -> the day by which something must follow it, by the outcome table."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from triage_app.flow.ports import Clock
from triage_app.model.act import ActLine
from triage_app.model.outcome import FieldKind, OutcomeCode
from triage_app.model.work import ItemAct, WorkedAct

LONGEST_DAYS = 3_650
"""An inspector may type any number of days."""


class DueDays:
    """Reads acts by one outcome table; an outcome it does not know says nothing of a day."""

    def __init__(self, outcomes: Sequence[OutcomeCode], clock: Clock) -> None:
        self._codes = {code.code: code for code in outcomes}
        self._clock = clock

    def worked(self, act: ItemAct, line: ActLine | None = None) -> WorkedAct:
        """What the act says of its item; `line` where `asks` wanted it."""
        code = self._codes.get(act.outcome)
        if code is None:
            return WorkedAct(act)
        due = self._due(code, line) if line else None
        return WorkedAct(act, code.absent, due, code.cleared_only)

    def asks(self, act: ItemAct) -> bool:
        """Whether the whole act is needed to tell the day."""
        return act.outcome in self._codes and bool(self._codes[act.outcome].due)

    def _due(self, code: OutcomeCode, line: ActLine) -> date | None:
        outcome = line.body.get("outcome")
        fields = outcome.get("fields") if isinstance(outcome, Mapping) else None
        told = fields.get(code.due) if isinstance(fields, Mapping) else None
        kind = next(field.kind for field in code.fields if field.name == code.due)
        return self._day(told, line.recorded_at, whole_days=kind is FieldKind.WHOLE)

    def _day(self, told: object, recorded_at: datetime, *, whole_days: bool) -> date | None:
        if whole_days:
            if not isinstance(told, int) or not 0 <= told <= LONGEST_DAYS:
                return None
            return self._clock.local(recorded_at).date() + timedelta(days=told)
        try:
            return date.fromisoformat(str(told))
        except ValueError:
            return None
