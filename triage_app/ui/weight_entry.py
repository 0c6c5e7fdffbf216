"""The place where a weight is typed, or comes from the scale: a button until it is asked for."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLineEdit, QPushButton, QWidget

from triage_app.ui.theme import Tokens
from triage_app.ui.words import tr

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class WeightEntry(QWidget):
    """`asked`: somebody wants to weigh; `entered` carries the text and the scale it came from, ""
    where it was typed; `left`: the cursor is wanted elsewhere again."""

    asked = Signal()
    entered = Signal(str, str)
    left = Signal()

    def __init__(self, tokens: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scale = ""
        self._button = QPushButton(tr("WeightEntry", "Weigh  (Ctrl+G)"))
        self._button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._button.clicked.connect(self.asked)
        self._field = QLineEdit()
        self._field.setAccessibleName(tr("WeightEntry", "Measured weight"))
        self._field.setPlaceholderText(tr("WeightEntry", "1.31 kg"))
        self._field.setToolTip(
            tr("WeightEntry", "Enter keeps it, Esc leaves it. Units: kg, g, lb, oz.")
        )
        self._field.textEdited.connect(self._forget_scale)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._button)
        layout.addWidget(self._field)
        self.setFixedWidth(tokens.px(144))
        self.rest()

    @property
    def is_open(self) -> bool:
        """Whether a weight can be typed now."""
        return self._field.isVisibleTo(self)

    @property
    def text(self) -> str:
        return self._field.text()

    def set_ready(self, ready: bool) -> None:
        """Whether something lies on the bench that can be weighed."""
        self._button.setEnabled(ready)
        self.rest()

    def open(self) -> None:
        """The field, with the cursor in it."""
        if self._button.isEnabled():
            self._show_field()
            self._field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _show_field(self) -> None:
        self._field.show()
        self._button.hide()
        self._field.setEnabled(True)

    def offer(self, text: str, scale: str) -> None:
        """What the scale shows; Enter keeps it. Nobody who types elsewhere loses the cursor, and
        nobody who types a weight loses that."""
        typed = self.is_open and self._field.text() and not self._scale
        if typed or not self._button.isEnabled():
            return
        if _is_typed_in(QApplication.focusWidget()):
            self._show_field()
        else:
            self.open()
        self._field.setText(text)
        self._scale = scale

    def take_back(self) -> None:
        """The pan is empty: what the scale had shown and nobody kept goes."""
        if self._scale and self._field.isEnabled():
            self.rest()

    def wait(self) -> None:
        """What was entered is being written: a second Enter adds nothing."""
        self._field.setEnabled(False)

    def ask_again(self) -> None:
        """What was entered is no weight: it stays, to be mended."""
        self.open()
        self._field.selectAll()

    def rest(self) -> None:
        """The button again, nothing typed."""
        self._scale = ""
        self._field.clear()
        self._field.hide()
        self._button.show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER and self.is_open and not event.isAutoRepeat():
            if self._field.isEnabled() and self._field.text().strip():
                self.entered.emit(self._field.text(), self._scale)
        elif event.key() == Qt.Key.Key_Escape and self.is_open:
            self.rest()
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _forget_scale(self) -> None:
        """What a person changed is the person's word, no more the scale's."""
        self._scale = ""


def _is_typed_in(field: QWidget | None) -> bool:
    """Whether somebody is typing there: a form's field, or one with text in it."""
    if field is None:
        return False
    in_form = field.property("takes_scan") is not None
    return in_form or (isinstance(field, QLineEdit) and bool(field.text()))
