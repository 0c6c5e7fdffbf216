"""Real key events of a real X server: XTEST keys into a small window under Xvfb."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from time import monotonic
from typing import Any

import pytest

from tests.flow.keyboard import where
from triage_app.flow.keys import GS

pytestmark = pytest.mark.display

X11_OFFSET = 8
SHIFT, CONTROL, CAPS = 42, 29, 58
CODE = "RR473124829US"
PATIENCE_S = 20.0


class Display:
    """An X server of our own, its keyboard, and the window on it."""

    def __init__(self, number: str) -> None:
        from Xlib.display import Display as XDisplay

        self.environment = {
            **os.environ,
            "DISPLAY": f":{number}",
            "QT_QPA_PLATFORM": "xcb",
            "LC_ALL": "C.UTF-8",
        }
        self._x = XDisplay(f":{number}")
        self._window = subprocess.Popen(
            [sys.executable, "-m", "tests.ui.display_app"],
            env=self.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def tell(self, command: str) -> dict[str, Any]:
        assert self._window.stdin is not None
        assert self._window.stdout is not None
        self._window.stdin.write(command + "\n")
        self._window.stdin.flush()
        answer = self._window.stdout.readline()
        assert answer, "the window ended"
        return dict(json.loads(answer))

    def layout(self, name: str) -> None:
        subprocess.run(["setxkbmap", name], env=self.environment, check=True, timeout=PATIENCE_S)

    def tap(self, position: int, *held: int, wait_ms: int = 3) -> None:
        from Xlib import X
        from Xlib.ext import xtest

        for at in held:
            xtest.fake_input(self._x, X.KeyPress, at + X11_OFFSET)
        xtest.fake_input(self._x, X.KeyPress, position + X11_OFFSET, time=wait_ms)
        xtest.fake_input(self._x, X.KeyRelease, position + X11_OFFSET)
        for at in held:
            xtest.fake_input(self._x, X.KeyRelease, at + X11_OFFSET)

    def type(self, text: str, wait_ms: int = 3) -> None:
        """Keys as a keyboard or scanner set to US sends them; the server waits between them."""
        for character in text:
            if character == GS:
                self.tap(27, CONTROL, wait_ms=wait_ms)
            elif character == "\r":
                self.tap(28, wait_ms=wait_ms)
            else:
                position, shifted = where("us", character)
                self.tap(position, *([SHIFT] if shifted else []), wait_ms=wait_ms)
        self._x.sync()

    def close(self) -> None:
        self._x.close()
        assert self._window.stdin is not None
        assert self._window.stdout is not None
        self._window.stdin.close()
        try:
            self._window.wait(PATIENCE_S)
        finally:
            self._window.kill()
            self._window.stdout.close()


@pytest.fixture(scope="module")
def display() -> Iterator[Display]:
    missing = [name for name in ("Xvfb", "setxkbmap", "xkbcomp") if not shutil.which(name)]
    if missing:
        pytest.skip(f"{missing[0]} is not installed")
    read, write = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", "800x600x24", "-nolisten", "tcp"],
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
        display = Display(number)
        try:
            deadline = monotonic() + PATIENCE_S
            while not display.tell("report 10")["active"]:
                assert monotonic() < deadline, "the window does not become active"
            yield display
        finally:
            display.close()
    finally:
        server.terminate()
        server.wait(PATIENCE_S)


@pytest.fixture(autouse=True)
def fresh(display: Display) -> Iterator[None]:
    yield
    display.tell("close")
    display.tell("report 10")


@pytest.mark.parametrize("where_to", ["focus edit", "focus button", "combo", "menu", "dialog"])
def test_a_scan_arrives_whole_and_touches_nothing(display: Display, where_to: str) -> None:
    was_open = display.tell(where_to)["open"]
    code = f"]C101{GS}" + CODE
    display.type(code + "\r")
    report = display.tell("report 250")
    assert report["scans"] == [code]
    assert report["clicks"] == []
    assert (report["edit"], report["inner"], report["combo"]) == ("", "", "one")
    assert report["open"] == was_open == (not where_to.startswith("focus"))


def test_a_person_types_as_ever(display: Display) -> None:
    display.tell("focus edit")
    display.type("4 pcs Lithium", wait_ms=90)
    report = display.tell("report 250")
    assert report["scans"] == []
    assert report["edit"] == "4 pcs Lithium"


@pytest.mark.parametrize("layout", ["fr", "de"])
def test_another_layout_and_caps_lock_change_nothing(display: Display, layout: str) -> None:
    display.layout(layout)
    try:
        display.tell("focus edit")
        display.tap(CAPS)
        display.type("]C1" + CODE + "Zaqy\r")
        display.tap(CAPS)
        report = display.tell("report 250")
    finally:
        display.layout("us")
    assert report["scans"] == ["]C1" + CODE + "Zaqy"]
    assert report["edit"] == ""
