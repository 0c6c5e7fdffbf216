"""One sync a home: a lock other processes see, let go by the system when its holder dies."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from triage_app.model.errors import DiskFault, HomeTaken
from triage_app.model.sentence import tr

LOCK_FILE = "sync.lock"
# Windows locks byte ranges and forbids reading them: the lock lies behind the holder's number.
LOCKED_BYTE = 1_000


@contextmanager
def the_only_sync(home: Path) -> Iterator[None]:
    """Hold the home's sync. Raises HomeTaken naming the holder's process."""
    try:
        handle = os.open(home / LOCK_FILE, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise DiskFault(
            tr("road", "{home} cannot be written: {error}.", home=home, error=error),
            tr("road", "Mend its rights or free space; what was recorded waits."),
        ) from error
    with os.fdopen(handle, "r+b", buffering=0) as file:
        try:
            _lock(file.fileno())
        except OSError as error:
            holder = file.read(20).decode("ascii", "replace").strip() or "?"
            raise HomeTaken(
                tr("road", "Another sync works on this home (process {pid}).", pid=holder),
                tr("road", "It sends what waits; look again when it has ended."),
            ) from error
        file.truncate(0)
        file.write(f"{os.getpid()}\n".encode("ascii"))
        yield


def _lock(handle: int) -> None:
    if sys.platform == "win32":
        import msvcrt

        os.lseek(handle, LOCKED_BYTE, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        os.lseek(handle, 0, os.SEEK_SET)
    else:
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
