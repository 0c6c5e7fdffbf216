"""Manifest files into the cache by a child process: one after the other, how far it is, stopped on
request. Nothing of it is done on this thread but reading what the child says."""

import json
from collections import deque
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QProcess, QTimer, Signal

from triage_app.model.progress import Progress
from triage_app.model.visible import visible
from triage_app.ui.words import tr

STOPPED_WITHIN_MS = 4_000
"""A batch is stored in less; a file that is still being counted has stored nothing to wait for."""
LONGEST_NAME = 60

Notice = Callable[[str], None]
Given = tuple[tuple[str, ...], Notice]


class Importing(QObject):
    """`progressed` carries what is taken in (a sentence) and its Progress, `ended` that nothing is
    any more; `imported` comes after each time that something may have come in."""

    progressed = Signal(str, object)
    imported = Signal()
    ended = Signal()

    def __init__(self, command: tuple[str, ...], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._command = command
        self._child: QProcess | None = None
        self._waiting: deque[Given] = deque()
        self._paths: tuple[str, ...] = ()
        self._said = bytearray()
        self._reports: list[dict[str, Any]] = []
        self._stopped = False
        self._notice: Notice = _to_nobody
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(STOPPED_WITHIN_MS)
        self._patience.timeout.connect(self._lose_patience)

    @property
    def is_importing(self) -> bool:
        return self._child is not None

    def take(self, paths: Sequence[str], notice: Notice) -> None:
        """Take the files in; behind those that are being taken in. `notice` says what became of
        them."""
        self._waiting.append((tuple(paths), notice))
        if self._child is None:
            self._begin()
        else:
            notice(tr("Importing", "{name} comes next.", name=_named(paths)))

    def stop(self) -> None:
        """End what is taken in after the batch that is being stored; what waits is not begun."""
        while self._waiting:
            paths, notice = self._waiting.pop()
            notice(tr("Importing", "{name} was not begun.", name=_named(paths)))
        if self._child is not None:
            self._stopped = True
            self._child.closeWriteChannel()
            self._patience.start()

    def close(self) -> None:
        """End it; whole batches stay and the file can be taken in again."""
        self._waiting.clear()
        if self._child is not None:
            self._child.finished.disconnect()
            self._child.errorOccurred.disconnect()
            self._child.closeWriteChannel()
            if not self._child.waitForFinished(STOPPED_WITHIN_MS):
                self._child.kill()
                self._child.waitForFinished()
            self._child = None

    def _begin(self) -> None:
        paths, self._notice = self._waiting.popleft()
        self._paths = paths
        self._said.clear()
        self._reports.clear()
        self._stopped = False
        child = QProcess(self)
        self._child = child
        child.readyReadStandardOutput.connect(self._hear)
        child.errorOccurred.connect(self._failed)
        child.finished.connect(self._finish)
        program, *words = self._command
        counting = tr("Importing", "Counting the rows of {name} …", name=_named(paths))
        self._notice(counting)
        self.progressed.emit(counting, Progress(0, 0, 0.0))
        child.start(program, [*words, "--json", "--progress", *paths])

    def _hear(self) -> None:
        """Whole lines of what the child says; the last may be half a one."""
        if self._child is None:
            return
        self._said += self._child.readAllStandardOutput().data()
        *lines, rest = bytes(self._said).split(b"\n")
        self._said[:] = rest
        for line in lines:
            if line.startswith(b"{"):
                self._take_word(json.loads(line))

    def _take_word(self, word: dict[str, Any]) -> None:
        told = word.get("progress")
        if told is None:
            self._reports.append(word)
            return
        made = Progress(told["read"], told["rows"], told["seconds"])
        self.progressed.emit(_how_far(_named([told["file"]]), made), made)

    def _failed(self, error: QProcess.ProcessError) -> None:
        if error is QProcess.ProcessError.FailedToStart and self._child is not None:
            self._finish()  # else `finished` follows

    def _finish(self) -> None:
        child = self._child
        if child is None:
            return
        self._hear()
        self._patience.stop()
        self._child = None
        errors = bytes(child.readAllStandardError().data())
        child.deleteLater()
        failed = _failure(errors, self._paths)
        self._notice(_import_said(self._reports, failed, stopped=self._stopped))
        if self._waiting:
            self._begin()
        else:
            self.ended.emit()
        self.imported.emit()

    def _lose_patience(self) -> None:
        """It counts a file yet, or hangs: killed anywhere, whole batches stay."""
        if self._child is not None:
            self._child.kill()


def _to_nobody(_: str) -> None:
    """Nothing was given yet."""


def _named(paths: Sequence[str]) -> str:
    name = visible(Path(paths[0]).name, LONGEST_NAME)
    if len(paths) == 1:
        return name
    return tr("Importing", "{name} and {n} more", name=name, n=len(paths) - 1)


def _how_far(name: str, made: Progress) -> str:
    """What is taken in, how far and how fast it is, how long it takes yet."""
    return tr(
        "Importing",
        "{name} {share} % · {rate}/s · {left} left",
        name=name,
        share=int(made.share * 100),
        rate=f"{made.per_s:,.0f}",
        left=_time(made.left_s),
    )


def _time(seconds: float) -> str:
    if seconds < 90:
        return tr("Importing", "{n} s", n=round(seconds))
    return tr("Importing", "{n} min", n=round(seconds / 60))


def _failure(errors: bytes, paths: Sequence[str]) -> str:
    """What the child says of files that failed, first by their names alone: there is room for some
    words."""
    said = " ".join(errors.decode("utf-8", "replace").split()).replace("triage: ", "")
    for path in paths:
        said = said.replace(path, Path(path).name, 1)
    return said


def _import_said(reports: list[dict[str, Any]], failed: str, *, stopped: bool) -> str:
    """What the child process reported: what came in, where refused rows lie, what failed."""
    if not reports:
        return failed or (_stopped_said() if stopped else _nothing_said())
    counts = {k: sum(r[k] for r in reports) for k in ("new", "changed", "unchanged", "rejected")}
    parts = [
        failed,
        tr(
            "Importing",
            "Imported: {new} new, {changed} changed, {unchanged} unchanged, {rejected} rows"
            " rejected.",
            **{name: f"{count:,}" for name, count in counts.items()},
        ),
    ]
    if pages := sorted({r["encoding"] for r in reports} - {"utf-8"}):
        parts.append(tr("Importing", "Its text was read as {page}.", page=", ".join(pages)))
    if stopped or any(report["stopped"] for report in reports):
        parts.append(_stopped_said())
    parts += [_why(report) for report in reports if report["first_reject"]]
    return " ".join(part for part in parts if part)


def _why(report: dict[str, Any]) -> str:
    first = report["first_reject"]
    said = tr("Importing", "Line {line}: {why}.", line=first["line"], why=first["reason"])
    if report["rejects"]:
        said += " " + tr("Importing", "Why: {files}", files=report["rejects"])
    return said


def _stopped_said() -> str:
    return tr("Importing", "Stopped: whole batches stay; drop the file again to finish it.")


def _nothing_said() -> str:
    return tr("Importing", "The import ended without a report; run: triage import FILE")
