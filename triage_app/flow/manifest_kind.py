"""The first bytes of a file -> may it be a manifest? The import itself says what is wrong in it."""

import re
from typing import Final

_PACKED: Final = (b"\x1f\x8b", b"\x28\xb5\x2f\xfd")  # gzip (RFC 1952), Zstandard (RFC 8878)
_SHEETS: Final = (b"PK\x03\x04", bytes.fromhex("d0cf11e0a1b11ae1"))
"""Spreadsheets, which the import says how to turn into a manifest."""
_OTHER: Final = (b"%PDF", b"8BPS", b"GIF8", b"\xff\x4f\xff\x51", b"\x89PNG", b"\x7fELF", b"MZ\x90")
_MARKUP: Final = re.compile(r"<(\?xml|!doctype|!--|[a-z][\w:.-]*(\s|/|>))", re.IGNORECASE)
_CONTROL: Final = re.compile("[\x01-\x08\x0b\x0e-\x19\x7f]")
"""What text has none of; the separators of EDIFACT's level B, an old end of file and an escape are
others."""
_ONE_IN: Final = 100
"""Characters of text that has been damaged, to one control character."""
_NULS: Final = 4
"""Of so many characters of text one may be NUL, which stands for nothing."""


def may_be_manifest(head: bytes) -> bool:
    """Whether a file that begins so is text of any kind, packed or not, or a spreadsheet: whatever
    stands above the names of columns and whatever parts them. A picture is none: it has a mark of
    its own, or bytes that are no text."""
    if head.startswith((*_PACKED, *_SHEETS)):
        return True
    if head.startswith(_OTHER):
        return False
    from triage_app.formats.text_lines import encoding_of  # no scan waits for it

    text = head.decode(encoding_of(head), "replace").lstrip("\ufeff\0 \t\r\n")
    if _MARKUP.match(text):
        return False
    controls = len(_CONTROL.findall(text))
    return controls * _ONE_IN <= len(text) and text.count("\0") * _NULS <= len(text)
