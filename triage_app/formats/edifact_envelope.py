"""Segments -> messages, with the counts and references of ISO 9735's envelopes checked: UNB..UNZ
around an interchange, UNG..UNE around a group, UNH..UNT around a message. A mismatch is a reject
and takes nothing along."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from triage_app.formats.edifact_segments import BadSegment, BreaksOff, Segment
from triage_app.formats.table_rows import SHOWN
from triage_app.model.intake import Reject

_MISSING: Final = {"UNT": "a message", "UNE": "a group of messages", "UNZ": "an interchange"}


@dataclass(frozen=True, slots=True)
class MessageBegins:
    """A message of a kind (ITMATT ...); `segment` is its UNH."""

    kind: str
    segment: Segment


@dataclass(frozen=True, slots=True)
class MessageEnds:
    """The message has its UNT, or another began without it."""


@dataclass(frozen=True, slots=True)
class CutOff:
    """The file ends within something; what was open is not whole."""

    reject: Reject


Event = MessageBegins | Segment | MessageEnds | Reject | CutOff
"""A Segment is one inside a message, its UNH and UNT not among them."""


@dataclass(slots=True)
class _Open:
    """An envelope that is open: its reference, what it has counted so far."""

    reference: str
    count: int = 0


class Envelopes:
    """The messages of one file. `segments` is how many segments were read so far."""

    def __init__(self) -> None:
        self.segments = 0
        self._interchange: _Open | None = None
        self._group: _Open | None = None
        self._message: _Open | None = None
        self._groups = 0
        self._said_outside = False
        self._line = 1

    def events(self, found: Iterable[Segment | BadSegment | BreaksOff]) -> Iterator[Event]:
        """What the segments are, in their order."""
        for one in found:
            if isinstance(one, BreaksOff):
                yield CutOff(Reject(one.line, f"segment {one.number}", one.why, one.raw))
                return
            self.segments = one.number
            self._line = one.line
            if self._message is not None:
                self._message.count += 1
            if isinstance(one, BadSegment):
                yield Reject(one.line, f"segment {one.number}", one.why, one.raw)
            else:
                yield from self._event(one)
        yield from self._left_open()

    def _event(self, segment: Segment) -> Iterator[Event]:
        match segment.tag:
            case "UNH":
                yield from self._begin_message(segment)
            case "UNT":
                yield from self._end_message(segment)
            case "UNB":
                yield from self._begin_interchange(segment)
            case "UNZ":
                yield from self._end_interchange(segment)
            case "UNG":
                yield from self._begin_group(segment)
            case "UNE":
                yield from self._end_group(segment)
            case _ if self._message is not None:
                yield segment
            case _:
                yield from self._outside(segment)

    def _begin_message(self, segment: Segment) -> Iterator[Event]:
        yield from self._close_message(segment)
        if self._interchange is None and not self._said_outside:
            self._said_outside = True
            yield refused(segment, "", "a message outside an interchange: no UNB before it")
        for envelope in (self._interchange, self._group):
            if envelope is not None:
                envelope.count += 1
        self._message = _Open(segment.at(1), 1)
        yield MessageBegins(segment.at(2), segment)

    def _end_message(self, segment: Segment) -> Iterator[Event]:
        message, self._message = self._message, None
        if message is None:
            yield refused(segment, "", "UNT without a UNH before it")
            return
        yield from _checked(segment, message, "segments in the message")
        yield MessageEnds()

    def _begin_group(self, segment: Segment) -> Iterator[Event]:
        yield from self._close_message(segment)
        if self._group is not None:
            yield refused(segment, "", "UNG while a group is open: its UNE is missing")
        self._group = _Open(segment.at(5))
        self._groups += 1

    def _end_group(self, segment: Segment) -> Iterator[Event]:
        yield from self._close_message(segment)
        group, self._group = self._group, None
        if group is None:
            yield refused(segment, "", "UNE without a UNG before it")
        else:
            yield from _checked(segment, group, "messages in the group")

    def _begin_interchange(self, segment: Segment) -> Iterator[Event]:
        yield from self._close_message(segment)
        if self._interchange is not None:
            yield refused(segment, "", "UNB while an interchange is open: its UNZ is missing")
        self._interchange, self._group, self._groups = _Open(segment.at(5)), None, 0
        self._said_outside = False

    def _end_interchange(self, segment: Segment) -> Iterator[Event]:
        yield from self._close_message(segment)
        if self._group is not None:
            yield refused(segment, "", "UNZ while a group is open: its UNE is missing")
        interchange, self._interchange, self._group = self._interchange, None, None
        if interchange is None:
            yield refused(segment, "", "UNZ without a UNB before it")
            return
        interchange.count = self._groups or interchange.count
        counted = "groups" if self._groups else "messages"
        yield from _checked(segment, interchange, f"{counted} in the interchange")

    def _close_message(self, segment: Segment) -> Iterator[Event]:
        """A message that is open where it cannot be: its UNT is lost, or more is."""
        if self._message is not None:
            self._message = None
            yield refused(segment, "", f"{segment.tag} while a message is open: its UNT is missing")
            yield MessageEnds()

    def _outside(self, segment: Segment) -> Iterator[Event]:
        yield refused(segment, "", "a segment outside any message")

    def _left_open(self) -> Iterator[Event]:
        """The end of the file, each envelope closed or not."""
        left = {"UNT": self._message, "UNE": self._group, "UNZ": self._interchange}
        missing = [tag for tag, envelope in left.items() if envelope is not None]
        if missing:
            why = f"the file breaks off here, within {_MISSING[missing[0]]}: no {missing[0]}"
            yield CutOff(Reject(self._line, f"segment {self.segments + 1}", why, ""))


def refused(segment: Segment, place: str, why: str) -> Reject:
    """A reject of a segment; `place` is the element and component, "" the whole."""
    column = f"segment {segment.number} {segment.tag}" + (f" {place}" if place else "")
    return Reject(segment.line, column, why, segment.raw[:SHOWN])


def _checked(segment: Segment, envelope: _Open, what: str) -> Iterator[Reject]:
    """The count (first element) and the reference (second) an envelope ends with."""
    said, reference = segment.at(1), segment.at(2)
    if not said.isdecimal() or not said.isascii() or int(said[:18]) != envelope.count:
        yield refused(segment, "1.1", f"'{said[:40]}' {what} are said, {envelope.count} were read")
    if reference != envelope.reference:
        why = f"reference '{reference[:40]}' where '{envelope.reference[:40]}' was begun"
        yield refused(segment, "2.1", why)
