"""HOME/record.head: where the record stood when this home last wrote, beside the record itself.

A record put back from a copy stands behind its mark; a copied home lies in another file or on
another machine. Then the station begins a new epoch, so that one (station, epoch, seq) never names
two acts. The mark is no proof (whoever can copy the home can copy it too); the hub's receipts are.
It is written in place after each commit, without fsync: one that is a little old says less, never
something false.
"""

import contextlib
import hashlib
import json
import sys
from pathlib import Path
from typing import BinaryIO

from triage_app.model.act import Head
from triage_app.model.noun import noun

MARK_FILE = "record.head"
_MARK_BYTES = 512
_MACHINE_ID_FILES = (Path("/etc/machine-id"), Path("/var/lib/dbus/machine-id"))


@noun(frozen=True, slots=True)
class Mark:
    """The head last written, the machine and the file (inode) it was written in; "" unknown."""

    head: Head
    machine: str
    file: str


class HomeMark:
    """Reads and writes the mark of one home."""

    def __init__(self, home: Path, store: Path) -> None:
        self._path = home / MARK_FILE
        self._store = store
        self._machine = machine_name()
        self._file: BinaryIO | None = None
        self._written_in = ""

    def read(self) -> Mark | None:
        """The mark, or None when there is none that can be read."""
        try:
            kept = json.loads(self._path.read_bytes())
            head = Head(str(kept["station"]), int(kept["epoch"]), int(kept["seq"]), kept["hash"])
            return Mark(head, str(kept["machine"]), str(kept["file"]))
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def write(self, head: Head) -> None:
        """Note where the record stands. A mark that cannot be written stays old, which is safe."""
        self._written_in = self._written_in or self._inode()
        kept = {
            "station": head.station,
            "epoch": head.epoch,
            "seq": head.seq,
            "hash": head.hash,
            "machine": self._machine,
            "file": self._written_in,
        }
        line = json.dumps(kept).encode().ljust(_MARK_BYTES - 1) + b"\n"
        with contextlib.suppress(OSError):
            file = self._file = self._file or self._opened()
            file.seek(0)
            file.write(line)

    def close(self) -> None:
        """Let go of the file."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def _opened(self) -> BinaryIO:
        with contextlib.suppress(FileExistsError):
            self._path.touch(mode=0o600, exist_ok=False)
        return self._path.open("r+b", buffering=0)

    def elsewhere(self, mark: Mark) -> bool:
        """Whether the mark was written on another machine or for another file."""
        here = (self._machine, self._inode())
        return any(
            known and now and known != now
            for known, now in zip((mark.machine, mark.file), here, strict=True)
        )

    def _inode(self) -> str:
        try:
            return str(self._store.stat().st_ino)
        except OSError:
            return ""


def machine_name() -> str:
    """A digest of the machine's own id, "" where it has none to tell."""
    identity = _windows_machine_id() if sys.platform == "win32" else _machine_id_from_files()
    return hashlib.sha256(f"triage {identity}".encode()).hexdigest()[:16] if identity else ""


def _machine_id_from_files() -> str:
    for path in _MACHINE_ID_FILES:
        with contextlib.suppress(OSError):
            if identity := path.read_text("ascii", errors="replace").strip():
                return identity
    return ""


def _windows_machine_id() -> str:
    identity = ""
    if sys.platform == "win32":
        import winreg

        with (
            contextlib.suppress(OSError),
            winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, r"SOFTWARE\Microsoft\Cryptography") as key,
        ):
            identity = str(winreg.QueryValueEx(key, "MachineGuid")[0])
    return identity
