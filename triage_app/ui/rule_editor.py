"""The fields of one rule: its switch, points, thresholds and days, checked as they are typed."""

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from triage_app.flow.rule_values import why_not
from triage_app.model.ruling import DATES, POINTS, SWITCH, RuleRow
from triage_app.model.visible import visible
from triage_app.ui.rules_model import rule_title, template_said
from triage_app.ui.theme import Tokens
from triage_app.ui.words import say, tr

LONGEST = 20
_OTHER = {"from": "until", "until": "from"}
Field = QLineEdit | QPushButton


class RuleEditor(QScrollArea):
    """`edited` carries (rule, field, what stands there, why it cannot stand there)."""

    edited = Signal(str, str, str, str)

    def __init__(self, tokens: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tokens = tokens
        self._row: RuleRow | None = None
        self._fields: dict[str, Field] = {}
        self._wrong: dict[str, QLabel] = {}
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(tr("RuleEditor", "The chosen rule"))

    def show_rule(self, row: RuleRow | None, edits: Mapping[str, str]) -> None:
        """The rule's fields, with what was typed into them; None: none is chosen."""
        self._row = row
        self._fields.clear()
        self._wrong.clear()
        page = QWidget()
        page.setObjectName("editor")
        page.setStyleSheet(f"QWidget#editor {{ background: {self._tokens.card}; }}")
        column = QVBoxLayout(page)
        column.setContentsMargins(*[self._tokens.px(12)] * 4)
        column.setSpacing(self._tokens.px(8))
        if row is not None:
            self._fill(column, row, edits)
        column.addStretch(1)
        self.setWidget(page)
        for name in self._fields:
            self._check(name)

    def field(self, name: str) -> Field:
        """The field of that name. KeyError where the rule has none."""
        return self._fields[name]

    def wrong(self, name: str) -> str:
        """What is said under a field; "" where nothing is."""
        return "" if self._wrong[name].isHidden() else self._wrong[name].text()

    def focus_first(self) -> None:
        for one in self._fields.values():
            one.setFocus(Qt.FocusReason.OtherFocusReason)
            if isinstance(one, QLineEdit):
                one.selectAll()
            return

    def _fill(self, column: QVBoxLayout, row: RuleRow, edits: Mapping[str, str]) -> None:
        column.addWidget(_label(rule_title(row), "big"))
        for text, kind in ((template_said(row.text), ""), (visible(row.citation, 300), "small")):
            if text:
                column.addWidget(_label(text, kind))
        for name, words in row.words.items():
            said = visible(words, 200) or tr("RuleEditor", "all")
            column.addWidget(_label(f"{_title(name)}: {said}", "small"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(self._tokens.px(12))
        grid.setVerticalSpacing(self._tokens.px(4))
        grid.setColumnStretch(0, 1)
        for name, value in row.fields.items():
            self._add(grid, row, name, edits.get(name, value))
        column.addLayout(grid)

    def _add(self, grid: QGridLayout, row: RuleRow, name: str, value: str) -> None:
        at, title = grid.rowCount(), field_title(name)
        made = self._switch(value) if name == SWITCH else self._typed(name, value)
        made.setAccessibleName(f"{rule_title(row)}: {title}")
        made.setFixedWidth(self._tokens.px(152))
        label = _label(title, "")
        label.setBuddy(made)
        wrong = _label("", "strong")
        wrong.hide()
        self._fields[name], self._wrong[name] = made, wrong
        grid.addWidget(label, at, 0)
        grid.addWidget(made, at, 1)
        grid.addWidget(wrong, at + 1, 0, 1, 2)

    def _switch(self, value: str) -> QPushButton:
        made = QPushButton()
        made.setCheckable(True)
        made.setChecked(value == "on")
        made.setText(_switched(made.isChecked()))
        made.toggled.connect(self._switched)
        return made

    def _typed(self, name: str, value: str) -> QLineEdit:
        made = QLineEdit(value)
        made.setMaxLength(LONGEST)
        if name in DATES:
            made.setPlaceholderText(tr("RuleEditor", "2026-03-31"))
        else:
            made.setAlignment(Qt.AlignmentFlag.AlignRight)
        made.textEdited.connect(partial(self._take, name))
        return made

    def _switched(self, on: bool) -> None:
        button = self._fields[SWITCH]
        button.setText(_switched(on))
        self._take(SWITCH, "")

    def _take(self, name: str, _: str) -> None:
        """Something was typed: said at once what is wrong with it; a date speaks of both."""
        for one in (name, _OTHER.get(name, "")):
            if one and self._row is not None:
                why = self._check(one)
                self.edited.emit(self._row.id, one, self._text(one), why)

    def _check(self, name: str) -> str:
        if self._row is None:
            return ""
        other = self._text(_OTHER[name]) if name in _OTHER else ""
        why = say(why_not(self._row, name, self._text(name), other))
        self._wrong[name].setText(f"▲ {why}")
        self._wrong[name].setVisible(bool(why))
        return why

    def _text(self, name: str) -> str:
        one = self._fields[name]
        if isinstance(one, QLineEdit):
            return one.text().strip()
        return "on" if one.isChecked() else "off"


def field_title(name: str) -> str:
    """What a field is called: those of every rule by name, a threshold as the pack calls it."""
    titles = {
        SWITCH: tr("RuleEditor", "Switch"),
        POINTS: tr("RuleEditor", "Points of 1,000"),
        "from": tr("RuleEditor", "First day"),
        "until": tr("RuleEditor", "Last day"),
        "hold_at": tr("RuleEditor", "Hold from"),
        "look_at": tr("RuleEditor", "Look from"),
    }
    return titles.get(name) or _title(name)


def _switched(on: bool) -> str:
    return tr("RuleEditor", "On") if on else tr("RuleEditor", "Off")


def _title(name: str) -> str:
    return name.replace("_", " ").capitalize()


def _label(text: str, kind: str) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    if kind:
        label.setProperty(kind, True)
    return label
