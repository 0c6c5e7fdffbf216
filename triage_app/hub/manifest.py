"""A manifest file -> segment lines, each item once and whole."""

from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec

from triage_app.formats.courier_csv import CourierCsv
from triage_app.formats.courier_items import Namer
from triage_app.formats.encoding_told import named_encoding
from triage_app.formats.text_lines import open_stream
from triage_app.model.intake import Reject
from triage_app.model.item import Announcement
from triage_app.protocol.segments import SegmentLine, read_line

NATIVE = (".jsonl", ".ndjson")
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
    """The file's announcements (and, in native JSON lines, holds), each item once and whole.

    `name` says what number a courier's cell names; `complete` gives an announcement its id, and
    its scheme where it has none; rows that cannot be read go to `refuse`. `encoding` is
    what a courier's text is in, by somebody's word. Raises FileUnreadable, EncodingUnknown.
    """
    if NATIVE[0] in path.suffixes or NATIVE[1] in path.suffixes:
        yield from _native(path, complete, refuse)
    else:
        said = named_encoding(encoding) if encoding else ""
        file = CourierCsv(path, feed, name, encoding=said)
        yield from _from_courier(file, complete, refuse)


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


def _from_courier(file: CourierCsv, complete: Complete, refuse: Refuse) -> Iterator[SegmentLine]:
    for item in file.items():
        for reject in item.rejects:
            refuse(reject)
        if item.announcement is not None:
            yield SegmentLine(complete(item.announcement))
