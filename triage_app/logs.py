"""The program's own log: rotating, in HOME/logs, never a secret and never a person's data in it."""

import logging
from logging.handlers import RotatingFileHandler
from pathlib import Path

from triage_app.model.visible import visible

MAX_BYTES = 2_000_000
KEPT_FILES = 5


class _OneLine(logging.Formatter):
    """What a message brings from outside begins no line of its own and moves no terminal."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - logging's name
        record.message = visible(record.message)
        return super().formatMessage(record)


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
    handler.setFormatter(_OneLine("%(asctime)s %(levelname)s %(name)s %(message)s"))
    root = logging.getLogger("triage_app")
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    root.propagate = False
