"""What was decided each day: a column of all items, in it the flagged ones, over it the finds."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from triage_app.model.measure import DayLoad
from triage_app.ui.theme import STATE_COLOURS, State, Tokens, text_font
from triage_app.ui.words import tr

HEAD, FOOT, LEFT = 56, 28, 48
NARROWEST = 34
"""Columns at least so wide carry the day under each; else some do."""


class LoadChart(QWidget):
    """Told apart by tone, hatching and place, never by hue alone."""

    def __init__(self, tokens: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tokens = tokens
        self._days: Sequence[DayLoad] = ()
        self.setAccessibleName(tr("Measurement", "Workload a day"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_days(self, days: Sequence[DayLoad]) -> None:
        self._days = days
        told = [
            tr(
                "Measurement",
                "{day}: {items} decided, {flagged} flagged, {found} with a find",
                day=one.day,
                items=f"{one.items:,}",
                flagged=f"{one.flagged:,}",
                found=f"{one.found:,}",
            )
            for one in days
        ]
        self.setAccessibleDescription("; ".join(told))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._tokens.px(420), self._tokens.px(280))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._tokens.px(320), self._tokens.px(200))

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setFont(text_font(self._tokens, 13))
            self._paint_legend(painter)
            if self._days:
                self._paint_days(painter)

    def _brushes(self) -> tuple[QBrush, QBrush, QBrush]:
        """Of all items, of flagged ones, of finds."""
        flagged = QBrush(QColor(self._tokens.accent))
        found = QBrush(QColor(STATE_COLOURS[State.HOLD]))
        return QBrush(QColor(self._tokens.line)), flagged, found

    def _paint_legend(self, painter: QPainter) -> None:
        px, x = self._tokens.px, float(self._tokens.px(8))
        words = (
            tr("Measurement", "decided"),
            tr("Measurement", "flagged"),
            tr("Measurement", "with a find"),
        )
        for place, (brush, word) in enumerate(zip(self._brushes(), words, strict=True)):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(brush)
            if place == len(words) - 1:
                painter.drawEllipse(QPointF(x + px(7), px(15)), px(5), px(5))
            else:
                painter.drawRect(QRectF(x, px(8), px(14), px(14)))
            painter.setPen(QColor(self._tokens.text))
            painter.drawText(QPointF(x + px(20), px(20)), word)
            x += px(40) + painter.fontMetrics().horizontalAdvance(word)

    def _paint_days(self, painter: QPainter) -> None:
        px = self._tokens.px
        field = QRectF(
            px(LEFT), px(HEAD), self.width() - px(LEFT + 8), self.height() - px(HEAD + FOOT)
        )
        most = max(one.items for one in self._days)
        painter.setPen(QPen(QColor(self._tokens.line), 1))
        painter.drawLine(field.bottomLeft(), field.bottomRight())
        painter.setPen(QColor(self._tokens.muted))
        right = Qt.AlignmentFlag.AlignRight
        scale = QRectF(0, field.top() - px(8), px(LEFT - 8), px(20))
        painter.drawText(scale, right, f"{most:,}")
        painter.drawText(scale.translated(0, field.height()), right, "0")
        wide = min(field.width() / len(self._days), float(px(72)))
        every = max(1, round(px(NARROWEST) * 1.6 / wide))
        for place, one in enumerate(self._days):
            column = QRectF(field.left() + wide * place, field.top(), wide, field.height())
            self._paint_day(painter, column, one, most)
            if place % every == 0:
                painter.setPen(QColor(self._tokens.muted))
                under = QRectF(column.left() - px(10), field.bottom() + px(4), px(60), px(20))
                painter.drawText(under, Qt.AlignmentFlag.AlignLeft, f"{one.day:%d %b}")

    def _paint_day(self, painter: QPainter, column: QRectF, one: DayLoad, most: int) -> None:
        px = self._tokens.px
        every, flagged, found = self._brushes()
        painter.setPen(Qt.PenStyle.NoPen)
        inner = column.adjusted(px(1), 0, -px(1), 0)
        for count, brush, part in ((one.items, every, 1.0), (one.flagged, flagged, 0.6)):
            high = inner.height() * count / most
            side = inner.width() * (1 - part) / 2
            painter.setBrush(brush)
            painter.drawRect(
                QRectF(inner.left() + side, inner.bottom() - high, inner.width() - 2 * side, high)
            )
        if one.found:
            top = inner.bottom() - inner.height() * one.items / most
            painter.setBrush(found)
            middle = inner.center().x()
            painter.drawEllipse(QPointF(middle, top - px(8)), px(4), px(4))
            painter.setPen(QColor(self._tokens.text))
            box = QRectF(middle - px(20), top - px(32), px(40), px(18))
            painter.drawText(box, Qt.AlignmentFlag.AlignHCenter, f"{one.found:,}")
