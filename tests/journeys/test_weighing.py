"""An item is weighed: the weight is an act, the reasons follow it, and an undo takes both back."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from tests.builders import make_scan
from triage_app.app import assemble, make_desk
from triage_app.demo.fill import fill_home
from triage_app.demo.stream import FEWEST_ITEMS, FacilityPlan
from triage_app.model.act import ActKind, ActLine
from triage_app.model.scan import ShownWeight
from triage_app.settings import load_settings
from triage_app.ui.stage import Stage
from triage_app.ui.theme import State

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture(scope="module")
def facility(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("weighing") / "home"
    fill_home(home, FacilityPlan(1, FEWEST_ITEMS, date(2026, 3, 2), "JFK", 1), 0)
    return home


@pytest.fixture(scope="module")
def clear(facility: Path) -> Iterator[str]:
    """Numbers nothing is known against, each once."""
    with assemble(load_settings(facility)) as parts:
        found = [
            one.number
            for one in parts.cache.announcements()
            if one.gross_weight_g
            and not parts.station.examine(make_scan(one.number)).assessment.flags
        ]
    return iter(found)


@pytest.fixture
def stage(facility: Path, qtbot: QtBot) -> Iterator[Stage]:
    stage = Stage(make_desk(load_settings(facility)), (1280, 800))
    yield stage
    stage.close()


def acts_on(facility: Path, code: str) -> list[ActLine]:
    with assemble(load_settings(facility)) as parts:
        return [act for act in parts.record.record.latest(50) if act.item_number == code][::-1]


def type_weight(stage: Stage, text: str) -> QLineEdit:
    stage.press(Qt.Key.Key_G, CTRL)
    field = stage.window.focusWidget()
    assert isinstance(field, QLineEdit)
    assert field.accessibleName() == "Measured weight"
    QTest.keyClicks(field, text)
    QTest.keyClick(field, Qt.Key.Key_Return)
    stage.settle()
    return field


def reasons(stage: Stage) -> set[str]:
    shown = stage.window.on_bench.examination
    assert shown is not None
    return {flag.rule for flag in shown.assessment.flags}


def test_a_weight_far_off_is_a_reason_and_an_undo_takes_it_back(
    stage: Stage, facility: Path, clear: Iterator[str]
) -> None:
    code, page = next(clear), stage.window.page
    stage.scan(code)
    assert page.band.state is State.CLEAR
    type_weight(stage, "91 kg")

    assert "measured-weight" in reasons(stage)
    assert page.band.state is not State.CLEAR
    assert page.announced.measured_text.startswith("91.00 kg")
    assert "weighed 91.00 kg" in page.parties.history_text
    assert not page.announced.weight.is_open

    stage.press(Qt.Key.Key_Z, CTRL)
    stage.wait(lambda: "measured-weight" not in reasons(stage), "take the weight back")
    assert page.band.state is State.CLEAR
    assert page.announced.measured_text == ""
    assert [act.kind for act in acts_on(facility, code)] == [ActKind.WEIGHING, ActKind.UNDO]


def test_what_is_no_weight_stays_to_be_mended_and_nothing_is_written(
    stage: Stage, facility: Path, clear: Iterator[str]
) -> None:
    code = next(clear)
    stage.scan(code)
    field = type_weight(stage, "heavy")

    assert stage.window.page.announced.weight.text == "heavy"
    assert "such as 1.31 kg" in stage.window.page.strip.text
    assert acts_on(facility, code) == []
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert not stage.window.page.announced.weight.is_open


def test_a_second_enter_writes_no_second_weight(
    stage: Stage, facility: Path, clear: Iterator[str]
) -> None:
    code = next(clear)
    stage.scan(code)
    stage.press(Qt.Key.Key_G, CTRL)
    field = stage.window.focusWidget()
    QTest.keyClicks(field, "2 lb 3 oz")
    for _ in range(2):
        QTest.keyClick(field, Qt.Key.Key_Return)
    stage.settle()

    assert [act.body for act in acts_on(facility, code)] == [
        {"weighing": {"weight_g": 992, "scale": ""}}
    ]


def test_an_open_form_stays_and_starts_from_the_weight(
    stage: Stage, facility: Path, clear: Iterator[str]
) -> None:
    page = stage.window.page
    stage.scan(next(clear))
    stage.press(Qt.Key.Key_F3)
    stage.fill(lambda field: "what is it?" if field.required else "")
    typed = page.outcomes.form.texts()
    type_weight(stage, "1.5 kg")

    assert page.outcomes.form.texts() == typed
    stage.press(Qt.Key.Key_Escape)
    stage.press(Qt.Key.Key_F7)
    assert page.outcomes.form.texts()["gross_weight"] == "1500 g"


def test_an_item_scanned_meanwhile_is_not_given_the_weight_of_the_one_before(
    stage: Stage, facility: Path, clear: Iterator[str]
) -> None:
    one, other = next(clear), next(clear)
    stage.scan(one)
    stage.press(Qt.Key.Key_G, CTRL)
    QTest.keyClicks(stage.window.focusWidget(), "1 kg")
    stage.scan(other)

    assert not stage.window.page.announced.weight.is_open
    assert stage.window.page.announced.weight.text == ""
    assert acts_on(facility, one) == acts_on(facility, other) == []


def test_scanned_again_it_is_judged_by_what_it_weighed(stage: Stage, clear: Iterator[str]) -> None:
    code, other = next(clear), next(clear)
    stage.scan(code)
    type_weight(stage, "91 kg")
    stage.scan(other)
    stage.scan(code)

    assert "measured-weight" in reasons(stage)


def test_nothing_on_the_bench_is_nothing_to_weigh(stage: Stage) -> None:
    stage.press(Qt.Key.Key_G, CTRL)

    assert not stage.window.page.announced.weight.is_open


def test_what_the_scale_shows_is_kept_by_enter_alone(
    stage: Stage, facility: Path, clear: Iterator[str]
) -> None:
    code, window = next(clear), stage.window
    stage.scan(code)
    window.weighing.offer(ShownWeight(1_310, "Bench scale"))
    stage.settle()
    assert acts_on(facility, code) == []
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_Return)
    stage.settle()

    assert [act.body for act in acts_on(facility, code)] == [
        {"weighing": {"weight_g": 1_310, "scale": "Bench scale"}}
    ]


def test_what_rests_on_the_scale_is_the_next_items_and_goes_with_the_empty_pan(
    stage: Stage, clear: Iterator[str]
) -> None:
    entry = stage.window.page.announced.weight
    stage.window.weighing.offer(ShownWeight(1_310, "Bench scale"))
    assert not entry.is_open
    stage.scan(next(clear))
    assert entry.text == "1310 g"
    stage.window.weighing.offer(ShownWeight(0, "Bench scale"))
    assert not entry.is_open
    stage.scan(next(clear))
    assert not entry.is_open


def test_what_a_person_changed_is_the_persons_word(
    stage: Stage, facility: Path, clear: Iterator[str]
) -> None:
    code, window = next(clear), stage.window
    stage.scan(code)
    window.weighing.offer(ShownWeight(1_310, "Bench scale"))
    field = window.focusWidget()
    QTest.keyClick(field, Qt.Key.Key_A, CTRL)
    QTest.keyClicks(field, "2 kg")
    window.weighing.offer(ShownWeight(1_311, "Bench scale"))
    assert window.page.announced.weight.text == "2 kg"
    QTest.keyClick(field, Qt.Key.Key_Return)
    stage.settle()

    assert [act.body for act in acts_on(facility, code)] == [
        {"weighing": {"weight_g": 2_000, "scale": ""}}
    ]


def test_the_scale_takes_the_cursor_from_nobody(stage: Stage, clear: Iterator[str]) -> None:
    window = stage.window
    stage.scan(next(clear))
    stage.press(Qt.Key.Key_L, CTRL)
    QTest.keyClicks(window.page.header.entry, "RR4")
    window.weighing.offer(ShownWeight(1_310, "Bench scale"))
    assert window.focusWidget() is window.page.header.entry
    assert window.page.announced.weight.text == "1310 g"

    stage.press(Qt.Key.Key_F3)
    field = window.focusWidget()
    window.weighing.offer(ShownWeight(1_311, "Bench scale"))
    assert window.focusWidget() is field
