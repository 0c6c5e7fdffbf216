"""HOME/cache.mark: who has cache.db open, and which key it is sealed under.

SQLite's files beside a database go by its name: were the cache renamed while a program has it open,
that program would on leaving delete the journal of the new one. So whoever opens the cache holds
the mark, together with others, and only who holds it alone may set the cache aside. (Windows
renames no open file; there nothing is held.)
"""

import contextlib
import hmac
import sys
import time
from pathlib import Path
from typing import IO, Final

MARK_FILE: Final = "cache.mark"
WAITED_S: Final = 5.0
ASKED_EVERY_S: Final = 0.05
_CHECK_CHARACTERS: Final = 16


class CachePresence:
    """One opening of one home's cache. Where the mark cannot be written nothing is held, and
    nothing can be set aside either."""

    def __init__(self, home: Path, key: bytes) -> None:
        self._path = home / MARK_FILE
        self._check = hmac.digest(key, b"triage cache mark", "sha256").hex()[:_CHECK_CHARACTERS]
        self._file: IO[str] | None = None

    def enter(self) -> None:
        """Hold the mark beside others; waits while the cache is being set aside."""
        self._open()
        if self._file is not None:
            _hold_together(self._file)

    def enter_alone(self) -> bool:
        """Hold the mark alone. False when others have the cache open for WAITED_S from now, or
        where the mark cannot be written."""
        self._open()
        if self._file is None:
            return False
        deadline = time.monotonic() + WAITED_S
        while not _hold_alone(self._file):
            if time.monotonic() > deadline:
                self.leave()
                return False
            time.sleep(ASKED_EVERY_S)
        return True

    def leave(self) -> None:
        """Let go of the mark."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def key_fits(self) -> bool | None:
        """Whether the cache was last opened with this key; None where that was never noted."""
        try:
            noted = self._path.read_text("ascii", errors="replace").strip()
        except OSError:
            return None
        return noted == self._check if noted else None

    def note_key(self) -> None:
        """The key opened the cache: one that does not open it later is damaged."""
        if self._file is not None and not self.key_fits():
            with contextlib.suppress(OSError):
                self._file.seek(0)
                self._file.truncate()
                self._file.write(self._check)
                self._file.flush()

    def _open(self) -> None:
        with contextlib.suppress(OSError):
            self._file = self._path.open("a+", encoding="ascii", errors="replace")


if sys.platform == "win32":

    def _hold_together(file: IO[str]) -> None:
        pass

    def _hold_alone(file: IO[str]) -> bool:
        return True
else:
    import fcntl

    def _hold_together(file: IO[str]) -> None:
        with contextlib.suppress(OSError):  # a file system without locks: as before there were any
            fcntl.flock(file, fcntl.LOCK_SH)

    def _hold_alone(file: IO[str]) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True
