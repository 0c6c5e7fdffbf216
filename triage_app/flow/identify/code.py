"""Text -> Code: the text without its AIM identifier, separators written one way, spaces gone."""

import re

from triage_app.model.noun import noun

GS = "\x1d"
LONGEST = 4000
"""No symbology carries more characters in one code that names an item (Data Matrix: 2,335)."""

_AIM = re.compile(r"\](?P<letter>[A-Za-z])(?P<modifier>[0-9A-Za-z])")
_GS_WORDS = re.compile(r"\^|\{GS\}|<GS>|\\x1[dD]|\\u001[dD]|␝|\{FNC1\}|<FNC1>", re.IGNORECASE)
# Spaces of every kind, hyphens and dashes of every kind, zero-width marks; not the separator GS.
_LOOSE = re.compile(r"[\s\-\u00ad\u2010-\u2015\u2212\u200b-\u200f\u2060\ufeff]+")
_UPPER = {ord(c): ord(c.upper()) for c in "abcdefghijklmnopqrstuvwxyz"}

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
    if not payload.isalnum():
        payload = _GS_WORDS.sub(GS, payload)
    return Code(text, payload, compact(payload), aim, symbology)


def compact(payload: str) -> str:
    """Upper case (ASCII only: no other letter may turn into one), no spaces, hyphens, GS, and no
    brackets round GS1 identifiers."""
    if not payload.isalnum():
        if payload[:1] == "(":
            payload = payload.replace("(", "").replace(")", "")
        payload = _LOOSE.sub("", payload.replace(GS, ""))
    return payload.translate(_UPPER)


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
