"""The law of the arrival day judges an item, not the law of today."""

from dataclasses import replace
from datetime import date

import pytest

from tests.builders import make_announcement, make_item
from triage_app.flow.assess import assess
from triage_app.risk.lists import ScreeningLists
from triage_app.risk.pack import RulePack, shipped_pack
from triage_app.risk.sampling import RandomSlice

TODAY = date(2026, 11, 24)
NOBODY = RandomSlice("none", b"0" * 32, 0)


@pytest.fixture(scope="module")
def pack() -> RulePack:
    return shipped_pack()


def test_an_item_is_judged_on_its_arrival_day(pack: RulePack) -> None:
    item = make_item(make_announcement(arrived_on=date(2025, 5, 6)))
    assessment = assess(item, pack, ScreeningLists(), NOBODY, TODAY)
    assert assessment.as_of == date(2025, 5, 6)
    assert "cn-hk-post-120" in {note.id for note in assessment.law}


def test_without_a_known_arrival_today_counts(pack: RulePack) -> None:
    known = make_item()
    for item in (
        replace(known, announcement=None),
        make_item(make_announcement(arrived_on=None)),
    ):
        assert assess(item, pack, ScreeningLists(), NOBODY, TODAY).as_of == TODAY
