"""A short sound with each look, by whatever player the system has; silence where it has none.

They differ in beats and pitch, to be told without looking: clear one high pip, look two middle
ones, hold two long and falling, not announced three up and down, not understood a low rattle.
"""

import sys
from enum import StrEnum

from PySide6.QtCore import QObject, QProcess

from triage_app.assets import asset
from triage_app.model.examination import Examination
from triage_app.model.identity import Identity
from triage_app.ui.band import state_of
from triage_app.ui.sound_player import WINDOWS, find_player
from triage_app.ui.theme import State

MOST_AT_ONCE = 2


class Sound(StrEnum):
    """The file's name too."""

    CLEAR = "clear"
    LOOK = "look"
    HOLD = "hold"
    NOT_ANNOUNCED = "not_announced"
    NOT_UNDERSTOOD = "not_understood"


def sound_of(examination: Examination) -> Sound:
    """The verdict's sound; a code that is no number, or a wrong one, has its own unless something
    is known of it all the same."""
    state, identity = state_of(examination), examination.item.identity
    right = isinstance(identity, Identity) and identity.valid
    if state is State.NOT_ANNOUNCED and not right:
        return Sound.NOT_UNDERSTOOD
    return Sound(state.value)


class Sounds(QObject):
    """Played by a process apart: a hanging sound server never delays a scan, and no more than
    `MOST_AT_ONCE` of its victims are left about."""

    def __init__(self, *, on: bool, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._player = find_player() if on else ""
        self._playing: list[QProcess] = []

    @property
    def playing(self) -> int:
        """How many sounds are being played now."""
        return sum(
            process.state() is not QProcess.ProcessState.NotRunning
            for process in self.findChildren(QProcess)
        )

    def play(self, sound: Sound) -> None:
        """Begin to play, and return at once."""
        path = str(asset("sounds", f"{sound.value}.wav"))
        if self._player == WINDOWS:
            _play_on_windows(path)
        elif self._player:
            self._start(path)

    def refuse(self) -> None:
        """What was asked for is not done."""
        self.play(Sound.NOT_UNDERSTOOD)

    def close(self) -> None:
        """End what is still playing."""
        for process in self.findChildren(QProcess):
            process.kill()
            process.waitForFinished(100)

    def _start(self, path: str) -> None:
        while len(self._playing) >= MOST_AT_ONCE:
            self._playing.pop(0).kill()
        process = QProcess(self)
        process.setStandardOutputFile(QProcess.nullDevice())
        process.setStandardErrorFile(QProcess.nullDevice())
        process.stateChanged.connect(self._forget_ended)
        self._playing.append(process)
        process.start(self._player, [path])

    def _forget_ended(self) -> None:
        for process in self.findChildren(QProcess):
            if process.state() is QProcess.ProcessState.NotRunning:
                self._playing = [one for one in self._playing if one is not process]
                process.deleteLater()


def _play_on_windows(path: str) -> None:
    if sys.platform == "win32":
        import winsound

        winsound.PlaySound(path, winsound.SND_FILENAME | winsound.SND_ASYNC)
