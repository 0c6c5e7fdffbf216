"""Where keys come in: the windows that may have the keyboard, and the widget that has the focus.

A filter on the application would be handed every event of every object: Qt's Python side then
wraps each of them, which cost 40 ms at the start and a third of every scan.
"""

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QGuiApplication
from shiboken6 import isValid

# A popup takes the keyboard without the focus, a dialog takes it before it has the focus.
_OPENED = (QEvent.Type.FocusOut, QEvent.Type.WindowBlocked)
_OPENING = frozenset(
    (
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseButtonRelease,
        QEvent.Type.MouseMove,
        QEvent.Type.TouchEnd,
        QEvent.Type.KeyPress,
        QEvent.Type.KeyRelease,
    )
)


class KeyPlaces(QObject):
    """Puts an event filter on each of them as it comes, and takes it off what loses the focus."""

    def __init__(self, application: QGuiApplication, listener: QObject) -> None:
        super().__init__(listener)
        self._listener = listener
        self._focus: QObject | None = None
        self._looking = False
        application.focusWindowChanged.connect(self.look)
        application.focusObjectChanged.connect(self._follow_focus)
        self._follow_focus(application.focusObject())
        self.look()

    def look(self) -> None:
        """Listen at every window there is."""
        self._looking = False
        for window in QGuiApplication.topLevelWindows():
            window.installEventFilter(self._listener)

    def look_after(self, kind: QEvent.Type) -> None:
        """Listen at the window that an event of this kind tells of, or opens once it is
        delivered."""
        if kind in _OPENED:
            self.look()
        elif kind in _OPENING and not self._looking:
            self._looking = True
            QTimer.singleShot(0, self, self.look)

    def _follow_focus(self, now: QObject | None) -> None:
        """What an input method makes of keys goes there, past the window."""
        if self._focus is not None and isValid(self._focus) and not self._focus.isWindowType():
            self._focus.removeEventFilter(self._listener)
        self._focus = now
        if now is not None:
            now.installEventFilter(self._listener)
