"""The field for typed codes; with nothing in it to undo, Ctrl+Z undoes the last act."""

from PySide6.QtCore import QEvent
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit


class CodeEntry(QLineEdit):
    """A line of text that claims Ctrl+Z only while it has something of its own to undo."""

    def event(self, event: QEvent) -> bool:
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.matches(QKeySequence.StandardKey.Undo)
            and not self.isUndoAvailable()
        ):
            event.ignore()
            return False
        return super().event(event)

    def take(self) -> str:
        """What was typed; the field is empty afterwards and has nothing to undo."""
        text = self.text()
        self.setText("")
        return text
