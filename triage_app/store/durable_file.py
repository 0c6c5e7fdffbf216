"""Write one small file whole or not at all, and still there after a power cut."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from triage_app.model.errors import DiskFault
from triage_app.model.sentence import tr

ROOM_BYTES = 256 * 1024
"""What two stores need to be opened: the index of a journal and its first pages, twice."""


def write_durably(path: Path, data: bytes, *, mode: int = 0o600) -> None:
    """Replace `path` by `data` in one step, fsynced with its folder. Raises DiskFault."""
    with disk_faults(path):
        part = path.with_name(f".{path.name}.{os.getpid()}.part")
        try:
            _write_synced(part, data, mode)
            part.replace(path)
        except BaseException:
            part.unlink(missing_ok=True)
            raise
        sync_folder(path.parent)


def takes_files(folder: Path) -> bool:
    """Whether the disk under `folder` takes and keeps a file of `ROOM_BYTES`; it goes again."""
    probe = folder / f".room.{os.getpid()}"
    try:
        write_durably(probe, bytes(ROOM_BYTES))
    except DiskFault:
        return False
    with suppress(OSError):
        probe.unlink()
    return True


def make_folder(folder: Path) -> None:
    """The folder and its parents, readable by this account alone. Raises DiskFault."""
    with disk_faults(folder):
        if not folder.is_dir():
            make_folder(folder.parent)
            folder.mkdir(mode=0o700, exist_ok=True)
            sync_folder(folder.parent)


def sync_folder(folder: Path) -> None:
    """Make a rename in `folder` durable; Windows does so by itself and has no such call."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def disk_faults(path: Path) -> Iterator[None]:
    """Turn the system's refusal to write into a DiskFault naming the file."""
    try:
        yield
    except OSError as error:
        raise DiskFault(
            tr(
                "store",
                "{name} could not be written: {why}.",
                name=path.name,
                why=error.strerror or str(error),
            ),
            tr("store", "Free space or mend the disk's rights; what was recorded is kept."),
        ) from error


def _write_synced(path: Path, data: bytes, mode: int) -> None:
    descriptor = os.open(
        path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), mode
    )
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(descriptor)
