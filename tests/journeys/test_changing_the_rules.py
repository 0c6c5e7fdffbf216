"""A supervisor changes a rule in the real window: sees what it would do, then judges by it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from tests.builders import make_line
from tests.gui_thread import MOST_CALLS, Watch, watch
from tests.working_home import announce, new_station
from triage_app.app import assemble, make_desk
from triage_app.model.risk import Verdict
from triage_app.settings import load_settings
from triage_app.ui.modes import BENCH, SUPERVISOR
from triage_app.ui.rules_section import RulesSection
from triage_app.ui.stage import Stage

__all__ = ["watch"]
CONTROL = Qt.KeyboardModifier.ControlModifier
GIFT, CANDLES = "RR473124829US", "LX000000008CN"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    home = tmp_path / "home"
    new_station(home)
    with (home / "settings.toml").open("a") as file:
        file.write("[random]\nshare = 0.0\n")
    announce(home, GIFT, lines=(make_line(description="gift"),))
    announce(home, CANDLES)
    return home


@pytest.fixture
def stage(watch: Watch, home: Path, qtbot: QtBot) -> Iterator[Stage]:
    stage = Stage(make_desk(load_settings(home)), (1280, 800))
    yield stage
    stage.close()


def rules(stage: Stage) -> RulesSection:
    stage.press(Qt.Key.Key_5, CONTROL)
    section = stage.window.supervising.section
    stage.wait(lambda: "rules" in section.listing.said, "show the rules")
    return section


def switch_off(stage: Stage, rule: str) -> RulesSection:
    """By keys alone: find the rule, Enter to its switch, Space."""
    section = rules(stage)
    section.sought.setFocus()
    QTest.keyClicks(section.sought, rule)
    QTest.keyClick(section.sought, Qt.Key.Key_Return)
    stage.wait(section.table.hasFocus, "bring the cursor to the table")
    QTest.keyClick(section.table, Qt.Key.Key_Return)
    switch = section.editor.field("on")
    stage.wait(switch.hasFocus, "bring the cursor to the switch")
    QTest.keyClick(switch, Qt.Key.Key_Space)
    assert section.editor.field("on").text() == "Off"
    return section


def test_a_rule_is_previewed_put_in_use_and_judged_by(stage: Stage, home: Path) -> None:
    seen, _ = stage.scan(GIFT)
    assert "vague-text" in {flag.rule for flag in seen.assessment.flags}
    section = switch_off(stage, "vague-text")

    section.preview.click()
    stage.wait(lambda: section.workload.count("clear", 0) != "", "count the workload")
    assert "All 2 items" in section.workload.said
    assert (section.workload.count("clear", 2), section.workload.count("look", 2)) == ("+1", "−1")
    assert stage.window.modes.shown == SUPERVISOR

    before = seen.assessment.pack
    QTest.keyClicks(section.why, "gifts are looked at by hand")
    QTest.keyClick(section.why, Qt.Key.Key_Return)
    stage.wait(lambda: "by " in section.listing.said, "show the rules that are in use now")
    assert section.edits == ()
    stage.wait(lambda: not stage.window.supervising.is_judging, "judge anew")

    seen, _ = stage.scan(GIFT)
    assert stage.window.modes.shown == BENCH
    assert seen.assessment.pack != before
    assert seen.assessment.verdict is Verdict.CLEAR
    with assemble(load_settings(home)) as parts:
        (act,) = [act for act in parts.record.every_act() if act.kind == "rules"]
        told = act.body["rules"]
        assert isinstance(told, dict)
        assert told["why"] == "gifts are looked at by hand"
        assert "rule vague-text: on on -> off" in told["changes"]


@pytest.mark.slow
def test_changing_rules_keeps_the_window_s_thread_free(stage: Stage, watch: Watch) -> None:
    section = rules(stage)
    stage.scan(CANDLES)
    stage.settle()
    with watch.watching():
        section = switch_off(stage, "vague-text")
        section.preview.click()
        stage.wait(lambda: section.workload.count("clear", 0) != "", "count the workload")
        section.preview.click()
        section.workload.back.click()  # what is being counted is not waited for
        section.why.setText("gifts are looked at by hand")
        section.make.click()
        stage.wait(lambda: "by " in section.listing.said, "show the rules that are in use now")
        stage.scan(GIFT)
        stage.wait(lambda: not stage.window.supervising.is_judging, "judge anew")

    assert watch.seen == []
    assert 0 < watch.heavy < MOST_CALLS


def test_a_scan_brings_the_bench_and_what_was_typed_is_there_afterwards(
    stage: Stage, home: Path
) -> None:
    section = switch_off(stage, "vague-text")
    field = section.editor.field("points")
    field.setFocus()
    stage.scan(CANDLES)
    assert stage.window.modes.shown == BENCH
    assert isinstance(field, QLineEdit)
    assert field.text() == "300"
    stage.wait(lambda: not stage.window.is_busy, "keep the draft")
    stage.pause(1.0)
    stage.settle()
    with assemble(load_settings(home)) as parts:
        assert "vague-text" in parts.record.outbox.note("rule_pack_draft")
    assert [edit.field for edit in rules(stage).edits] == ["on"]


def test_nothing_is_put_in_use_without_a_why(stage: Stage, home: Path) -> None:
    section = switch_off(stage, "vague-text")
    section.make.click()
    stage.wait(lambda: "Say why" in section.listing.warned, "ask why")
    with assemble(load_settings(home)) as parts:
        assert list(parts.record.every_act()) == []
