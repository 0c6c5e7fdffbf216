"""A shortcut that writes -> done once it is sure that a person pressed it: a label may hold one."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from triage_app.flow.keys import Key
from triage_app.flow.wedge import Wedge

Act = Callable[[], None]


class ByHand(QObject):
    """`torn` says that a label bade the scanner press a key, which is not obeyed."""

    torn = Signal()

    def __init__(self, wedge: Wedge, parent: QObject) -> None:
        super().__init__(parent)
        self._wedge = wedge
        self._hurried = False
        self._asked: Act | None = None

    def do(self, act: Act) -> None:
        """Do what the shortcut pressed just now asks for, a moment later, unless the keys at its
        heels show that a label bade the scanner press it."""
        if self._hurried:
            self.torn.emit()
            return
        self._asked = act
        QTimer.singleShot(self._wedge.gap_ms, self, partial(self._once_more, act))

    def look_at_heels(self, key: Key) -> None:
        """What a shortcut asked for waits for this key: it was a person's or never was."""
        if key.modifier or key.again:
            return
        self._hurried = self._wedge.is_hurried(key)
        if self._asked is not None:
            act, self._asked = self._asked, None
            if self._hurried:
                self.torn.emit()
            else:
                act()

    def _once_more(self, act: Act) -> None:
        """Keys may wait in the queue behind a busy moment: let them come first."""
        QTimer.singleShot(0, self, partial(self._do_asked, act))

    def _do_asked(self, act: Act) -> None:
        if self._asked is act:
            self._asked = None
            act()
