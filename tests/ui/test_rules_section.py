"""The rules' page: values in, edits out; what is typed is checked, nothing is in use by a slip."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from triage_app.model.outcome import Refusal
from triage_app.model.progress import Progress
from triage_app.model.ruling import (
    PACK_ROW,
    Flagged,
    PackTitle,
    RuleEdit,
    RuleRow,
    Workload,
)
from triage_app.model.sentence import tr
from triage_app.ui.rules_section import RulesSection
from triage_app.ui.supervisor_page import SupervisorPage
from triage_app.ui.theme import light, stylesheet

OWN = RuleRow(PACK_ROW, "", "", True, 0, "", "", {"hold_at": 900, "look_at": 300})
VAGUE = RuleRow(
    "vague-text", "wording", "look", True, 300, '"{description}" says nothing', "CSMS 60011750",
    {"fewest_words": 1}, {"lexicon": "vague"},
)  # fmt: skip
LIST = RuleRow(
    "list-name", "lists", "hold", False, 500, "The {who} is listed", "31 CFR",
    {"alike_percent": 90}, {"lists": ""}, date(2026, 1, 1), date(2026, 12, 31),
)  # fmt: skip
ROWS = (OWN, VAGUE, LIST)
TITLE = PackTitle("us-2026 2026.11.1", "2026.11.2")


@pytest.fixture
def section(qtbot: QtBot) -> RulesSection:
    made = RulesSection(light())
    made.setStyleSheet(stylesheet(light()))
    qtbot.addWidget(made)
    made.resize(1180, 720)
    made.show_rules(TITLE, ROWS, ())
    made.show()
    return made


def typed(section: RulesSection, field: str, text: str) -> None:
    edit = section.editor.field(field)
    assert isinstance(edit, QLineEdit)
    edit.selectAll()
    QTest.keyClick(edit, Qt.Key.Key_Delete)
    QTest.keyClicks(edit, text)


def test_each_rule_is_shown_with_what_it_says_and_how_it_weighs(section: RulesSection) -> None:
    cells = [[section.model.cell(row, at)[0] for at in range(5)] for row in range(3)]
    assert cells[0][2] == "900 / 300"
    assert cells[1] == ["vague-text", '"‹description›" says nothing', "300", "always", "look"]
    assert (cells[2][3], cells[2][4]) == ("2026-01-01", "switched off")
    assert section.model.cell(2, 3)[1] == "until 2026-12-31"
    assert "us-2026 2026.11.1 · 2 rules · comes with the program" in section.listing.said
    section.show_rules(PackTitle("us-2026 2", "3", "2026-11-24T10:00", "Li", "why"), ROWS, ())
    assert section.listing.said == "us-2026 2 · 2 rules · by Li, 2026-11-24"


def test_a_value_typed_is_an_edit_until_it_is_typed_back(section: RulesSection) -> None:
    assert (section.preview.isEnabled(), section.make.isEnabled()) == (False, False)
    typed(section, "points", "120")
    assert section.edits == (RuleEdit("vague-text", "points", "120"),)
    assert section.model.cell(1, 2) == ("120", "was 300")
    assert section.make.isEnabled()
    typed(section, "points", "300")
    assert section.edits == ()
    assert not section.make.isEnabled()


def test_a_wrong_value_is_said_at_once_and_nothing_can_be_put_in_use(
    section: RulesSection,
) -> None:
    typed(section, "fewest_words", "2")
    typed(section, "points", "4000")
    assert "from 0 to 1,000" in section.editor.wrong("points")
    assert section.said.text().startswith("▲ To mend: 1")
    assert [section.preview.isEnabled(), section.make.isEnabled()] == [False, False]
    section.sought.setText("list")  # another rule is looked at meanwhile
    section.sought.clear()
    assert "To mend" in section.said.text()
    typed(section, "until", "2026-01-01")
    typed(section, "from", "2026-01-02")
    assert section.editor.wrong("until") == section.editor.wrong("from") != ""


def test_the_switch_is_a_word_and_an_edit(section: RulesSection) -> None:
    switch = section.editor.field("on")
    assert isinstance(switch, QPushButton)
    QTest.keyClick(switch, Qt.Key.Key_Space)
    assert (switch.text(), section.edits) == ("Off", (RuleEdit("vague-text", "on", "off"),))
    assert section.model.cell(1, 4)[0] == "switched off"


def test_what_was_typed_is_kept_after_a_moment_and_comes_back(
    section: RulesSection, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(section.draft_made) as kept:
        typed(section, "points", "7")
    assert kept.args == [(RuleEdit("vague-text", "points", "7"),)]
    stale = RuleEdit("gone", "points", "1"), RuleEdit("vague-text", "gone", "1")
    section.show_rules(TITLE, ROWS, (RuleEdit("list-name", "on", "on"), *stale))
    assert section.edits == (RuleEdit("list-name", "on", "on"),)


def test_discard_takes_everything_back(section: RulesSection, qtbot: QtBot) -> None:
    typed(section, "points", "7")
    with qtbot.waitSignal(section.draft_made) as kept:
        section.discard.click()
    assert (kept.args, section.edits) == ([()], ())
    field = section.editor.field("points")
    assert isinstance(field, QLineEdit)
    assert field.text() == "300"


def test_rules_are_found_by_any_of_their_words(section: RulesSection) -> None:
    for words, found in (("csms", ["vague-text"]), ("listed 31", ["list-name"]), ("zz", [])):
        section.sought.setText(words)
        names = [section.model.number_at(row) for row in range(section.model.rowCount())]
        assert names == found
    assert "No rule has these words" in section.listing.taught


def test_the_workload_is_asked_for_shown_and_left(section: RulesSection, qtbot: QtBot) -> None:
    typed(section, "points", "7")
    with qtbot.waitSignal(section.preview_asked) as asked:
        section.preview.click()
    assert asked.args == [(RuleEdit("vague-text", "points", "7"),)]
    view = section.workload
    assert section.on_workload
    view.show_progress(Progress(10, 100, 1.0))
    assert view.said == "10 of 100 items judged by both · 9 s left"
    verdicts = {"clear": (80, 83), "look": (15, 12), "hold": (5, 5)}
    rules = {"vague-text": (9, 6), "list-name": (1, 1)}
    gone = (Flagged("RR473124829US", "gift", "look", "clear", ("vague-text",)),)
    view.show_workload(Workload(100, 100, verdicts, rules, (), gone, 0, 3), 4_000)
    assert "100 items, drawn evenly from the 4,000" in view.said
    assert [view.count("clear", at) for at in range(3)] == ["80", "83", "+3"]
    assert [view.count("look", at) for at in range(3)] == ["15", "12", "−3"]
    tops = [view.tree.topLevelItem(at) for at in range(4)]
    assert [top.text(0) for top in tops if top] == [
        "Rules that would flag more or fewer: 1",
        "Flagged then, clear now: 0",
        "Clear then, flagged now: 3",
        "Rules that would flag the same: 1",
    ]
    view.back.click()
    assert not section.on_workload


@pytest.mark.parametrize(
    ("made", "items", "said"),
    [
        (Workload(0, 0, {}, {}), 0, "Nothing is announced here yet"),
        (Workload(9, 9, {}, {}), 9, "All 9 items that are here"),
        (Workload(4, 9, {}, {}, stopped=True), 9, "Stopped after 4 of 9 items"),
    ],
)
def test_the_size_of_what_was_judged_is_said(
    section: RulesSection, made: Workload, items: int, said: str
) -> None:
    section.workload.show_workload(made, items)
    assert said in section.workload.said


def test_a_refusal_is_said_and_the_cursor_stands_where_it_is_mended(
    section: RulesSection, qtbot: QtBot
) -> None:
    typed(section, "points", "7")
    with qtbot.waitSignal(section.make_asked) as asked:
        section.make.click()
    assert asked.args == [(RuleEdit("vague-text", "points", "7"),), ""]
    section.show_refusal(Refusal(tr("rules", "Say why."), "why"))
    assert section.listing.warned == "▲ Say why."
    section.activateWindow()
    qtbot.waitUntil(section.why.hasFocus)


def test_every_control_is_large_enough_for_gloves_and_has_a_name(section: RulesSection) -> None:
    controls = [*section.findChildren(QPushButton), *section.findChildren(QLineEdit)]
    assert len(controls) > 10
    assert [one for one in controls if not (one.accessibleName() or one.text())] == []
    assert [one.sizeHint().height() for one in controls if one.sizeHint().height() < 40] == []


def test_enter_on_a_rule_goes_to_its_fields(section: RulesSection, qtbot: QtBot) -> None:
    section.activateWindow()
    section.begin()
    qtbot.waitUntil(section.table.hasFocus)
    QTest.keyClick(section.table, Qt.Key.Key_Down)
    QTest.keyClick(section.table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: section.editor.field("on").hasFocus())


def test_sections_are_named_where_there_are_several(qtbot: QtBot) -> None:
    one, other = RulesSection(light()), QLineEdit()
    page = SupervisorPage(light(), [("&Rules", one), ("&Measures", other)])
    qtbot.addWidget(page)
    page.show()
    chips = {chip.text(): chip for chip in page.findChildren(QPushButton) if chip.isCheckable()}
    chips["&Measures"].click()
    assert (one.isVisible(), other.isVisible()) == (False, True)
