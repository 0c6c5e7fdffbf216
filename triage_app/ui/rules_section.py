"""The rules of the pack in use: a table, the chosen rule's fields, what is changed of them."""

from collections.abc import Sequence

from PySide6.QtCore import QItemSelectionModel, QTimer, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from triage_app.model.outcome import Refusal
from triage_app.model.ruling import PackTitle, RuleEdit, RuleRow
from triage_app.model.visible import visible
from triage_app.ui.found_table import FoundTable
from triage_app.ui.listing import Listing, narrowing_field
from triage_app.ui.rule_editor import RuleEditor
from triage_app.ui.rules_model import RulesModel
from triage_app.ui.theme import Tokens
from triage_app.ui.words import say, tr
from triage_app.ui.workload_view import WorkloadView

PAUSE_MS = 500
"""After the last key; then what was typed is kept."""
LONGEST_WHY = 300
EDITOR_WIDTH = 360
WIDTHS = {2: 88, 3: 104, 4: 120}
LETTERS = 20
SHARES = {1: 1}


class RulesSection(QWidget):
    """`draft_made` carries the edits to keep, `preview_asked` those to count, `make_asked` those to
    put in use and why."""

    draft_made = Signal(object)
    preview_asked = Signal(object)
    make_asked = Signal(object, str)

    def __init__(self, tokens: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tokens = tokens
        self._values: dict[tuple[str, str], str] = {}
        self._wrong: dict[tuple[str, str], str] = {}
        self.model = RulesModel(self)
        self.table = FoundTable(tokens, self.model, widths=WIDTHS, shares=SHARES, letters=LETTERS)
        self.table.setAccessibleName(tr("RulesSection", "Rules of the pack in use"))
        self.sought = narrowing_field(tr("RulesSection", "Find a rule"), tokens.px(232), 80)
        self.listing = Listing(tokens, self.table, [self.sought])
        self.editor = RuleEditor(tokens)
        self.workload = WorkloadView(tokens)
        self._side = QStackedWidget()
        self.said = QLabel()
        self.preview = QPushButton(tr("RulesSection", "&Preview the workload"))
        self.discard = QPushButton(tr("RulesSection", "&Discard"))
        self.why = QLineEdit()
        self.make = QPushButton(tr("RulesSection", "&Make current"))
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._place()
        self._connect()
        self._show_edits()

    @property
    def edits(self) -> tuple[RuleEdit, ...]:
        """What is changed and can be put in use."""
        return tuple(RuleEdit(*whose, value) for whose, value in self._values.items())

    @property
    def on_workload(self) -> bool:
        """Whether the workload is shown in place of the rule's fields."""
        return self._side.currentIndex() == 1

    def begin(self) -> None:
        """The cursor where the work is."""
        self.table.setFocus()

    def show_rules(
        self, title: PackTitle, rows: Sequence[RuleRow], edits: Sequence[RuleEdit]
    ) -> None:
        """The pack in use, and edits of it that were kept."""
        known = {row.id: row for row in rows}
        self._values = {
            (one.rule, one.field): one.value
            for one in edits
            if one.rule in known and one.field in known[one.rule].fields
        }
        self._wrong.clear()
        self.model.show_rules(rows, self._values)
        self.listing.show_count(_title_said(title, len(rows) - 1))
        self.make.setToolTip(
            tr("RulesSection", "Becomes version {version}", version=title.version_next)
        )
        self.listing.show_table()
        self.why.clear()
        self._leave_workload()
        self._choose(1 if len(rows) > 1 else 0)
        self._show_edits()

    def show_refusal(self, refusal: Refusal) -> None:
        self.listing.warn(f"▲ {say(refusal.reason)}")
        if refusal.field == "why":
            self.why.setFocus()

    def show_fault(self, text: str) -> None:
        self.listing.warn(text)

    def _narrow(self, text: str) -> None:
        before = self.model.rule_at(self.table.currentIndex().row())
        self.model.narrow(text)
        if self.model.rowCount():
            self.listing.show_table()
            self._choose(self.model.place_of(before.id) if before else 0)
        else:
            self.listing.teach(
                tr("RulesSection", "No rule has these words"),
                tr("RulesSection", "Fewer words find more: name, family, text and citation count."),
            )

    def _choose(self, row: int) -> None:
        index = self.model.index(row, 0)
        flags = QItemSelectionModel.SelectionFlag
        self.table.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
        self._show_rule()

    def _show_rule(self) -> None:
        rule = self.model.rule_at(self.table.currentIndex().row())
        every = {**self._values, **self._wrong}
        edits = {
            field: value for (whose, field), value in every.items() if rule and whose == rule.id
        }
        self.editor.show_rule(rule, edits)

    def _follow(self) -> None:
        self._show_rule()
        self._leave_workload()

    def _take(self, rule: str, field: str, value: str, why: str) -> None:
        """A value was typed: wrong, changed, or again what it was."""
        row = self.model.rule_at(self.model.place_of(rule))
        if row is None:
            return
        self._values.pop((rule, field), None)
        self._wrong.pop((rule, field), None)
        if why:
            self._wrong[rule, field] = value
        elif value != row.fields[field]:
            self._values[rule, field] = value
        self._show_edits()
        self._pause.start()

    def _show_edits(self) -> None:
        self.model.show_edits(self._values)
        changed, wrong = len(self._values), len(self._wrong)
        if wrong:
            said = tr("RulesSection", "▲ To mend: {n}", n=wrong)
        elif changed:
            said = tr("RulesSection", "Changed, not in use yet: {n}", n=changed)
        else:
            said = tr("RulesSection", "Nothing is changed.")
        self.said.setText(said)
        for button in (self.preview, self.make):
            button.setEnabled(bool(changed) and not wrong)
        self.discard.setEnabled(bool(changed or wrong))
        self.why.setEnabled(bool(changed))

    def _ask_preview(self) -> None:
        self._pause.stop()
        self._side.setCurrentIndex(1)
        self.workload.begin()
        self.workload.stop.setFocus()
        self.preview_asked.emit(self.edits)

    def _ask_make(self) -> None:
        self._pause.stop()
        self.listing.warn("")
        self.make_asked.emit(self.edits, self.why.text())

    def _discard(self) -> None:
        self._values.clear()
        self._wrong.clear()
        self._show_edits()
        self._follow()
        self._pause.stop()
        self.draft_made.emit(())
        self.table.setFocus()

    def _leave_workload(self) -> None:
        self._side.setCurrentIndex(0)

    def _place(self) -> None:
        px = self._tokens.px
        self.said.setProperty("strong", True)
        self.make.setProperty("primary", True)
        self.why.setMaxLength(LONGEST_WHY)
        self.why.setPlaceholderText(tr("RulesSection", "Why the rules change"))
        self.why.setAccessibleName(tr("RulesSection", "Why the rules change"))
        card = QFrame()
        card.setProperty("card", True)
        inner = QVBoxLayout(card)
        inner.setContentsMargins(px(1), px(1), px(1), px(1))
        inner.addWidget(self.editor)
        self._side.addWidget(card)
        self._side.addWidget(self.workload)
        self._side.setFixedWidth(px(EDITOR_WIDTH))
        upper = QHBoxLayout()
        upper.setSpacing(px(8))
        upper.addWidget(self.listing, 1)
        upper.addWidget(self._side)
        lower = QHBoxLayout()
        lower.setSpacing(px(8))
        lower.addWidget(self.said)
        lower.addStretch(1)
        lower.addWidget(self.discard)
        lower.addWidget(self.preview)
        lower.addWidget(self.why, 2)
        lower.addWidget(self.make)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(px(8))
        layout.addLayout(upper, 1)
        layout.addLayout(lower)

    def _connect(self) -> None:
        self.sought.textChanged.connect(self._narrow)
        self.sought.returnPressed.connect(self.table.setFocus)
        self.table.selectionModel().currentRowChanged.connect(self._follow)
        self.table.chosen.connect(self.editor.focus_first)
        self.editor.edited.connect(self._take)
        self._pause.timeout.connect(self._keep)
        self.preview.clicked.connect(self._ask_preview)
        self.discard.clicked.connect(self._discard)
        self.make.clicked.connect(self._ask_make)
        self.why.returnPressed.connect(self.make.click)
        self.workload.left.connect(self._leave_workload)

    def _keep(self) -> None:
        self.draft_made.emit(self.edits)


def _title_said(title: PackTitle, rules: int) -> str:
    name, n = visible(title.name, 80), f"{rules:,}"
    if not title.used_at:
        return tr("RulesSection", "{pack} · {n} rules · comes with the program", pack=name, n=n)
    by, day = visible(title.by, 40), title.used_at[:10]
    return tr("RulesSection", "{pack} · {n} rules · by {by}, {day}", pack=name, n=n, by=by, day=day)
