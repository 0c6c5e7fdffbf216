"""A child process that judges: its progress, its one report, stopped on request."""

import json
from typing import Any

from PySide6.QtCore import QObject, QProcess, QTimer, Signal

from triage_app.model.progress import Progress

STOPPED_WITHIN_MS = 4_000


class RulesChild(QObject):
    """`progressed` carries its Progress, `reported` what it reported, `failed` what it said where
    it reported nothing."""

    progressed = Signal(object)
    reported = Signal(object)
    failed = Signal(str)

    def __init__(self, command: tuple[str, ...], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._command = command
        self._child: QProcess | None = None
        self._said = bytearray()
        self._report: dict[str, Any] | None = None
        self._patience = QTimer(self, singleShot=True, interval=STOPPED_WITHIN_MS)
        self._patience.timeout.connect(self._kill)

    @property
    def is_running(self) -> bool:
        return self._child is not None

    def start(self, *words: str) -> None:
        """Begin anew; what one that runs would say is not waited for."""
        self.abandon()
        if not self._command:
            return
        self._said.clear()
        self._report = None
        child = self._child = QProcess(self)
        child.readyReadStandardOutput.connect(self._hear)
        child.errorOccurred.connect(self._broke)
        child.finished.connect(self._finish)
        program, *begun = self._command
        child.start(program, [*begun, *words])

    def stop(self) -> None:
        """Ask it to end: what it has counted is reported."""
        if self._child is not None:
            self._child.closeWriteChannel()
            self._patience.start()

    def abandon(self) -> None:
        """End it unheard, and wait for nothing."""
        child = self._let_go()
        if child is not None:
            child.finished.connect(child.deleteLater)
            child.kill()

    def close(self) -> None:
        """End it unheard, for good."""
        child = self._let_go()
        if child is not None:
            child.kill()
            child.waitForFinished()

    def _let_go(self) -> QProcess | None:
        self._patience.stop()
        child, self._child = self._child, None
        if child is not None:
            child.readyReadStandardOutput.disconnect(self._hear)
            child.errorOccurred.disconnect(self._broke)
            child.finished.disconnect(self._finish)
        return child

    def _hear(self) -> None:
        if self._child is None:
            return
        self._said += self._child.readAllStandardOutput().data()
        *lines, rest = bytes(self._said).split(b"\n")
        self._said[:] = rest
        for line in lines:
            if line.startswith(b"{"):
                word = json.loads(line)
                if told := word.get("progress"):
                    self.progressed.emit(Progress(told["read"], told["rows"], told["seconds"]))
                else:
                    self._report = word

    def _broke(self, error: QProcess.ProcessError) -> None:
        if error is QProcess.ProcessError.FailedToStart:
            self._finish()  # else `finished` follows

    def _finish(self) -> None:
        child = self._child
        if child is None:
            return
        self._hear()
        self._patience.stop()
        self._child = None
        errors = " ".join(
            bytes(child.readAllStandardError().data()).decode("utf-8", "replace").split()
        )
        child.deleteLater()
        if self._report is not None:
            self.reported.emit(self._report)
        else:
            self.failed.emit(errors)

    def _kill(self) -> None:
        if self._child is not None:
            self._child.kill()
