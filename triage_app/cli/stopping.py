"""How a long command is asked to stop: Ctrl+C, the system's word, or whoever started it."""

import os
import signal
from collections.abc import Callable
from threading import Event, Thread, current_thread, main_thread
from types import FrameType, TracebackType
from typing import Any, Final

_HEARD: Final = tuple(
    getattr(signal, name) for name in ("SIGINT", "SIGTERM") if hasattr(signal, name)
)


class Stopping:
    """Inside, the first Ctrl+C only asks: `asked` says so and `told` is called once. The second one
    interrupts as ever."""

    def __init__(self, told: Callable[[], object] = lambda: None) -> None:
        self._told = told
        self._event = Event()
        self._before: dict[int, Any] = {}

    def asked(self) -> bool:
        """Whether somebody wants it to stop."""
        return self._event.is_set()

    def listen(self, descriptor: int) -> None:
        """Stop too when a byte comes there, or its writer is gone: who started this says so by
        that, on every system."""
        Thread(target=self._wait, args=(descriptor,), daemon=True).start()

    def __enter__(self) -> "Stopping":
        if current_thread() is main_thread():  # no other may say what a signal does
            self._before = {one: signal.signal(one, self._ask) for one in _HEARD}
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for one, handler in self._before.items():
            signal.signal(one, handler)

    def _ask(self, _signal: int, _frame: FrameType | None) -> None:
        if self._event.is_set():
            raise KeyboardInterrupt
        self._event.set()
        self._told()

    def _wait(self, descriptor: int) -> None:
        os.read(descriptor, 1)  # not by sys.stdin, whose lock would hold the process's end up
        self._event.set()
