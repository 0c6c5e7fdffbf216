"""A manifest file -> segment lines, each item once and whole."""

from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec

from triage_app.formats.courier_items import Namer
from triage_app.formats.manifest import format_of, open_manifest
from triage_app.formats.text_lines import open_stream
from triage_app.model.intake import Reject
from triage_app.model.item import Announcement
from triage_app.protocol.segments import SegmentLine, read_line

SHOWN_CHARACTERS = 200

Complete = Callable[[Announcement], Announcement]
Refuse = Callable[[Reject], None]


def manifest_lines(
    path: Path,
    feed: str,
    name: Namer,
    complete: Complete,
    refuse: Refuse,
    *,
    encoding: str = "",
) -> Iterator[SegmentLine]:
    """The file's announcements (and, in lines of segments, holds), each item once and whole: a
    courier's table, the posts' EDIFACT or JSON lines, told by content, as the station tells them.

    `name` says what number a courier's cell names; `complete` gives an announcement its id, and
    its scheme where it has none; rows that cannot be read go to `refuse`. `encoding` is
    what a courier's text is in, by somebody's word. Raises FileUnreadable, EncodingUnknown.
    """
    if _is_native(path):
        yield from _native(path, complete, refuse)
        return
    _, file = open_manifest(path, "auto", feed, name, encoding=encoding)
    for item in file.items():
        for reject in item.rejects:
            refuse(reject)
        if item.announcement is not None:
            yield SegmentLine(complete(item.announcement))


def _is_native(path: Path) -> bool:
    """Whether it is lines of segments; a line of the published schema names its number itself."""
    if format_of(path) != "jsonl":
        return False
    with open_stream(path) as stream:
        first = next((line for line in stream if line.strip()), b"")
    try:
        said = msgspec.json.decode(first)
    except msgspec.MsgspecError:
        return True
    return not isinstance(said, dict) or "number" not in said or "hold" in said


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
