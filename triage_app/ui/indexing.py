"""The search lane, and the child process that takes new announcements into the index.

Looking up happens on a lane with connections of its own. Taking in is work for Python, which
would make a scan wait: a child process does it, behind everybody else.
"""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject, QProcess, QTimer, Signal

from triage_app.flow.desk import Desk, OpenSearch
from triage_app.flow.search import Search
from triage_app.model.errors import Fault
from triage_app.ui.lanes import Lane

T = TypeVar("T")
FIRST_LOOK_MS = 5_000
"""After the start: the first scans come first."""
LOOK_EVERY_MS = 15_000
"""An import on the command line, or a sync, may have brought something."""
LOOK_WHILE_TAKING_MS = 1_000


class Indexing(QObject):
    """`behind_known` carries how many announcements the index lacks."""

    behind_known = Signal(int)
    faulted = Signal(object)

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._command = desk.index_command
        self._child: QProcess | None = None
        self._lane = Lane("search", desk.open_search, _close, self)
        self._lane.faulted.connect(self.faulted)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look)

    @property
    def is_busy(self) -> bool:
        """Whether an answer is still to come."""
        return self._lane.is_busy

    @property
    def is_taking_in(self) -> bool:
        return self._child is not None

    def begin(self) -> None:
        """Look after the index from now on."""
        self._timer.start(FIRST_LOOK_MS)

    def ask(
        self,
        job: Callable[[Search], T],
        done: Callable[[T], object],
        failed: Callable[[Fault], object] | None = None,
    ) -> None:
        """Do `job` on the lane, then `done` with its answer here; see Lane.ask."""
        self._lane.ask(lambda house: job(house.search), done, failed)

    def look(self) -> None:
        """See how far behind the index is, and let it catch up. A fault is told when somebody
        searches, not each time."""
        self._timer.setInterval(LOOK_WHILE_TAKING_MS if self.is_taking_in else LOOK_EVERY_MS)
        if not self._lane.is_busy:
            self.ask(Search.behind, self._take_in, failed=_untold)

    def let_go(self) -> None:
        """Close what is open, for the stores are opened anew; `begin` comes again."""
        self._stop()
        self._lane.let_go(_untold_end)

    def close(self) -> None:
        """End the child, whatever it has not finished is taken in next time; then the lane."""
        self._stop()
        self._lane.close()

    def _stop(self) -> None:
        self._timer.stop()
        if self._child is not None:
            self._child.finished.disconnect(self._ended)
            self._child.kill()
            self._child.waitForFinished()
            self._child = None

    def _take_in(self, behind: int) -> None:
        self.behind_known.emit(behind)
        if not behind or self._child is not None or not self._command:
            return
        self._child = QProcess(self)
        self._child.finished.connect(self._ended)
        self._child.errorOccurred.connect(self._failed)
        program, *words = self._command
        self._child.start(program, words)
        self._timer.setInterval(LOOK_WHILE_TAKING_MS)

    def _ended(self) -> None:
        """The next look comes at its usual time: a child that failed is not begun at once again."""
        if self._child is not None:
            self._child.deleteLater()
            self._child = None
            self._timer.setInterval(LOOK_EVERY_MS)
            self.ask(Search.behind, self.behind_known.emit, failed=_untold)

    def _failed(self, error: QProcess.ProcessError) -> None:
        if error is QProcess.ProcessError.FailedToStart:
            self._ended()  # else `finished` follows


def _untold(_: Fault) -> None:
    """Said when it is asked for."""


def _untold_end() -> None:
    """The next question opens anew."""


def _close(house: OpenSearch) -> None:
    house.close()
