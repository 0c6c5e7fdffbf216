"""Keyboard-wedge scanners reach the window whatever has the focus; people type as ever.

Each key reaches an application's event filter several times; this one acts on the window's copy
alone. Time is the events' own, so a busy moment of ours does not make a scan look typed. A widget
with the property `takes_raw_keys` gets its keys untouched.
"""

import sys
from collections.abc import Callable
from datetime import datetime
from time import monotonic

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QWindow

from triage_app.flow import keymaps
from triage_app.flow.identify import identify
from triage_app.flow.keys import Key
from triage_app.flow.selftest_code import is_selftest
from triage_app.flow.wedge import Answer, Wedge
from triage_app.model.identity import Identity
from triage_app.model.scan import Scan, ScanSource
from triage_app.settings import ScannerSettings

RAW = "takes_raw_keys"
_PRESS, _RELEASE = QEvent.Type.KeyPress, QEvent.Type.KeyRelease
_OVERRIDE = QEvent.Type.ShortcutOverride
_KEY_EVENTS = (_PRESS, _RELEASE, _OVERRIDE)
_MODIFIERS = frozenset(
    key.value
    for key in (
        Qt.Key.Key_Shift,
        Qt.Key.Key_Control,
        Qt.Key.Key_Alt,
        Qt.Key.Key_AltGr,
        Qt.Key.Key_Meta,
        Qt.Key.Key_Super_L,
        Qt.Key.Key_Super_R,
        Qt.Key.Key_CapsLock,
        Qt.Key.Key_NumLock,
        Qt.Key.Key_Mode_switch,
    )
)
# Where the system says no position, these keys are known by name.
_POSITIONS = {
    Qt.Key.Key_Return.value: 28,
    Qt.Key.Key_Enter.value: 96,
    Qt.Key.Key_Tab.value: keymaps.TAB,
    Qt.Key.Key_F8.value: keymaps.F8,
    Qt.Key.Key_Alt.value: keymaps.ALT,
}
_SHIFT = Qt.KeyboardModifier.ShiftModifier.value
_CONTROL = Qt.KeyboardModifier.ControlModifier.value
_ALT = Qt.KeyboardModifier.AltModifier.value | Qt.KeyboardModifier.MetaModifier.value
_GROUP = Qt.KeyboardModifier.GroupSwitchModifier.value
_ALT_GR = _CONTROL | Qt.KeyboardModifier.AltModifier.value  # as Windows reports it


class ScanFilter(QObject):
    """`scanned` carries a Scan once a whole code has come; `unended` the text of the scanner's
    self-test when no terminator followed it: those keys were nobody's typing."""

    scanned = Signal(object)
    unended = Signal(str)

    def __init__(
        self,
        settings: ScannerSettings,
        clock: Callable[[], datetime],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._wedge = Wedge(
            settings.gap_ms, settings.prefix, settings.suffix, settings.layout, _is_whole
        )
        self._clock = clock
        self._window: QWindow | None = None
        self._given_back: QKeyEvent | None = None
        self._last_ms = 0
        self._received_s = 0.0
        self._timer = QTimer(self, singleShot=True, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._look_once_more)

    def install(self, application: QGuiApplication) -> None:
        """Listen from now on."""
        application.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind not in _KEY_EVENTS or event is self._given_back:
            return False
        if not isinstance(watched, QWindow) or not isinstance(event, QKeyEvent):
            return False
        raw = _takes_raw_keys()
        key = _key(event)
        if kind is _OVERRIDE:
            taken = not raw and self._wedge.takes(key)
            # A bare key that is a shortcut would eat a scan's digit.
            event.setAccepted(taken or event.isAccepted())
            return taken
        self._window = watched
        if key.down:
            self._last_ms, self._received_s = key.at_ms, monotonic()
        return self._follow(self._wedge.feed(key, raw))

    def _follow(self, answer: Answer) -> bool:
        typed = "".join(key.text for key in answer.back if key.down and not key.modifier)
        if is_selftest(typed):
            self.unended.emit(typed)
        else:
            for key in answer.back:
                self._give_back(key)
        if self._wedge.wait_ms:
            self._timer.start(self._wedge.wait_ms)
        else:
            self._timer.stop()
        if answer.scan:
            self.scanned.emit(Scan(answer.scan, self._clock(), ScanSource.WEDGE))
        return answer.hold

    def _look_once_more(self) -> None:
        """Keys may wait in the queue behind a busy moment: let them come first."""
        QTimer.singleShot(0, self, self._tick)

    def _tick(self) -> None:
        passed_ms = int((monotonic() - self._received_s) * 1000)
        self._follow(self._wedge.tick(self._last_ms + passed_ms))

    def _give_back(self, key: Key) -> None:
        """Hand a key to whatever window has the focus now, as it came."""
        window = QGuiApplication.focusWindow() or self._window
        event = key.token
        if window is None or not isinstance(event, QKeyEvent):
            return
        before, self._given_back = self._given_back, event
        try:
            QCoreApplication.sendEvent(window, event)
        finally:
            self._given_back = before


def _key(event: QKeyEvent) -> Key:
    code = event.key()
    modifiers = event.modifiers().value
    alt_gr = bool(modifiers & _GROUP) or (
        modifiers & _ALT_GR == _ALT_GR and event.text().isprintable() and event.text() != ""
    )
    return Key(
        text=event.text(),
        at_ms=event.timestamp() or int(monotonic() * 1000),
        position=keymaps.position(event.nativeScanCode(), sys.platform) or _POSITIONS.get(code, 0),
        shift=bool(modifiers & _SHIFT),
        control=bool(modifiers & _CONTROL),
        alt=bool(modifiers & _ALT),
        alt_gr=alt_gr,
        down=event.type() is not _RELEASE,
        again=event.isAutoRepeat(),
        modifier=code in _MODIFIERS,
        code=code,
        token=_again(event),
    )


def _again(event: QKeyEvent) -> QKeyEvent:
    """The same key once more, in an event of our own: Qt's ends with its delivery."""
    made = QKeyEvent(
        event.type(),
        event.key(),
        event.modifiers(),
        event.nativeScanCode(),
        event.nativeVirtualKey(),
        event.nativeModifiers(),
        event.text(),
        event.isAutoRepeat(),
        event.count(),
    )
    made.setTimestamp(event.timestamp())
    return made


def _takes_raw_keys() -> bool:
    focus = QGuiApplication.focusObject()
    return focus is not None and bool(focus.property(RAW))


def _is_whole(text: str) -> bool:
    answer = identify(text)
    return isinstance(answer, Identity) and answer.valid
