"""Bytes of a text file of unknown making -> its physical lines: compression and the encodings of
Unicode told apart. Which older code page a file is in is for `encoding_told` to say; bytes that are
no characters of the encoding cost their line and are never replaced.
"""

import codecs
import contextlib
import io
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final, cast

from triage_app.formats.foreign import HEAD_BYTES, refuse_foreign
from triage_app.formats.unpacking import GZIP, ZSTD, Unpacking
from triage_app.model.errors import FileUnreadable
from triage_app.model.sentence import tr
from triage_app.model.visible import visible

LONGEST_LINE: Final = 2_000_000
"""Characters, room for a cell of a megabyte; a longer line is refused without being held."""
SAMPLE_BYTES: Final = 64 * 1024
KEPT_OF_A_LONG_LINE: Final = 200
_HALVES: Final = "triage-halves"
_HALF: Final = re.compile("[\udc00-\udcff]")
"""What stands for a byte that is no character: half of one, which no text has."""
_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MARKED: Final = ("", "utf-16", "utf-32")
"""Names that leave the byte order to the file."""
_WIDE: Final = (
    ("utf-32-le", (False, True, True, True) * 2),
    ("utf-32-be", (True, True, True, False) * 2),
    ("utf-16-le", (False, True) * 2),
    ("utf-16-be", (True, False) * 2),
)
"""Which of the first bytes are NUL."""


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line that cannot be read: its beginning as far as it can be shown, and why; `at` is how
    many characters stand before what is none, -1 where it is something else that is wrong."""

    text: str
    why: str
    at: int = -1


def open_stream(path: Path) -> BinaryIO:
    """The file's bytes, unpacked if it is gzip or zstd by its first bytes. Raises FileUnreadable,
    for what surely is no manifest too (see `foreign`)."""
    try:
        _refuse_streams(path)
        raw = path.open("rb")
        head = raw.read(HEAD_BYTES)
        raw.seek(0)
    except (OSError, ValueError) as error:  # a name with a NUL is a ValueError
        why = getattr(error, "strerror", "") or error
        raise FileUnreadable(
            tr("formats", "{path} cannot be read: {error}.", path=visible(str(path)), error=why),
            tr("formats", "Check its name and rights; nothing was imported."),
        ) from error
    try:
        refuse_foreign(path, head)
        if not head.startswith((GZIP, ZSTD)):
            return raw
        refuse_foreign(path, _inside(path, head), unpacked=True)
    except FileUnreadable:
        raw.close()
        raise
    return cast("BinaryIO", Unpacking(raw, head))


def _refuse_streams(path: Path) -> None:
    """Raise FileUnreadable for a pipe or a device: a manifest is read twice, and nobody may ever
    write into it."""
    mode = path.stat().st_mode
    if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
        raise FileUnreadable(
            tr("formats", "{path} is a pipe or a device, no file.", path=visible(str(path))),
            tr("formats", "Write what comes out of it into a file, then import that."),
        )


def _inside(path: Path, head: bytes) -> bytes:
    """How the unpacked bytes begin; b"" where that cannot be read, which its reader will say."""
    with Unpacking(path.open("rb"), head) as inner, contextlib.suppress(OSError):
        return inner.read(HEAD_BYTES) or b""
    return b""


FEWEST_NULS: Final = 4
_AS_MANY: Final = 20
_ONE_IN: Final = 50


def encoding_of(sample: bytes) -> str:
    """utf-8 (which may turn out to be none), utf-16 or utf-32 with its byte order. Without a byte
    order mark a header tells by its first letters, which are ASCII in the trade's files."""
    for bom, name in _BOMS:
        if sample.startswith(bom):
            return name
    zeros = tuple(not byte for byte in sample[:8])
    for name, pattern in _WIDE:
        if zeros[: len(pattern)] == pattern:
            return name
    return _of_pairs(sample) or "utf-8"


def _of_pairs(sample: bytes) -> str:
    """UTF-16 by which byte of the pairs is NUL where Latin letters, digits and separators stand
    among others; "" where that does not tell."""
    first, second = sample[::2].count(0), sample[1::2].count(0)
    most, least = max(first, second), min(first, second)
    if most < FEWEST_NULS or most < least * _AS_MANY or most * _ONE_IN < len(sample):
        return ""
    name = "utf-16-le" if second > first else "utf-16-be"
    try:
        codecs.getincrementaldecoder(name)().decode(sample)
    except UnicodeDecodeError:
        return ""
    return name


def text_lines(stream: BinaryIO, encoding: str = "") -> Iterator[str | BadLine]:
    """The physical lines with their ends, NUL characters left out (they stand for nothing). A file
    that breaks off inside its compression ends with a BadLine. `encoding` is what the text is in,
    else UTF-8, UTF-16 or UTF-32 by the first bytes."""
    buffered = io.BufferedReader(cast("io.RawIOBase", stream), SAMPLE_BYTES)
    try:
        sample = buffered.peek(SAMPLE_BYTES)[:SAMPLE_BYTES]
    except OSError as error:
        buffered.detach()
        yield _broken(error)
        return
    if encoding in _MARKED:
        encoding = encoding_of(sample)
    text = io.TextIOWrapper(buffered, encoding, errors=errors_in(encoding), newline="")
    try:
        yield from _lines(text)
    finally:
        # Whoever opened the stream closes it (or has done so); a wrapper collected later must not.
        with contextlib.suppress(ValueError):
            text.detach().detach()


def errors_in(encoding: str) -> str:
    """How bytes that are no characters of an encoding come through: as half characters, which no
    text has."""
    if encoding == "utf-8":
        return "surrogateescape"
    codecs.register_error(_HALVES, _half)  # for this process; the same again changes nothing
    return _HALVES


def _half(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    bad = error.object[error.start : error.end]
    return "".join(chr(0xDC00 + byte) for byte in bad), error.end


def _lines(text: io.TextIOWrapper) -> Iterator[str | BadLine]:
    encoding = text.encoding
    is_utf8 = encoding == "utf-8"
    first = True
    while True:
        try:
            line = text.readline(LONGEST_LINE)
        except OSError as error:
            yield _broken(error)
            return
        if not line:
            return
        if first:
            line, first = line.removeprefix("\ufeff"), False
        if len(line) >= LONGEST_LINE and not line.endswith("\n"):
            yield _skipped(text, line)
        elif line.isascii():
            yield line.replace("\0", "") if "\0" in line else line
        else:
            read = _decoded(line) if is_utf8 else _whole(line, encoding)
            yield read.replace("\0", "") if isinstance(read, str) else read


def _decoded(line: str) -> str | BadLine:
    """A line of UTF-8; one with bytes that are no characters is refused."""
    try:
        line.encode("utf-8")
    except UnicodeEncodeError:
        return _whole(line, "utf-8")
    return line


def _whole(line: str, encoding: str) -> str | BadLine:
    """A line of any encoding; one with bytes that are no characters is refused."""
    half = _HALF.search(line)
    if half is None:
        return line
    at = half.start()
    byte, place = ord(half[0]) & 0xFF, len(line[:at].encode(encoding)) + 1
    why = f"bytes that are no {encoding}, from byte {place} of the line on (0x{byte:02X})"
    return BadLine(_HALF.sub("\ufffd", line), why, at)


def _skipped(text: io.TextIOWrapper, line: str) -> BadLine:
    """Read past the rest of a line that is too long; where the file breaks off in it, the next
    reading says so."""
    with contextlib.suppress(OSError):
        while (more := text.readline(LONGEST_LINE)) and not more.endswith("\n"):
            pass
    shown = line[:KEPT_OF_A_LONG_LINE].encode("utf-8", "replace").decode()
    return BadLine(shown, f"a line of more than {LONGEST_LINE:,} characters")


def _broken(error: Exception) -> BadLine:
    return BadLine("", f"the file breaks off here: {error}")
