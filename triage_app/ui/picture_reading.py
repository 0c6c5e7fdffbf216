"""Zoom, window and the sample under the pointer: small and steady in a corner of the picture."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from triage_app.ui.words import tr

if TYPE_CHECKING:
    from triage_app.imaging.render import Renderer
    from triage_app.imaging.tools import Shown

INSET = 6
GROUND = 0.85  # how much of the picture its own ground covers, so that it reads on any picture


class PictureReading(QWidget):
    """`text` is what is read out; "" while there is no picture."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text = ""
        self._renderer: Renderer | None = None
        self._shown: Shown | None = None
        self._point: QPointF | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(2 * INSET, QFontMetrics(self._small()).height() + INSET // 2)

    def show_shown(self, shown: "Shown | None", renderer: "Renderer | None") -> None:
        self._shown, self._renderer = shown, renderer
        self._read()

    def point_at(self, point: QPointF | None) -> None:
        """A point of the picture in device pixels of the screen, or none."""
        self._point = point
        self._read()

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self.text:
            return
        painter = QPainter(self)
        painter.setFont(self._small())
        metrics = painter.fontMetrics()
        room = self.width() - INSET
        text = metrics.elidedText(self.text, Qt.TextElideMode.ElideRight, room)
        box = self.rect()
        box.setWidth(metrics.horizontalAdvance(text) + INSET)
        ground = self.palette().base().color()
        ground.setAlphaF(GROUND)
        painter.fillRect(box, ground)
        painter.setPen(self.palette().text().color())
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)

    def _small(self) -> QFont:
        """The font of small print: 13 where text is 15."""
        small = QFont(self.font())
        small.setPixelSize(max(9, round(self.fontInfo().pixelSize() * 13 / 15)))
        return small

    def _read(self) -> None:
        text = ""
        if self._shown is not None and self._renderer is not None:
            window = self._shown.look.window
            text = tr(
                "PictureView",
                "{zoom:.0%}   W {width:,.0f}   L {level:,.0f}",
                zoom=self._shown.view.scale,
                width=window.width,
                level=window.center,
            )
            if self._renderer.pages > 1:
                text += f"   {self._renderer.page + 1}/{self._renderer.pages}"
            text += self._sample(self._shown, self._renderer)
        if text != self.text:
            self.text = text
            self.update()

    def _sample(self, shown: "Shown", renderer: "Renderer") -> str:
        if self._point is None:
            return ""
        view = shown.view
        x, y = view.picture_point(self._point.x(), self._point.y())
        if not (0 <= x < view.picture_width and 0 <= y < view.picture_height):
            return ""
        value = renderer.plate.value_at(int(x), int(y))
        reads = f"{value:,.0f}" if isinstance(value, float) else " ".join(map(str, value))
        return f"   {int(x)}, {int(y)}: {reads}"
