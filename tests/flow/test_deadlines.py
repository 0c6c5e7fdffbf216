"""When the law wants what done: the table, the working days, the facility's days."""

from datetime import UTC, date, datetime, timedelta

import pytest

from triage_app.assets import asset
from triage_app.flow.clock import SystemClock
from triage_app.flow.deadlines import Deadlines, load_deadlines
from triage_app.flow.outcomes import load_outcomes
from triage_app.flow.working_days import TableDaysOff, after, kept_on
from triage_app.model.deadline import Holiday
from triage_app.model.errors import SettingsWrong

CLOCK = SystemClock("America/New_York")
OUTCOMES = load_outcomes(asset("outcomes.toml").read_text("utf-8"))
TABLE = load_deadlines(asset("deadlines.toml").read_text("utf-8"), OUTCOMES)
OFF = TableDaysOff(TABLE)
DEADLINES = Deadlines(TABLE, CLOCK)
ROWS = {row.id: row for row in TABLE.rows}
WHOLE_WEEK = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
ROW = 'id = "x"\ntitle = "t"\ncitation = "c"\ndays = 5\n'


@pytest.mark.parametrize(
    "day",
    [
        *("2026-01-01", "2026-01-19", "2026-02-16", "2026-05-25", "2026-06-19", "2026-07-03"),
        *("2026-09-07", "2026-10-12", "2026-11-11", "2026-11-26", "2026-12-25"),
        "2021-12-31",  # the New Year's Day of 2022 is a Saturday
        "2023-01-02",  # that of 2023 a Sunday
        "2026-03-01",
    ],
)
def test_federal_holidays_and_weekends_are_no_working_days(day: str) -> None:
    assert OFF.is_off(date.fromisoformat(day))


@pytest.mark.parametrize("day", ["2020-06-19", "2026-07-06", "2026-12-24", "2026-05-18"])
def test_other_days_are(day: str) -> None:
    assert not OFF.is_off(date.fromisoformat(day))


def test_the_day_it_counts_from_is_day_nought() -> None:
    wednesday = date(2026, 11, 25)

    assert after(wednesday, 5, OFF) == date(2026, 12, 3)
    assert after(date(2026, 11, 28), 1, OFF) == date(2026, 11, 30)
    assert after(wednesday, 30) == date(2026, 12, 25)
    assert after(wednesday, 0, OFF) == wednesday


def test_days_are_the_facility_s() -> None:
    late = datetime(2026, 3, 3, 3, 30, tzinfo=UTC)  # still Monday the second in New York

    assert DEADLINES.day_of(late) == date(2026, 3, 2)
    assert DEADLINES.due(ROWS["decide"], late) == date(2026, 3, 9)
    assert DEADLINES.due(ROWS["exclusion"], late) == date(2026, 4, 1)


def test_another_calendar_can_stand_in_place_of_the_table_s() -> None:
    class Always:
        def is_off(self, day: date) -> bool:
            return day < date(2026, 4, 1)

    plugged = Deadlines(TABLE, CLOCK, Always())
    assert plugged.due(ROWS["decide"], datetime(2026, 3, 2, 12, tzinfo=UTC)) == date(2026, 4, 5)


def test_a_holiday_that_lasts_some_years_is_kept_in_those() -> None:
    juneteenth = next(one for one in TABLE.holidays if one.name == "Juneteenth")

    assert kept_on(juneteenth, 2026) - date(2026, 6, 19) == timedelta()
    assert not OFF.is_off(date(2019, 6, 19))


def test_the_last_weekday_of_a_month_is_minus_one() -> None:
    assert kept_on(Holiday("m", 5, weekday=0, nth=-1), 2027) == date(2027, 5, 31)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("[[deadline", "cannot be read"),
        (f'[[deadline]]\n{ROW}from = "now"\n', "now"),
        (f'[[deadline]]\n{ROW}from = "presented"\nstart = []\n', "unknown word start"),
        (f'[[deadline]]\n{ROW}from = "outcome"\n', "none starts it"),
        (f'[[deadline]]\n{ROW}from = "presented"\nends = ["XXX"]\n', "XXX, which is no outcome"),
        (
            f'[[deadline]]\n{ROW}from = "outcome"\nstarts = ["DET"]\nunless = "sent"\n',
            "which DET does not ask for",
        ),
        (f'[[deadline]]\n{ROW.replace("5", "-5")}from = "presented"\n', "-5 days"),
        ('weekend = ["caturday"]', "cannot be read"),
        ('holiday = [{ name = "x", month = 2, day = 30 }]', "cannot be read"),
        ('holiday = [{ name = "x", month = 2 }]', "day of the month or the nth"),
        ('holiday = [{ name = "x", month = 2, weekday = "monday", nth = 6 }]', "cannot be read"),
        ('holiday = [{ name = "x", month = 2, day = 29 }]', "cannot be read"),
        (
            'holiday = [{ name = "x", month = 2, weekday = "monday", nth = 5 }]',
            "not every month has",
        ),
        (f"weekend = {WHOLE_WEEK}", "no day to work on"),
    ],
)
def test_a_table_that_says_what_none_can_is_refused_with_what_is_wrong(text: str, why: str) -> None:
    with pytest.raises(SettingsWrong) as caught:
        load_deadlines(text, OUTCOMES)
    assert why in str(caught.value)


def test_an_empty_table_sets_no_deadline() -> None:
    assert load_deadlines("", OUTCOMES).rows == ()
