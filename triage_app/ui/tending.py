"""While nobody scans: a child process lets go of what grew too old, and the strip says so."""

import json
from typing import Any

from PySide6.QtCore import QObject, QProcess, QTimer, Signal

from triage_app.ui.words import tr

QUIET_MS = 5 * 60_000
"""So long after the last scan, and after the start, the bench is taken to be at rest."""
AGAIN_MS = 60 * 60_000
"""It is asked this often and done once a day: the child knows when it was done last."""


class Tending(QObject):
    """`command` begins the child; with none nothing is done. `said` carries what it did, where that
    is worth a word."""

    said = Signal(str)

    def __init__(self, command: tuple[str, ...], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._command = command
        self._child: QProcess | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.tend)

    @property
    def is_tending(self) -> bool:
        return self._child is not None

    def wait_for_quiet(self) -> None:
        """Something was done at the bench: it is at rest some time after it."""
        if self._command:
            self._timer.start(QUIET_MS)

    def tend(self) -> None:
        """Begin the child, unless it is at work."""
        self._timer.start(AGAIN_MS)
        if self._child is not None:
            return
        self._child = QProcess(self)
        self._child.finished.connect(self._ended)
        self._child.errorOccurred.connect(self._failed)
        program, *words = self._command
        self._child.start(program, words)

    def close(self) -> None:
        """End the child; what it has not done is done next time."""
        self._timer.stop()
        if self._child is not None:
            self._child.finished.disconnect(self._ended)
            self._child.kill()
            self._child.waitForFinished()
            self._child = None

    def _ended(self) -> None:
        if self._child is None:
            return
        output = bytes(self._child.readAllStandardOutput().data())
        self._child.deleteLater()
        self._child = None
        if said := _words(output):
            self.said.emit(said)

    def _failed(self, error: QProcess.ProcessError) -> None:
        if error is QProcess.ProcessError.FailedToStart:  # else `finished` follows
            self._ended()


def _words(output: bytes) -> str:
    """What the child did, "" where it had nothing to do. A fault shows at its own place: the next
    command or the next start meets it too."""
    for line in output.splitlines():
        if line.startswith(b"{"):
            return _told(json.loads(line))
    return ""


def _told(report: dict[str, Any]) -> str:
    if report["why"] and report["older"]:
        return tr(
            "Tending",
            "{why}. Nothing was removed; see: triage purge --dry-run",
            why=_capital(report["why"]),
        )
    if not report["removed"]:
        return ""
    return tr(
        "Tending",
        "{n} announcements that arrived more than {days} days ago went; {kept} of that age stay,"
        " being held or not done with.",
        n=f"{report['removed']:,}",
        days=report["days"],
        kept=f"{sum(report['kept'].values()):,}",
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
