"""A key of the outcome row: its key cap above, its name below; big enough for gloves."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from triage_app.ui.theme import Tokens, text_font


class KeyButton(QPushButton):
    """`cap` is the key that presses it, `name` what it does; `chosen` carries its `code`."""

    chosen = Signal(str)

    def __init__(
        self,
        tokens: Tokens,
        cap: str,
        name: str,
        whole: str,
        code: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._code = code
        self.clicked.connect(self._tell_chosen)
        self._tokens = tokens
        self._cap = cap
        self._name = name
        self.setAccessibleName(f"{whole}, {cap}")
        self.setToolTip(f"{whole}  ({cap})")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(tokens.px(56))

    def sizeHint(self) -> QSize:
        return QSize(self._tokens.px(120), self._tokens.px(56))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._tokens.px(72), self._tokens.px(56))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        px = self._tokens.px
        inner = self.rect().adjusted(px(10), px(6), -px(8), -px(6))
        muted = QColor(self._tokens.muted)
        painter.setFont(text_font(self._tokens, 13))
        painter.setPen(muted)
        painter.drawText(inner, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft, self._cap)
        font = text_font(self._tokens, 15, bold=True)
        painter.setFont(font)
        painter.setPen(QColor(self._tokens.text) if self.isEnabled() else muted)
        name = QFontMetrics(font).elidedText(self._name, Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(inner, Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft, name)

    def _tell_chosen(self) -> None:
        self.chosen.emit(self._code)
