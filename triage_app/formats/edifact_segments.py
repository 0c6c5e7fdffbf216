"""Bytes of a UN/EDIFACT file -> its segments (ISO 9735), one at a time, each with its place.

The tokeniser is our own: pydifact takes a file as one string in memory, reads some 13,000 segments
a second, keeps no places, drops empty components at an element's end and ends at the first fault.
It is the tests' second opinion.
"""

import re
from collections.abc import Collection, Iterator
from typing import BinaryIO, Final

from triage_app.formats.edifact_bytes import BLANK, LONGEST_SEGMENT, Advice, SegmentBytes
from triage_app.formats.page_told import Sample
from triage_app.formats.table_rows import SHOWN
from triage_app.model.noun import noun

_TAG = re.compile(r"[A-Z][A-Z0-9]{2}", re.ASCII)
CHARSETS: Final = {
    "UNOC": "iso8859-1",
    "UNOD": "iso8859-2",
    "UNOE": "iso8859-5",
    "UNOF": "iso8859-7",
    "UNOG": "iso8859-3",
    "UNOH": "iso8859-4",
    "UNOI": "iso8859-6",
    "UNOJ": "iso8859-8",
    "UNOK": "iso8859-9",
    "UNOL": "iso8859-15",
    "UNOW": "utf-8",
    "UNOX": "utf-8",
    "UNOY": "utf-8",
    "KECA": "euc_kr",
}
"""Syntax identifier (data element 0001) -> what bytes beyond ASCII are. Bytes that are good UTF-8
are read as that in any of them: many senders write UNOC and mean UTF-8, and text in an 8-bit
alphabet is never UTF-8 by chance. An identifier that names no such alphabet (UNOA, UNOB) leaves it
to the page the file's other segments tell."""
_ESCAPING: Final = "UNOX"
"""Its text changes the alphabet by escape sequences (ISO 2022), in which a separator may be half a
character: none of them is read."""

Element = list[str]


@noun(frozen=True, slots=True)
class Segment:
    """One segment: its number in the file from 1 (UNA not counted), the line it begins on, its tag
    and the elements after the tag as components; `raw` as it stands, without its terminator."""

    number: int
    line: int
    tag: str
    elements: list[Element]
    raw: str

    def at(self, element: int, component: int = 1) -> str:
        """A component by its place, both counted from 1; "" where there is none."""
        if element > len(self.elements):
            return ""
        found = self.elements[element - 1]
        return found[component - 1] if component <= len(found) else ""


@noun(frozen=True, slots=True)
class BadSegment:
    """A segment that cannot be read, and why."""

    number: int
    line: int
    why: str
    raw: str


@noun(frozen=True, slots=True)
class BreaksOff:
    """The file ends here, within something: always the last."""

    number: int
    line: int
    why: str
    raw: str


_LEVEL_B = Advice("\x1f", "\x1d", "", "", "\x1c")
"""What level B (UNOB) uses where no UNA says otherwise and the separators cannot be printed."""


class Segments:
    """A file's segments, read once."""

    def __init__(
        self, stream: BinaryIO, wanted: Collection[str] = (), *, encoding: str = "", page: str = ""
    ) -> None:
        """`wanted` are the tags of the segments to be read, () all; the others come without their
        elements. `encoding` is what the file is in whatever it says itself, `page` what is in it
        where it says nothing. `unnamed` are segments beyond ASCII it says nothing of, `alphabets`
        what the others are in."""
        self._bytes = SegmentBytes(stream, encoding)
        self._encoding = "" if self._bytes.wide else encoding
        self._page = page
        self.unnamed = Sample()
        self.alphabets: dict[str, None] = dict.fromkeys(
            [self._bytes.wide] if self._bytes.wide else ()
        )
        self._wanted = {tag.encode() for tag in (*wanted, "UNB", "UNZ")} if wanted else None
        self._advice = Advice()
        self._charset = self._identifier = ""
        self._line = 1
        self._number = 0

    def __iter__(self) -> Iterator[Segment | BadSegment | BreaksOff]:
        self._advise()
        while (piece := self._bytes.up_to(self._advice)) is not None:
            found = self._read(piece)
            if found is not None:
                yield found
                if isinstance(found, Segment):
                    self._follow(found)
        rest = self._bytes.rest().strip(BLANK)
        if rest or self._bytes.broken or self._bytes.was_long:
            why = self._bytes.broken or "the file breaks off within a segment"
            raw = rest[:SHOWN].decode("utf-8", "replace")
            yield BreaksOff(self._number + 1, self._line, why, raw)

    def _advise(self) -> None:
        """Read the service string advice, if one stands here; else the default holds."""
        bare = self._bytes.peeked(9)
        if bare.startswith(b"UNA") and len(bare) == 9:
            self._line += self._bytes.skip_blank()
            self._line += self._bytes.skip(9)
            self._advice = Advice.of(bare[3:].decode("latin-1"))
        else:
            self._advice = _LEVEL_B if bare.startswith(b"UNB\x1d") else Advice()

    def _follow(self, segment: Segment) -> None:
        """What stands at either end of an interchange changes how the next is read."""
        if segment.tag == "UNB":
            self._identifier = segment.at(1).upper()
            self._charset = CHARSETS.get(self._identifier, "")
        elif segment.tag == "UNZ":
            self._charset = self._identifier = ""
            self._advise()

    def _read(self, piece: bytes) -> Segment | BadSegment | None:
        """A segment from what stands before its terminator; None from nothing at all."""
        bare = piece.lstrip(BLANK)
        line = self._line + piece.count(b"\n", 0, len(piece) - len(bare))
        self._line += self._bytes.long_lines if self._bytes.was_long else piece.count(b"\n")
        if not bare:
            return None
        self._number += 1
        if not (self._bytes.wide or bare.isascii()):
            self._note(bare)
        if self._wanted is not None and bare[:3] not in self._wanted:
            return Segment(self._number, line, "", [], "")
        try:
            if self._bytes.was_long:
                raise _NoSegment(f"a segment of more than {LONGEST_SEGMENT:,} bytes")
            if self._identifier == _ESCAPING and b"\x1b" in bare:
                raise _NoSegment("text in another alphabet by ISO 2022, which is not read")
            raw = bare.decode("ascii") if bare.isascii() else self._decoded(bare)
            parts = split(raw, self._advice)
            tag = parts[0][0]
            if not _TAG.fullmatch(tag):
                raise _NoSegment("no segment: it does not begin with a tag")
        except _NoSegment as wrong:
            shown = bare[:SHOWN].decode("utf-8", "replace")
            return BadSegment(self._number, line, str(wrong), shown)
        return Segment(self._number, line, tag, parts[1:], raw)

    def _note(self, bare: bytes) -> None:
        """Take note of what a segment beyond ASCII is in."""
        try:
            bare.decode("utf-8")
        except UnicodeDecodeError:
            named = self._charset
        else:
            named = "utf-8"
        if named:
            self.alphabets[named] = None
        if not self._charset:
            self.unnamed.add(bare)

    def _decoded(self, bare: bytes) -> str:
        try:
            return bare.decode(self._encoding or "utf-8")
        except UnicodeDecodeError as error:
            wrong = error
        named = self._charset or self._page
        if self._encoding or self._bytes.wide or not named:
            raise _NoSegment(_no_text(self._encoding or self._bytes.wide or "utf-8", wrong))
        try:
            return bare.decode(named)
        except UnicodeDecodeError as error:
            raise _NoSegment(_no_text(named, error)) from error


def _no_text(encoding: str, error: UnicodeDecodeError) -> str:
    return f"bytes that are no {encoding}, from byte {error.start + 1} of the segment on"


class _NoSegment(Exception):
    """Bytes that are none, and why."""


def split(raw: str, advice: Advice) -> list[Element]:
    """A segment's elements as components, its tag the first; what is released is text."""
    if advice.repetition and advice.repetition in raw and _repeats(raw, advice):
        raise _NoSegment("an element given several times, which is not read")
    if not advice.release or advice.release not in raw:
        return [part.split(advice.component) for part in raw.split(advice.element)]
    elements: list[Element] = [[""]]
    characters = iter(raw)
    for character in characters:
        if character == advice.release:
            elements[-1][-1] += next(characters, "")
        elif character == advice.element:
            elements.append([""])
        elif character == advice.component:
            elements[-1].append("")
        else:
            elements[-1][-1] += character
    return elements


def _repeats(raw: str, advice: Advice) -> bool:
    """Whether a repetition separator stands in it that is not released."""
    released = re.escape(advice.release) + "." if advice.release else "(?!)"
    return advice.repetition in re.sub(released, "", raw, flags=re.DOTALL)
