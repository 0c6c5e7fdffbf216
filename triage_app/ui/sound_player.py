"""Which of the system's programs plays a sound; no toolkit, so that the doctor can ask too."""

import shutil
import sys

PLAYERS = ("pw-play", "paplay", "aplay", "afplay")
WINDOWS = "winsound"


def find_player() -> str:
    """The player's path, `WINDOWS` for the system's own call, "" where there is none."""
    if sys.platform == "win32":
        return WINDOWS
    return next((found for name in PLAYERS if (found := shutil.which(name))), "")
