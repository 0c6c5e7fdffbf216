"""Announcement <-> the bytes it lies in, and the digest that names its content."""

from dataclasses import replace
from hashlib import blake2b

import msgspec

from triage_app.model.item import Announcement, Line

_DIGEST_BYTES = 16


class Packing:
    """One encoder and decoder, used again: making them costs more than using them."""

    def __init__(self) -> None:
        self._encoder = msgspec.msgpack.Encoder()
        self._decoder = msgspec.msgpack.Decoder(Announcement)
        self._lines = msgspec.msgpack.Decoder(tuple[Line, ...])

    def pack(self, announcement: Announcement) -> bytes:
        return self._encoder.encode(announcement)

    def unpack(self, data: bytes) -> Announcement:
        return self._decoder.decode(data)

    def pack_lines(self, lines: tuple[Line, ...]) -> bytes:
        return self._encoder.encode(lines)

    def unpack_lines(self, data: bytes) -> tuple[Line, ...]:
        return self._lines.decode(data)

    def digest(self, announcement: Announcement) -> str:
        """Names the content: equal for equal content, whatever version it is."""
        content = replace(announcement, id="", version=0, digest="")
        return blake2b(self.pack(content), digest_size=_DIGEST_BYTES).hexdigest()


def announcement_id(announcement: Announcement) -> str:
    """Feed + number + posting date, digested: the same for every version of an announcement."""
    named = f"{announcement.feed}\n{announcement.number}\n{announcement.posted_on}"
    return blake2b(named.encode("utf-8", "surrogatepass"), digest_size=_DIGEST_BYTES).hexdigest()


def numbered(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """Lines with index 0 get their place in order of appearance; given indexes stay."""
    if all(line.index for line in lines):
        return lines
    return tuple(
        line if line.index else replace(line, index=place)
        for place, line in enumerate(lines, start=1)
    )
