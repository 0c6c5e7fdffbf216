"""First reading of a part of a courier's CSV, which other processes may read other parts of: where
its blocks begin, which items it has, what its columns leave no doubt about."""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Final, NamedTuple

from triage_app.formats.courier_columns import Columns
from triage_app.formats.courier_survey import Block, ItemKey, KeyCells, begins_of, digest, doubts_of
from triage_app.formats.table_pieces import (
    Shape,
    Torn,
    after_lines,
    before_lines,
    exactly,
    go_to,
    line_at,
    odd_rows,
    plain_rows,
)
from triage_app.formats.table_rows import BadRow, Cells
from triage_app.formats.text_lines import open_stream
from triage_app.model.errors import FileUnreadable

BLOCK_BYTES: Final = 1 << 20
"""Some 4,500 rows; who reads a block holds its rows."""


class Range(NamedTuple):
    """A part of a file by its bytes, which begins with the line at or behind `start`; the last one
    has no `end`."""

    path: Path
    shape: Shape
    columns: Columns
    start: int
    end: int | None
    first: bool


@dataclass(slots=True)
class RangeSurvey:
    """What a range's reading found. Lines are counted from its first, 0. `head_bytes` and
    `head_rows` are what stands before the first block and belongs to the block before it: the item
    there may have begun in the range before. `first` is its first item, `last` that of its last
    block, None where that has none. `cells` are what each doubt heard."""

    blocks: list[Block] = field(default_factory=list)
    head_bytes: int = 0
    head_rows: int = 0
    keys: "array[int]" = field(default_factory=lambda: array("q"))
    first: ItemKey | None = None
    last: ItemKey | None = None
    rows: int = 0
    lines: int = 0
    cells: list[list[str]] = field(default_factory=list)


def survey_range(range_: Range) -> RangeSurvey | None:
    """Read a range once. None where its file cannot be read in pieces."""
    try:
        with open_stream(range_.path) as stream:
            return _Reading(range_).read(stream)
    except (Torn, OSError, FileUnreadable):  # gone meanwhile: its next reader says so
        return None


class _Reading:
    def __init__(self, range_: Range) -> None:
        self._range = range_
        self._key_cells = KeyCells(range_.columns)
        self._doubts = doubts_of(range_.columns)
        self._open = list(self._doubts)
        self._found = RangeSurvey()

    def read(self, stream: BinaryIO) -> RangeSurvey:
        offset, end = self._ends(stream)
        go_to(stream, offset)
        kept = b""
        while True:
            data, rest, is_last = _piece(stream, kept, None if end is None else end - offset)
            size = self._take(data, offset, is_last)
            offset += size
            kept = data[size:] + rest
            if is_last:
                break
        self._found.cells = [list(doubt.cells) for doubt in self._doubts]
        return self._found

    def _ends(self, stream: BinaryIO) -> tuple[int, int | None]:
        """Where the range begins and ends, each with a line."""
        start, end = self._range.start, self._range.end
        if not self._range.first:
            start = line_at(stream, start)
        return start, end if end is None else line_at(stream, end)

    def _take(self, data: bytes, offset: int, is_last: bool) -> int:
        """Take a piece that begins at `offset` as a block; how many bytes of it were taken."""
        if not data:
            return 0
        rows = plain_rows(data, self._range.shape)
        if rows is None:
            self._take_odd(data, offset)
            return len(data)
        keys = self._key_cells.column(rows)
        begins = begins_of(keys)
        size = len(data)
        if not is_last and begins[-1]:  # the last item may go on behind the piece
            size = before_lines(data, len(rows) - begins[-1])
            del rows[begins[-1] :], begins[-1]
        self._note(rows, [keys[at] for at in begins])
        if not (self._range.first or self._found.lines) and len(begins) > 1:
            self._take_head(data, begins[1])
        head = self._found.head_bytes if not self._found.blocks else 0
        count = len(rows) - (self._found.head_rows if not self._found.blocks else 0)
        self._add(Block(self._found.lines, count, offset + head, size - head), count)
        return size

    def _take_head(self, data: bytes, rows: int) -> None:
        self._found.head_rows = self._found.rows = self._found.lines = rows
        self._found.head_bytes = after_lines(data, rows)

    def _take_odd(self, data: bytes, offset: int) -> None:
        lines = self._found.lines
        rows, next_line = odd_rows(data, self._range.shape, lines)
        good = [row[1] for row in rows if not isinstance(row, BadRow)]
        keys = self._key_cells.column(good)
        self._note(good, [keys[at] for at in begins_of(keys)])
        self._add(Block(lines, len(rows), offset, len(data)), next_line - lines)

    def _add(self, block: Block, lines: int) -> None:
        self._found.blocks.append(block)
        self._found.rows += block.rows
        self._found.lines += lines

    def _note(self, rows: Sequence[Cells], items: Sequence[ItemKey]) -> None:
        """Take note of a block's items and of what its cells tell; an item that goes on from the
        block before counts twice, so that it is known to be scattered."""
        found = self._found
        found.last = items[-1] if items else None
        if items:
            found.first = found.first or items[0]
            found.keys.extend(map(digest, items))
        self._open = [doubt for doubt in self._open if doubt.hear(rows)]


def _piece(stream: BinaryIO, kept: bytes, left: int | None) -> tuple[bytes, bytes, bool]:
    """(whole lines, the beginning of another, whether they are the last) of a range of which `left`
    bytes are left, what was kept of it among them."""
    want = BLOCK_BYTES if left is None else min(BLOCK_BYTES, left - len(kept))
    data = kept + exactly(stream, want)
    if len(data) < len(kept) + want or len(data) == left:
        return data, b"", True
    end = data.rfind(b"\n") + 1
    if not end:
        raise Torn
    return data[:end], data[end:], False
