"""Scanners at the end of a pseudo-terminal, and what has been heard of them."""

import os
import tty
from collections.abc import Callable
from pathlib import Path
from threading import Condition
from typing import Any

PATIENCE_S = 10.0


class FakeScanner:
    """A pseudo-terminal behind a link, as udev gives an adapter a name that stays the same."""

    def __init__(self, link: Path) -> None:
        self.link = link
        self.master = -1

    def plug(self) -> None:
        self.master, device = os.openpty()
        tty.setraw(device)
        made = self.link.with_suffix(".new")
        made.symlink_to(os.ttyname(device))
        made.replace(self.link)
        os.close(device)

    def unplug(self) -> None:
        self.link.unlink()
        os.close(self.master)
        self.master = -1

    def send(self, data: bytes) -> None:
        while data:
            data = data[os.write(self.master, data) :]

    def close(self) -> None:
        if self.master >= 0:
            self.unplug()


class Heard:
    """Collects what devices say on their threads; `wait` until enough has come."""

    def __init__(self) -> None:
        self._changed = Condition()
        self.codes: list[Any] = []
        self.notices: list[str] = []
        self.pictures: list[Any] = []
        self.weights: list[Any] = []

    def code(self, *code: Any) -> None:
        self._add(self.codes, code[0] if len(code) == 1 else code)

    def notice(self, said: object) -> None:
        self._add(self.notices, str(said))

    def picture(self, *picture: Any) -> None:
        self._add(self.pictures, picture[0] if len(picture) == 1 else picture)

    def weight(self, shown: Any) -> None:
        self._add(self.weights, shown)

    def wait(self, until: Callable[["Heard"], object]) -> None:
        assert self.comes(until, PATIENCE_S), vars(self)

    def comes(self, until: Callable[["Heard"], object], within_s: float) -> bool:
        """Whether it has come within so many seconds."""
        with self._changed:
            return bool(self._changed.wait_for(lambda: until(self), within_s))

    def _add(self, kept: list[Any], value: Any) -> None:
        with self._changed:
            kept.append(value)
            self._changed.notify_all()
