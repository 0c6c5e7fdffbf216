"""The posts' EDIFACT messages (ITMATT, CUSITM, PREDES) -> announcements; an item's bag and flight
come to it from the message that says where it lies.

The file is read twice: once to learn which items several messages speak of, once to read them.
A row is a segment. See `edifact_segments`, `edifact_envelope`, `edifact_items`, `edifact_build`.
"""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, Final

from triage_app.formats.courier_csv import ReadItem, as_it_stands
from triage_app.formats.courier_gather import Waiting
from triage_app.formats.courier_items import Namer
from triage_app.formats.edifact_build import ItemBuilder
from triage_app.formats.edifact_envelope import (
    CutOff,
    Envelopes,
    MessageBegins,
    MessageEnds,
    refused,
)
from triage_app.formats.edifact_items import MessageItems, RawBag, RawItem, Said
from triage_app.formats.edifact_maps import Maps, load_maps
from triage_app.formats.edifact_segments import BreaksOff, Segment, Segments
from triage_app.formats.encoding_told import UTF8, told_page
from triage_app.formats.repeated import KeyCount, Repeated
from triage_app.formats.text_lines import open_stream
from triage_app.model.intake import Reject
from triage_app.model.item import Announcement
from triage_app.model.joining import keeping, meant, with_said

_SEPARATORS = str.maketrans("", "", " -")
Built = tuple[RawItem, Announcement]
Found = RawItem | RawBag | Reject


class Edifact:
    """One file. `rows` is how many segments it has, `encoding` what they are in. Raises
    FileUnreadable when it cannot be read at all."""

    format: Final = "edifact"

    def __init__(
        self,
        path: Path,
        feed: str = "",
        name: Namer = as_it_stands,
        maps: Maps | None = None,
        encoding: str = "",
    ) -> None:
        """`feed` is where the announcements come from; `name` says what number a text names; `maps`
        say what the messages mean; `encoding` is what the file is in, if somebody said so."""
        self._path = path
        self._said = encoding
        self._page = ""
        self._maps = maps or load_maps()
        self._builder = ItemBuilder(self._maps, feed, name)
        self.rows, self._repeated = self._survey()

    def items(self) -> Iterator[ReadItem]:
        """Each item once, in file order but for those several messages speak of, which come last.
        Memory stays the same for any length of file."""
        with Waiting() as waiting:
            for found, rows in self._found():
                if isinstance(found, Reject):
                    yield ReadItem(None, (found,), rows)
                elif found is None:
                    yield ReadItem(None, (), rows)
                elif isinstance(found, RawBag):
                    bag, refused = self._builder.bag(found)
                    yield ReadItem(None, tuple(refused), rows, bag)
                elif (key := _key(found)) in self._repeated:
                    waiting.put((key, ""), (found.begins.number, [_kept(found)]))
                    yield ReadItem(None, (), rows)
                else:
                    announcement, rejects = self._builder.build(found)
                    yield ReadItem(announcement, tuple(rejects), rows)
            for kept in waiting.items():
                yield from self._together([_again(cells[0]) for _, cells in kept])

    def _survey(self) -> tuple[int, Repeated]:
        """Only what opens an item is looked at, whatever message it is in: a number too many costs
        a moment, none can be missing."""
        keys, rows = KeyCount(), 0
        forms = self._maps.messages.values()
        opening = {tag for form in forms for tag in form.opening}
        with open_stream(self._path) as stream:
            segments = Segments(stream, opening, encoding=self._said)
            for segment in segments:
                rows += not isinstance(segment, BreaksOff)
                if isinstance(segment, Segment) and segment.tag in opening:
                    for number in {form.numbers(segment) for form in forms} - {""}:
                        keys.add(_bare(number))
        self.encoding = self._said or self._told(segments)
        return rows, keys.repeated()

    def _segments(self, stream: BinaryIO) -> Segments:
        return Segments(stream, encoding=self._said, page=self._page)

    def _told(self, segments: Segments) -> str:
        """What the segments are in: by their own word, else by the words in them."""
        alphabets = dict(segments.alphabets)
        if segments.unnamed.others and (page := told_page(self._path, segments.unnamed)) != UTF8:
            self._page = page
            alphabets = {page: None, **{one: None for one in alphabets if one != UTF8}}
        return ", ".join(alphabets) or UTF8

    def _found(self) -> Iterator[tuple[Found | None, int]]:
        """What the file gives, each with how many segments were read since the one before."""
        envelopes = Envelopes()
        told = 0
        with open_stream(self._path) as stream:
            for one in self._events(envelopes, self._segments(stream)):
                yield one, envelopes.segments - told
                told = envelopes.segments
        if envelopes.segments > told:
            yield None, envelopes.segments - told

    def _events(self, envelopes: Envelopes, segments: Segments) -> Iterator[Found]:
        message: MessageItems | None = None
        for event in envelopes.events(segments):
            if isinstance(event, MessageBegins):
                form = self._maps.messages.get(event.kind.upper())
                message = MessageItems(form, event.segment) if form else None
                if form is None:
                    known = ", ".join(self._maps.messages)
                    why = f"message '{event.kind[:9]}' is not read; {known} are"
                    yield refused(event.segment, "2.1", why)
            elif isinstance(event, MessageEnds):
                yield from message.end() if message else ()
                message = None
            elif isinstance(event, CutOff):
                yield _cut(event.reject, message)
            elif isinstance(event, Reject):
                yield event
            elif message is not None:
                yield from message.take(event)

    def _together(self, items: list[RawItem]) -> Iterator[ReadItem]:
        """The announcements of one number, each use of it once: the last said of a use counts, one
        that says otherwise is refused, and where it lies is joined to it."""
        uses: dict[str, Built] = {}
        places: list[Announcement] = []
        for item in items:
            announcement, rejects = self._builder.build(item)
            if announcement is not None and self._maps.messages[item.kind].beside:
                places.append(announcement)
            elif announcement is not None:
                before = uses.get(announcement.posted_on)
                if before is not None and before[1] != announcement:
                    why = (
                        f"segment {item.begins.number} says otherwise of the same item, and counts"
                    )
                    rejects.append(before[0].refused(why))
                uses[announcement.posted_on] = item, announcement
            yield ReadItem(None, tuple(rejects), 0)
        for announcement in _joined([one for _, one in uses.values()], places):
            yield ReadItem(announcement, (), 0)


def _joined(uses: list[Announcement], places: Iterable[Announcement]) -> Iterable[Announcement]:
    """The uses of a number with what is told beside them; of what was announced by nobody that
    alone."""
    found = {one.posted_on: one for one in uses}
    alone: list[Announcement] = []
    for place in places:
        use = meant(place, found.values())
        if use is None:
            alone = [keeping(place, alone[0]) if alone else place]
        else:
            found[use.posted_on] = with_said(use, place)
    return [*found.values(), *alone]


def _key(item: RawItem) -> str:
    """What messages that speak of one item have in common; its place, where it has no number."""
    return _bare(item.number) or f" {item.begins.number}"


def _bare(number: str) -> str:
    return number.translate(_SEPARATORS).upper()


def _cut(reject: Reject, message: MessageItems | None) -> Reject:
    """The reject of the end of a file that breaks off: the item it breaks off in is not whole."""
    item = message.open_item if message else None
    if item is None:
        return reject
    why = f"{reject.reason}; item '{item.number[:40]}' of segment {item.begins.number} is not whole"
    return Reject(reject.line, reject.column, why, reject.raw or item.refused("").raw)


def _kept(item: RawItem) -> str:
    """An item as text, each of its segments once and without its elements, which were read."""
    segments = {one.segment.number: one.segment for one in item.said}
    segments[item.begins.number] = item.begins
    parts = [(s.number, s.line, s.tag, s.raw) for s in segments.values()]
    said = [(*one[:-1], one.segment.number) for one in item.said]
    return json.dumps((item.kind, item.begins.number, said, parts), separators=(",", ":"))


def _again(text: str) -> RawItem:
    """The item that was kept in a file of our own."""
    kind, begins, said, parts = json.loads(text)
    segments = {part[0]: Segment(part[0], part[1], part[2], [], part[3]) for part in parts}
    found = [
        Said(scope, nth, field, words, by, (place[0], place[1]), segments[number])
        for scope, nth, field, words, by, place, number in said
    ]
    return RawItem(kind, segments[begins], found)
