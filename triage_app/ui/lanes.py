"""Work off the GUI thread: one worker a lane, its own connections; answers come back as signals."""

from collections.abc import Callable
from functools import partial
from queue import SimpleQueue
from threading import Thread
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Signal

from triage_app.model.errors import Fault

T = TypeVar("T")
Job = Callable[[Any], T]


class Lane(QObject):
    """Jobs are plain functions of what `opened` gave; they run one after the other.

    A Fault comes out as `faulted` (or goes to the job's own `failed`); anything else is a bug and
    is raised on the GUI thread.
    """

    faulted = Signal(object)
    _finished = Signal(object)

    def __init__(
        self,
        name: str,
        opened: Callable[[], Any],
        closed: Callable[[Any], None] = lambda _: None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._opened = opened
        self._closed = closed
        self._jobs: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._resource: Any = None
        self._is_open = False
        self._ended = False
        self._unanswered = 0
        self._finished.connect(self._deliver)
        self._worker = Thread(target=self._work, name=f"lane-{name}", daemon=True)

    def run(
        self,
        job: Job[T],
        done: Callable[[T], object] = lambda _: None,
        failed: Callable[[Fault], object] | None = None,
    ) -> None:
        """Do `job(resource)` on the lane, then `done(result)` on the GUI thread."""

        def act() -> None:
            try:
                result = job(self._resource_here())
            except Exception as error:
                self._finished.emit((failed or self.faulted.emit, error))
            else:
                self._finished.emit((done, result))

        self._unanswered += 1
        self._jobs.put(act)
        if self._worker.ident is None:
            self._worker.start()

    def ask(
        self,
        job: Job[T],
        done: Callable[[T], object],
        failed: Callable[[Fault], object] | None = None,
    ) -> None:
        """As `run`, for what is only shown: nobody hears an answer that comes after the end."""

        def hear(answer: T) -> None:
            if not self._ended:
                done(answer)

        self.run(job, hear, failed)

    def let_go(self, done: Callable[[], object]) -> None:
        """Close what the lane has open, then `done` on the GUI thread; the next job opens anew."""
        self._unanswered += 1
        self._jobs.put(partial(self._shut, done))
        if self._worker.ident is None:
            self._worker.start()

    @property
    def is_busy(self) -> bool:
        """Whether an answer is still to come; counted on the GUI thread alone."""
        return self._unanswered > 0

    def close(self) -> None:
        """Finish what waits, then end the worker and close its connections."""
        self._ended = True
        self._jobs.put(None)
        if self._worker.ident is not None:
            self._worker.join()

    def _work(self) -> None:
        while (job := self._jobs.get()) is not None:
            job()
        self._shut_resource()

    def _shut(self, done: Callable[[], object]) -> None:
        self._shut_resource()
        self._finished.emit((lambda _: done(), None))

    def _shut_resource(self) -> None:
        if self._is_open:
            self._is_open = False
            self._closed(self._resource)

    def _resource_here(self) -> Any:
        """Opened by the worker itself at its first job, never on the way to the first paint."""
        if not self._is_open:
            self._resource = self._opened()
            self._is_open = True
        return self._resource

    def _deliver(self, outcome: tuple[Callable[[Any], object], Any]) -> None:
        self._unanswered -= 1
        receive, value = outcome
        if isinstance(value, Exception) and not isinstance(value, Fault):
            raise value
        receive(value)
