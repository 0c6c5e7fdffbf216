"""One step for all that is missing of a bag: a button, then their count typed; never a dialog."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QRegularExpressionValidator
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QStackedLayout, QWidget

from triage_app.ui.theme import Tokens
from triage_app.ui.words import tr

DIGITS = "[0-9]{0,6}"


class NotFoundStep(QWidget):
    """`confirmed` when the number of missing items was typed and entered; anything else says what
    to type, and writes nothing."""

    confirmed = Signal()

    def __init__(self, tokens: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._missing = 0
        self.button = QPushButton()
        self.field = QLineEdit()
        self.field.setValidator(QRegularExpressionValidator(DIGITS, self))
        self.field.setFixedWidth(tokens.px(96))
        self.back = QPushButton(tr("NotFoundStep", "Go back (Esc)"))
        self._asks = QLabel()
        self._asks.setTextFormat(Qt.TextFormat.PlainText)
        self._asks.setProperty("strong", True)
        self._say(tr("NotFoundStep", "How many items are missing"))
        self._layers = QStackedLayout(self)
        self._layers.setContentsMargins(0, 0, 0, 0)
        self._layers.addWidget(_row(tokens, self.button))
        self._layers.addWidget(_row(tokens, self._asks, self.field, self.back))
        self.button.clicked.connect(self._ask)
        self.back.clicked.connect(self.withdraw)
        self.field.returnPressed.connect(self._confirm)
        self.show_missing(0)

    @property
    def is_asking(self) -> bool:
        return self._layers.currentIndex() == 1

    @property
    def said(self) -> str:
        """What it asks for now."""
        return self._asks.text()

    def show_missing(self, missing: int) -> None:
        """So many are missing now; a number that was asked for before is asked for no more."""
        if missing != self._missing:
            self.withdraw()
        self._missing = missing
        self.button.setEnabled(missing > 0)
        if missing:
            self.button.setText(tr("NotFoundStep", "Not &found: {n} items", n=missing))
        else:
            self.button.setText(tr("NotFoundStep", "Nothing is missing"))
        self.button.setAccessibleName(self.button.text().replace("&", ""))

    def withdraw(self) -> None:
        """Back to the button; nothing was written."""
        self.field.clear()
        if self.is_asking:
            self._layers.setCurrentIndex(0)
            self.button.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.is_asking:
            self.withdraw()
        else:
            super().keyPressEvent(event)

    def _ask(self) -> None:
        self._say(
            tr(
                "NotFoundStep",
                "Type {n} and Enter to record {n} items as not found:",
                n=self._missing,
            )
        )
        self._layers.setCurrentIndex(1)
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _confirm(self) -> None:
        typed = self.field.text()
        if typed != str(self._missing):
            self.field.clear()
            self._say(
                tr(
                    "NotFoundStep",
                    "{typed} is not {n}: nothing was written. Type {n} and Enter:",
                    typed=typed or "–",
                    n=self._missing,
                )
            )
            return
        self.withdraw()
        self.confirmed.emit()

    def _say(self, text: str) -> None:
        self._asks.setText(text)
        self.field.setAccessibleName(text)


def _row(tokens: Tokens, *widgets: QWidget) -> QWidget:
    row = QWidget()
    layout = QHBoxLayout(row)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(tokens.px(8))
    layout.addStretch(1)
    for widget in widgets:
        layout.addWidget(widget)
    return row
