"""A disk of its own for a test, that can be filled or made read-only. Mounting needs root."""

import contextlib
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

CHUNKS = (1 << 16, 1 << 12, 1)


class Disk:
    """A small file system of its own at `path`."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def make_read_only(self) -> None:
        subprocess.run(["mount", "-o", "remount,ro", str(self.path)], check=True)

    def make_writable(self) -> None:
        subprocess.run(["mount", "-o", "remount,rw", str(self.path)], check=True)

    def fill(self) -> None:
        """Until not one more byte finds room."""
        with (self.path / "filling").open("wb", buffering=0) as file:
            for size in CHUNKS:
                with contextlib.suppress(OSError):
                    while True:
                        file.write(bytes(size))

    def empty(self) -> None:
        (self.path / "filling").unlink()


@contextlib.contextmanager
def mounted(path: Path, megabytes: int) -> Iterator[Disk]:
    """A disk of `megabytes`; the test is skipped where nothing can be mounted."""
    if os.name != "posix" or os.geteuid() != 0:
        pytest.skip("only root may mount a disk for this test")
    path.mkdir()
    size = f"size={megabytes}m"
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", size, "tmpfs", str(path)], capture_output=True, check=False
    )
    if made.returncode:
        pytest.skip("nothing can be mounted here")
    try:
        yield Disk(path)
    finally:
        subprocess.run(["umount", "--lazy", str(path)], check=True)
