"""The first bytes of a file -> what it is, where it surely is no manifest.

A table is told by nothing, so whatever is not known here is taken for one; a picture or an archive
read so would be a reject of gibberish without a next step.
"""

import re
from pathlib import Path
from typing import Final

from triage_app.model.errors import FileUnreadable
from triage_app.model.sentence import NOTHING, Sentence, tr

HEAD_BYTES: Final = 512
"""Enough for every mark below."""
_TAR_AT: Final = 257
"""Where a tar header says that it is one (POSIX.1-2017, pax, ustar)."""
_ARCHIVES: Final = (b"PK\x03\x04", b"PK\x05\x06", b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c")
_OFFICE: Final = (b"%PDF", b"{\\rtf", bytes.fromhex("d0cf11e0a1b11ae1"))
_PICTURES: Final = (b"\x89PNG\r\n", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*")
_PROGRAMS: Final = (b"\x7fELF", b"MZ\x90\0", b"SQLite format 3\0")
_PACKED: Final = (b"BZh", b"\xfd7zXZ\0", b"\x1f\x9d")
"""bzip2, xz, compress."""
_PACKED_TWICE: Final = (b"\x1f\x8b", b"\x28\xb5\x2f\xfd")
_MARKUP: Final = re.compile(rb"<(\?xml|!doctype|!--|[a-z][\w:.-]*(\s|/|>))")
"""A declaration or a tag (XML 1.0, 2.8 and 3.1); a table may begin with `<5 kg`."""


def refuse_foreign(path: Path, head: bytes, *, unpacked: bool = False) -> None:
    """Raise FileUnreadable where a file that begins so is no text, or text of another trade.
    `unpacked`: gzip or zstd was taken off it already."""
    what = _what(path, head, unpacked=unpacked)
    if what:
        raise FileUnreadable(
            what,
            tr(
                "formats",
                "Export it as CSV or unpack it first, or ask its sender for EDIFACT or JSON lines;"
                " nothing was imported.",
            ),
        )


def _what(path: Path, head: bytes, *, unpacked: bool) -> Sentence:
    if head.startswith((*_ARCHIVES, *_OFFICE)) or head[_TAR_AT:].startswith(b"ustar"):
        return tr("formats", "{path} is a spreadsheet, an archive or a PDF, not text.", path=path)
    if head.startswith((*_PACKED, *(_PACKED_TWICE if unpacked else ()))):
        return tr("formats", "{path} is packed in a way that is not read.", path=path)
    if head.startswith((*_PICTURES, *_PROGRAMS)):
        return tr("formats", "{path} is a picture, a program or a database.", path=path)
    if _MARKUP.match(_text(head)):
        return tr("formats", "{path} is XML or a web page, which is not read.", path=path)
    return NOTHING


def _text(head: bytes) -> bytes:
    """The beginning in lower case, without what UTF-16 and a byte order mark put in."""
    return head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
