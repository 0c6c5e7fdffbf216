"""Mouse and wheel over a picture -> zoom, pan, window: in the widget's own coordinates."""

from PySide6.QtCore import QEvent, QObject, QPointF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

NOTCH = 120  # eighths of a degree of one wheel step
ZOOM_STEP = 1.25


class PicturePointer(QObject):
    """Watches a widget. Drag pans; with the right button or Shift it changes the window."""

    zoomed = Signal(float, QPointF)
    panned = Signal(QPointF)
    window_dragged = Signal(QPointF)
    pointed = Signal(object)
    tool_asked = Signal(str)

    def __init__(self, watched: QWidget) -> None:
        super().__init__(watched)
        self._last: QPointF | None = None
        watched.setMouseTracking(True)
        watched.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QWheelEvent):
            return self._turned(event)
        if isinstance(event, QMouseEvent) and isinstance(watched, QWidget):
            return self._moved(watched, event)
        if event.type() == QEvent.Type.Leave:
            self.pointed.emit(None)
        return False

    def _turned(self, event: QWheelEvent) -> bool:
        turned = event.angleDelta().y()
        if turned:
            self.zoomed.emit(ZOOM_STEP ** (turned / NOTCH), event.position())
        return bool(turned)

    def _moved(self, watched: QWidget, event: QMouseEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.MouseButtonPress:
            self._last = event.position()
            watched.setFocus(Qt.FocusReason.MouseFocusReason)
            windowing = _changes_window(event)
            shape = Qt.CursorShape.SizeAllCursor if windowing else Qt.CursorShape.ClosedHandCursor
            watched.setCursor(shape)
        elif kind == QEvent.Type.MouseButtonRelease:
            self._last = None
            watched.unsetCursor()
        elif kind == QEvent.Type.MouseButtonDblClick:
            self.tool_asked.emit("near_and_far")
        elif kind == QEvent.Type.MouseMove:
            self._dragged(event)
        return True

    def _dragged(self, event: QMouseEvent) -> None:
        self.pointed.emit(event.position())
        if self._last is None or not event.buttons():
            return
        moved, self._last = event.position() - self._last, event.position()
        if _changes_window(event):
            self.window_dragged.emit(moved)
        else:
            self.panned.emit(moved)


def _changes_window(event: QMouseEvent) -> bool:
    shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
    return shifted or bool(event.buttons() & Qt.MouseButton.RightButton)
