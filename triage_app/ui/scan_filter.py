"""Keyboard-wedge scanners reach the window whatever has the focus; people type as ever.

Each key reaches an application's event filter several times; this one acts on the window's copy
alone. Time is the events' own, so a busy moment of ours does not make a scan look typed.
"""

import sys
from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QWindow
from PySide6.QtWidgets import QApplication, QLineEdit

from triage_app.flow.wedge import Answer, GivenBack, Held, Key, Passed, Scanned, Wedge
from triage_app.model.scan import Scan, ScanSource
from triage_app.settings import ScannerSettings

X11_OFFSET = 8  # X key codes are Linux key codes plus 8
_KEY_EVENTS = (QEvent.Type.KeyPress, QEvent.Type.KeyRelease, QEvent.Type.ShortcutOverride)
_ENTER = {Qt.Key.Key_Return: "\r", Qt.Key.Key_Enter: "\r", Qt.Key.Key_Tab: "\t"}
_COMMANDS = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier


class ScanFilter(QObject):
    """`scanned` carries a Scan once a whole code has come."""

    scanned = Signal(object)

    def __init__(
        self,
        settings: ScannerSettings,
        clock: Callable[[], datetime],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._wedge = Wedge(
            settings.gap_ms, settings.prefix, settings.suffix, settings.layout == "auto"
        )
        self._clock = clock
        self._window: QWindow | None = None
        self._giving_back = False
        self._swallowed: set[int] = set()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(settings.gap_ms)
        self._timer.timeout.connect(self._expire)

    def install(self, application: QGuiApplication) -> None:
        """Listen from now on."""
        application.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() not in _KEY_EVENTS or self._giving_back:
            return False
        if not isinstance(watched, QWindow) or not isinstance(event, QKeyEvent):
            return False
        if event.type() is QEvent.Type.ShortcutOverride:
            return self._guard(event)
        if event.type() is QEvent.Type.KeyRelease:
            return self._released(event)
        return self._pressed(watched, event)

    def _guard(self, event: QKeyEvent) -> bool:
        """A bare character is never a shortcut here, or it would eat a scan's digit."""
        if event.text().isprintable() and event.text() and not _is_command(event):
            event.accept()
            return True
        return False

    def _pressed(self, window: QWindow, event: QKeyEvent) -> bool:
        if event.isAutoRepeat() or _is_command(event) or _takes_raw_keys():
            return False
        key = _key(event)
        if not key.text and not key.control:
            return False
        self._window = window
        answer = self._wedge.press(key)
        if isinstance(answer, Passed):
            return False
        self._swallowed.add(event.key())
        self._act(answer)
        return True

    def _released(self, event: QKeyEvent) -> bool:
        if event.key() not in self._swallowed or event.isAutoRepeat():
            return False
        self._swallowed.discard(event.key())
        return True

    def _act(self, answer: Answer) -> None:
        self._timer.stop()
        if isinstance(answer, Held):
            self._timer.start()
        elif isinstance(answer, Scanned):
            self.scanned.emit(Scan(answer.text, self._clock(), ScanSource.WEDGE))
        elif isinstance(answer, GivenBack):
            self._give_back(answer.keys)

    def _expire(self) -> None:
        if self._wedge.holds:
            self._give_back(self._wedge.expire().keys)

    def _give_back(self, keys: tuple[Key, ...]) -> None:
        """Hand the keys to the window they were meant for, as they came."""
        window = QGuiApplication.focusWindow() or self._window
        if window is None:
            return
        self._giving_back = True
        try:
            for key in keys:
                token = key.token
                assert isinstance(token, QKeyEvent)
                for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                    QCoreApplication.sendEvent(window, _again(token, kind))
        finally:
            self._giving_back = False


def _key(event: QKeyEvent) -> Key:
    position = event.nativeScanCode()
    if position and sys.platform.startswith("linux"):
        position -= X11_OFFSET
    modifiers = event.modifiers()
    return Key(
        text=_ENTER.get(Qt.Key(event.key()), event.text()),
        at_ms=event.timestamp(),
        position=position if sys.platform.startswith("linux") else 0,
        shift=bool(modifiers & Qt.KeyboardModifier.ShiftModifier),
        control=bool(modifiers & Qt.KeyboardModifier.ControlModifier),
        token=_again(event, QEvent.Type.KeyPress),
    )


def _again(event: QKeyEvent, kind: QEvent.Type) -> QKeyEvent:
    """The same key once more, in an event of our own."""
    made = QKeyEvent(
        kind,
        event.key(),
        event.modifiers(),
        event.nativeScanCode(),
        event.nativeVirtualKey(),
        event.nativeModifiers(),
        event.text(),
    )
    made.setTimestamp(event.timestamp())
    return made


def _is_command(event: QKeyEvent) -> bool:
    """Alt, Meta and Ctrl combinations are the window's, but for GS, which is Ctrl+]."""
    modifiers = event.modifiers()
    if modifiers & Qt.KeyboardModifier.GroupSwitchModifier:
        return False
    if modifiers & _COMMANDS:
        return True
    control = bool(modifiers & Qt.KeyboardModifier.ControlModifier)
    return control and event.key() != Qt.Key.Key_BracketRight and event.text() != "\x1d"


def _takes_raw_keys() -> bool:
    """A password may hold any character, as fast as it is typed."""
    field = QApplication.focusWidget()
    return isinstance(field, QLineEdit) and field.echoMode() is not QLineEdit.EchoMode.Normal
