"""An act -> the day by which something must follow it, by the outcome table."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from triage_app.flow.ports import Clock
from triage_app.model.act import ActLine
from triage_app.model.deadline import Deadline
from triage_app.model.outcome import FieldKind, OutcomeCode
from triage_app.model.work import ItemAct, WorkedAct

LONGEST_DAYS = 3_650
"""An inspector may type any number of days."""


class DueDays:
    """Reads acts by one outcome table; an outcome it does not know says nothing of a day."""

    def __init__(
        self, outcomes: Sequence[OutcomeCode], clock: Clock, deadlines: Sequence[Deadline] = ()
    ) -> None:
        self._codes = {code.code: code for code in outcomes}
        self._unless = {
            code: [one for one in deadlines if one.unless and code in one.starts]
            for code in self._codes
        }
        self._clock = clock

    def worked(self, act: ItemAct, line: ActLine | None = None) -> WorkedAct:
        """What the act says of its item; `line` where `asks` wanted it."""
        code = self._codes.get(act.outcome)
        if code is None:
            return WorkedAct(act)
        fields = _fields(line) if line else {}
        due = self._due(code, fields, line.recorded_at) if line else None
        waived = tuple(one.id for one in self._unless[code.code] if fields.get(one.unless))
        title = next((field.title for field in code.fields if due and field.name == code.due), "")
        return WorkedAct(act, code.absent, due, code.cleared_only, title, waived)

    def asks(self, act: ItemAct) -> bool:
        """Whether the whole act is needed to tell the day."""
        code = self._codes.get(act.outcome)
        return code is not None and bool(code.due or self._unless[code.code])

    def _due(
        self, code: OutcomeCode, fields: Mapping[str, object], recorded_at: datetime
    ) -> date | None:
        kind = next((field.kind for field in code.fields if field.name == code.due), None)
        if kind is None:
            return None
        return self._day(fields.get(code.due), recorded_at, whole_days=kind is FieldKind.WHOLE)

    def _day(self, told: object, recorded_at: datetime, *, whole_days: bool) -> date | None:
        if whole_days:
            if not isinstance(told, int) or not 0 <= told <= LONGEST_DAYS:
                return None
            return self._clock.local(recorded_at).date() + timedelta(days=told)
        try:
            return date.fromisoformat(str(told))
        except ValueError:
            return None


def _fields(line: ActLine) -> Mapping[str, object]:
    """What was filled in, as far as it is any."""
    outcome = line.body.get("outcome")
    fields = outcome.get("fields") if isinstance(outcome, Mapping) else None
    return fields if isinstance(fields, Mapping) else {}
