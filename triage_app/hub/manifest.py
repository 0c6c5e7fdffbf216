"""A manifest file -> segment lines, each item once and whole."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import msgspec

from triage_app.formats.courier_csv import read_courier_csv
from triage_app.formats.text_lines import open_stream
from triage_app.model.intake import Reject
from triage_app.model.item import Announcement
from triage_app.protocol.segments import SegmentLine, read_line

NATIVE = (".jsonl", ".ndjson")
SHOWN_CHARACTERS = 200

Complete = Callable[[Announcement], Announcement]
Refuse = Callable[[Reject], None]


def manifest_lines(
    path: Path, feed: str, complete: Complete, refuse: Refuse
) -> Iterator[SegmentLine]:
    """The file's announcements (and, in native JSON lines, holds). `complete` gives each its id
    and scheme; rows that cannot be read go to `refuse`. Raises FileUnreadable."""
    if NATIVE[0] in path.suffixes or NATIVE[1] in path.suffixes:
        yield from _native(path, complete, refuse)
    else:
        for announcement in _whole_items(path, feed, complete, refuse):
            yield SegmentLine(announcement)


def _native(path: Path, complete: Complete, refuse: Refuse) -> Iterator[SegmentLine]:
    with open_stream(path) as stream:
        for number, raw in enumerate(stream, 1):
            if not raw.strip():
                continue
            try:
                line = read_line(raw)
            except msgspec.MsgspecError as error:
                shown = raw[:SHOWN_CHARACTERS].decode("utf-8", "replace").rstrip()
                refuse(Reject(number, "", str(error), shown))
                continue
            if line.announcement is not None:
                yield msgspec.structs.replace(line, announcement=complete(line.announcement))
            else:
                yield line


def _whole_items(
    path: Path, feed: str, complete: Complete, refuse: Refuse
) -> Iterator[Announcement]:
    """Items in file order; those whose rows stand apart are held back, joined, and come last."""
    apart = _standing_apart(path, feed, complete)
    joined: dict[str, Announcement] = {}
    for announcement in _items(path, feed, complete, refuse):
        if hash(announcement.id) not in apart:
            yield announcement
            continue
        before = joined.get(announcement.id)
        lines = (*before.lines, *announcement.lines) if before else announcement.lines
        joined[announcement.id] = replace(before or announcement, lines=lines)
    yield from joined.values()


def _standing_apart(path: Path, feed: str, complete: Complete) -> set[int]:
    """Hashes of the ids that come more than once: eight bytes an item, not the items."""
    seen: set[int] = set()
    apart: set[int] = set()
    for announcement in _items(path, feed, complete, lambda _: None):
        name = hash(announcement.id)
        (apart if name in seen else seen).add(name)
    return apart


def _items(path: Path, feed: str, complete: Complete, refuse: Refuse) -> Iterator[Announcement]:
    with open_stream(path) as stream:
        for item in read_courier_csv(stream, feed):
            if item.reject is not None:
                refuse(item.reject)
            if item.announcement is not None:
                yield complete(item.announcement)
