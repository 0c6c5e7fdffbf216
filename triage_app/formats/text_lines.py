"""Bytes of a table of unknown making -> its rows: compression, encoding, delimiter told apart."""

import codecs
import csv
import gzip
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from triage_app.model.errors import FileUnreadable
from triage_app.model.sentence import tr

LONGEST_LINE = 1_000_000
SAMPLE_BYTES = 64 * 1024
DELIMITERS = ",;\t|"
_GZIP, _ZSTD = b"\x1f\x8b", b"\x28\xb5\x2f\xfd"
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the physical line it begins on, its cells; `wrong` says why it cannot be read."""

    line: int
    cells: list[str]
    wrong: str = ""


def open_stream(path: Path) -> BinaryIO:
    """The file's bytes, unpacked if it is gzip or zstd. Raises FileUnreadable."""
    try:
        raw = path.open("rb")
        head = raw.read(4)
        raw.seek(0)
    except OSError as error:
        raise FileUnreadable(
            tr("formats", "{path} cannot be read: {error}.", path=path, error=error),
            tr("formats", "Check its name and rights; nothing was imported."),
        ) from error
    if head.startswith(_GZIP):
        raw.close()
        return cast("BinaryIO", gzip.open(path, "rb"))
    if head.startswith(_ZSTD):
        import zstandard

        unpacking = zstandard.ZstdDecompressor().stream_reader(raw, closefd=True)
        return cast("BinaryIO", io.BufferedReader(cast("io.RawIOBase", unpacking)))
    return raw


def encoding_of(sample: bytes) -> str:
    """utf-8-sig, utf-16*, or cp1252 where the bytes are no UTF-8."""
    for bom, name in _BOMS:
        if sample.startswith(bom):
            return name
    if len(sample) >= 4 and sample.count(0) > len(sample) // 4:
        return "utf-16-le" if sample[1] == 0 else "utf-16-be"
    try:
        codecs.getincrementaldecoder("utf-8")().decode(sample, final=False)
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def delimiter_of(first_line: str) -> str:
    """The delimiter that parts the header into the most cells."""
    return max(DELIMITERS, key=first_line.count)


def rows(stream: BinaryIO) -> Iterator[Row]:
    """The rows of the table, header first; blank lines are left out. Bytes that are no UTF-8 in a
    file that began so are shown as U+FFFD, never dropped."""
    buffered = io.BufferedReader(cast("io.RawIOBase", stream), SAMPLE_BYTES)
    sample = buffered.peek(SAMPLE_BYTES)[:SAMPLE_BYTES]
    text = io.TextIOWrapper(buffered, encoding_of(sample), errors="replace", newline="")
    try:
        yield from _rows(_Lines(text))
    finally:
        # whoever opened the stream closes it; a wrapper collected later must not
        text.detach().detach()


def _rows(lines: "_Lines") -> Iterator[Row]:
    reader = csv.reader(lines, delimiter=delimiter_of(lines.first()), strict=False)
    csv.field_size_limit(LONGEST_LINE)
    while True:
        begins = lines.read + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield Row(begins, [], str(error))
            continue
        if lines.too_long:
            lines.too_long = False
            yield Row(begins, cells, f"longer than {LONGEST_LINE:,} characters")
        elif any(cells):
            yield Row(begins, cells)


class _Lines:
    """Physical lines for the csv reader: counted, without NUL, none longer than LONGEST_LINE."""

    def __init__(self, text: io.TextIOWrapper) -> None:
        self._text = text
        self._held: list[str] = []
        self.read = 0
        self.too_long = False

    def first(self) -> str:
        line = self._next()
        if line:
            self._held.append(line)
        return line

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = self._held.pop() if self._held else self._next()
        if not line:
            raise StopIteration
        self.read += 1
        return line

    def _next(self) -> str:
        try:
            line = self._text.readline(LONGEST_LINE)
            if len(line) >= LONGEST_LINE and not line.endswith("\n"):
                self._skip_rest()
                self.too_long = True
                line = line[:200].replace('"', "'") + "\n"
        except (OSError, EOFError):
            return ""  # half a compressed file: what was readable has been read
        return line.replace("\0", "") or "\n" if line else ""

    def _skip_rest(self) -> None:
        while (more := self._text.readline(LONGEST_LINE)) and not more.endswith("\n"):
            pass
