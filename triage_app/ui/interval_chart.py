"""Figures with their intervals, a row each: a dot, a line for what it may be, and what it rests on.

Drawn by hand: the one plotting library considered takes a third of a second to import and draws
nothing that a dot and a line do not say.
"""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from triage_app.ui.measurement_words import Bar, Mark
from triage_app.ui.theme import Tokens, text_font
from triage_app.ui.words import tr

ROW, NAME, SAID, HEAD, FOOT = 28, 136, 120, 44, 8
STEPS = 4

Words = Callable[[float], str]
"""How a place on the axis is written."""


class IntervalChart(QWidget):
    """`marks` are lines across all rows. Everything drawn is in the accessible description too."""

    def __init__(self, tokens: Tokens, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tokens = tokens
        self._bars: Sequence[Bar] = ()
        self._marks: Sequence[Mark] = ()
        self._most = 1.0
        self._words: Words = str
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

    def show_bars(
        self, bars: Sequence[Bar], marks: Sequence[Mark], most: float, words: Words
    ) -> None:
        """These rows on an axis from 0 to `most`; what lies beyond is drawn to its end."""
        self._bars, self._marks = bars, marks
        self._most, self._words = max(most, 1e-9), words
        told = [f"{bar.name}: {self._figure(bar)}, {bar.said}" for bar in bars]
        told += [f"{mark.said}: {words(mark.value)}" for mark in marks]
        self.setAccessibleDescription("; ".join(told))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        px = self._tokens.px
        return QSize(px(420), px(HEAD + FOOT) + px(ROW) * max(1, len(self._bars)))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._tokens.px(320), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setFont(text_font(self._tokens, 13))
            self._paint_axis(painter)
            for mark in self._marks:
                self._paint_mark(painter, mark)
            for place, bar in enumerate(self._bars):
                self._paint_bar(painter, place, bar)

    def _figure(self, bar: Bar) -> str:
        return tr("Measurement", "not known") if bar.value is None else self._words(bar.value)

    def _field(self) -> QRectF:
        """Where the axis runs."""
        px = self._tokens.px
        wide = self.width() - px(NAME) - px(SAID) - px(16)
        return QRectF(px(NAME), px(HEAD), max(1, wide), px(ROW) * max(1, len(self._bars)))

    def _x(self, value: float) -> float:
        field = self._field()
        return field.left() + field.width() * min(1.0, max(0.0, value / self._most))

    def _paint_axis(self, painter: QPainter) -> None:
        field, px = self._field(), self._tokens.px
        for step in range(STEPS + 1):
            value = self._most * step / STEPS
            x = self._x(value)
            painter.setPen(QPen(QColor(self._tokens.line), 1))
            painter.drawLine(QPointF(x, field.top()), QPointF(x, field.bottom()))
            painter.setPen(QColor(self._tokens.muted))
            box = QRectF(x - px(40), field.top() - px(20), px(80), px(20))
            painter.drawText(box, Qt.AlignmentFlag.AlignHCenter, self._words(value))

    def _paint_mark(self, painter: QPainter, mark: Mark) -> None:
        field, px = self._field(), self._tokens.px
        band = QColor(self._tokens.muted)
        band.setAlpha(48)
        left, right = self._x(mark.low), self._x(mark.high)
        painter.fillRect(QRectF(left, field.top(), right - left, field.height()), band)
        pen = QPen(QColor(self._tokens.muted), px(2), Qt.PenStyle.DashLine)
        painter.setPen(pen)
        x = self._x(mark.value)
        painter.drawLine(QPointF(x, field.top()), QPointF(x, field.bottom()))
        wide = QFontMetrics(painter.font()).horizontalAdvance(mark.said)
        begin = min(max(0.0, x - wide / 2), self.width() - wide - 1.0)
        painter.drawText(QPointF(begin, field.top() - px(28)), mark.said)

    def _paint_bar(self, painter: QPainter, place: int, bar: Bar) -> None:
        field, px = self._field(), self._tokens.px
        top = field.top() + px(ROW) * place
        middle = top + px(ROW) / 2
        metrics = QFontMetrics(painter.font())
        name = metrics.elidedText(bar.name, Qt.TextElideMode.ElideRight, px(NAME) - px(8))
        side = Qt.AlignmentFlag.AlignVCenter
        painter.setPen(QColor(self._tokens.text))
        painter.drawText(QRectF(0, top, px(NAME), px(ROW)), side, name)
        painter.setPen(QColor(self._tokens.muted))
        said = QRectF(field.right() + px(12), top, px(SAID), px(ROW))
        painter.drawText(said, side, bar.said)
        if bar.value is None:
            return
        accent = QColor(self._tokens.accent)
        painter.setPen(QPen(accent, px(2)))
        low, high = self._x(bar.low), self._x(bar.high)
        painter.drawLine(QPointF(low, middle), QPointF(high, middle))
        for end in (low, high):
            painter.drawLine(QPointF(end, middle - px(5)), QPointF(end, middle + px(5)))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(accent)
        painter.drawEllipse(QPointF(self._x(bar.value), middle), px(5), px(5))
