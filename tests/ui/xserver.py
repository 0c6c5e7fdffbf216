"""An X server of our own, its keyboard, and a window on it."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from tests.flow.keyboard import where
from triage_app.flow import keymaps
from triage_app.flow.keys import GS

X11_OFFSET = 8
FINGER_MS = 55
SCANS_AT_MOST = 3
SHIFT, CONTROL, ALT, CAPS, F8, SENTINEL = 42, 29, 56, 58, 66, 87
PATIENCE_S = 20.0
XKB_NAMES = {"ch-fr": ("ch", "fr")}
NUMBER_LOCK = 69


class Screen:
    """Presses keys by XTEST and asks the window what became of them."""

    def __init__(self, number: str) -> None:
        from Xlib.display import Display

        self.environment = {
            **os.environ,
            "DISPLAY": f":{number}",
            "QT_QPA_PLATFORM": "xcb",
            "LC_ALL": "C.UTF-8",
        }
        self.x = Display(f":{number}")
        self._sentinels = 0
        self._window = subprocess.Popen(
            [sys.executable, "-m", "tests.ui.display_app"],
            env=self.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def tell(self, command: str) -> dict[str, Any]:
        """Have the window obey; how things stand once it has."""
        assert self._window.stdin is not None
        assert self._window.stdout is not None
        self._window.stdin.write(command + "\n")
        self._window.stdin.flush()
        answer = self._window.stdout.readline()
        assert answer, "the window ended"
        state = dict(json.loads(answer))
        assert state["done"], f"not within its time: {command}: {state}"
        return state

    def seen(self) -> dict[str, Any]:
        """How things stand once every key pressed so far has been dealt with."""
        self._sentinels += 1
        self.tap(SENTINEL)
        self.x.sync()
        return self.tell(f"seen {self._sentinels}")

    def scan(self, *codes: str, gs: str = "control") -> dict[str, Any]:
        """Scan codes and see; once more where the server itself stalled amidst one, as an
        inspector would who is told that a part was lost."""
        for _ in range(SCANS_AT_MOST):
            for code in codes:
                self.type(code + "\r", gs=gs)
            state = self.seen()
            if not state["torn"]:
                break
            self.tell("forget")
        return state

    def key(self, position: int, down: bool, wait_ms: int = 0) -> None:
        from Xlib import X
        from Xlib.ext import xtest

        kind = X.KeyPress if down else X.KeyRelease
        xtest.fake_input(self.x, kind, position + X11_OFFSET, time=wait_ms)

    def tap(self, position: int, *held: int, wait_ms: int = 3) -> None:
        """A key down and up; over `FINGER_MS` apart from the one before it, as a finger does it."""
        dwell_ms = FINGER_MS if wait_ms > FINGER_MS else 0
        for at in held:
            self.key(at, True)
        self.key(position, True, wait_ms - dwell_ms)
        self.key(position, False, dwell_ms)
        for at in held:
            self.key(at, False)

    def type(self, text: str, wait_ms: int = 3, gs: str = "control") -> None:
        """Keys as a keyboard or scanner set to US sends them; the server waits between them."""
        for character in text:
            if character == GS:
                self._separate(gs)
            elif character == "\r":
                self.tap(28, wait_ms=wait_ms)
            else:
                position, shifted = where("us", character)
                self.tap(position, *([SHIFT] if shifted else []), wait_ms=wait_ms)
        self.x.flush()

    @contextmanager
    def layout(self, name: str) -> Iterator[None]:
        """The station's keyboard set to another layout for a while."""
        self._set_layout(*XKB_NAMES.get(name, (name, "")))
        try:
            yield
        finally:
            self._set_layout("us", "")

    def characters(self, positions: tuple[int, ...]) -> dict[int, tuple[str, ...]]:
        """What the system has on each position, plain and with Shift; "" for no character."""
        self.x.sync()
        found = {}
        for at in positions:
            (codes,) = self.x.get_keyboard_mapping(at + X11_OFFSET, 1)
            found[at] = tuple(chr(c) if 0x20 <= c < 0x100 else "" for c in codes[:2])
        return found

    def focus(self, window: Any) -> None:
        """Hand the keyboard to any window of the server."""
        from Xlib import X

        window.set_input_focus(X.RevertToParent, X.CurrentTime)
        self.x.sync()

    def close(self) -> None:
        self.x.close()
        assert self._window.stdin is not None
        assert self._window.stdout is not None
        self._window.stdin.close()
        try:
            self._window.wait(PATIENCE_S)
        finally:
            self._window.kill()
            self._window.stdout.close()

    def _set_layout(self, layout: str, variant: str) -> None:
        command = ["setxkbmap", "-layout", layout, "-variant", variant]
        subprocess.run(command, env=self.environment, check=True, timeout=PATIENCE_S)

    def _separate(self, how: str) -> None:
        if how == "f8":
            self.tap(F8)
        elif how == "alt":
            pad = {digit: position for position, digit in keymaps.NUMPAD.items()}
            self.key(ALT, True)
            for digit in "029":
                self.tap(pad[digit], wait_ms=1)
            self.key(ALT, False)
        else:
            self.tap(keymaps.BRACKET, CONTROL)


@contextmanager
def run_screen() -> Iterator[Screen]:
    """A server with a window on it; skips where there is none."""
    missing = [name for name in ("Xvfb", "setxkbmap", "xkbcomp") if not shutil.which(name)]
    if missing:
        pytest.skip(f"{missing[0]} is not installed")
    read, write = os.pipe()
    command = ["Xvfb", "-displayfd", str(write), "-screen", "0", "800x600x24"]
    server = subprocess.Popen(
        [*command, "-noreset", "-nolisten", "tcp"],
        pass_fds=(write,),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(write)
    try:
        with os.fdopen(read) as numbers:
            number = numbers.readline().strip()
        if not number:
            pytest.skip("Xvfb does not start here")
        screen = Screen(number)
        try:
            screen.tell("close")
            yield screen
        finally:
            screen.close()
    finally:
        server.terminate()
        server.wait(PATIENCE_S)
