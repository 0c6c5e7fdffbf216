"""The few fields an outcome asks for, in place of the key row. Enter records, Esc goes back."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from triage_app.model.outcome import FieldKind, OutcomeCode, OutcomeField, Refusal
from triage_app.model.visible import visible
from triage_app.ui.elided_label import ElidedLabel
from triage_app.ui.theme import Tokens
from triage_app.ui.words import say, tr

TITLE_WIDTH = 168
FieldWidget = QLineEdit | QComboBox

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_EXAMPLES = {
    FieldKind.MONEY: "12.50",
    FieldKind.WEIGHT: "1.31 kg",
    FieldKind.DATE: "2026-03-31",
    FieldKind.WHOLE: "1",
    FieldKind.CURRENCY: "USD",
    FieldKind.HS: "340600",
}


class OutcomeForm(QWidget):
    """`entered` carries the texts as typed, by field name; `left` that the inspector went back;
    `edited` that a field holds something else than before."""

    entered = Signal(str, object)
    left = Signal()
    edited = Signal()

    def __init__(self, tokens: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tokens = tokens
        self._code: OutcomeCode | None = None
        self._edits: dict[str, FieldWidget] = {}
        self._title = QLabel()
        self._title.setTextFormat(Qt.TextFormat.PlainText)
        self._title.setProperty("strong", True)
        self._title.setWordWrap(True)
        self._title.setFixedWidth(tokens.px(TITLE_WIDTH))
        self._item = ElidedLabel(tokens.px(TITLE_WIDTH), Qt.TextElideMode.ElideMiddle)
        self._item.setProperty("strong", True)
        self._item.setFixedWidth(tokens.px(TITLE_WIDTH))
        self._notice = QLabel()
        self._notice.setTextFormat(Qt.TextFormat.PlainText)
        self._notice.setWordWrap(True)
        self._record = QPushButton(tr("OutcomeForm", "Record  (Enter)"))
        self._record.setProperty("primary", True)
        self._record.clicked.connect(self.enter)
        self._back = QPushButton(tr("OutcomeForm", "Back  (Esc)"))
        self._back.clicked.connect(self.left)
        self._fields = QHBoxLayout()
        self._place()

    @property
    def outcome(self) -> OutcomeCode | None:
        return self._code

    @property
    def notice(self) -> str:
        """What is said above the fields; "" where nothing is."""
        return "" if self._notice.isHidden() else self._notice.text()

    def show_outcome(self, code: OutcomeCode, texts: Mapping[str, str], item: str) -> None:
        """Ask for the fields of `code`; `texts` are defaults or a draft."""
        self._edits.clear()
        self._notice.hide()
        _empty(self._fields)
        self._code = code
        self._title.setText(code.title)
        self._item.show_text(visible(item, 120))
        for field in code.fields:
            self._add_field(field, texts.get(field.name, ""))
        self.focus_next_empty()

    def texts(self) -> dict[str, str]:
        """What stands in the fields now."""
        return {name: _text_of(edit) for name, edit in self._edits.items()}

    def field(self, name: str) -> FieldWidget:
        """The field an outcome calls `name`. KeyError when it is not open."""
        return self._edits[name]

    def show_notice(self, text: str) -> None:
        """Something to know before Enter, above the fields."""
        self._notice.setText(text)
        self._notice.show()

    def hide_notice(self) -> None:
        self._notice.hide()

    def show_refusal(self, refusal: Refusal) -> None:
        """Say what to mend and put the cursor there; nothing typed is lost."""
        self.show_notice("▲ " + say(refusal.reason))
        edit = self._edits.get(refusal.field)
        if edit is not None:
            edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER and not event.isAutoRepeat():
            if self._back.hasFocus():
                self.left.emit()
            else:
                self.enter()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def focus_next_empty(self) -> None:
        """Put the cursor where something is missing, else on the button that records."""
        for edit in self._edits.values():
            if not _text_of(edit):
                edit.setFocus(Qt.FocusReason.OtherFocusReason)
                return
        self._record.setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_next(self) -> None:
        """Put the cursor into the field after the one it is in, round and round."""
        edits = list(self._edits.values())
        at = next((n for n, edit in enumerate(edits) if edit.hasFocus()), len(edits) - 1)
        if edits:
            edits[(at + 1) % len(edits)].setFocus(Qt.FocusReason.TabFocusReason)

    def enter(self) -> None:
        """Hand over what stands in the fields to be recorded, as Enter does."""
        if self._code is not None:
            self._notice.hide()
            self.entered.emit(self._code.code, self.texts())

    def _add_field(self, field: OutcomeField, text: str) -> None:
        edit = _edit_for(field, text)
        if isinstance(edit, QLineEdit):
            edit.textChanged.connect(self.edited)
        else:
            edit.currentTextChanged.connect(self.edited)
        edit.setAccessibleName(field.title)
        edit.setProperty("takes_scan", field.takes_scan)
        caption = QLabel(field.title)
        caption.setProperty("small", True)
        caption.setBuddy(edit)
        column = QVBoxLayout()
        column.setSpacing(2)
        column.addWidget(caption)
        column.addWidget(edit)
        self._fields.addLayout(column, 1)
        self._edits[field.name] = edit

    def _place(self) -> None:
        px = self._tokens.px
        self._fields.setSpacing(px(8))
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(8))
        named = QVBoxLayout()
        named.setSpacing(0)
        named.addStretch()
        named.addWidget(self._title)
        named.addWidget(self._item)
        named.addStretch()
        row.addLayout(named)
        row.addLayout(self._fields, 1)
        row.addWidget(self._record, 0, Qt.AlignmentFlag.AlignBottom)
        row.addWidget(self._back, 0, Qt.AlignmentFlag.AlignBottom)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(px(4))
        layout.addWidget(self._notice)
        layout.addLayout(row)
        self._notice.hide()


def _empty(fields: QHBoxLayout) -> None:
    """Take every column out of the row and do away with what stands in it."""
    while (item := fields.takeAt(0)) is not None:
        column = item.layout()
        while column is not None and (inner := column.takeAt(0)) is not None:
            if (widget := inner.widget()) is not None:
                widget.setParent(None)
                widget.deleteLater()


def _edit_for(field: OutcomeField, text: str) -> FieldWidget:
    if field.kind is FieldKind.CHOICE:
        combo = QComboBox()
        combo.setEditable(False)
        combo.addItem("")
        combo.addItems(list(field.choices))
        combo.setCurrentText(text)
        return combo
    line = QLineEdit(text)
    example = _EXAMPLES.get(field.kind, "")
    line.setPlaceholderText(example if field.required else _may_stay_empty(example))
    return line


def _may_stay_empty(example: str) -> str:
    optional = tr("OutcomeForm", "optional")
    return f"{example}   {optional}" if example else optional


def _text_of(edit: FieldWidget) -> str:
    return edit.currentText() if isinstance(edit, QComboBox) else edit.text()
