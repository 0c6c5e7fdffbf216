"""Rules and law hold from their first day to their last, both whole, on the day of arrival."""

from datetime import date

import pytest

from tests.builders import make_announcement, make_item, make_line
from tests.risk.packs import own_pack
from triage_app.flow.assess import assess
from triage_app.model.risk import Assessment
from triage_app.risk.judge import judge
from triage_app.risk.lists import ScreeningLists
from triage_app.risk.sampling import RandomSlice

NOBODY = RandomSlice("none", b"", 0.0)
DATED = own_pack(('family = "drugs"', 'family = "drugs"\nfrom = 2026-03-02\nuntil = 2026-03-04'))
BAD = (make_line(description="bad stuff"),)


def judged(day: date, **changes: object) -> Assessment:
    item = make_item(make_announcement(**{"lines": BAD, **changes}))
    return judge(item, DATED, ScreeningLists(), NOBODY, day)


@pytest.mark.parametrize(("day", "fires"), [(1, False), (2, True), (4, True), (5, False)])
def test_a_rule_fires_on_its_first_and_on_its_last_day(day: int, fires: bool) -> None:
    on = judged(date(2026, 3, day))
    assert ("words" in {flag.rule for flag in on.flags}) is fires
    if not fires:
        (why,) = [str(one.why) for one in on.not_flagged if one.rule == "words"]
        assert why == f"not in force on 2026-03-0{day}"


@pytest.mark.parametrize(("day", "holds"), [("2025-08-28", True), ("2025-08-29", False)])
def test_a_law_row_holds_on_its_last_day(day: str, holds: bool) -> None:
    assert bool(judged(date.fromisoformat(day)).law) is holds


def test_the_day_of_arrival_decides_and_today_where_none_is_known() -> None:
    today = date(2026, 3, 4)
    item = make_item(make_announcement(arrived_on=date(2026, 3, 5), lines=BAD))
    assert assess(item, DATED, ScreeningLists(), NOBODY, today).as_of == date(2026, 3, 5)
    item = make_item(make_announcement(arrived_on=None, lines=BAD))
    assert assess(item, DATED, ScreeningLists(), NOBODY, today).as_of == today


def test_a_row_says_what_is_owed_and_of_which_kind() -> None:
    (note,) = judged(date(2025, 1, 1)).law
    assert (note.effect, str(note.owed)) == ("exempt-up-to", "48.00: not above it")
    (note,) = judged(date(2025, 1, 1), value_minor=None, lines=()).law
    assert not note.owed


def test_the_rate_its_day_and_its_source_are_named() -> None:
    assert not judged(date(2026, 3, 2)).valued
    euro = judged(date(2026, 3, 2), currency="EUR", lines=(make_line(currency="XYZ"),)).valued
    assert str(euro) == (
        "Values in USD by the pack's rates of 2026-06-30: 1 EUR = 1.1 USD; no rate for XYZ (test)."
    )


def test_the_digest_of_the_pack_goes_with_the_judgement() -> None:
    assert judged(date(2026, 3, 2)).pack_digest == DATED.digest != ""
