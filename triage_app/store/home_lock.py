"""One window, one sync a home: a lock the system lets go of by itself when its holder dies."""

import os
import sys
import time
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import IO, Final

from triage_app.model.errors import DiskFault, HomeTaken
from triage_app.model.sentence import tr

ASKED_FOR_S: Final = 0.02


class HomeLock:
    """Held from `with` to its end. Raises HomeTaken, naming the holder's process, if it is taken.

    `purpose` is "window" or "sync"; the lock is the file HOME/PURPOSE.lock, which stays behind.
    """

    def __init__(self, home: Path, purpose: str) -> None:
        self._path = home / f"{purpose}.lock"
        self._purpose = purpose
        self._file: IO[str] | None = None

    def __enter__(self) -> "HomeLock":
        try:
            self._file = _opened(self._path)
        except OSError as error:
            raise DiskFault(
                tr(
                    "store",
                    "{path} cannot be written: {error}.",
                    path=self._path,
                    error=error.strerror,
                ),
                tr("store", "Mend the disk or the folder's rights, then start again."),
            ) from error
        if not _lock(self._file) and not _once_more(self._file):
            holder = self._holder()
            self._file.close()
            self._file = None
            raise HomeTaken(
                tr("store", "Process {pid} is the {what} here.", pid=holder, what=self._purpose),
                tr("store", "Use that one, or end it; nothing was changed."),
            )
        with suppress(OSError):  # a full disk has no room for the number: held all the same
            descriptor = self._file.fileno()
            os.ftruncate(descriptor, 0)
            os.lseek(descriptor, 0, os.SEEK_SET)
            os.write(descriptor, str(os.getpid()).encode("ascii"))
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None

    def _holder(self) -> str:
        assert self._file is not None
        self._file.seek(0)
        return self._file.read(20).strip() or "?"


def _once_more(file: IO[str]) -> bool:
    """Whoever only asks (`is_held`) lets go at once."""
    time.sleep(ASKED_FOR_S)
    return _lock(file)


def is_held(home: Path, purpose: str) -> bool:
    """Whether some process holds that lock of the home now."""
    try:
        with HomeLock(home, purpose):
            return False
    except HomeTaken:
        return True


def _opened(path: Path) -> IO[str]:
    """To be written, else to be read: a disk that takes nothing may hold a lock all the same."""
    try:
        return path.open("a+", encoding="ascii")
    except OSError:
        if not path.is_file():
            raise
        return path.open(encoding="ascii")


if sys.platform == "win32":
    import msvcrt

    def _lock(file: IO[str]) -> bool:
        """Locks a byte far behind the text, so that the holder's number can still be read."""
        file.seek(1_000)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
else:
    import fcntl

    def _lock(file: IO[str]) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True
