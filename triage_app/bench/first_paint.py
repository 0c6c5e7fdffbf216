"""A child process: one window from nothing to painted, then when that was, and out.

    python -m triage_app.bench.first_paint bare          fifteen fields and nothing behind them
    python -m triage_app.bench.first_paint station HOME  the real window, its stores open

Prints the machine's monotonic clock in ns when the window was painted (and ready), and the peak
resident memory in KB.
"""

import os
import sys
import time
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QApplication, QFormLayout, QLineEdit, QWidget

FIELDS = 15


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
    """Ends the process once everything awaited has happened."""

    def __init__(self, awaited: int) -> None:
        self._awaited = awaited

    def one_more(self) -> None:
        self._awaited -= 1
        if not self._awaited:
            sys.stdout.write(f"{time.monotonic_ns()} {_peak_kb()}\n")
            sys.stdout.flush()
            os._exit(0)


def bare() -> int:
    application = QApplication(["bare"])
    window = QWidget()
    form = QFormLayout(window)
    for number in range(FIELDS):
        form.addRow(f"Field {number}", QLineEdit())
    window.resize(1280, 800)
    finish = Finish(1)
    FirstPaint(window).painted.connect(finish.one_more)
    window.show()
    return application.exec()


def station(home: Path) -> int:
    from triage_app.app import make_desk
    from triage_app.settings import load_settings
    from triage_app.ui.application import listen, make_application, open_window

    desk = make_desk(load_settings(home))
    application, tokens = make_application(desk.settings.ui)
    window = open_window(desk, tokens)
    listen(application, desk, window)
    finish = Finish(2)
    window.ready.connect(finish.one_more)
    FirstPaint(window.page).painted.connect(finish.one_more)
    window.show()
    return application.exec()


def _peak_kb() -> int:
    """This process's own peak; 0 where the system does not tell it. What getrusage tells begins
    with the size of the parent, so it is not asked."""
    try:
        status = Path("/proc/self/status").read_text("ascii")
    except OSError:
        return 0
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM"))


if __name__ == "__main__":
    sys.exit(bare() if sys.argv[1] == "bare" else station(Path(sys.argv[2])))
