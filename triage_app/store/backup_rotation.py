"""Backups that were made by themselves: when the last was made, and which may go."""

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

AUTOMATIC: Final = "-auto"
"""Stands in the name of a backup nobody asked for. One that somebody made is never taken away."""

_NAME: Final = re.compile(r"record-(\d{8}T\d{12})Z(-auto)?\.db\Z")


def made_at(folder: Path) -> datetime | None:
    """When the newest backup of the folder was made, by whom ever; None where there is none."""
    times = [found[1] for path in _files(folder) if (found := _NAME.match(path.name))]
    return datetime.strptime(max(times), "%Y%m%dT%H%M%S%f").replace(tzinfo=UTC) if times else None


def rotate(folder: Path, keep: int) -> tuple[Path, ...]:
    """Take away all but the newest `keep` of those that were made by themselves; which went. To be
    called once a newer one was opened and verified."""
    automatic = [path for path in _files(folder) if (found := _NAME.match(path.name)) and found[2]]
    gone = sorted(automatic, reverse=True)[max(keep, 1) :]
    for path in gone:
        path.unlink(missing_ok=True)
    return tuple(gone)


def _files(folder: Path) -> list[Path]:
    return list(folder.glob("record-*.db")) if folder.is_dir() else []
