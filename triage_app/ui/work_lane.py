"""The work lane: lists, bags and coverage are looked up beside the window."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from triage_app.flow.desk import Desk, OpenWork
from triage_app.flow.worklist import WorkList
from triage_app.model.errors import Fault
from triage_app.ui.lanes import Lane

T = TypeVar("T")


class WorkLane(QObject):
    """One worker with connections of its own."""

    faulted = Signal(object)

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lane = Lane("work", desk.open_work, _close, self)
        self._lane.faulted.connect(self.faulted)

    @property
    def is_busy(self) -> bool:
        """Whether an answer is still to come."""
        return self._lane.is_busy

    def ask(
        self,
        job: Callable[[WorkList], T],
        done: Callable[[T], object],
        failed: Callable[[Fault], object] | None = None,
    ) -> None:
        """Do `job` on the lane, then `done` with its answer here; see Lane.ask."""
        self._lane.ask(lambda house: job(house.work), done, failed)

    def catch_up(self, done: Callable[[], object]) -> None:
        """Put what an older cache holds into its bags, some at a time, others come between; then
        `done`. A fault ends it: the next start goes on."""

        def heard(left: int) -> None:
            if left:
                self.catch_up(done)
            else:
                done()

        self.ask(WorkList.catch_up, heard, lambda _: done())

    def let_go(self) -> None:
        """Close what is open; the next question opens anew."""
        self._lane.let_go(_nothing)

    def close(self) -> None:
        self._lane.close()


def _nothing() -> None:
    """Nobody waits for it."""


def _close(house: OpenWork) -> None:
    house.close()
