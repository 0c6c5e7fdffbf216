"""What the law wants done with an item by when, as data."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final, Protocol

from triage_app.model.noun import noun

HOLD_ENDS: Final = "hold"
"""What a day is for that no deadline sets: a hold is over then."""


@noun(frozen=True, slots=True)
class Deadline:
    """One row of the table. `starts` are the outcomes that start it, () every targeted item that
    was presented; it counts from the presentation, else from the outcome. `working`: weekends and
    holidays do not count. `unless` names a field of the starting outcome that, filled in, leaves
    it out; `ends` are the outcomes after which it runs no more."""

    id: str
    title: str
    citation: str
    from_presented: bool
    days: int
    working: bool = False
    starts: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()
    unless: str = ""


@noun(frozen=True, slots=True)
class Holiday:
    """A day of the year nobody works on: a `day` of the month, else its `nth` `weekday` (Monday is
    0; -1 is the last), in the years `since` to `until`."""

    name: str
    month: int
    day: int = 0
    weekday: int = 0
    nth: int = 0
    since: int = 0
    until: int = 9_999


@noun(frozen=True, slots=True)
class DeadlineTable:
    """All rows, and what days do not count as working days; `weekend` are weekdays."""

    rows: tuple[Deadline, ...] = ()
    weekend: tuple[int, ...] = ()
    holidays: tuple[Holiday, ...] = ()


class DueDates(Protocol):
    """Deadlines as one facility counts them."""

    @property
    def rows(self) -> Sequence[Deadline]: ...

    def day_of(self, at: datetime) -> date:
        """The facility's day at that instant."""
        ...

    def due(self, deadline: Deadline, start: datetime) -> date:
        """The last day of a deadline that counts from the day of `start`."""
        ...
