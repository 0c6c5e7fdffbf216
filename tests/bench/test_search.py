"""The questions the search is measured with."""

from itertools import islice
from pathlib import Path

import pytest

from tests.builders import make_announcement, make_party
from triage_app.bench import measure
from triage_app.bench.figure import Figure
from triage_app.bench.search import _bare_match, _questions
from triage_app.bench.workshop import Workshop
from triage_app.demo.stream import FEWEST_ITEMS, FacilityPlan, facility


def test_the_questions_are_the_same_each_time_and_of_every_kind() -> None:
    plan = FacilityPlan(items=FEWEST_ITEMS, dense=0)
    announced = [planted.announcement for planted in islice(facility(plan), 80)]
    asked = _questions(announced)

    assert asked == _questions(announced)
    assert len(asked) == 80
    assert sum(text in {one.number for one in announced} for text in asked) >= 10
    assert all(any(map(str.isalnum, text)) for text in asked)


def test_an_item_without_what_is_asked_for_is_asked_for_by_its_number() -> None:
    bare = make_announcement(lines=(), recipient=make_party(name="", city="", phone=""))

    assert set(_questions([bare] * 8)) >= {bare.number}


def test_the_floor_is_asked_for_the_words_as_beginnings() -> None:
    assert _bare_match('Zoë "O\'Neil" -') == '"Zoë"* "ONeil"*'


@pytest.mark.slow
def test_both_figures_are_measured(tmp_path: Path) -> None:
    asked, built = measure("search", Workshop(tmp_path, FEWEST_ITEMS))

    assert isinstance(asked, Figure)
    assert isinstance(built, Figure)
    assert asked.judged == "p99"
    assert FEWEST_ITEMS - 5 <= asked.ours.count <= FEWEST_ITEMS  # nobody finds what is set aside
    assert built.unit == "us"


def test_what_is_asked_for_is_spread_over_the_station_s_days(tmp_path: Path) -> None:
    workshop = Workshop(tmp_path, FEWEST_ITEMS)
    asked = workshop.announced(10)

    assert len({one.number for one in asked}) == 10
    assert asked == workshop.announced(10)
    assert len(workshop.announced(FEWEST_ITEMS)) == FEWEST_ITEMS
