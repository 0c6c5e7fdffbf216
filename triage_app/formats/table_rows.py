"""Physical lines -> rows of a delimited table. What cannot be read says why and takes nothing else
along: a quote that is never closed costs its own line, not the rows behind it."""

import csv
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO, Final

from triage_app.formats.table_beginning import (
    LOOKED_AT,
    HeaderSearch,
    Known,
    nothing_known,
    parted,
)
from triage_app.formats.table_cells import cell_at, quoted_at
from triage_app.formats.text_lines import LONGEST_LINE, BadLine, text_lines

MOST_LINES: Final = 10_000
"""Of one row, when its cells hold line breaks."""
SHOWN: Final = 1_000
LOOKED_THROUGH: Final = 100_000
"""Characters of a refused row, for the column in which a quote is wrong."""
UNCLOSED: Final = "a quote is not closed"
ABOVE: Final = "it stands above the names of the columns"
WIDE: Final = 8
"""Cells from which on a line with as many delimiters, inside a cell, is surely a row."""
_OPEN: Final = "unexpected end of data"
"""What the csv module says where its lines end inside a quote."""

Cells = list[str]
NumberedRow = tuple[int, Cells]
"""A row and the line it begins on."""


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that cannot be read: the line it begins on, why, its text, cut to SHOWN, and the column
    it is about, as far as there is one."""

    line: int
    why: str
    raw: str
    column: str = ""


class Table:
    """One table, read once. `header` (or `bad_header`) is there as soon as `rows` has begun; `raw`
    is the text of the row last given; `left_open` says whether a quote was open at an end."""

    def __init__(
        self,
        stream: BinaryIO,
        known: Known = nothing_known,
        *,
        header: Sequence[str] = (),
        delimiter: str = "",
        line: int = 1,
        encoding: str = "",
    ) -> None:
        """`known` tells the line with the names from titles above it. Of a part without header,
        `header` and `delimiter` are the table's; it begins on `line`. `encoding` as `text_lines`
        has it."""
        self._lines = text_lines(stream, encoding)
        self._known = known
        self._above: list[BadRow] = []
        self._again: deque[str] = deque()
        self._record: list[str] = []
        self._bad: BadLine | None = None
        self._line = line - 1
        self.delimiter = delimiter
        self._given = self._records()
        self.header: Cells = list(header)
        self.left_open = False
        self.bad_header: BadRow | None = None

    @property
    def raw(self) -> str:
        return "".join(self._record).rstrip("\r\n")[:SHOWN]

    @property
    def has_titles(self) -> bool:
        """Whether something stands above the names of the columns that no row has given yet."""
        return bool(self._above)

    @property
    def next_line(self) -> int:
        """The line the next row begins on or after; 0 while lines read before wait to be read
        again."""
        return 0 if self._again or self._bad is not None else self._line + 1

    def skip_to(self, line: int) -> None:
        """Read past what stands before a line `next_line` gave when the table was read before;
        `rows` goes on there. 0 is the beginning."""
        if line:
            self._above.clear()
        while self._line + 1 < line:
            if self._next_line() is None:
                if self._bad is None:
                    return
                self._bad = None
            self._line += 1

    def rows(self) -> Iterator[NumberedRow | BadRow]:
        """(line, cells) of each row after the header, as many cells as the header has. Rows of
        nothing but empty cells are left out. A table whose header cannot be read has no rows."""
        bad = self.begin()
        if bad is not None:
            yield bad
        yield from self._above
        width = len(self.header)
        for record in self._given:
            if isinstance(record, BadRow):
                yield record
            elif len(record[1]) == width:
                held = len(self._record) > 1 and self._holds_rows()
                yield self._refused(record[0], UNCLOSED) if held else record
            else:
                yield self._other_width(*record)

    def begin(self) -> BadRow | None:
        """Read the header, if it has not been read; what is wrong with it."""
        if self.header:
            return None
        first = next(self._given, None)
        if isinstance(first, BadRow):
            self._given = iter(())
            self.bad_header = first
            return first
        self.header = first[1] if first else []
        return None

    def _holds_rows(self) -> bool:
        """Whether the row of several lines just read has a cell that swallowed rows between two
        stray quotes: the line after the break is a row by itself. What only ends a cell that holds
        a line break has fewer cells, whatever commas stand in them."""
        line, width = self._record[1], len(self.header)
        if width < WIDE or not self._is_whole(line):
            return False
        cells = parted(line, self.delimiter)
        return len(cells) >= width and not any(cells[width:])

    def _other_width(self, line: int, cells: Cells) -> NumberedRow | BadRow:
        """Empty cells at the end say nothing and are forgiven."""
        width = len(self.header)
        if not any(cells[width:]) and len(cells) > width:
            return line, cells[:width]
        at = min(len(cells), width + 1) - 1
        return self._refused(line, f"{len(cells)} cells where the header has {width}", at)

    def _records(self) -> Iterator[NumberedRow | BadRow]:
        csv.field_size_limit(LONGEST_LINE)
        if not self.delimiter:
            self._find_beginning()
        reader = self._reader()
        while True:
            self._record.clear()
            begins = self._line + 1
            try:
                cells = next(reader)
            except StopIteration:
                if self._bad is None:
                    return
                yield self._unreadable_line(self._bad)
                reader = self._reader()
            except csv.Error as error:
                self.left_open |= str(error) == _OPEN
                yield self._refused(begins, str(error))
                reader = self._reader()
            else:
                if any(cells):
                    yield begins, cells
                if self._again:  # the row was refused and its other lines are to be read again
                    reader = self._reader()

    def _reader(self) -> Iterator[Cells]:
        return csv.reader(self._feed(), delimiter=self.delimiter, strict=True)

    def _feed(self) -> Iterator[str]:
        """Lines for the csv reader, up to one that is bad or to where a row is too long."""
        record, lines, again = self._record, self._lines, self._again
        line: str | BadLine | None
        while len(record) < MOST_LINES:
            if again or self._bad is not None:
                line = self._next_line()
            else:  # as there, without a call for each line
                line = next(lines, None)
                if isinstance(line, BadLine):
                    self._bad = line
                    return
            if line is None:
                return
            self._line += 1
            record.append(line)
            yield line

    def _next_line(self) -> str | None:
        if self._again:
            return self._again.popleft()
        if self._bad is not None:
            return None
        line = next(self._lines, None)
        if isinstance(line, BadLine):
            self._bad = line
            return None
        return line

    def _find_beginning(self) -> None:
        """Read up to the names of the columns; what stands above them is refused, not dropped."""
        search = HeaderSearch(self._known)
        lines: list[str] = []
        while len(lines) < LOOKED_AT and not search.found:
            if (line := self._next_line()) is None:
                break
            lines.append(line)
            search.look(line)
        at, self.delimiter, above = search.beginning
        self._above = [BadRow(n + 1, ABOVE, lines[n].strip()[:SHOWN]) for n in above]
        self._line += at
        self._again.extend(lines[at:])

    def _unreadable_line(self, bad: BadLine) -> BadRow:
        self._bad = None
        self._line += 1
        at = cell_at(bad.text[: bad.at], self.delimiter) if bad.at >= 0 else -1
        raw = bad.text.rstrip("\r\n")[:SHOWN]
        return BadRow(self._line, bad.why, raw, self._column(at))

    def _column(self, at: int) -> str:
        """The name of a column by its place; of one the header has not, its number."""
        if not 0 <= at < len(self.header):
            return f"column {at + 1}" if self.header and at >= 0 else ""
        return self.header[at].strip() or f"column {at + 1}"

    def _refused(self, line: int, why: str, at: int | None = None) -> BadRow:
        """Refuse the row, for what stands in the column of that place, else for its quotes; where
        it swallowed whole rows, only its first line, and the others are read again."""
        record = self._record
        if len(record) > 1 and self._is_whole(record[1]):
            why, at = UNCLOSED, None
            self._again.extendleft(reversed(record[1:]))
            self._line -= len(record) - 1
            del record[1:]
        if at is None:
            at = quoted_at("".join(record)[:LOOKED_THROUGH], self.delimiter)
        return BadRow(line, why, self.raw, self._column(at))

    def _is_whole(self, line: str) -> bool:
        """Whether a line has as many delimiters as a row of its own would have."""
        return len(self.header) > 1 and line.count(self.delimiter) >= len(self.header) - 1
