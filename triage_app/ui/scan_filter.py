"""Keyboard-wedge scanners reach the window whatever has the focus; people type as ever.

Each key reaches several objects, one after the other; this acts on the window's copy alone. Time is
the events' own, so a busy moment of ours does not make a scan look typed. A widget with the
property `takes_raw_keys` gets its keys untouched; a password field gets each at once, and only a
number that is right, at a scanner's pace, is taken out of it again.
"""

import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from time import monotonic

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QKeyEvent, QWindow
from PySide6.QtWidgets import QLineEdit, QWidget

from triage_app.flow import keymaps
from triage_app.flow.identify import identify
from triage_app.flow.keys import Key
from triage_app.flow.selftest_code import is_selftest
from triage_app.flow.wedge import Answer, Wedge
from triage_app.model.identity import Identity
from triage_app.model.scan import Scan, ScanSource
from triage_app.settings import ScannerSettings
from triage_app.ui.by_hand import ByHand
from triage_app.ui.event_age import EventAge
from triage_app.ui.key_places import KeyPlaces

RAW = "takes_raw_keys"
_PRESS, _RELEASE = QEvent.Type.KeyPress, QEvent.Type.KeyRelease
_OVERRIDE = QEvent.Type.ShortcutOverride
_HEARD = (_PRESS, _RELEASE, _OVERRIDE, QEvent.Type.InputMethod)
_ELSEWHERE_S = 0.1
_LONGEST_NUMBER = 1_000
"""No label names its item by more: the structured messages of carriers have some hundreds."""
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
    self-test when no terminator followed it: those keys were nobody's typing; `torn` says that one
    came without its beginning."""

    scanned = Signal(object)
    unended = Signal(str)
    torn = Signal()

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
        self._given_back: QEvent | None = None
        self._pressed: set[object] = set()
        self._secret = ("", 0)
        self._activated_s = 0.0
        self._left_s = 0.0
        self._last_ms = 0
        self._received_s = 0.0
        self._age = EventAge()
        self._timer = QTimer(self, singleShot=True, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._look_once_more)
        self._places: KeyPlaces | None = None
        self.by_hand = ByHand(self._wedge, self)
        self.by_hand.torn.connect(self.torn)

    @property
    def is_holding(self) -> bool:
        """Whether keys are held that may be a scan's."""
        return self._wedge.wait_ms > 0

    def install(self, application: QGuiApplication) -> None:
        """Listen from now on."""
        self._places = KeyPlaces(application, self)
        application.applicationStateChanged.connect(self._note_activation)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if self._places is not None:
            self._places.look_after(kind)
        if kind not in _HEARD or event is self._given_back:
            return False
        if isinstance(event, QInputMethodEvent):
            return self._compose(watched, event)
        if not isinstance(watched, QWindow) or not isinstance(event, QKeyEvent):
            return False
        focus = QGuiApplication.focusObject()
        raw = focus is not None and bool(focus.property(RAW))
        key = _key(event)
        if kind is not _RELEASE:
            self.by_hand.look_at_heels(key)
        if kind is _OVERRIDE:
            return self._override(event, key, plain=raw or _is_secret(focus))
        self._window = watched
        self._note(kind, key, raw=raw)
        if isinstance(focus, QLineEdit) and _is_secret(focus) and not raw:
            return self._overhear(focus, key)
        return self._follow(self._wedge.feed(key, raw))

    def _note(self, kind: QEvent.Type, key: Key, *, raw: bool) -> None:
        """When the key came, and that it is down or up."""
        if kind is _PRESS:
            if (monotonic() - self._activated_s) * 1000 < self._wedge.gap_ms:
                self._wedge.note_loss(key.at_ms)
            self._pressed.add(key.name)
            self._last_ms, self._received_s = key.at_ms, monotonic()
            self._age.of(key.at_ms, int(self._received_s * 1000))
        elif not key.modifier and key.name not in self._pressed and not raw:
            self._press_unseen(key)
        if kind is _RELEASE:
            self._pressed.discard(key.name)

    def _note_activation(self, state: Qt.ApplicationState) -> None:
        """Keys that come at once when the keyboard comes back had others before them, elsewhere.
        Between two windows of our own it is away for a moment only."""
        now_s = monotonic()
        if state is not Qt.ApplicationState.ApplicationActive:
            self._left_s = self._left_s or now_s
            return
        elsewhere = self._left_s > 0 and now_s - self._left_s >= _ELSEWHERE_S
        self._activated_s, self._left_s = now_s if elsewhere else 0.0, 0.0

    def _override(self, event: QKeyEvent, key: Key, *, plain: bool) -> bool:
        """A bare key that is a shortcut would eat a scan's digit; one that is not a scan's comes
        after what was typed before it."""
        self._pressed.add(key.name)
        taken = not plain and self._wedge.takes(key)
        if not taken:
            self._follow(self._wedge.interrupt(key))
        event.setAccepted(taken or event.isAccepted())
        return taken

    def _compose(self, to: QObject, event: QInputMethodEvent) -> bool:
        if not event.commitString() or _is_secret(to):
            return False
        return self._wedge.hold(_composed(event, self._last_ms))

    def _press_unseen(self, up: Key) -> None:
        """An input method kept the going down of a key to itself: a dead key, or the one after it.
        For a scanner they are keys like others; for a person nothing more is to be done."""
        if not _accepts_input_method(QGuiApplication.focusObject()):
            return
        down = replace(up, down=True, text="", token=None)
        if self._wedge.takes(down):
            self._last_ms, self._received_s = down.at_ms, monotonic()
            self._follow(self._wedge.feed(down))

    def _overhear(self, field: QLineEdit, key: Key) -> bool:
        """A password field: no key waits, and none is lost; a number that is right is a scan."""
        now = field.text(), field.cursorPosition()
        began = not self._wedge.wait_ms
        answer = self._wedge.feed(replace(key, token=None))
        if began or (answer.back and not answer.scan):
            self._secret = now
        if not answer.scan or not _is_whole(answer.scan):
            self._follow(replace(answer, scan="", torn=False))
            return False
        text, cursor = self._secret
        field.setText(text)
        field.setCursorPosition(cursor)
        field.insert("".join(k.text for k in answer.back if k.down))
        return self._follow(answer)

    def _follow(self, answer: Answer) -> bool:
        typed = "".join(key.text for key in answer.back if key.down and not key.modifier)
        nobody_s = answer.no_hand and not _accepts_input_method(QGuiApplication.focusObject())
        if is_selftest(typed):
            self.unended.emit(typed)
        elif not nobody_s:
            for key in answer.back:
                self._give_back(key)
        if self._wedge.wait_ms:
            self._timer.start(self._wedge.wait_ms)
        else:
            self._timer.stop()
        if answer.scan:
            age = timedelta(milliseconds=self._age.of(self._last_ms, int(self._received_s * 1000)))
            self.scanned.emit(Scan(answer.scan, self._clock() - age, ScanSource.WEDGE))
        if answer.torn or (nobody_s and not is_selftest(typed)):
            self.torn.emit()
        return answer.hold

    def _look_once_more(self) -> None:
        """Keys may wait in the queue behind a busy moment: let them come first."""
        QTimer.singleShot(0, self, self._tick)

    def _tick(self) -> None:
        passed_ms = int((monotonic() - self._received_s) * 1000)
        self._follow(self._wedge.tick(self._last_ms + passed_ms))

    def _give_back(self, key: Key) -> None:
        """Hand a key to whatever has the focus now, as it came."""
        event = key.token
        to: QObject | None = QGuiApplication.focusWindow() or self._window
        if isinstance(event, QInputMethodEvent):
            to = QGuiApplication.focusObject()
        if to is None or not isinstance(event, QEvent):
            return
        before, self._given_back = self._given_back, event
        try:
            QCoreApplication.sendEvent(to, event)
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


def _composed(event: QInputMethodEvent, at_ms: int) -> Key:
    """What an input method made of some keys, held with them."""
    made = QInputMethodEvent(event.preeditString(), event.attributes())
    made.setCommitString(event.commitString(), event.replacementStart(), event.replacementLength())
    return Key("", at_ms, token=made)


def _is_secret(focus: QObject | None) -> bool:
    return isinstance(focus, QLineEdit) and focus.echoMode() is not QLineEdit.EchoMode.Normal


def _accepts_input_method(focus: QObject | None) -> bool:
    return isinstance(focus, QWidget) and focus.testAttribute(
        Qt.WidgetAttribute.WA_InputMethodEnabled
    )


def _is_whole(text: str) -> bool:
    if len(text) > _LONGEST_NUMBER:
        return False
    answer = identify(text)
    return isinstance(answer, Identity) and answer.valid
