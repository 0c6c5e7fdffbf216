"""Bytes of a table that begin and end with a row -> its rows, all at once.

Most files of the trade are plain: UTF-8, a row a line, as many cells in each as in the header. A
piece of one is taken apart in a few calls, where reading line by line is some for each line. What
is not so plain is read by `Table`, a piece at a time too; only where a piece's end may not be a
row's, the file has to be read from its beginning.
"""

import csv
import io
from typing import BinaryIO, Final, NamedTuple

from triage_app.formats.table_rows import BadRow, Cells, NumberedRow, Table
from triage_app.formats.text_lines import LONGEST_LINE, SAMPLE_BYTES, encoding_of

READ_AT_ONCE: Final = 1 << 16
_BOM: Final = "\ufeff".encode()


class Torn(Exception):
    """Inside the room only: this file cannot be read piece by piece."""


class Shape(NamedTuple):
    """How every row of a file is written."""

    header: tuple[str, ...]
    delimiter: str


def plain_rows(data: bytes, shape: Shape) -> list[Cells] | None:
    """The rows of a piece, one a line, each as wide as the header and not empty. None where that is
    not so. Raises Torn where the piece ends inside a quote, or is no UTF-8."""
    lines = _lines(data)
    if lines is None:
        return None
    csv.field_size_limit(LONGEST_LINE)
    try:
        rows = list(csv.reader(lines, delimiter=shape.delimiter, strict=True))
    except csv.Error:
        return None
    plain = len(rows) == len(lines) and set(map(len, rows)) == {len(shape.header)}
    return rows if plain and all(map(any, rows)) else None


def _lines(data: bytes) -> list[str] | None:
    """The physical lines; None where the table's own reader would have more to say of them."""
    text = _text(data)
    if "\0" in text or text.count("\r") != text.count("\r\n"):
        return None
    lines = text.split("\n")
    if not lines[-1]:
        lines.pop()
    return lines if max(map(len, lines), default=0) < LONGEST_LINE - 1 else None


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Torn from error


def odd_rows(data: bytes, shape: Shape, line: int) -> tuple[list[NumberedRow | BadRow], int]:
    """The rows of a piece of any kind that begins on `line`, as `Table` reads them, and the line
    behind them. Raises Torn where a quote is open at its end, and where alone it would be read as
    another encoding."""
    if encoding_of(data[:SAMPLE_BYTES]) != "utf-8" or data.startswith(_BOM):
        raise Torn
    _text(data)
    table = Table(io.BytesIO(data), header=shape.header, delimiter=shape.delimiter, line=line)
    rows = list(table.rows())
    if table.left_open or not table.next_line:
        raise Torn
    return rows, table.next_line


def go_to(stream: BinaryIO, offset: int) -> None:
    """Go to a place of a stream that is at its start; one that is packed is read up to there."""
    if stream.seekable():
        stream.seek(offset)
        return
    while offset > 0:
        passed = len(stream.read(min(offset, READ_AT_ONCE)))
        offset = offset - passed if passed else 0


def exactly(stream: BinaryIO, size: int) -> bytes:
    """So many bytes of the stream, fewer at its end."""
    parts: list[bytes] = []
    while size > 0 and (part := stream.read(min(size, READ_AT_ONCE * 16))):
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def line_at(stream: BinaryIO, offset: int) -> int:
    """Where the first line begins that begins at `offset` or behind it. Raises Torn where none does
    for long."""
    stream.seek(offset - 1)
    line = stream.readline(LONGEST_LINE)
    if len(line) == LONGEST_LINE:
        raise Torn
    return offset - 1 + len(line)


def after_lines(data: bytes, lines: int) -> int:
    """How many bytes the first lines are."""
    end = 0
    for _ in range(lines):
        end = data.index(b"\n", end) + 1
    return end


def before_lines(data: bytes, lines: int) -> int:
    """How many bytes stand before the last lines, each of which has its end."""
    end = len(data)
    for _ in range(lines):
        end = data.rfind(b"\n", 0, end - 1) + 1
    return end
