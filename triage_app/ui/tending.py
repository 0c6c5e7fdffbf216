"""While nobody scans: child processes let go of what grew too old and back the record up, one after
the other; the strip says what a person should know of it."""

import json
from typing import Any

from PySide6.QtCore import QObject, QProcess, QTimer, Signal

from triage_app.ui.words import tr

QUIET_MS = 5 * 60_000
"""So long after the last scan, and after the start, the bench is taken to be at rest."""
AGAIN_MS = 60 * 60_000
"""It is asked this often and done once a day: the child knows when it was done last."""


class Tending(QObject):
    """Each of `commands` begins a child; with none nothing is done. `said` carries what one did,
    where that is worth a word."""

    said = Signal(str)

    def __init__(
        self, commands: tuple[tuple[str, ...], ...], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._commands = commands
        self._waiting: list[tuple[str, ...]] = []
        self._child: QProcess | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.tend)

    @property
    def is_tending(self) -> bool:
        return self._child is not None

    def wait_for_quiet(self) -> None:
        """Something was done at the bench: it is at rest some time after it."""
        if self._commands:
            self._timer.start(QUIET_MS)

    def tend(self) -> None:
        """Begin the children, unless one is at work."""
        self._timer.start(AGAIN_MS)
        if self._child is None:
            self._waiting = list(self._commands)
            self._begin_next()

    def _begin_next(self) -> None:
        if not self._waiting:
            return
        self._child = QProcess(self)
        self._child.finished.connect(self._ended)
        self._child.errorOccurred.connect(self._failed)
        program, *words = self._waiting.pop(0)
        self._child.start(program, words)

    def close(self) -> None:
        """End the child; what it has not done is done next time."""
        self._timer.stop()
        self._waiting.clear()
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
        self._begin_next()

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
    return _backed_up(report) if "chain" in report else _purged(report)


def _backed_up(report: dict[str, Any]) -> str:
    """A backup that is as it should be needs no word."""
    if report.get("failed"):
        return tr("Tending", "No backup of the record could be made: {why}", why=report["why"])
    if report["chain"] == "broken":
        return tr(
            "Tending",
            "The chain of acts is broken at act {seq}. Keep this station as it is and tell a"
            " supervisor; see: triage check",
            seq=report["first_bad_seq"],
        )
    if report.get("missing"):
        return tr(
            "Tending",
            "{n} pictures that acts name are missing here; see: triage check",
            n=len(report["missing"]),
        )
    return ""


def _purged(report: dict[str, Any]) -> str:
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
