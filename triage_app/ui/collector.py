"""Garbage is looked for on the window's thread alone, and between two scans.

Python looks for it wherever it has just made an object. On a lane's thread it would destroy a
window's parts there, which Qt answers by ending the process; during a scan it would hold it up.
"""

import gc
from typing import Final

from PySide6.QtCore import QObject, QTimer

EVERY_MS: Final = 1_000


class Collector(QObject):
    """Takes over where the collector was put to rest (`starting.rest_collector`); else idle."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self.collect)

    def begin(self) -> None:
        """From now on. What stands now, the window and what it judges by, stays until the end: it
        is never looked through again."""
        if not gc.isenabled() and not self._timer.isActive():
            gc.freeze()
            self._timer.start()

    def collect(self) -> None:
        """As Python would: the young often, those who outlived others seldom."""
        for generation, most in reversed(list(enumerate(gc.get_threshold()))):
            if gc.get_count()[generation] > most:
                gc.collect(generation)
                return
