"""What the window's thread does that could keep it from the next key, counted and not timed: a busy
machine changes none of it.

* a statement that writes: it waits for whoever writes, and for the disk;
* a statement of more steps than a point look-up takes (SQLite's own count);
* a call that waits: sleep, another process, another thread, a socket;
* one event that makes more calls than a scan does.
"""

import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any, Final

import pytest
import sqlcipher3.dbapi2 as sqlcipher
from PySide6.QtCore import QAbstractEventDispatcher, QProcess

WRITES: Final = ("BEGIN IMMEDIATE", "INSERT", "UPDATE", "DELETE", "REPLACE", "VACUUM", "CREATE")
COUNTED_STEPS: Final = 1_000
MOST_STEPS: Final = 200_000
"""Of one statement, some 10 ms; the look-ups of a scan take hundreds."""
MOST_CALLS: Final = 150_000
"""Of Python, between two events: some 50 ms. A scan makes some thousand."""
WAITING: Final = (
    (time, "sleep"),
    (socket.socket, "connect"),
    (subprocess.Popen, "__init__"),
    (threading.Thread, "join"),
    (QProcess, "waitForFinished"),
    (QProcess, "waitForStarted"),
    (QProcess, "waitForReadyRead"),
)


class Watch:
    """`seen` are the faults, in words; `heavy` the most calls one event made."""

    def __init__(self) -> None:
        self.seen: list[str] = []
        self.heavy = 0
        self.statements = 0
        self._watching = False
        self._steps = 0
        self._statement = ""
        self._calls = 0

    def connected(self, connection: Any) -> Any:
        """Look at a connection of the window's thread from now on."""
        if threading.current_thread() is threading.main_thread():
            connection.set_trace_callback(self._begin)
            connection.set_progress_handler(self._step, COUNTED_STEPS)
        return connection

    def waits(self, name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        """The call, noted where this thread makes it."""

        def noted(*args: Any, **named: Any) -> Any:
            if self._is_mine():
                self.seen.append(f"waits: {name}")
            return call(*args, **named)

        return noted

    @contextmanager
    def watching(self) -> Iterator[None]:
        """What happens inside is looked at."""
        dispatcher = QAbstractEventDispatcher.instance()
        assert dispatcher is not None
        dispatcher.awake.connect(self._turn)
        dispatcher.aboutToBlock.connect(self._turn)
        self._watching = True
        sys.setprofile(self._count)
        try:
            yield
        finally:
            sys.setprofile(None)
            self._watching = False
            self._turn()
            dispatcher.awake.disconnect(self._turn)
            dispatcher.aboutToBlock.disconnect(self._turn)

    def _is_mine(self) -> bool:
        return self._watching and threading.current_thread() is threading.main_thread()

    def _begin(self, statement: str) -> None:
        self._steps = 0
        self._statement = statement
        if self._watching:
            self.statements += 1
            if statement.lstrip().upper().startswith(WRITES):
                self.seen.append(f"writes: {statement}")

    def _step(self) -> int:
        self._steps += COUNTED_STEPS
        if self._watching and self._steps == MOST_STEPS:
            self.seen.append(f"looks through much: {self._statement}")
        return 0

    def _count(self, _frame: FrameType, event: str, _argument: object) -> None:
        if event == "call":
            self._calls += 1

    def _turn(self) -> None:
        self.heavy = max(self.heavy, self._calls)
        if self._calls > MOST_CALLS:
            self.seen.append(f"one event makes {self._calls:,} calls")
        self._calls = 0


@pytest.fixture
def watch(monkeypatch: pytest.MonkeyPatch) -> Watch:
    """To be asked for before the window is opened."""
    watch = Watch()
    connect = sqlcipher.connect

    def watched(*args: Any, **named: Any) -> Any:
        return watch.connected(connect(*args, **named))

    monkeypatch.setattr(sqlcipher, "connect", watched)
    for owner, name in WAITING:
        call = getattr(owner, name)
        monkeypatch.setattr(owner, name, watch.waits(f"{owner.__name__}.{name}", call))
    return watch
