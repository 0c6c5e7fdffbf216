"""What stands on the screen after an outcome, and what it takes to write another."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from triage_app.app import assemble, make_desk
from triage_app.demo.fill import fill_home
from triage_app.demo.stream import FEWEST_ITEMS, FacilityPlan
from triage_app.settings import load_settings
from triage_app.ui.stage import Stage
from triage_app.ui.theme import State


@pytest.fixture(scope="module")
def facility(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("bench") / "home"
    fill_home(home, FacilityPlan(1, FEWEST_ITEMS, date(2026, 3, 2), "JFK", 1), 0)
    return home


@pytest.fixture
def stage(facility: Path, qtbot: QtBot) -> Iterator[Stage]:
    stage = Stage(make_desk(load_settings(facility)), (1280, 800))
    yield stage
    stage.close()


@pytest.fixture(scope="module")
def codes(facility: Path) -> Iterator[str]:
    """Numbers nobody holds, each once."""
    with assemble(load_settings(facility)) as parts:
        free = [
            one.number
            for one in parts.cache.announcements()
            if not parts.cache.reader.holds(one.number)
        ]
    return iter(free)


def outcomes_on(facility: Path, code: str) -> list[str]:
    with assemble(load_settings(facility)) as parts:
        return [a.outcome for a in parts.record.record.latest(50) if a.item_number == code][::-1]


def test_a_recorded_item_says_so_and_an_undo_brings_its_verdict_back(
    stage: Stage, codes: Iterator[str]
) -> None:
    page = stage.window.page
    stage.scan(next(codes))
    judged = page.band.state
    stage.press(Qt.Key.Key_F1)
    stage.record()
    assert (page.band.word, page.band.state) == ("RECORDED", State.RECORDED)
    assert "Released" in page.band.accessibleName()
    assert "Released" in page.parties.history_text

    stage.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert page.band.state is judged
    assert "(undone)" in page.parties.history_text


def test_a_window_opened_anew_undoes_the_last_act_of_the_shift_and_no_other(
    facility: Path, codes: Iterator[str], qtbot: QtBot
) -> None:
    first, last = next(codes), next(codes)
    stage = Stage(make_desk(load_settings(facility)), (1280, 800))
    for code in (first, last):
        stage.scan(code)
        stage.press(Qt.Key.Key_F1)
        stage.record()
    stage.close()

    stage = Stage(make_desk(load_settings(facility)), (1280, 800))
    for said in (f"Undone: Released, {last}.", "There is nothing to undo."):
        stage.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        stage.wait(lambda said=said: said in stage.window.page.strip.text, said)  # type: ignore[misc]
    stage.close()

    with assemble(load_settings(facility)) as parts:
        acts = parts.record.record.latest(3)
    assert [(act.kind.value, act.item_number) for act in acts] == [
        ("undo", last),
        ("outcome", last),
        ("outcome", first),
    ]
    assert not acts[2].undone_by


def test_enter_twice_writes_one_act(facility: Path, stage: Stage, codes: Iterator[str]) -> None:
    code = next(codes)
    stage.scan(code)
    stage.press(Qt.Key.Key_F1)
    form = stage.window.page.outcomes.form
    for _ in range(2):
        QTest.keyClick(form, Qt.Key.Key_Return)
    stage.settle()

    assert outcomes_on(facility, code) == ["REL"]


def test_a_second_outcome_is_warned_of_and_then_stands_beside_the_first(
    facility: Path, stage: Stage, codes: Iterator[str]
) -> None:
    code = next(codes)
    stage.scan(code)
    stage.press(Qt.Key.Key_F1)
    form = stage.window.page.outcomes.form
    assert form.notice == ""
    stage.record()
    stage.press(Qt.Key.Key_F4)
    assert form.notice.startswith("Recorded already: Released")
    stage.fill(lambda field: "7" if field.required else "")
    stage.record()

    assert outcomes_on(facility, code) == ["REL", "DET"]


def test_scanned_again_the_band_says_what_was_recorded(stage: Stage, codes: Iterator[str]) -> None:
    code, other = next(codes), next(codes)
    stage.scan(code)
    stage.press(Qt.Key.Key_F1)
    stage.record()
    stage.scan(other)
    stage.scan(code)

    assert stage.window.page.band.state is not State.RECORDED
    assert "recorded: Released" in stage.window.page.band.accessibleName()
