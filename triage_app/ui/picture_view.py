"""An item's picture: the canvas, its tools under it, its keys, and files dropped on it."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from triage_app.ui.offered import may_be_offered, offered_in
from triage_app.ui.picture_canvas import PictureCanvas
from triage_app.ui.picture_over import PictureOver
from triage_app.ui.picture_tools import PictureTools, tool_of
from triage_app.ui.words import tr

if TYPE_CHECKING:
    from triage_app.imaging.picture import Picture

__all__ = ["PictureCanvas", "PictureView"]


class PictureView(QWidget):
    """`offered` carries the Offered dropped on it, `marked` a Mark drawn on it; `window_changed`
    center and width in sample units. Without `tools` it is the same picture without buttons and
    read-out."""

    offered = Signal(object)
    marked = Signal(object)
    window_changed = Signal(float, float)

    def __init__(
        self, parent: QWidget | None = None, *, tools: bool = True, marking: bool = True
    ) -> None:
        super().__init__(parent)
        self.canvas = PictureCanvas(reading=tools)
        self.canvas.window_changed.connect(self.window_changed)
        self.canvas.shown_changed.connect(self._show_state)
        self.setFocusProxy(self.canvas)
        self.setAcceptDrops(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.canvas, 1)
        self._tools = PictureTools() if tools else None
        self.over: PictureOver | None = None
        if self._tools is not None:
            self.over = PictureOver(self.canvas, self._tools, marking=marking)
            self.over.marked.connect(self.marked)
            self._tools.chosen.connect(self.use)
            layout.addWidget(self._tools)

    def show_picture(self, picture: "Picture", low: "Picture | None" = None) -> None:
        """Show a picture; `low` is the same scene at the lower energy, so that materials can be
        told."""
        if self.over is not None:
            self.over.forget()
        self.canvas.show_picture(picture, low)
        size = tr("PictureView", "{w} by {h} pixels", w=picture.width, h=picture.height)
        self.canvas.setAccessibleDescription(size)

    def show_placeholder(self, text: str) -> None:
        """A sentence in the picture's place."""
        self.canvas.show_text(text)
        self.canvas.setAccessibleDescription(text)

    def show_busy(self) -> None:
        self.show_placeholder(tr("PictureView", "Loading the picture …"))

    def set_window(self, center: float, width: float) -> None:
        self.canvas.set_window(center, width)

    def setAccessibleName(self, name: str) -> None:
        """The canvas has the focus, so it carries the name too."""
        super().setAccessibleName(name)
        self.canvas.setAccessibleName(name)

    def use(self, tool: str) -> None:
        """Use a tool by its name; nothing without a picture."""
        if self.over is None or not self.over.use(tool):
            self.canvas.use(tool)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        tool = tool_of(event) if self.canvas.view is not None else ""
        if tool:
            self.use(tool)
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if may_be_offered(event.mimeData()):
            event.acceptProposedAction()
            self.canvas.show_drop_here(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.canvas.show_drop_here(False)

    def dropEvent(self, event: QDropEvent) -> None:
        self.canvas.show_drop_here(False)
        found = offered_in(event.mimeData())
        if found is not None:
            event.acceptProposedAction()
            self.offered.emit(found)

    def _show_state(self) -> None:
        if self.over is not None:
            self.over.show_state()
