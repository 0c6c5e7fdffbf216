"""A gzip or zstd file -> the bytes in it, a little at a time: never held whole, a file that breaks
off or is a bomb said to be one."""

import gzip
import io
import zlib
from collections.abc import Callable
from typing import BinaryIO, Final, cast

GZIP: Final = b"\x1f\x8b"
"""RFC 1952."""
ZSTD: Final = b"\x28\xb5\x2f\xfd"
"""RFC 8878."""
FREE_BYTES: Final = 256 << 20
"""Unpacked before the ratio is looked at."""
MOST_TIMES: Final = 500
"""Text of the trade packs 5 to 60 times, the most even of made-up manifests some 200 times; a bomb
of gzip a thousand times, one of zstd some ten thousand."""
_WINDOW: Final = 1 << 27
"""What a zstd frame may ask to be held (RFC 8878, 3.1.1.1.2, lets a decoder set a limit)."""
_READ: Final = 1 << 16
_SKIPPABLE: Final = 0x184D2A50
_RLE: Final = 1


class Unpacking(io.RawIOBase):
    """The unpacked bytes of a file that begins with GZIP or ZSTD. Reading raises OSError where the
    file is damaged, breaks off or unpacks to more than MOST_TIMES its size."""

    def __init__(self, packed: BinaryIO, head: bytes) -> None:
        """`packed` is seekable, at its start, and closed with this."""
        super().__init__()
        self._packed = packed
        self._read, self._ends = _gzip(packed) if head.startswith(GZIP) else _zstd(packed)
        self._out = 0
        self._wrong = ""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        if not self._wrong:
            data = self._checked(min(len(buffer), _READ))
        if self._wrong:  # again and again: a reader that asks once more learns nothing else
            raise OSError(self._wrong)
        buffer[: len(data)] = data
        return len(data)

    def _checked(self, size: int) -> bytes:
        try:
            data = self._read(size)
        except (OSError, EOFError, zlib.error, _zstd_error()) as error:
            self._wrong = str(error)
            return b""
        self._out += len(data)
        if not data and not self._ends():
            self._wrong = "it ends before its compression does"
        if self._out > max(FREE_BYTES, MOST_TIMES * self._packed.tell()):
            self._wrong = f"it unpacks to more than {MOST_TIMES} times its size"
        return data

    def close(self) -> None:
        if not self.closed:
            self._packed.close()
        super().close()


def _gzip(packed: BinaryIO) -> tuple[Callable[[int], bytes], Callable[[], bool]]:
    """gzip says itself where it breaks off."""
    return gzip.GzipFile(fileobj=packed, mode="rb").read1, lambda: True


def _zstd(packed: BinaryIO) -> tuple[Callable[[int], bytes], Callable[[], bool]]:
    import zstandard

    opened = zstandard.ZstdDecompressor(max_window_size=_WINDOW).stream_reader(
        packed, read_size=_READ, read_across_frames=True
    )
    return cast("Callable[[int], bytes]", opened.read1), lambda: zstd_is_whole(packed)


def _zstd_error() -> type[Exception]:
    import zstandard

    return cast("type[Exception]", zstandard.ZstdError)


def zstd_is_whole(packed: BinaryIO) -> bool:
    """Whether the last frame of the file ends where the file does. The library ends a file that
    breaks off without a word, so the frames are walked, block header by block header (RFC 8878,
    3.1.1). `packed` is left at its end."""
    size = packed.seek(0, io.SEEK_END)
    at = packed.seek(0)
    while at < size:
        at = _frame_end(packed, at)
    packed.seek(0, io.SEEK_END)
    return at == size


def _frame_end(packed: BinaryIO, at: int) -> int:
    """Where the frame that begins at `at` ends; beyond the file where that is not in it."""
    packed.seek(at)
    magic = packed.read(4)
    if int.from_bytes(magic, "little") & ~0xF == _SKIPPABLE:
        length = packed.read(4)
        return at + 8 + int.from_bytes(length, "little") if len(length) == 4 else at + 8
    descriptor = int.from_bytes(packed.read(1), "little")
    at += 5 + _header_rest(descriptor)
    while True:
        packed.seek(at)
        header = packed.read(3)
        if len(header) < 3:
            return at + 3
        block = int.from_bytes(header, "little")
        at += 3 + (1 if block >> 1 & 3 == _RLE else block >> 3)
        if block & 1:
            return at + (4 if descriptor & 4 else 0)


def _header_rest(descriptor: int) -> int:
    """Bytes of a frame's header behind its descriptor (3.1.1.1.1): window, dictionary, size."""
    single = descriptor >> 5 & 1
    return (0 if single else 1) + (0, 1, 2, 4)[descriptor & 3] + (single, 2, 4, 8)[descriptor >> 6]
