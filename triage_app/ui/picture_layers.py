"""What lies over a picture: marks, a magnifier, a histogram, a shape being drawn."""

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from triage_app.ui.words import tr

if TYPE_CHECKING:  # numpy comes with them
    from triage_app.imaging.render import Renderer
    from triage_app.imaging.tools import Shown

LENS_PX = 220
LENS_SHARE = 0.6  # of a small picture
LENS_TIMES = 4
BINS = 96
GRAPH_W, GRAPH_H = 200, 72
INSET = 8
BESIDE, BRIGHT = QColor("#101010"), QColor("#F0E442")
"""Two strokes, so that a line is seen on dark and on bright; the yellow of Okabe and Ito."""


class Layer(Protocol):
    """Paints over the picture shown, in the widget's own coordinates; `ratio` device pixels to
    one of them."""

    def paint(
        self, painter: QPainter, shown: "Shown", renderer: "Renderer", ratio: float
    ) -> None: ...


def on_screen(
    point: tuple[float, float], shown: "Shown", renderer: "Renderer", ratio: float
) -> QPointF:
    """Where a point of the upright picture lies on the widget."""
    x, y = renderer.plate.turning.shown(*point)
    view = shown.view
    across = (x - view.x) * view.scale + view.width / 2
    down = (y - view.y) * view.scale + view.height / 2
    return QPointF(across / ratio, down / ratio)


def on_picture(
    at: QPointF, shown: "Shown", renderer: "Renderer", ratio: float
) -> tuple[float, float]:
    """The point of the upright picture under a point of the widget, inside the picture."""
    view = shown.view
    x, y = view.picture_point(at.x() * ratio, at.y() * ratio)
    x, y = min(max(x, 0), view.picture_width), min(max(y, 0), view.picture_height)
    return renderer.plate.turning.upright(x, y)


def stroke(painter: QPainter, line: QPolygonF, *, closed: bool = False) -> None:
    """A line seen on any ground."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for colour, width in ((BESIDE, 5), (BRIGHT, 2)):
        painter.setPen(QPen(colour, width))
        if closed:
            painter.drawPolygon(line)
        else:
            painter.drawPolyline(line)


def room(shown: "Shown", ratio: float) -> QRectF:
    """All of the widget."""
    return QRectF(0, 0, shown.view.width / ratio, shown.view.height / ratio)


def label(painter: QPainter, at: QPointF, text: str, room: QRectF) -> None:
    """Words beside a mark, on a ground of their own; inside `room`, above the read-out."""
    if not text:
        return
    metrics = painter.fontMetrics()
    text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, int(room.width()) - 4 * INSET)
    box = QRectF(0, 0, metrics.horizontalAdvance(text) + INSET, metrics.height() + 2)
    lowest = room.bottom() - 2 * box.height() - INSET
    box.moveLeft(max(room.left(), min(at.x(), room.right() - box.width())))
    box.moveTop(max(room.top(), min(at.y(), lowest)))
    painter.fillRect(box, BESIDE)
    painter.setPen(BRIGHT)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)


class Lens:
    """The picture nearer, around the pointer; in the middle where there is no pointer."""

    def __init__(self, widget: QWidget) -> None:
        self.on = False
        self._widget = widget
        self._at: QPointF | None = None

    def point_at(self, at: QPointF | None) -> None:
        self._at = at
        if self.on:
            self._widget.update()

    def paint(self, painter: QPainter, shown: "Shown", renderer: "Renderer", ratio: float) -> None:
        if not self.on:
            return
        from dataclasses import replace

        at = self._at or QPointF(self._widget.rect().center())
        whole = room(shown, ratio)
        across = min(LENS_PX, LENS_SHARE * min(whole.width(), whole.height()))
        size = round(across * ratio)
        view = shown.view
        x, y = view.picture_point(at.x() * ratio, at.y() * ratio)
        near = replace(view, width=size, height=size, scale=view.scale * LENS_TIMES, x=x, y=y)
        left, top, right, bottom = near.covered()
        frame = QRectF(at.x() - across / 2, at.y() - across / 2, across, across)
        painter.fillRect(frame, BESIDE)
        if left < right and top < bottom:
            pixels = renderer.render_apart(near, shown.look)
            rows, columns = pixels.shape
            image = QImage(pixels.data, columns, rows, columns * 4, QImage.Format.Format_RGB32)
            image.setDevicePixelRatio(ratio)
            painter.drawImage(frame.topLeft() + QPointF(left, top) / ratio, image)
        stroke(painter, QPolygonF(frame), closed=True)


class Histogram:
    """How often each value is in view, and which of them the window shows."""

    def __init__(self) -> None:
        self.on = False

    def paint(self, painter: QPainter, shown: "Shown", renderer: "Renderer", ratio: float) -> None:
        if not self.on:
            return
        plate = renderer.plate
        counts = plate.histogram(shown.view, BINS)
        full = plate.full_window()
        right = room(shown, ratio).right() - INSET
        area = QRectF(right - GRAPH_W, INSET, GRAPH_W, GRAPH_H)
        painter.fillRect(area, BESIDE)
        most = max(float(counts.max()), 1.0)
        step = GRAPH_W / BINS
        for at, count in enumerate(counts):
            tall = (float(count) / most) ** 0.5 * (GRAPH_H - 18)  # the root: rare values are seen
            painter.fillRect(
                QRectF(area.left() + at * step, area.bottom() - 2 - tall, step, tall),
                QColor("#C8C8C8"),
            )
        painter.setPen(QPen(BRIGHT, 2))
        for value in (shown.look.window.low, shown.look.window.high):
            place = min(max((value - full.low) / full.width, 0.0), 1.0)
            across = area.left() + place * GRAPH_W
            painter.drawLine(QPointF(across, area.top() + 14), QPointF(across, area.bottom()))
        painter.drawText(
            area.adjusted(4, 0, -4, 0),
            Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft,
            tr(
                "PictureLayers",
                "{low:,.0f} to {high:,.0f}",
                low=full.low,
                high=full.high,
            ),
        )
