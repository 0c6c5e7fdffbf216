"""The window's own shortcuts. One that writes is done once it is sure that a person pressed it."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

Act = Callable[[], None]


class ShortcutKeys(QObject):
    undo_asked = Signal()
    entry_asked = Signal()
    help_asked = Signal()
    weight_asked = Signal()
    lock_asked = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._when_by_hand: Callable[[Act], None] | None = None
        undo = QShortcut(QKeySequence("Ctrl+Z"), window)
        undo.setAutoRepeat(False)  # a key held down is one undo
        undo.activated.connect(self._ask_undo)
        entry = QShortcut(QKeySequence("Ctrl+L"), window)
        entry.activated.connect(self.entry_asked)
        weight = QShortcut(QKeySequence("Ctrl+G"), window)
        weight.activated.connect(self.weight_asked)
        help_ = QShortcut(QKeySequence("Shift+F1"), window)
        help_.activated.connect(self.help_asked)
        lock = QShortcut(QKeySequence("F10"), window)
        lock.setAutoRepeat(False)
        lock.activated.connect(self._ask_lock)
        self._shortcuts = (undo, entry, weight, help_, lock)
        self._resting = False

    def heed(self, when_by_hand: Callable[[Act], None]) -> None:
        """How one that writes is kept from labels from now on: see ByHand.do."""
        self._when_by_hand = when_by_hand

    def by_hand(self, act: Act) -> None:
        """Do what a shortcut asks for if a person pressed it; at once where nobody listens to
        scanners, and never while the window is locked."""
        if self._resting:
            return
        if self._when_by_hand is None:
            act()
        else:
            self._when_by_hand(act)

    def rest(self) -> None:
        """The window is locked: nothing it covers is done by a key."""
        self._resting = True
        for shortcut in self._shortcuts:
            shortcut.setEnabled(False)

    def wake(self) -> None:
        self._resting = False
        for shortcut in self._shortcuts:
            shortcut.setEnabled(True)

    def _ask_lock(self) -> None:
        self.by_hand(self.lock_asked.emit)

    def _ask_undo(self) -> None:
        self.by_hand(self.undo_asked.emit)
