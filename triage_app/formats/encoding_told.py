"""A file, or the name somebody gave -> the encoding its text is in; never a guess.

UTF-8, UTF-16 and UTF-32 are told by their bytes, an older code page by the words it makes, see
`page_told`. A file that leaves a doubt is refused, with how it would read in the likeliest pages.
"""

import codecs
import re
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final

from triage_app.formats.page_told import Sample, shown
from triage_app.formats.text_lines import SAMPLE_BYTES, encoding_of, open_stream
from triage_app.model.errors import FileUnreadable
from triage_app.model.sentence import tr
from triage_app.model.visible import visible

UTF8: Final = "utf-8"
SHOWN: Final = 60
"""Characters of a line, about its first one beyond ASCII."""
_BEFORE: Final = 20
_SPLIT = re.compile(rb"[\r\n]+")
_BEYOND = re.compile("[^\x00-\x7f]")
_ASCII: Final = "".join(map(chr, range(32, 92))) + "]_abcdefghijklmnopqrstuvwxyz{|}\t\r\n"
"""What every page of the trade writes in the same bytes; a backslash and a tilde are not."""
_WIDE: Final = ("utf-16", "utf-32", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")
_NO_PAGES: Final = (
    "idna",
    "punycode",
    "unicode-escape",
    "raw-unicode-escape",
    "utf-7",
    "undefined",
)
"""Ways of writing text in letters of other text: no encoding of files."""


class EncodingUnknown(ValueError):
    """A name that is none of an encoding that text files are in."""


def named_encoding(name: str) -> str:
    """Python's own name of an encoding that files may be in: one that writes ASCII as ASCII, or
    UTF-16 or UTF-32. Raises EncodingUnknown."""
    try:
        found = codecs.lookup(name)
        same = found.name in _WIDE or _ASCII.encode("ascii").decode(name) == _ASCII
    except (LookupError, UnicodeError, ValueError) as error:
        raise EncodingUnknown(f"'{visible(name, 40)}' is no encoding") from error
    if found.name in _NO_PAGES or not same:
        raise EncodingUnknown(f"'{visible(name, 40)}' is no encoding that manifests are read in")
    return found.name.removesuffix("-sig")


def told_encoding(path: Path, *, is_doubtful: bool = True) -> str:
    """The encoding of a file's text. Where its first bytes do not say that it is UTF-16 or UTF-32
    all of it is read, unless somebody knows that it is good UTF-8 then. Raises FileUnreadable where
    it cannot be told."""
    with open_stream(path) as stream:
        try:
            head = stream.read(SAMPLE_BYTES) or b""
        except OSError:  # its reader says so
            return UTF8
        encoding = encoding_of(head)
        if encoding != UTF8 or not is_doubtful:
            return encoding
        sample = Sample()
        for line in _lines(stream, head):
            sample.add(line)
    return told_page(path, sample)


def told_page(path: Path, sample: Sample) -> str:
    """The encoding of a file by its lines beyond ASCII: UTF-8 too where their words are words in
    none, so that each of them is refused. Raises FileUnreadable."""
    if sample.is_utf8:
        return UTF8
    candidates = sample.candidates()
    page = sample.told(candidates)
    readings = shown(candidates, _cut)
    if page or not readings:
        return page or UTF8
    raise FileUnreadable(
        tr(
            "formats",
            "{path} is no UTF-8 and its code page is in doubt: {readings}.",
            path=path,
            readings="; ".join(f"{page}: {visible(line)}" for page, line in readings),
        ),
        tr(
            "formats",
            "Nothing was imported. Name the page that reads right: triage import --encoding {name}"
            " {path} (with utf-8 those lines are refused, the others read).",
            name=readings[0][0],
            path=path,
        ),
    )


def _lines(stream: BinaryIO, head: bytes) -> Iterator[bytes]:
    """The lines with bytes beyond ASCII, but for those longer than SAMPLE_BYTES."""
    data, kept, is_long = head, b"", False
    while data:
        first, *more = _SPLIT.split(kept + data)
        *others, kept = more or [b""]
        if not more:
            kept, is_long = first, is_long or len(first) > SAMPLE_BYTES
            kept = b"" if is_long else kept
        else:
            for line in others if is_long else (first, *others):
                if not line.isascii():
                    yield line
            is_long = False
        try:
            data = stream.read(SAMPLE_BYTES) or b""
        except OSError:
            data = b""
    if kept and not is_long and not kept.isascii() and not _breaks_off(kept):
        yield kept


def _breaks_off(last: bytes) -> bool:
    """Whether the last line is UTF-8 that ends amidst a character: the file was cut, which says
    nothing against its encoding."""
    try:
        last.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.reason == "unexpected end of data"
    return False


def _cut(line: str) -> str:
    """A piece of the line that shows what is beyond ASCII in it."""
    found = _BEYOND.search(line)
    begins = max(0, found.start() - _BEFORE) if found else 0
    return line[begins : begins + SHOWN].strip()
