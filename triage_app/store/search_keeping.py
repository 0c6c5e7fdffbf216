"""The search index as it lies in a home: opened when asked, taken away when it is of no use."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final, TypeVar

from triage_app.model.errors import HomeTaken, StoreDamaged
from triage_app.model.sentence import tr
from triage_app.store.home_lock import HomeLock
from triage_app.store.search_index import SEARCH_FILE, SearchIndex, open_search

T = TypeVar("T")
LOCK: Final = "index"
"""Held by the one process that builds."""


class KeptIndex:
    """An index that is damaged, of an older program or of another cache is taken away: it holds
    nothing that cannot be built again. A newer program's is left as it is (StoreNewer)."""

    def __init__(self, home: Path, key: bytes, cache_name: str) -> None:
        self.cache_name = cache_name
        self._home = home
        self._key = key
        self._index: SearchIndex | None = None
        self._file = (0, 0)

    def ask(self, question: Callable[[SearchIndex], T], otherwise: T) -> T:
        """The index's answer; `otherwise` where it is of no use."""
        try:
            return question(self.opened())
        except StoreDamaged:
            with suppress(HomeTaken), self.building():
                self.discard()
            return otherwise

    def building(self) -> HomeLock:
        """Be the one who builds or takes away. Raises HomeTaken where another process is."""
        return HomeLock(self._home, LOCK)

    def opened(self) -> SearchIndex:
        """The index that lies there now. Raises StoreDamaged where it is of no use."""
        if self._index is not None and self._file != self._file_now():
            self.close()  # another process took it away
        if self._index is None:
            index = open_search(self._home, self._key)
            if index.cache_name not in ("", self.cache_name):
                index.close()
                raise StoreDamaged(
                    tr("store", "search.db is the index of another cache."),
                    tr("store", "It is built again by itself."),
                )
            self._index, self._file = index, self._file_now()
        return self._index

    def discard(self) -> None:
        """Take the index away. Inside `building`."""
        self.close()
        _remove(self._home)

    def close(self) -> None:
        if self._index is not None:
            self._index.close()
            self._index = None

    def _file_now(self) -> tuple[int, int]:
        """Which file lies there, whatever its name."""
        try:
            status = (self._home / SEARCH_FILE).stat()
        except FileNotFoundError:
            return (0, 0)
        return status.st_dev, status.st_ino


def remove_damaged(home: Path, key: bytes) -> bool:
    """Read the index of `home` through and take it away where it is damaged, to be built again;
    whether it was. One that another process builds is left to it."""
    with suppress(HomeTaken), HomeLock(home, LOCK):
        if (home / SEARCH_FILE).exists() and not _is_sound(home, key):
            _remove(home)
            return True
    return False


def _is_sound(home: Path, key: bytes) -> bool:
    try:
        index = open_search(home, key)
    except StoreDamaged:
        return False
    try:
        return index.is_sound()
    except StoreDamaged:
        return False
    finally:
        index.close()


def _remove(home: Path) -> None:
    for ending in ("", "-wal", "-shm"):
        (home / f"{SEARCH_FILE}{ending}").unlink(missing_ok=True)
