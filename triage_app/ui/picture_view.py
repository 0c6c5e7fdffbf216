"""The picture of an item: zoom, pan, window and level, materials; only what is seen is painted.

numpy comes with the first picture, never with the window.
"""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF, QSize, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDropEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QVBoxLayout, QWidget

from triage_app.ui.picture_tools import TOOLS, PictureTools
from triage_app.ui.words import tr

if TYPE_CHECKING:
    from triage_app.imaging.look import Look
    from triage_app.imaging.picture import Picture
    from triage_app.imaging.render import Renderer
    from triage_app.imaging.viewport import Viewport

ZOOM_STEP = 1.25
PAN_STEP = 64
DRAG_SHARE = 400.0  # pixels of drag for one whole window


class PictureCanvas(QWidget):
    """Paints one picture (of one or two energies), or a sentence in its place."""

    files_dropped = Signal(object)
    window_changed = Signal(float, float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._renderer: Renderer | None = None
        self._view: Viewport | None = None
        self._look: Look | None = None
        self._text = ""
        self._last: QPointF | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAcceptDrops(True)
        self.setMinimumSize(QSize(160, 120))

    @property
    def look(self) -> "Look | None":
        return self._look

    def show_picture(self, picture: "Picture", low: "Picture | None") -> None:
        from triage_app.imaging.render import Renderer

        self._renderer = Renderer(picture, low)
        self._text = ""
        self.reset()

    def show_text(self, text: str) -> None:
        self._renderer = self._view = self._look = None
        self._text = text
        self.setToolTip(text)
        self.update()

    def reset(self) -> None:
        """As the picture came: fitted, automatic window, natural colours."""
        if self._renderer is not None:
            self._look = self._renderer.first_look()
            self._fit()

    def set_window(self, center: float, width: float) -> None:
        """Show the samples from center - width/2 to center + width/2."""
        from triage_app.imaging.look import Window

        if self._look is not None:
            self._look = replace(self._look, window=Window(center, max(width, 1e-6)))
            self.window_changed.emit(center, width)
            self.update()

    def use(self, tool: str) -> None:
        """Do what a tool of TOOLS does."""
        renderer, look, view = self._renderer, self._look, self._view
        if renderer is None or look is None or view is None:
            return
        if tool == "invert":
            self._look = replace(look, invert=not look.invert)
        elif tool == "edges":
            self._look = replace(look, edges=not look.edges)
        elif tool in ("organic", "metal"):
            self._show_only(tool, renderer, look)
        elif tool == "palette" and renderer.palettes:
            from triage_app.imaging.look import next_palette

            now = next_palette(look.palette, renderer.palettes)
            self._look = replace(look, palette=now, only="")
        elif tool == "auto":
            self._look = replace(look, window=renderer.auto_window(view))
        else:
            self._move(tool, view)
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        if self._view is not None:
            size = self._pixels()
            self._view = self._view.resized(size.width(), size.height())
        super().resizeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self._renderer is None or self._view is None or self._look is None:
            painter.setPen(self.palette().placeholderText().color())
            inner = self.rect().adjusted(16, 16, -16, -16)
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(inner, flags, self._text)
            return
        pixels = self._renderer.render(self._view, self._look)
        left, top, _, _ = self._view.covered()
        rows, columns = pixels.shape
        image = QImage(pixels.data, columns, rows, columns * 4, QImage.Format.Format_RGB32)
        ratio = self.devicePixelRatioF()
        image.setDevicePixelRatio(ratio)
        painter.drawImage(QPointF(left / ratio, top / ratio), image)
        self._paint_reading(painter)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self._view is not None:
            ratio, at = self.devicePixelRatioF(), event.position()
            factor = ZOOM_STEP ** (event.angleDelta().y() / 120)
            self._view = self._view.zoomed(factor, at.x() * ratio, at.y() * ratio)
            self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._last = event.position()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._last = None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._last is None or self._view is None or self._look is None:
            return
        moved = event.position() - self._last
        self._last = event.position()
        shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if event.buttons() & Qt.MouseButton.RightButton or shifted:
            self._drag_window(moved.x(), moved.y())
        else:
            ratio = self.devicePixelRatioF()
            self._view = self._view.panned(moved.x() * ratio, moved.y() * ratio)
        self.update()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if files := [path for path in paths if Path(path).is_file()]:
            self.files_dropped.emit(files)

    def _drag_window(self, dx: float, dy: float) -> None:
        assert self._look is not None
        window = self._look.window
        center = window.center + dy / DRAG_SHARE * window.width
        self.set_window(center, window.width * (1 + dx / DRAG_SHARE))

    def _show_only(self, material: str, renderer: "Renderer", look: "Look") -> None:
        if renderer.dual:
            only = "" if look.only == material else material
            self._look = replace(look, only=only, palette=renderer.palettes[0])

    def _move(self, tool: str, view: "Viewport") -> None:
        middle = QPoint(view.width // 2, view.height // 2)
        if tool == "fit":
            self._fit()
        elif tool == "whole":
            self._view = view.zoomed(1 / view.scale, middle.x(), middle.y())
        elif tool in ("nearer", "farther"):
            factor = ZOOM_STEP if tool == "nearer" else 1 / ZOOM_STEP
            self._view = view.zoomed(factor, middle.x(), middle.y())
        elif tool == "reset":
            self.reset()
        else:
            dx, dy = {"left": (1, 0), "right": (-1, 0), "up": (0, 1), "down": (0, -1)}[tool]
            self._view = view.panned(dx * PAN_STEP, dy * PAN_STEP)

    def _fit(self) -> None:
        from triage_app.imaging.viewport import Viewport

        assert self._renderer is not None
        size, plate = self._pixels(), self._renderer.plate
        self._view = Viewport.fitted(size.width(), size.height(), plate.width, plate.height)
        self.update()

    def _pixels(self) -> QSize:
        return self.size() * self.devicePixelRatioF()

    def _paint_reading(self, painter: QPainter) -> None:
        """Zoom and window, small, in a corner of the picture."""
        assert self._view is not None
        assert self._look is not None
        window = self._look.window
        said = tr(
            "PictureView",
            "{zoom:.0%}   W {width:.0f}  L {level:.0f}",
            zoom=self._view.scale,
            width=window.width,
            level=window.center,
        )
        box = painter.fontMetrics().boundingRect(said).adjusted(-6, -3, 6, 3)
        box.moveBottomLeft(QPoint(4, self.height() - 4))
        painter.fillRect(box, self.palette().base())
        painter.setPen(self.palette().text().color())
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, said)


class PictureView(QWidget):
    """The canvas with its tools under it; keys work while the canvas has the focus."""

    files_dropped = Signal(object)
    window_changed = Signal(float, float)

    def __init__(self, parent: QWidget | None = None, *, tools: bool = True) -> None:
        super().__init__(parent)
        self.canvas = PictureCanvas()
        self.canvas.files_dropped.connect(self.files_dropped)
        self.canvas.window_changed.connect(self.window_changed)
        self.setFocusProxy(self.canvas)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.canvas, 1)
        self._tools = PictureTools() if tools else None
        if self._tools is not None:
            self._tools.chosen.connect(self.canvas.use)
            layout.addWidget(self._tools)
            self._tools.setEnabled(False)

    def show_picture(self, picture: "Picture", low: "Picture | None" = None) -> None:
        self.canvas.show_picture(picture, low)
        if self._tools is not None:
            self._tools.setEnabled(True)

    def show_placeholder(self, text: str) -> None:
        """A sentence in the picture's place."""
        self.canvas.show_text(text)
        if self._tools is not None:
            self._tools.setEnabled(False)

    def show_busy(self) -> None:
        self.show_placeholder(tr("PictureView", "Loading the picture …"))

    def set_window(self, center: float, width: float) -> None:
        self.canvas.set_window(center, width)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        for tool in TOOLS if self._tools is not None else ():
            if event.key() == tool.key:
                self.canvas.use(tool.name)
                return
        super().keyPressEvent(event)
