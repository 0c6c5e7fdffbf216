"""The program's own log: rotating, in HOME/logs, never a secret and never a person's data in it."""

import logging
from logging.handlers import RotatingFileHandler
from pathlib import Path

MAX_BYTES = 2_000_000
KEPT_FILES = 5


def start_log(home: Path, name: str = "triage") -> None:
    """Log to HOME/logs/NAME.log from now on. A read-only home logs nowhere and says nothing."""
    folder = home / "logs"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(
            folder / f"{name}.log", maxBytes=MAX_BYTES, backupCount=KEPT_FILES, encoding="utf-8"
        )
    except OSError:
        return
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    root = logging.getLogger("triage_app")
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    root.propagate = False
