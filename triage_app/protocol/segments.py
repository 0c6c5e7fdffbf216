"""Segments: a facility's streams (holds, outcomes, announcements) in numbered, immutable pieces.

A segment is zstd over JSON lines, each `{"announcement": ...}`, `{"hold": ..., "number": ...}` or
`{"outcome": ...}`; the first two are the lines of the native manifest file too. The hub signs
name, SHA-256 and size of each piece.
"""

from collections.abc import Iterable

import msgspec
from msgspec import Struct

from triage_app.model.delivery import SegmentContent, SegmentRef
from triage_app.model.item import Announcement, Hold
from triage_app.model.told import ToldOutcome
from triage_app.protocol.bodies import pack, unpack
from triage_app.protocol.envelope import HubAnswer
from triage_app.protocol.signing import signature_holds, statement

OUTCOMES_STREAM = "outcomes"
STREAMS = ("holds", OUTCOMES_STREAM, "announcements")
MAX_SEGMENT_BYTES = 256 * 1024 * 1024


class SegmentEntry(Struct, frozen=True):
    """One segment as the index lists it; `size` in bytes as sent, `sha256` of those bytes,
    `signature` the hub's over `segment_statement`, both hex."""

    number: int
    sha256: str
    size: int
    items: int
    signature: str


class SegmentsAnswer(HubAnswer, kw_only=True):
    """The stream's next segments in order of number."""

    facility: str
    stream: str
    segments: list[SegmentEntry]


class SegmentLine(Struct, frozen=True, omit_defaults=True):
    """One line: an announcement, a hold on a number, or what a station decided."""

    announcement: Announcement | None = None
    hold: Hold | None = None
    number: str = ""
    outcome: ToldOutcome | None = None

    def stream(self) -> str:
        """The stream it belongs to: holds go first on the road."""
        if self.outcome:
            return OUTCOMES_STREAM
        return "holds" if self.hold else "announcements"


def segment_statement(facility: str, stream: str, entry: SegmentEntry) -> bytes:
    """What the hub signs of a segment: its place and its content."""
    return statement(
        "segment",
        {
            "facility": facility,
            "stream": stream,
            "number": entry.number,
            "sha256": entry.sha256,
            "size": entry.size,
            "items": entry.items,
        },
    )


def read_entry(entry: SegmentEntry, facility: str, stream: str, key: bytes) -> SegmentRef | None:
    """The entry, when the hub signed it for this facility and stream; else None."""
    if not signature_holds(key, entry.signature, segment_statement(facility, stream, entry)):
        return None
    return SegmentRef(stream, entry.number, entry.sha256, entry.size, entry.items, entry.signature)


def pack_lines(lines: Iterable[bytes]) -> bytes:
    """A segment of encoded lines."""
    return pack(b"".join(line + b"\n" for line in lines))


def encode_line(line: SegmentLine) -> bytes:
    """The line as it is written."""
    return msgspec.json.encode(line)


def read_line(data: bytes) -> SegmentLine:
    """One line of JSON. Raises msgspec.MsgspecError when it is none, or says nothing."""
    line = msgspec.json.decode(data, type=SegmentLine)
    is_hold = line.hold is not None and line.number
    if line.announcement is None and line.outcome is None and not is_hold:
        raise msgspec.ValidationError("the line holds no announcement and no hold on a number")
    return line


def read_segment(data: bytes) -> SegmentContent:
    """What a segment holds. Raises BodyDamaged, BodyTooLarge or msgspec.MsgspecError."""
    announcements: list[Announcement] = []
    holds: list[tuple[str, Hold]] = []
    told: list[ToldOutcome] = []
    for data_line in unpack(data, "zstd", MAX_SEGMENT_BYTES).splitlines():
        line = read_line(data_line)
        if line.announcement is not None:
            announcements.append(line.announcement)
        if line.hold is not None:
            holds.append((line.number, line.hold))
        if line.outcome is not None:
            told.append(line.outcome)
    return SegmentContent(tuple(announcements), tuple(holds), tuple(told))
