"""A file that is written whole or not at all, packed as its name says."""

import gzip
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from triage_app.model.errors import DiskFault
from triage_app.model.sentence import tr


@contextmanager
def packed_file(path: Path) -> Iterator[BinaryIO]:
    """A stream into `path`, which is there when all is written: gzip for .gz, zstd for .zst, else
    as it is. Readable by this account alone. Raises DiskFault."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        try:
            with _private(part) as plain, _packing(path, plain) as stream:
                yield stream
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        raise DiskFault(
            tr("formats", "{path} cannot be written: {error}.", path=path, error=error.strerror),
            tr("formats", "Free space or name another place, then run it again."),
        ) from error


def _private(path: Path) -> BinaryIO:
    """A new file for this account alone."""
    flags = os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0)
    return os.fdopen(os.open(path, flags, 0o600), "wb")


@contextmanager
def _packing(path: Path, plain: BinaryIO) -> Iterator[BinaryIO]:
    if path.suffix == ".gz":
        with gzip.GzipFile("", "wb", fileobj=plain, mtime=0) as packed:
            yield cast("BinaryIO", packed)
    elif path.suffix == ".zst":
        import zstandard

        packer = zstandard.ZstdCompressor(write_checksum=True)
        with packer.stream_writer(plain, closefd=False) as writer:
            yield cast("BinaryIO", writer)
    else:
        yield plain
