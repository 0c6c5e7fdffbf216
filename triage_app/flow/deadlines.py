"""The table of deadlines: TOML -> rows, and when each is over at the facility."""

import tomllib
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final

from triage_app.flow.ports import Clock
from triage_app.flow.working_days import DaysOff, TableDaysOff, after, kept_on
from triage_app.model.deadline import Deadline, DeadlineTable, Holiday
from triage_app.model.errors import SettingsWrong
from triage_app.model.outcome import OutcomeCode
from triage_app.model.sentence import tr

LONGEST_DAYS: Final = 3_650
_WEEKDAYS: Final = (
    *("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
)
_FROM: Final = {"presented": True, "outcome": False}
_WORDS: Final = frozenset(
    ("id", "title", "citation", "from", "days", "working", "starts", "ends", "unless")
)
_SPECIMEN_YEAR: Final = 2_023
"""No leap year: a day that not every year has is no holiday of every year."""
_NTH: Final = (1, 2, 3, 4, -1)
"""Of a weekday every month has four; a fifth not."""


class Deadlines:
    """One station's deadlines, by its own days."""

    def __init__(self, table: DeadlineTable, clock: Clock, off: DaysOff | None = None) -> None:
        """`off` says which days do not count, in place of the table."""
        self.rows: Sequence[Deadline] = table.rows
        self._off = off or TableDaysOff(table)
        self._clock = clock

    def day_of(self, at: datetime) -> date:
        """The facility's day at that instant."""
        return self._clock.local(at).date()

    def due(self, deadline: Deadline, start: datetime) -> date:
        """The last day of a deadline that counts from the day of `start`."""
        off = self._off if deadline.working else None
        return after(self.day_of(start), deadline.days, off)


def load_deadlines(text: str, outcomes: Sequence[OutcomeCode]) -> DeadlineTable:
    """The table in its order, checked against the outcomes it names. Raises SettingsWrong."""
    codes = {code.code: code for code in outcomes}
    try:
        table = tomllib.loads(text)
        rows = tuple(_deadline(row, codes) for row in table.get("deadline", ()))
        weekend = _weekend(table.get("weekend", ()))
        holidays = tuple(map(_holiday, table.get("holiday", ())))
    except (tomllib.TOMLDecodeError, LookupError, TypeError, ValueError) as error:
        raise SettingsWrong(
            tr("deadlines", "The table of deadlines cannot be read: {why}.", why=error),
            tr("deadlines", "Mend the table; the work list waits until then."),
        ) from error
    return DeadlineTable(rows, weekend, holidays)


def _deadline(row: Mapping[str, Any], codes: Mapping[str, OutcomeCode]) -> Deadline:
    unknown = sorted(set(row) - _WORDS)
    if unknown:
        raise ValueError(f"unknown word {unknown[0]}")
    made = Deadline(
        id=row["id"],
        title=row["title"],
        citation=row["citation"],
        from_presented=_FROM[row["from"]],
        days=row["days"],
        working=row.get("working", False),
        starts=tuple(row.get("starts", ())),
        ends=tuple(row.get("ends", ())),
        unless=row.get("unless", ""),
    )
    if not 0 <= made.days <= LONGEST_DAYS:
        raise ValueError(f"{made.id} has {made.days} days")
    if not made.starts and not made.from_presented:
        raise ValueError(f"{made.id} counts from an outcome and none starts it")
    missing = [code for code in (*made.starts, *made.ends) if code not in codes]
    if missing:
        raise ValueError(f"{made.id} names {missing[0]}, which is no outcome")
    for code in made.starts:
        if made.unless and made.unless not in {field.name for field in codes[code].fields}:
            raise ValueError(f"{made.id} names {made.unless}, which {code} does not ask for")
    return made


def _weekend(names: Sequence[str]) -> tuple[int, ...]:
    days = tuple(map(_WEEKDAYS.index, names))
    if len(set(days)) == len(_WEEKDAYS):
        raise ValueError("the weekend leaves no day to work on")
    return days


def _holiday(row: Mapping[str, Any]) -> Holiday:
    named = {**row}
    if "weekday" in named:
        named["weekday"] = _WEEKDAYS.index(named["weekday"])
    made = Holiday(**named)
    if bool(made.day) is bool(made.nth):
        raise ValueError(f"{made.name} is a day of the month or the nth of its weekdays")
    if made.nth and made.nth not in _NTH:
        raise ValueError(f"{made.name} is on a weekday that not every month has")
    kept_on(made, _SPECIMEN_YEAR)  # a day no month has is found now
    return made
