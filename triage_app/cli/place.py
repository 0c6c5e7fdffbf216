"""Where the data lie: --home, TRIAGE_HOME, else the platform's data folder."""

import os
import sys
from pathlib import Path


def home_from(given: str | None) -> Path:
    """The home directory, absolute; it need not exist yet."""
    chosen = given or os.environ.get("TRIAGE_HOME")
    return (Path(chosen) if chosen else _data_folder() / "triage").expanduser().absolute()


def _data_folder() -> Path:
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
