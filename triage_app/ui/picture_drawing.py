"""A tool in hand, and the pointer over the picture -> a shape in the upright picture's pixels.

A drag draws a box, an arrow, a line to be measured, the part to be windowed; clicks set the corners
of a polygon. Enter draws without a pointer: around the middle of what is in view.
"""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPolygonF

from triage_app.model.mark import Mark, MarkShape
from triage_app.model.noun import noun
from triage_app.ui.picture_canvas import PictureCanvas
from triage_app.ui.picture_layers import label, on_picture, on_screen, room, stroke
from triage_app.ui.picture_marks import paint_mark
from triage_app.ui.words import tr

if TYPE_CHECKING:  # numpy comes with them
    from triage_app.imaging.render import Renderer
    from triage_app.imaging.tools import Shown

MEASURE, PART = "measure", "part"
IN_HAND = (MEASURE, PART, *(shape.value for shape in MarkShape))
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
LEAST_PX = 4
"""A shorter drag is a click."""

Point = tuple[float, float]


@noun(frozen=True, slots=True)
class Drawn:
    """`tool` is one of IN_HAND; `points` are (x, y) of the upright picture."""

    tool: str
    points: tuple[Point, ...]


class PictureDrawing(QObject):
    """`drawn` carries a Drawn; `held` the name of the tool that is in hand now, or ""."""

    drawn = Signal(object)
    held = Signal(str)

    def __init__(self, canvas: PictureCanvas) -> None:
        super().__init__(canvas)
        self.tool = ""
        self.measured: tuple[Point, Point] | None = None
        self._canvas = canvas
        self._points: list[Point] = []
        self._hover: Point | None = None
        canvas.installEventFilter(self)

    def hold(self, tool: str) -> None:
        """Take a tool in hand; the same once more, or "", lays it down."""
        self.tool = "" if tool == self.tool else tool
        self._points, self._hover = [], None
        shape = Qt.CursorShape.CrossCursor if self.tool else Qt.CursorShape.ArrowCursor
        self._canvas.setCursor(shape)
        self._canvas.update()
        self.held.emit(self.tool)

    def forget(self) -> None:
        """Another picture, or the same as it came: nothing in hand, nothing measured."""
        self.measured = None
        if self.tool:
            self.hold("")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not self.tool or self._canvas.renderer is None:
            return False
        if isinstance(event, QMouseEvent):
            return self._pointed(event)
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._keyed(event)
        return False

    def paint(self, painter: QPainter, shown: "Shown", renderer: "Renderer", ratio: float) -> None:
        points = [*self._points, *([self._hover] if self._points and self._hover else [])]
        if self.measured and not points:
            points = list(self.measured)
        seen = [on_screen(point, shown, renderer, ratio) for point in points]
        if len(seen) >= 2:
            if self.tool == MEASURE or (self.measured and not self._points):
                stroke(painter, QPolygonF(seen[:2]))
                said = _length(points[0], points[1], renderer)
                label(painter, seen[1] + QPointF(8, 8), said, room(shown, ratio))
            elif self.tool == MarkShape.POLYGON:
                stroke(painter, QPolygonF(seen))
            else:
                shape = MarkShape.BOX if self.tool == PART else MarkShape(self.tool)
                paint_mark(painter, Mark(shape, ()), seen)
        if self.tool:
            label(painter, QPointF(6, 6), _what_to_do(self.tool), room(shown, ratio))

    def _pointed(self, event: QMouseEvent) -> bool:
        shifted = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        if shifted or event.buttons() & Qt.MouseButton.RightButton:
            return False  # the window is dragged as ever
        at = self._on_picture(event.position())
        kind = event.type()
        if kind == QEvent.Type.MouseButtonPress:
            self._canvas.setFocus(Qt.FocusReason.MouseFocusReason)
            self._press(at)
        elif kind == QEvent.Type.MouseMove:
            self._hover = at
        elif kind == QEvent.Type.MouseButtonRelease:
            self._release(at)
        elif kind == QEvent.Type.MouseButtonDblClick and self.tool == MarkShape.POLYGON:
            self._finish()
        self._canvas.update()
        return kind != QEvent.Type.MouseMove  # where it is, is read out too

    def _press(self, at: Point) -> None:
        if self.tool == MarkShape.NOTE:
            self._points = [at]
            self._finish()
        elif self.tool == MarkShape.POLYGON or not self._points:
            self._points.append(at)

    def _release(self, at: Point) -> None:
        if self.tool in (MarkShape.POLYGON, MarkShape.NOTE) or len(self._points) != 1:
            return
        start = self._points[0]
        view = self._canvas.view
        far = LEAST_PX / view.scale if view else LEAST_PX
        if max(abs(at[0] - start[0]), abs(at[1] - start[1])) < far:
            return  # a click begins, the next one ends
        self._points.append(at)
        self._finish()

    def _keyed(self, event: QKeyEvent) -> bool:
        if event.key() == Qt.Key.Key_Escape:
            self.hold("")
            return True
        if event.key() in ENTER and not event.isAutoRepeat():
            if self.tool != MarkShape.POLYGON or len(self._points) < 3:
                self._points = self._in_the_middle()
            self._finish()
            return True
        return False

    def _finish(self) -> None:
        drawn = Drawn(self.tool, tuple(self._points))
        self._points, self._hover = [], None
        if drawn.tool == MEASURE and len(drawn.points) == 2:
            self.measured = drawn.points[0], drawn.points[1]
        else:
            self.hold("")
        self._canvas.update()
        self.drawn.emit(drawn)

    def _in_the_middle(self) -> list[Point]:
        wide, high = self._canvas.width(), self._canvas.height()
        corners = [(0.25, 0.25), (0.75, 0.25), (0.75, 0.75), (0.25, 0.75)]
        if self.tool == MarkShape.NOTE:
            corners = [(0.5, 0.5)]
        elif self.tool in (MEASURE, MarkShape.ARROW):
            corners = [(0.25, 0.5), (0.5, 0.5)]
        elif self.tool != MarkShape.POLYGON:
            corners = [corners[0], corners[2]]
        return [self._on_picture(QPointF(x * wide, y * high)) for x, y in corners]

    def _on_picture(self, at: QPointF) -> Point:
        renderer, shown = self._canvas.renderer, self._canvas.shown
        assert renderer is not None
        assert shown is not None
        return on_picture(at, shown, renderer, self._canvas.devicePixelRatioF())


def _length(start: Point, end: Point, renderer: "Renderer") -> str:
    from triage_app.imaging.measure import length_mm, length_px

    if renderer.spacing_mm is None:
        pixels = length_px(start, end)
        return tr("PictureDrawing", "{px:,.0f} pixels, the file says no mm", px=pixels)
    return tr("PictureDrawing", "{mm:,.1f} mm", mm=length_mm(start, end, renderer.spacing_mm))


def _what_to_do(tool: str) -> str:
    if tool == MarkShape.NOTE:
        return tr("PictureDrawing", "Click where the note belongs. Esc: no note")
    if tool == MarkShape.POLYGON:
        return tr("PictureDrawing", "Click the corners, Enter closes. Esc: none")
    return tr("PictureDrawing", "Drag from one end to the other. Esc: done")
