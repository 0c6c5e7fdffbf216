"""A window being made -> when it was painted and ready, its memory, and how its first scan went.

    python -m triage_app.bench.bare_form             fifteen fields and nothing behind them
    python -m triage_app.bench.station_window HOME CODE    the real window, its stores open

Both print the machine's monotonic clock in ns when the window was painted (and ready), the peak
resident memory in KB, and the ms its first scan took from the code to the painted window.
"""

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from time import perf_counter_ns

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget


class FirstPaint(QObject):
    """Says once that the watched widget has been painted."""

    painted = Signal()

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            self.painted.emit()
        return False


class Finish:
    """Once everything awaited has happened: a first scan of the widget, then out."""

    def __init__(self, awaited: int, widget: QWidget, scan: Callable[[], None]) -> None:
        self._awaited = awaited
        self._widget = widget
        self._scan = scan
        self._ready_ns = 0
        self._painted = False

    def one_more(self) -> None:
        self._awaited -= 1
        if not self._awaited:
            self._ready_ns = time.monotonic_ns()
            QTimer.singleShot(0, self._scan_at_once)  # out of the paint event that told of it

    def _scan_at_once(self) -> None:
        FirstPaint(self._widget).painted.connect(self._was_painted)
        started = perf_counter_ns()
        self._scan()
        self._widget.update()
        while not self._painted:
            QCoreApplication.processEvents()
        scan_ms = (perf_counter_ns() - started) / 1e6
        sys.stdout.write(f"{self._ready_ns} {_peak_kb()} {scan_ms}\n")
        sys.stdout.flush()
        os._exit(0)

    def _was_painted(self) -> None:
        self._painted = True


def _peak_kb() -> int:
    """This process's own peak; 0 where the system does not tell it. What getrusage tells begins
    with the size of the parent, so it is not asked."""
    try:
        status = Path("/proc/self/status").read_text("ascii")
    except OSError:
        return 0
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM"))
