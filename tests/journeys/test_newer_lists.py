"""A list taken in beside an open window counts from then on, for what lies on the bench too."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.builders import make_scan
from triage_app.app import assemble, make_desk
from triage_app.demo.fill import fill_home
from triage_app.demo.stream import FEWEST_ITEMS, FacilityPlan
from triage_app.model.item import Announcement
from triage_app.model.listing import ListEntry
from triage_app.settings import load_settings
from triage_app.ui.stage import Stage
from triage_app.ui.theme import State


@pytest.fixture
def facility(tmp_path: Path) -> Path:
    fill_home(tmp_path / "home", FacilityPlan(1, FEWEST_ITEMS, date(2026, 3, 2), "JFK", 1), 0)
    return tmp_path / "home"


@pytest.fixture
def clear(facility: Path) -> Announcement:
    """An item nothing is known against."""
    with assemble(load_settings(facility)) as parts:
        for one in parts.cache.announcements():
            if not parts.station.examine(make_scan(one.number)).assessment.flags:
                return one
    raise AssertionError("the made-up facility has no clear item")


@pytest.fixture
def stage(facility: Path, qtbot: QtBot) -> Iterator[Stage]:
    stage = Stage(make_desk(load_settings(facility)), (1280, 800))
    yield stage
    stage.close()


def take_list(facility: Path, name: str, *listed: str) -> None:
    """As `triage lists import` does, on connections of its own."""
    with assemble(load_settings(facility)) as parts:
        entries = [ListEntry(name, str(n), one, "Person") for n, one in enumerate(listed)]
        parts.cache.keep_list(name, f"edition of {len(listed)}", entries)


def look(stage: Stage) -> None:
    stage.window.renewing.look()
    stage.settle()


def test_the_item_on_the_bench_is_judged_anew_and_what_was_typed_stays(
    stage: Stage, facility: Path, clear: Announcement
) -> None:
    page = stage.window.page
    stage.scan(clear.number)
    stage.press(Qt.Key.Key_F4)
    stage.fill(lambda field: "7" if field.required else "")
    typed = page.outcomes.form.texts()
    assert page.band.state is State.CLEAR

    take_list(facility, "own", clear.sender.name)
    look(stage)

    assert page.band.state is State.LOOK
    assert "own" in page.strip.text
    assert page.outcomes.form.texts() == typed
    examination = stage.window.on_bench.examination
    assert examination is not None
    assert examination.assessment.lists["own"] == "edition of 1"


def test_the_next_scan_is_judged_by_it(stage: Stage, facility: Path, clear: Announcement) -> None:
    take_list(facility, "own", clear.sender.name)
    look(stage)
    stage.scan(clear.number)

    assert stage.window.page.band.state is State.LOOK


def test_a_list_emptied_again_holds_nobody(
    stage: Stage, facility: Path, clear: Announcement
) -> None:
    take_list(facility, "own", clear.sender.name)
    look(stage)
    stage.scan(clear.number)
    take_list(facility, "own")
    look(stage)

    assert stage.window.page.band.state is State.CLEAR
    said = stage.window.page.strip.text
    stage.window.page.strip.show_notice("")
    look(stage)
    assert "own" in said
    assert "own" not in stage.window.page.strip.text
