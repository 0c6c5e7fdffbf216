"""A courier's CSV -> its blocks by their bytes: surveyed in parts by whoever is there to do it, and
each read without what stands before it. Files of which neither is possible are read from their
beginning, see `courier_survey`."""

import io
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, count, islice
from pathlib import Path
from typing import Final, Protocol

from triage_app.formats.courier_columns import Columns, known_names, load_synonyms, read_header
from triage_app.formats.courier_gather import Gathered, gather, gather_block
from triage_app.formats.courier_range import Range, RangeSurvey, survey_range
from triage_app.formats.courier_survey import Block, ItemKey, KeyCells, Survey, doubts_of, found_in
from triage_app.formats.table_pieces import (
    Shape,
    Torn,
    after_lines,
    exactly,
    go_to,
    odd_rows,
    plain_rows,
)
from triage_app.formats.table_rows import BadRow, NumberedRow, Table
from triage_app.formats.text_lines import SAMPLE_BYTES, encoding_of, open_stream
from triage_app.model.errors import FileUnreadable
from triage_app.model.sentence import tr

WORTH_PARTING: Final = 4 << 20
"""Bytes of a range at the least."""


@dataclass(frozen=True, slots=True)
class InBlocks:
    """A file whose blocks are read by their bytes."""

    path: Path
    shape: Shape

    def gathered(
        self, blocks: Iterable[Block], key_cells: KeyCells, scattered: frozenset[int]
    ) -> Iterator[Iterator[Gathered]]:
        """Of each of the blocks, in rising order, the rows of its items. Raises FileUnreadable
        where the file has been written to since it was surveyed."""
        for rows in self._rows(blocks):
            yield gather_block(rows, key_cells, scattered)

    def every_row(self, blocks: Iterable[Block]) -> Iterator[NumberedRow | BadRow]:
        """The rows of those blocks."""
        return chain.from_iterable(self._rows(blocks))

    def _rows(self, blocks: Iterable[Block]) -> Iterator[Sequence[NumberedRow | BadRow]]:
        with open_stream(self.path) as stream:
            at = 0
            for block in blocks:
                go_to(stream, block.offset if stream.seekable() else block.offset - at)
                data = exactly(stream, block.size)
                at = block.offset + block.size
                yield self._read(data, block)

    def _read(self, data: bytes, block: Block) -> Sequence[NumberedRow | BadRow]:
        try:
            rows = plain_rows(data, self.shape)
            if rows is not None:
                return list(zip(count(block.line), rows, strict=False))
            return odd_rows(data, self.shape, block.line)[0]
        except Torn as torn:
            raise FileUnreadable(
                tr("formats", "{path} was written to while it was read.", path=self.path),
                tr("formats", "Import it again when it is whole: what was stored stays."),
            ) from torn


@dataclass(frozen=True, slots=True)
class FromBeginning:
    """A file whose blocks are read line by line, past what stands before them."""

    path: Path
    encoding: str

    def gathered(
        self, blocks: Iterable[Block], key_cells: KeyCells, scattered: frozenset[int]
    ) -> Iterator[Iterator[Gathered]]:
        """Of each of the blocks, in rising order, the rows of its items; one block's are taken
        before the next one's."""
        with open_stream(self.path) as stream:
            table = Table(stream, known_names, encoding=self.encoding)
            table.begin()
            rows = table.rows()
            for block in blocks:
                table.skip_to(block.line)
                yield gather(islice(rows, block.rows), key_cells, scattered)

    def every_row(self, _blocks: Iterable[Block]) -> Iterator[NumberedRow | BadRow]:
        """The rows of the file."""
        with open_stream(self.path) as stream:
            yield from Table(stream, known_names, encoding=self.encoding).rows()


class Surveyors(Protocol):
    """Whoever reads ranges, `count` of them at once."""

    @property
    def count(self) -> int: ...

    def survey(self, ranges: Sequence[Range]) -> Sequence[RangeSurvey | None]: ...


class SurveyHere:
    """Fits Surveyors: this process alone."""

    count: int = 1

    def survey(self, ranges: Sequence[Range]) -> Sequence[RangeSurvey | None]:
        return [survey_range(range_) for range_ in ranges]


def survey_blocks(path: Path, surveyors: Surveyors) -> tuple[Shape, Survey] | None:
    """Read the whole table once; how its rows are written, and the survey. None where it cannot be
    read in pieces, or has no column with the items' numbers. Raises FileUnreadable."""
    try:
        shape, columns, offset, line, seekable = _begun(path)
    except (Torn, OSError):
        return None
    ranges = _ranges(path, shape, columns, offset, surveyors.count if seekable else 1)
    found: list[RangeSurvey] = []
    for one in surveyors.survey(ranges):
        if one is None:
            return None
        found.append(one)
    return shape, _joined(columns, found, line)


def _begun(path: Path) -> tuple[Shape, Columns, int, int, bool]:
    """(how rows are written, the columns, where the first row begins and on which line, whether
    one can go there). Raises Torn."""
    with open_stream(path) as stream:
        data = exactly(stream, SAMPLE_BYTES)
        seekable = stream.seekable()
    table = Table(io.BytesIO(data), known_names)
    if encoding_of(data) != "utf-8" or table.begin() is not None or not table.header:
        raise Torn
    columns = read_header(table.header, load_synonyms())
    line = table.next_line
    ends = data.count(b"\n")
    if (
        "number" not in columns.place
        or table.left_open
        or table.has_titles
        or not 1 < line <= ends + 1
    ):
        raise Torn
    offset = after_lines(data, line - 1)
    if data.count(b"\r", 0, offset) != data.count(b"\r\n", 0, offset):
        raise Torn
    return Shape(tuple(table.header), table.delimiter), columns, offset, line, seekable


def _ranges(path: Path, shape: Shape, columns: Columns, offset: int, most: int) -> list[Range]:
    """The rows of the file in as many parts as are worth it."""
    bytes_ = path.stat().st_size - offset if most > 1 else 0
    count = max(1, min(most, bytes_ // WORTH_PARTING))
    starts = [offset + bytes_ * n // count for n in range(count)]
    ends = [*starts[1:], None]
    return [
        Range(path, shape, columns, start, end, first=start == offset)
        for start, end in zip(starts, ends, strict=True)
    ]


def _joined(columns: Columns, found: Sequence[RangeSurvey], line: int) -> Survey:
    """The survey of a file from those of its ranges; its first row begins on `line`."""
    blocks: list[Block] = []
    keys = array("q")
    doubts = doubts_of(columns)
    last: ItemKey | None = None
    for part in found:
        if part.head_rows:
            before = blocks[-1]
            rows, size = before.rows + part.head_rows, before.size + part.head_bytes
            blocks[-1] = before._replace(rows=rows, size=size)
        blocks += [block._replace(line=block.line + line) for block in part.blocks]
        keys.extend(part.keys[1:] if part.first == last and part.head_rows else part.keys)
        line += part.lines
        last = part.last if part.blocks else last
        for doubt, cells in zip(doubts, part.cells, strict=True):
            doubt.hear_cells(cells)
    return found_in(columns, blocks, keys, doubts)
