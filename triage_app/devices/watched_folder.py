"""A folder something else writes into -> each new file once, whole.

What lies in it at the first look is old and is not read. A file is new when its name, size or time
is; it is whole when two looks find the same size and time; its content is given once, whatever it
is called later. No links are followed and no sub-folders entered.
"""

import os
import stat
from collections.abc import Callable, Iterator
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from threading import Event
from time import monotonic
from typing import NamedTuple

from triage_app.model.sentence import Sentence, tr

LOOK_EVERY_S = 0.5
LOOKING_SHARE = 0.05
"""So much of the time is spent looking at most: a slow share with many files is looked at less."""
LARGEST_BYTES = 256 * 2**20
REMEMBERED = 10_000
UNFINISHED = (".part", ".partial", ".tmp", ".temp", ".crdownload", ".filepart", ".swp", "~")
"""How programs name what they have not finished writing; compared in lower case."""


class _State(NamedTuple):
    size: int
    mtime_ns: int


class NewFiles:
    """The looks themselves, without a clock. `look` raises OSError when there is no folder."""

    def __init__(self, folder: Path, *, old_too: bool = False) -> None:
        """`old_too`: what lies in it at the first look is new as well."""
        self._folder = folder
        self._seen: dict[str, _State] = {}
        self._waiting: dict[str, _State] = {}
        self._given: dict[str, None] = {}
        self._first = not old_too
        self.too_large: list[str] = []

    @property
    def is_waiting(self) -> bool:
        """Whether some file has been seen once and is looked at again."""
        return bool(self._waiting)

    def look(self) -> Iterator[tuple[str, bytes]]:
        """(name, content) of what has become whole since the last look, in order of time."""
        found = dict(self._files())
        if self._first:
            self._first = False
            self._seen = found
            return
        self._seen = {name: state for name, state in self._seen.items() if name in found}
        fresh = {name: state for name, state in found.items() if self._seen.get(name) != state}
        whole = [name for name, state in fresh.items() if self._waiting.get(name) == state]
        self._waiting = fresh
        for name in sorted(whole, key=lambda name: (found[name].mtime_ns, name)):
            state = self._waiting.pop(name)
            self._seen[name] = state
            data = self._content(name, state)
            if data is not None and self._is_first(data):
                yield name, data

    def _files(self) -> Iterator[tuple[str, _State]]:
        with os.scandir(self._folder) as entries:
            for entry in entries:
                if is_unfinished(entry.name):
                    continue
                with suppress(OSError):  # gone since it was listed
                    if entry.is_file(follow_symlinks=False):
                        state = entry.stat(follow_symlinks=False)
                        if state.st_size:
                            yield entry.name, _State(state.st_size, state.st_mtime_ns)

    def _content(self, name: str, state: _State) -> bytes | None:
        """The file's bytes; None where it is too large, gone or no longer the one looked at."""
        if state.size > LARGEST_BYTES:
            self.too_large.append(name)
            return None
        flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
        flags |= getattr(os, "O_BINARY", 0)
        try:
            with open(os.open(self._folder / name, flags), "rb") as file:  # noqa: PTH123 -- a descriptor
                opened = os.fstat(file.fileno())
                data = file.read(state.size + 1)
        except OSError:
            self._seen.pop(name, None)  # locked by its writer: looked at again
            return None
        if not stat.S_ISREG(opened.st_mode) or len(data) != state.size:
            self._seen.pop(name, None)
            return None
        return data

    def _is_first(self, data: bytes) -> bool:
        digest = sha256(data).hexdigest()
        if digest in self._given:
            return False
        self._given[digest] = None
        if len(self._given) > REMEMBERED:
            del self._given[next(iter(self._given))]
        return True


class FolderWatch:
    """`run` until `stop`; both callbacks come on the thread that runs it."""

    def __init__(
        self,
        folder: Path,
        on_file: Callable[[str, bytes], None],
        on_notice: Callable[[Sentence], None],
        every_s: float = LOOK_EVERY_S,
    ) -> None:
        self._folder = folder
        self._files = NewFiles(folder)
        self._on_file = on_file
        self._on_notice = on_notice
        self._every_s = every_s
        self._stopping = Event()
        self._missed = False

    def run(self) -> None:
        while not self._stopping.is_set():
            started = monotonic()
            self.look()
            took_s = monotonic() - started
            self._stopping.wait(max(self._every_s, took_s / LOOKING_SHARE))

    def stop(self) -> None:
        """May be called from any thread."""
        self._stopping.set()

    def look(self) -> None:
        """One look; a folder that is not there is said once, and once when it is back."""
        try:
            for name, data in self._files.look():
                if self._stopping.is_set():
                    return
                self._on_file(name, data)
        except OSError as error:
            self._miss(error)
            return
        if self._missed:
            self._missed = False
            self._on_notice(tr("devices", "Folder {name} is there again.", name=self._name))
        while self._files.too_large:
            self._on_notice(_too_large(self._files.too_large.pop()))

    @property
    def _name(self) -> str:
        return self._folder.name

    def _miss(self, error: OSError) -> None:
        if self._missed:
            return
        self._missed = True
        self._on_notice(
            tr(
                "devices",
                "Folder {name} cannot be looked into: {error}. Connect it or mend camera_folder.",
                name=self._name,
                error=error.strerror or str(error),
            )
        )


def is_unfinished(name: str) -> bool:
    """Whether a name says hidden, or still being written."""
    return name.startswith((".", "~$")) or name.lower().endswith(UNFINISHED)


def _too_large(name: str) -> Sentence:
    return tr(
        "devices",
        "{name} is larger than {n} MB and was not read. Set the camera to smaller pictures.",
        name=name,
        n=LARGEST_BYTES // 2**20,
    )
