"""Text -> Code: the text without its AIM identifier, separators written one way, spaces gone.

The separators of ISO/IEC 15434 and GS1 (GS, RS, EOT and their kin) are taken as scanners, drivers
and people write them: raw, as control pictures, as words in brackets, as escapes, "^" for FNC1.
"""

import re
from functools import cache

from triage_app.model.noun import noun

GS, RS, EOT = "\x1d", "\x1e", "\x04"
LONGEST = 4000
"""No symbology carries more characters in one code that names an item (Data Matrix: 2,335)."""

_AIM = re.compile(r"\](?P<letter>[A-Za-z])(?P<modifier>[0-9A-Za-z])")
_CHARACTER_SET = re.compile(r"\\000[0-9]{3}")
"""An ECI escape (AIM ITS/04-001): which character set follows; a scanner has obeyed it already."""
# Patterns that few codes need are compiled by the first that does (re keeps them).
_SEPARATORS = (
    r"(?i:\^|[{<\[](?:FNC1|EOT|[FGRU]S|0X(?:1[C-F]|04))[}>\]]|\\X(?:1[C-F]|04)|\\U00(?:1[C-F]|04)"
    r"|\\(?:03[4-7]|004)|&#(?:2[89]|3[01]|0?4|X(?:1[C-F]|0?4));|[\u2404\u241c-\u241f])"
)
_MAY_SEPARATE = re.compile(r"[\^{<\[\\&\u2404\u241c-\u241f]")
_CONTROLS = {"EOT": EOT, "FS": "\x1c", "GS": GS, "RS": RS, "US": "\x1f"}
# Spaces of every kind, hyphens and dashes of every kind, zero-width marks, frame characters.
_LOOSE = re.compile(
    r"[\s\-\x02-\x04\u00ad\u2010-\u2015\u2212\u200b-\u200f\u2060\u2066-\u2069\ufeff]+"
)


@cache
def _spellings() -> dict[str, str]:
    """What may stand for a separator, upper case and without its brackets -> the separator."""
    said = {"^": GS, "FNC1": GS, **_CONTROLS}
    for control in _CONTROLS.values():
        number = ord(control)
        hexadecimal = (f"0X{number:02X}", f"X{number:02X}", f"U{number:04X}", f"#X{number:02X}")
        decimal = (f"{number:03o}", f"#{number}", f"#{number:02}", f"#X{number:X}")
        said |= dict.fromkeys((*hexadecimal, *decimal, chr(0x2400 + number)), control)
    return said


_UPPER = {ord(c): ord(c.upper()) for c in "abcdefghijklmnopqrstuvwxyz"}
_WIDE = {0xFF01 + n: 0x21 + n for n in range(94)} | {0x3000: 0x20, 0x2420: 0x20}
"""The forms East Asian keyboards write: the same characters, only as wide as an ideograph. And the
picture of a space, which readers of two-dimensional codes write beside those of the controls."""

SYMBOLOGIES = {
    "A": "Code 39",
    "C": "Code 128",
    "d": "Data Matrix",
    "E": "EAN/UPC",
    "e": "GS1 DataBar",
    "F": "Codabar",
    "G": "Code 93",
    "H": "Code 11",
    "I": "ITF",
    "J": "DotCode",
    "L": "PDF417",
    "M": "MSI",
    "Q": "QR Code",
    "R": "Plessey",
    "S": "Industrial 2 of 5",
    "U": "MaxiCode",
    "X": "Other",
    "Z": "Keyboard",
    "z": "Aztec",
}
"""AIM code letters (ISO/IEC 15424); each symbology's GS1 form is in `GS1_CARRIERS`."""

GS1_CARRIERS = {
    "C1": "GS1-128",
    "d2": "GS1 Data Matrix",
    "e0": "GS1 DataBar",
    "J1": "GS1 DotCode",
    "Q3": "GS1 QR Code",
}
EAN_CARRIERS = {"E0": "EAN-13", "E1": "EAN-2", "E2": "EAN-5", "E3": "EAN-13", "E4": "EAN-8"}
_EAN_LENGTHS = {"E0": 13, "E4": 8}


@noun(frozen=True, slots=True)
class Code:
    """A text made ready to be read.

    `payload` is without AIM identifier, GS as "\\x1d"; `compact` is upper case without spaces,
    hyphens and GS. `aim` is "" for typed codes: only those may hold look-alikes.
    """

    text: str
    payload: str
    compact: str
    aim: str = ""
    symbology: str = ""

    @property
    def scanned(self) -> bool:
        """Whether a scanner said which symbology it read."""
        return bool(self.aim)

    @property
    def gs1(self) -> bool:
        """Whether the symbology says that GS1 elements follow."""
        return self.aim in GS1_CARRIERS

    @property
    def ean(self) -> bool:
        """Whether the symbology says that a trade item's number follows."""
        return self.aim in EAN_CARRIERS

    @property
    def right_length(self) -> bool:
        """Whether the digits are as many as the symbology carries; others carry any number."""
        return _EAN_LENGTHS.get(self.aim, len(self.compact)) == len(self.compact)


def clean(text: str) -> Code:
    """Take the text apart; linear in its length."""
    payload = text.strip(" \t\r\n\0")
    aim = symbology = ""
    found = _AIM.match(payload)
    if found and found["letter"] in SYMBOLOGIES:
        aim = found["letter"] + found["modifier"]
        symbology = GS1_CARRIERS.get(aim) or EAN_CARRIERS.get(aim) or SYMBOLOGIES[aim[0]]
        payload = payload[3:]
        if payload[:1] == "\\" and _CHARACTER_SET.match(payload):
            payload = payload[7:]
    if not payload.isascii():
        payload = payload.translate(_WIDE)
    if not payload.isalnum() and _MAY_SEPARATE.search(payload):
        payload = re.sub(_SEPARATORS, _separator, payload)
    return Code(text, payload, compact(payload), aim, symbology)


def _separator(found: re.Match[str]) -> str:
    return _spellings()[found[0].upper().strip("{}<>[]\\&;")]


def compact(payload: str) -> str:
    """Upper case (ASCII only: no other letter may turn into one), no spaces, hyphens, GS, and no
    brackets round GS1 identifiers."""
    if not payload.isalnum():
        if payload[:1] == "(":
            payload = payload.replace("(", "").replace(")", "")
        payload = _LOOSE.sub("", payload)  # Python's \s holds GS and its kin
    return payload.upper() if payload.isascii() else payload.translate(_UPPER)


def is_address(payload: str) -> bool:
    """Whether the payload is a web address, GS1 Digital Link or not."""
    return payload[:8].lower().startswith(("http://", "https://"))


def escaped(text: str, limit: int = 200) -> str:
    """Outside text as it may be shown: unprintable characters as escapes, cut in the middle."""
    shown = "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text[: 2 * limit + 1])
    if len(shown) <= limit and len(text) <= limit:
        return shown
    tail = "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text[-limit // 4 :])
    return f"{shown[: limit * 3 // 4]} … {tail[-limit // 4 :]}"
