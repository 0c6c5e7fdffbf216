"""Scans -> one after the other, in order; what came in a slow moment says how much of it waits."""

from collections import deque
from collections.abc import Callable
from datetime import datetime, timedelta

from PySide6.QtCore import QObject, QTimer, Signal

from triage_app.model.scan import Scan
from triage_app.ui.words import tr

SLOW = timedelta(milliseconds=100)
"""A scan that waited longer has others behind it, perhaps."""


class WaitingScans(QObject):
    """`due` carries each scan, in the order they came; `said` how many wait. A scan that nothing
    delayed is due at once; between others the window is painted."""

    due = Signal(object)
    said = Signal(str)

    def __init__(self, clock: Callable[[], datetime], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._scans: deque[Scan] = deque()
        self._counted = 0

    def add(self, scan: Scan) -> None:
        """Take a scan in."""
        if not self._scans and not self._counted and self._clock() - scan.scanned_at < SLOW:
            self.due.emit(scan)
            return
        self._scans.append(scan)
        if len(self._scans) == 1:
            QTimer.singleShot(0, self, self._next)

    def _next(self) -> None:
        waiting = len(self._scans)
        if waiting > 1:
            self.said.emit(tr("WaitingScans", "{n} scans wait; each gets its look.", n=waiting))
        scan = self._scans.popleft()
        self._counted += 1
        self.due.emit(scan)
        if self._scans:
            QTimer.singleShot(0, self, self._next)
            return
        if self._counted > 1:
            said = tr("WaitingScans", "{n} scans came at once: this is the last.", n=self._counted)
            self.said.emit(said)
        self._counted = 0
