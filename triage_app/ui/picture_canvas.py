"""Paints one picture, only what is seen of it, or a sentence in its place.

numpy comes with the first picture, never with the window.
"""

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from triage_app.ui.picture_layers import Layer
from triage_app.ui.picture_pointer import PicturePointer
from triage_app.ui.picture_reading import INSET, PictureReading
from triage_app.ui.words import tip

if TYPE_CHECKING:
    from triage_app.imaging.look import Look
    from triage_app.imaging.picture import Picture
    from triage_app.imaging.render import Renderer
    from triage_app.imaging.tools import Shown
    from triage_app.imaging.viewport import Viewport


class PictureCanvas(QWidget):
    """`shown_changed` after every change of what is shown; `window_changed` carries center and
    width in sample units."""

    window_changed = Signal(float, float)
    shown_changed = Signal()

    def __init__(self, parent: QWidget | None = None, *, reading: bool = True) -> None:
        super().__init__(parent)
        self.renderer: Renderer | None = None
        self.shown: Shown | None = None
        self.layers: list[Layer] = []
        self._text = ""
        self._dropping = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self.setMinimumSize(QSize(160, 120))
        self.reading = PictureReading(self)  # shown alone it would be a window of its own
        self.reading.setVisible(reading)
        corner = QVBoxLayout(self)
        corner.setContentsMargins(INSET, INSET, INSET, INSET)
        corner.addStretch()
        corner.addWidget(self.reading)
        pointer = self.pointer = PicturePointer(self)
        pointer.zoomed.connect(self.zoom_at)
        pointer.panned.connect(self.pan_by)
        pointer.window_dragged.connect(self.drag_window)
        pointer.pointed.connect(self.point_at)
        pointer.tool_asked.connect(self.use)

    @property
    def look(self) -> "Look | None":
        return self.shown.look if self.shown else None

    @property
    def view(self) -> "Viewport | None":
        return self.shown.view if self.shown else None

    def show_picture(self, picture: "Picture", low: "Picture | None" = None) -> None:
        from triage_app.imaging.render import Renderer
        from triage_app.imaging.tools import first_shown

        self.renderer = Renderer(picture, low)
        self.setToolTip("")
        size = _pixels(self)
        self.change(first_shown(self.renderer, size.width(), size.height()))

    def show_text(self, text: str) -> None:
        self.renderer = None
        self._text = text
        self.setToolTip(tip(text))
        self.change(None)

    def use(self, tool: str) -> None:
        """Do what a tool of imaging.tools does; nothing without a picture."""
        if self.renderer is not None and self.shown is not None:
            from triage_app.imaging.tools import use

            self.change(use(tool, self.shown, self.renderer))

    def set_window(self, center: float, width: float) -> None:
        """Show the samples from center - width/2 to center + width/2."""
        if self.shown is not None:
            from triage_app.imaging.look import Window

            look = replace(self.shown.look, window=Window(center, max(width, 1e-6)))
            self.change(replace(self.shown, look=look))

    def zoom_at(self, factor: float, at: QPointF) -> None:
        if self.shown is not None:
            point = at * self.devicePixelRatioF()
            view = self.shown.view.zoomed(factor, point.x(), point.y())
            self.change(replace(self.shown, view=view))

    def pan_by(self, moved: QPointF) -> None:
        if self.shown is not None:
            by = moved * self.devicePixelRatioF()
            self.change(replace(self.shown, view=self.shown.view.panned(by.x(), by.y())))

    def drag_window(self, moved: QPointF) -> None:
        """Right widens the window, down raises its level."""
        if self.shown is not None:
            from triage_app.imaging.tools import dragged

            across, down = moved.x() / self.width(), moved.y() / self.height()
            self.change(dragged(self.shown, across, down))

    def point_at(self, point: QPointF | None) -> None:
        """Read out the sample under a point of the widget, or none."""
        self.reading.point_at(None if point is None else point * self.devicePixelRatioF())

    def show_drop_here(self, over: bool) -> None:
        """A frame while something that could be dropped is held over the picture."""
        self._dropping = over
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        if self.shown is not None:
            size = _pixels(self)
            view = self.shown.view.resized(size.width(), size.height())
            self.change(replace(self.shown, view=view))
        super().resizeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self.renderer is None or self.shown is None:
            muted = self.palette().placeholderText().color()
            _paint_text(painter, self.rect(), self._text, muted)
        else:
            ratio = self.devicePixelRatioF()
            _paint_picture(painter, self.renderer, self.shown, ratio)
            for layer in self.layers:
                painter.save()
                layer.paint(painter, self.shown, self.renderer, ratio)
                painter.restore()
        if self.hasFocus() or self._dropping:
            painter.setPen(QPen(self.palette().highlight().color(), 4 if self._dropping else 2))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))

    def change(self, shown: "Shown | None") -> None:
        """Show another part of the picture, or the same in another way."""
        before, self.shown = self.shown, shown
        self.reading.show_shown(shown, self.renderer)
        self.update()
        self.shown_changed.emit()
        if shown is not None and (before is None or before.look.window != shown.look.window):
            self.window_changed.emit(shown.look.window.center, shown.look.window.width)


def _pixels(widget: QWidget) -> QSize:
    """The widget's size in device pixels."""
    return widget.size() * widget.devicePixelRatioF()


def _paint_picture(painter: QPainter, renderer: "Renderer", shown: "Shown", ratio: float) -> None:
    pixels = renderer.render(shown.view, shown.look)
    left, top, _, _ = shown.view.covered()
    rows, columns = pixels.shape
    image = QImage(pixels.data, columns, rows, columns * 4, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    painter.drawImage(QPointF(left / ratio, top / ratio), image)


def _paint_text(painter: QPainter, rect: QRect, text: str, muted: QColor) -> None:
    """A sentence in the picture's place, inside a dashed frame: things can be dropped here."""
    painter.setPen(QPen(muted, 1, Qt.PenStyle.DashLine))
    painter.drawRoundedRect(rect.adjusted(1, 1, -2, -2), 6, 6)
    painter.setPen(muted)
    flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
    painter.drawText(rect.adjusted(16, 16, -16, -16), flags, text)
