"""A pack's rules as rows of a table, with the edits that are not in use yet."""

import re
from collections.abc import Mapping, Sequence

from PySide6.QtWidgets import QWidget

from triage_app.model.ruling import PACK_ROW, RuleRow
from triage_app.model.visible import visible
from triage_app.ui.row_model import NO_INDEX, AnyIndex, Column, RowModel
from triage_app.ui.theme import State
from triage_app.ui.words import tr

Edits = Mapping[tuple[str, str], str]
"""Values as typed, by rule and field."""
_PUT_IN = re.compile(r"\{(\w+)\}")
_STATES = {"hold": State.HOLD, "look": State.LOOK, "note": State.IDLE}


class RulesModel(RowModel):
    def __init__(self, parent: QWidget | None = None) -> None:
        columns = (
            Column(tr("RulesModel", "Rule")),
            Column(tr("RulesModel", "What it says")),
            Column(tr("RulesModel", "Points"), numeric=True),
            Column(tr("RulesModel", "In force")),
            Column(tr("RulesModel", "Weighs as")),
        )
        super().__init__(columns, parent)
        self._every: tuple[RuleRow, ...] = ()
        self._rows: tuple[RuleRow, ...] = ()
        self._edits: Edits = {}
        self._sought = ""

    def rowCount(self, parent: AnyIndex = NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def show_rules(self, rows: Sequence[RuleRow], edits: Edits) -> None:
        """Other rules, and what is edited of them."""
        self._every, self._edits = tuple(rows), edits
        self.narrow(self._sought)

    def narrow(self, sought: str) -> None:
        """Only the rules in whose name, family, words or citation all of this stands."""
        self.beginResetModel()
        self._sought = sought
        words = sought.casefold().split()
        self._rows = tuple(row for row in self._every if _has(row, words))
        self.endResetModel()

    def show_edits(self, edits: Edits) -> None:
        self._edits = edits
        if self._rows:
            end = self.index(len(self._rows) - 1, self.columnCount() - 1)
            self.dataChanged.emit(self.index(0, 0), end)

    def rule_at(self, row: int) -> RuleRow | None:
        return self._rows[row] if 0 <= row < len(self._rows) else None

    def place_of(self, rule: str) -> int:
        """The row of a rule; the first where it is not shown."""
        return next((at for at, row in enumerate(self._rows) if row.id == rule), 0)

    def number_at(self, row: int) -> str:
        """What Enter opens: a row's rule."""
        found = self.rule_at(row)
        return rule_title(found) if found else ""

    def state(self, row: int) -> State | None:
        rule = self._rows[row]
        if rule.id == PACK_ROW or self._value(rule, "on") == "off":
            return None
        return _STATES.get(rule.severity)

    def cell(self, row: int, column: int) -> tuple[str, str]:
        rule = self._rows[row]
        if rule.id == PACK_ROW:
            return self._own_cell(rule, column)
        if column == 0:
            return rule_title(rule), visible(rule.family, 40)
        if column == 1:
            return template_said(rule.text), visible(rule.citation, 200)
        if column == 2:
            return self._value(rule, "points"), self._was(rule, "points")
        if column == 3:
            return self._days(rule)
        return self._weighs(rule), self._changed(rule)

    def _own_cell(self, rule: RuleRow, column: int) -> tuple[str, str]:
        if column == 0:
            return rule_title(rule), ""
        if column == 1:
            return (
                tr("RulesModel", "From which sum of points an item is held, or looked at"),
                tr("RulesModel", "a full score is 1,000"),
            )
        if column == 2:
            holds, looks = self._value(rule, "hold_at"), self._value(rule, "look_at")
            return f"{holds} / {looks}", ""
        return "", self._changed(rule) if column == 4 else ""

    def _days(self, rule: RuleRow) -> tuple[str, str]:
        first, last = self._value(rule, "from"), self._value(rule, "until")
        until = tr("RulesModel", "until {day}", day=last) if last else ""
        if first:
            return first, until or tr("RulesModel", "and on")
        return (
            (last, tr("RulesModel", "the last day")) if last else (tr("RulesModel", "always"), "")
        )

    def _weighs(self, rule: RuleRow) -> str:
        if self._value(rule, "on") == "off":
            return tr("RulesModel", "switched off")
        words = {
            "hold": tr("RulesModel", "hold"),
            "look": tr("RulesModel", "look"),
            "note": tr("RulesModel", "note"),
        }
        return words.get(rule.severity, rule.severity)

    def _changed(self, rule: RuleRow) -> str:
        count = sum(whose == rule.id for whose, _ in self._edits)
        return tr("RulesModel", "{n} changed", n=count) if count else ""

    def _was(self, rule: RuleRow, field: str) -> str:
        edited = (rule.id, field) in self._edits
        return tr("RulesModel", "was {value}", value=rule.fields[field]) if edited else ""

    def _value(self, rule: RuleRow, field: str) -> str:
        return self._edits.get((rule.id, field), rule.fields[field])


def rule_title(rule: RuleRow) -> str:
    """What a rule is called on screen."""
    return tr("RulesModel", "verdict") if rule.id == PACK_ROW else visible(rule.id, 60)


def template_said(text: str) -> str:
    """A rule's words, with what is put in named."""
    return visible(_PUT_IN.sub(r"‹\1›", text), 600)


def _has(row: RuleRow, words: Sequence[str]) -> bool:
    text = " ".join((row.id, row.family, row.text, row.citation)).casefold()
    return all(word in text for word in words)
