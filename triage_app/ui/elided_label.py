"""A line of plain text cut to its room with an ellipsis; whole on hover, by keyboard, for a reader.

A line that is cut can be reached by Tab and then shows its whole under itself; Ctrl+C copies it.
"""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import (
    QFocusEvent,
    QFontMetrics,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QResizeEvent,
)
from PySide6.QtWidgets import QLabel, QToolTip, QWidget

from triage_app.ui.words import tip

LONGEST_MEASURED = 600
"""No line of a screen holds more; measuring ten thousand characters takes longer than a frame."""
LONGEST_TIP = 2_000
"""More would cover the screen; Ctrl+C has it all."""


class ElidedLabel(QLabel):
    """Never asks for more width than `least`, whatever it is given to say."""

    def __init__(
        self,
        least: int,
        mode: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._least = least
        self._mode = mode
        self._whole = ""
        self.setTextFormat(Qt.TextFormat.PlainText)

    @property
    def whole(self) -> str:
        """What it was given to say."""
        return self._whole

    def show_text(self, text: str) -> None:
        self._whole = text
        self.setToolTip(tip(_shortened(text, LONGEST_TIP)))
        self.setAccessibleName(_shortened(text, LONGEST_TIP))
        self.elide()

    def elide(self) -> None:
        """Cut again, after the font has changed."""
        metrics = QFontMetrics(self.font())
        shown = metrics.elidedText(
            _shortened(self._whole, LONGEST_MEASURED), self._mode, self.width()
        )
        self.setText(shown)
        cut = shown != self._whole
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if cut else Qt.FocusPolicy.NoFocus)

    def minimumSizeHint(self) -> QSize:
        return QSize(self._least, super().minimumSizeHint().height())

    def sizeHint(self) -> QSize:
        return QSize(self._least, super().sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.elide()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        below = self.mapToGlobal(self.rect().bottomLeft())
        QToolTip.showText(below, self.toolTip(), self)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        QToolTip.hideText()
        super().focusOutEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            QGuiApplication.clipboard().setText(self._whole)
        else:
            super().keyPressEvent(event)


def _shortened(text: str, longest: int) -> str:
    """The two ends of a text that there is no room for."""
    if len(text) <= longest:
        return text
    half = longest // 2
    return f"{text[:half]}…{text[-half:]}"
