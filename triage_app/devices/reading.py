"""The bytes of one code -> its text; and what is wrong with the line where they are no text."""

from enum import StrEnum

GARBLED_SHARE = 0.25
"""So many characters that no code holds are a wrong speed: bytes timed wrongly are at random, and
of 256 more than half are controls or no UTF-8. Labels hold a letter with an accent now and then,
so those of ISO 8859-1 count half."""
PARITY_TELLS = 8
_CARRIED = frozenset(b"\t\r\n\x04\x1c\x1d\x1e\x1f")
"""Controls codes do hold: tab, line ends, EOT and the separators FS GS RS US (ISO/IEC 15434)."""


class Trouble(StrEnum):
    """Why what came is no code."""

    GARBLED = "garbled"
    PARITY = "parity"
    TOO_LONG = "too long"
    CUT_OFF = "cut off"


def code_in(data: bytes) -> str:
    """UTF-8 where it is, else ISO 8859-1, which every byte is."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def trouble_in(data: bytes) -> Trouble | None:
    """What the bytes say is wrong with the line; None where they may be a code."""
    if _has_parity(data):
        return Trouble.PARITY
    halves = sum(map(_halves, code_in(data)))
    return Trouble.GARBLED if halves and halves >= 2 * GARBLED_SHARE * len(data) else None


def _halves(character: str) -> int:
    """How odd a character is in a code, in halves."""
    number = ord(character)
    if number < 0x20:
        return 0 if number in _CARRIED else 2
    if 0x7F <= number < 0xC0:
        return 2
    return 1 if 0xC0 <= number <= 0xFF else 0


def _has_parity(data: bytes) -> bool:
    """Whether the highest bit is all that is wrong: one parity in every byte, plain text below.
    Of texts with a letter of ISO 8859-1 in them, one in 2**7 of this length is so by chance."""
    if data.isascii() or len(data) < PARITY_TELLS:
        return False
    parities = {byte.bit_count() % 2 for byte in data}
    below = bytes(byte & 0x7F for byte in data)
    return len(parities) == 1 and all(not _halves(chr(byte)) for byte in below)
