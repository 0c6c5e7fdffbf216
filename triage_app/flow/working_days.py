"""Day + so many days -> day, where weekends and holidays may not count."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final, Protocol

from triage_app.model.deadline import DeadlineTable, Holiday

_DAY: Final = timedelta(days=1)
_WEEK: Final = timedelta(days=7)
_SATURDAY: Final = 5
_SUNDAY: Final = 6


class DaysOff(Protocol):
    """Which days are no working days; a table's, or another calendar's."""

    def is_off(self, day: date) -> bool: ...


class TableDaysOff:
    """By the weekend and the holidays of a table. Fits DaysOff."""

    def __init__(self, table: DeadlineTable) -> None:
        self._table = table
        self._years: dict[int, frozenset[date]] = {}

    def is_off(self, day: date) -> bool:
        """Whether nobody works that day."""
        if day.weekday() in self._table.weekend:
            return True
        return day in self._kept(day.year) or day in self._kept(day.year + 1)

    def _kept(self, year: int) -> frozenset[date]:
        """The days a year's holidays are kept on; New Year's may lie in the year before."""
        if year not in self._years:
            self._years[year] = frozenset(
                kept_on(holiday, year)
                for holiday in self._table.holidays
                if holiday.since <= year <= holiday.until
            )
        return self._years[year]


def kept_on(holiday: Holiday, year: int) -> date:
    """The day it is kept on: of a Saturday the Friday before, of a Sunday the Monday after
    (5 USC 6103(b), EO 11582)."""
    if not holiday.day:
        return _nth_weekday(year, holiday.month, holiday.weekday, holiday.nth)
    day = date(year, holiday.month, holiday.day)
    return day + {_SATURDAY: -_DAY, _SUNDAY: _DAY}.get(day.weekday(), timedelta())


def after(start: date, days: int, off: DaysOff | None = None) -> date:
    """The day so many days after `start`; only days that are not `off` count, where that is
    given."""
    if off is None:
        return start + timedelta(days=days)
    day = start
    for _ in range(days):
        day += _DAY
        while off.is_off(day):
            day += _DAY
    return day


def _nth_weekday(year: int, month: int, weekday: int, nth: int) -> date:
    days: Sequence[date] = _weekdays(year, month, weekday)
    return days[nth if nth < 0 else nth - 1]


def _weekdays(year: int, month: int, weekday: int) -> list[date]:
    first = date(year, month, 1)
    day = first + timedelta(days=(weekday - first.weekday()) % 7)
    days = []
    while day.month == month:
        days.append(day)
        day += _WEEK
    return days
