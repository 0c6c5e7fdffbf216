"""A short sound with each verdict, by whatever player the system has; silence where it has none."""

import shutil
import sys

from PySide6.QtCore import QProcess

from triage_app.assets import asset
from triage_app.ui.theme import State

_PLAYERS = ("pw-play", "paplay", "aplay", "afplay")


class Sounds:
    """Started apart from the window: a hanging sound server never delays a scan."""

    def __init__(self, *, on: bool) -> None:
        self._player = _player() if on else None

    def play(self, state: State) -> None:
        """The sound of `state`; each has its twin in colour, word and shape."""
        if self._player is None:
            return
        path = str(asset("sounds", f"{state.value}.wav"))
        if self._player == "winsound":
            _play_on_windows(path)
        else:
            QProcess.startDetached(self._player, [path])


def _player() -> str | None:
    if sys.platform == "win32":
        return "winsound"
    return next((found for name in _PLAYERS if (found := shutil.which(name))), None)


def _play_on_windows(path: str) -> None:
    if sys.platform == "win32":
        import winsound

        winsound.PlaySound(path, winsound.SND_FILENAME | winsound.SND_ASYNC)
