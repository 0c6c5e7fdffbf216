"""Bytes of a file of any length -> the bytes of one segment at a time, to its terminator."""

import codecs
from dataclasses import dataclass
from typing import BinaryIO, Final

from triage_app.formats.text_lines import KEPT_OF_A_LONG_LINE, encoding_of, errors_in

LONGEST_SEGMENT: Final = 1_000_000
"""Bytes; a longer one is refused without being held."""
BLANK: Final = b" \t\r\n\0"
"""What may stand between segments and stands for nothing."""
_READ: Final = 1 << 16
_WIDE: Final = ("utf-16", "utf-32")
_TELLING: Final = 16
"""Bytes that tell UTF-16."""


@dataclass(frozen=True, slots=True)
class Advice:
    """The service string: what parts segments, elements and components, and what releases."""

    component: str = ":"
    element: str = "+"
    release: str = "?"
    repetition: str = ""
    terminator: str = "'"

    @classmethod
    def of(cls, una: str) -> "Advice":
        """By the six characters after UNA (component, element, decimal mark, release, repetition,
        terminator); a space stands for none. The decimal mark says nothing: both are read."""
        return cls(una[0], una[1], una[3].strip(), una[4].strip(), una[5])


class SegmentBytes:
    """A file's bytes a little at a time, UTF-16 and UTF-32 turned into UTF-8; what is no character
    there is none in UTF-8 either. `wide` is which of them it was, "" for none. `broken` says why it
    ends before its end, if it does."""

    def __init__(self, stream: BinaryIO, encoding: str = "") -> None:
        """`encoding` is what the file is in, if somebody said so."""
        self._stream = stream
        self._held = b""
        self._at = 0
        self._ended = False
        self._wide: codecs.IncrementalDecoder | None = None
        self.broken = ""
        self.was_long = False
        self.long_lines = 0
        while len(self._held) < _TELLING and not self._ended:
            self._more()
        found = encoding_of(self._held)
        self.wide = found if found != "utf-8" else encoding if encoding.startswith(_WIDE) else ""
        if self.wide:
            self._wide = codecs.getincrementaldecoder(self.wide)(errors_in(self.wide))
            self._held = _narrow(self._wide.decode(self._held))
        self._held = self._held.removeprefix(codecs.BOM_UTF8)

    def up_to(self, advice: Advice) -> bytes | None:
        """What stands before the next terminator that is not released; None at the end. Of more
        than LONGEST_SEGMENT bytes only the beginning comes, and `was_long` is set."""
        terminator, release = advice.terminator.encode("latin-1"), advice.release.encode("latin-1")
        self.was_long, self.long_lines = False, 0
        kept = b""
        looked = self._at
        while True:
            end = self._held.find(terminator, looked)
            if end >= 0 and not _released(self._held, end, self._at, release):
                piece = kept or self._held[self._at : end]
                if self.was_long:
                    self.long_lines += self._held.count(b"\n", self._at, end)
                self._at = end + 1
                return piece
            if end >= 0:
                looked = end + 1
                continue
            if self._ended:
                return None
            if len(self._held) - self._at > LONGEST_SEGMENT:
                kept = kept or self._held[self._at : self._at + KEPT_OF_A_LONG_LINE]
                self._let_go(release)
            looked = len(self._held) - self._at
            self._more()

    def _let_go(self, release: bytes) -> None:
        """Of a segment that is too long hold nothing but release characters at the end."""
        self.was_long = True
        tail = len(self._held) - len(self._held.rstrip(release)) if release else 0
        self.long_lines += self._held.count(b"\n", self._at)
        self._at = len(self._held) - tail

    def peeked(self, size: int) -> bytes:
        """The next bytes behind blanks, fewer at the end; they are still to come."""
        while True:
            bare = self._held[self._at : self._at + _READ].lstrip(BLANK)
            if len(bare) >= size or self._ended:
                return bare[:size]
            self._more()

    def skip_blank(self) -> int:
        """Pass over blanks; how many lines."""
        held = self._held[self._at :]
        return self.skip(len(held) - len(held.lstrip(BLANK)))

    def skip(self, size: int) -> int:
        """Pass over so many bytes; how many lines."""
        self._at += size
        return self._held.count(b"\n", self._at - size, self._at)

    def rest(self) -> bytes:
        """What is left behind the last terminator."""
        return self._held[self._at :]

    def _more(self) -> None:
        """Read on; at the end of the file nothing comes."""
        try:
            data = self._stream.read(_READ)
        except OSError as error:
            self.broken = f"the file breaks off here: {error}"
            data = b""
        self._ended = not data
        if self._wide is not None:
            data = _narrow(self._wide.decode(data, final=not data))
        self._held = self._held[self._at :] + data
        self._at = 0


def _narrow(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _released(held: bytes, end: int, floor: int, release: bytes) -> bool:
    """Whether an odd number of release characters stands before `end`."""
    if not release or held[end - 1 : end] != release or end == floor:
        return False
    before = held[floor:end]
    return bool((len(before) - len(before.rstrip(release))) & 1)
