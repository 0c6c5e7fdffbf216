"""Ctrl+V and drops anywhere on the window -> what is offered."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import (
    QDropEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QShortcut,
)
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from shiboken6 import isValid

from triage_app.ui.offered import may_be_offered, offered_in
from triage_app.ui.words import tr

_OVERRIDE = QEvent.Type.ShortcutOverride
_OVER = (QEvent.Type.DragEnter, QEvent.Type.DragMove)


class Offering(QObject):
    """`offered` carries an Offered; `refused` the sentence where there is nothing to take."""

    offered = Signal(object)
    refused = Signal(str)

    def __init__(
        self, window: QWidget, page: QWidget, when_by_hand: Callable[[Callable[[], None]], None]
    ) -> None:
        """`when_by_hand`: see ByHand.do; a label may hold Ctrl+V."""
        super().__init__(window)
        self._page = page
        page.setAcceptDrops(True)
        page.installEventFilter(self)
        self._field: QLineEdit | None = None
        paste = QShortcut(QKeySequence(QKeySequence.StandardKey.Paste), window)
        paste.activated.connect(partial(when_by_hand, self.paste))
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._follow_focus)

    def paste(self) -> None:
        """Take what the clipboard holds, if it is files or a picture."""
        found = offered_in(QGuiApplication.clipboard().mimeData())
        if found is not None:
            self.offered.emit(found)
        else:
            self.refused.emit(
                tr(
                    "Offering",
                    "Nothing to paste: copy a picture or files first. "
                    "A code goes into its field (Ctrl+L).",
                )
            )

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == _OVERRIDE:
            return isinstance(event, QKeyEvent) and self._is_ours(event)
        if watched is not self._page or not isinstance(event, QDropEvent):
            return False
        if event.type() in _OVER and may_be_offered(event.mimeData()):
            event.acceptProposedAction()
            return True
        if event.type() == QEvent.Type.Drop:
            return self._drop(event)
        return False

    def _drop(self, event: QDropEvent) -> bool:
        found = offered_in(event.mimeData())
        if found is not None:
            event.acceptProposedAction()
            self.offered.emit(found)
        return found is not None

    def _is_ours(self, event: QKeyEvent) -> bool:
        """A text field claims Ctrl+V for itself; with a picture in the clipboard it is ours."""
        if not event.matches(QKeySequence.StandardKey.Paste):
            return False
        held = QGuiApplication.clipboard().mimeData()
        if held.hasText() and not held.hasUrls():
            return False
        if not may_be_offered(held):
            return False
        event.ignore()
        return True

    def _follow_focus(self, _: QWidget | None, now: QWidget | None) -> None:
        if self._field is not None and isValid(self._field):
            self._field.removeEventFilter(self)
            self._field.destroyed.disconnect(self._forget_field)
        self._field = now if isinstance(now, QLineEdit) else None
        if self._field is not None:
            self._field.installEventFilter(self)
            self._field.destroyed.connect(self._forget_field)

    def _forget_field(self) -> None:
        self._field = None
