"""Asks a child process to measure a period: reading a year of acts would make a scan wait."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QObject, QProcess, Signal

from triage_app.flow.measuring import heard
from triage_app.ui.words import tr

LONGEST_SAID = 400


class Measuring(QObject):
    """`command` begins the command line of the child. `measured` carries a Measurement, `failed`
    why there is none."""

    measured = Signal(object)
    failed = Signal(str)

    def __init__(self, command: Sequence[str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._command = tuple(command)
        self._child: QProcess | None = None

    @property
    def is_busy(self) -> bool:
        """Whether an answer is still to come."""
        return self._child is not None

    def ask(self, first: date, last: date) -> None:
        """Measure these days, both included; what was asked before is not answered any more."""
        self.stop()
        program, *words = self._command
        period = ["--from", first.isoformat(), "--to", last.isoformat()]
        self._child = QProcess(self)
        self._child.finished.connect(self._ended)
        self._child.errorOccurred.connect(self._not_started)
        self._child.start(program, [*words, "measure", *period, "--for-window"])

    def stop(self) -> None:
        """End the child; nothing is lost, it only reads."""
        if self._child is not None:
            self._child.finished.disconnect(self._ended)
            self._child.errorOccurred.disconnect(self._not_started)
            self._child.kill()
            self._child.waitForFinished()
            self._child.deleteLater()
            self._child = None

    def _ended(self, code: int) -> None:
        child, self._child = self._child, None
        if child is None:
            return
        said = bytes(child.readAllStandardOutput().data())
        wrong = bytes(child.readAllStandardError().data())
        child.deleteLater()
        try:
            measured = heard(said) if code == 0 else None
        except ValueError:
            measured = None
        if measured is None:
            self.failed.emit(wrong.decode("utf-8", "replace").strip()[-LONGEST_SAID:])
        else:
            self.measured.emit(measured)

    def _not_started(self, error: QProcess.ProcessError) -> None:
        if error is QProcess.ProcessError.FailedToStart and self._child is not None:
            why = self._child.errorString()
            self._child.deleteLater()
            self._child = None
            self.failed.emit(tr("Measuring", "Measuring could not be started: {why}.", why=why))
