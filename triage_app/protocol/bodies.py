"""Bodies on the wire: JSON packed by zstd (RFC 8878) or gzip (RFC 1952), opened with a limit."""

import zlib
from typing import Final

import zstandard

ENCODINGS: Final = ("zstd", "gzip")
WORTH_PACKING_BYTES = 512


class BodyTooLarge(ValueError):
    """The opened body would pass the limit: a bomb, or simply too much."""


class BodyDamaged(ValueError):
    """The body is not what its encoding says, or the encoding is unknown."""


def pack(data: bytes, encoding: str = "zstd") -> bytes:
    """The body compressed as `encoding` says."""
    if encoding == "zstd":
        return zstandard.ZstdCompressor(level=3, write_content_size=True).compress(data)
    if encoding == "gzip":
        packer = zlib.compressobj(level=6, wbits=31)
        return packer.compress(data) + packer.flush()
    raise BodyDamaged(f"unknown encoding {encoding!r}")


def unpack(data: bytes, encoding: str, limit: int) -> bytes:
    """The body opened, never holding more than `limit` bytes.

    Raises BodyTooLarge past the limit, BodyDamaged when it is cut or not so encoded.
    """
    if encoding in ("", "identity"):
        opened = data
    elif encoding == "zstd":
        opened = _unpack_zstd(data, limit)
    elif encoding == "gzip":
        opened = _unpack_gzip(data, limit)
    else:
        raise BodyDamaged(f"unknown encoding {encoding!r}")
    if len(opened) > limit:
        raise BodyTooLarge(f"more than {limit} bytes")
    return opened


def _unpack_zstd(data: bytes, limit: int) -> bytes:
    opener = zstandard.ZstdDecompressor(max_window_size=1 << 27).decompressobj()
    opened = bytearray()
    try:
        # Small bites: one bite of a bomb opens to some megabytes, not to gigabytes.
        for start in range(0, len(data), 4096):
            opened += opener.decompress(data[start : start + 4096])
            if len(opened) > limit:
                raise BodyTooLarge(f"more than {limit} bytes")
    except zstandard.ZstdError as error:
        raise BodyDamaged(str(error)) from error
    if not opener.eof:
        raise BodyDamaged("the body is cut")
    return bytes(opened)


def _unpack_gzip(data: bytes, limit: int) -> bytes:
    opener = zlib.decompressobj(wbits=31)
    try:
        opened = opener.decompress(data, limit + 1)
    except zlib.error as error:
        raise BodyDamaged(str(error)) from error
    if len(opened) <= limit and not opener.eof:
        raise BodyDamaged("the body is cut")
    return opened
