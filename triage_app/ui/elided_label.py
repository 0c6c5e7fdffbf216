"""A line of plain text cut to its room with an ellipsis; whole on hover and for a reader."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QLabel, QWidget


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
        self.setToolTip(text)
        self.setAccessibleName(text)
        self.elide()

    def elide(self) -> None:
        """Cut again, after the font has changed."""
        metrics = QFontMetrics(self.font())
        self.setText(metrics.elidedText(self._whole, self._mode, self.width()))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._least, super().minimumSizeHint().height())

    def sizeHint(self) -> QSize:
        return QSize(self._least, super().sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.elide()
