"""How a scanner's text is garbled on its way through a keyboard: layouts, Caps Lock, conversions.

A scanner types positions of the layout it is set to; the station's layout makes characters of them.
Between the layouts of flow/keymaps every pair is worked out; for other stations a table says what
becomes of the characters of a scanner left as it came (US).
"""

from collections.abc import Iterator, Mapping
from enum import StrEnum

from triage_app.flow import keymaps
from triage_app.model.noun import noun

US = "us"


class Case(StrEnum):
    """What happens to upper and lower case. CAPS: Caps Lock as for letters; CAPS_ALL: as a Shift
    Lock, as French keyboards have it on Windows."""

    KEPT = "kept"
    CAPS = "caps"
    CAPS_ALL = "caps all"
    UPPER = "upper"
    LOWER = "lower"


NAMES: Mapping[str, str] = {
    US: "US (QWERTY)",
    "fr": "French (AZERTY)",
    "de": "German (QWERTZ)",
    "be": "Belgian (AZERTY)",
    "ch": "Swiss German (QWERTZ)",
    "ch-fr": "Swiss French (QWERTZ)",
    "gb": "British (QWERTY)",
    "es": "Spanish (QWERTY)",
    "it": "Italian (QWERTY)",
    "pt": "Portuguese (QWERTY)",
    "se": "Swedish or Finnish (QWERTY)",
    "dk": "Danish (QWERTY)",
    "no": "Norwegian (QWERTY)",
    "tr": "Turkish (QWERTY)",
    "ru": "Russian",
    "gr": "Greek",
}

# What a US scanner's characters become at stations of other layouts (XKB symbols of each country).
_AT_STATION: Mapping[str, tuple[str, str]] = {
    "pt": ("-/:@]", "'-Ç\"´"),
    "se": ("-/:@]", '+-Ö"¨'),
    "dk": ("-/:@]", '+-Æ"¨'),
    "no": ("-/:@]", '+-Ø"¨'),
    "tr": ("-/:@]", "*.Ş'ü"),
    "ru": (
        "TRGESNDaqzwymAQZWYM/:@]C",
        'ЕКПУЫТВфйяцньФЙЯЦНЬ.Ж"ъС',
    ),
    "gr": ("TRGESNDaqzwymAQZWYM:C", "ΤΡΓΕΣΝΔα;ζςυμΑ:ΖΣΥΜ¨Ψ"),
}


@noun(frozen=True, slots=True)
class Way:
    """One way from a printed text to the one the station reads. `scanner` and `station` are what
    each is set to."""

    scanner: str
    station: str
    case: Case = Case.KEPT

    @property
    def scanner_name(self) -> str:
        return NAMES.get(self.scanner, self.scanner)

    @property
    def station_name(self) -> str:
        return NAMES.get(self.station, self.station)

    def typed(self, text: str) -> str:
        """What the station reads when the scanner types `text`."""
        if self.case is Case.UPPER:
            text = text.upper()
        elif self.case is Case.LOWER:
            text = text.lower()
        if self.station not in keymaps.LAYOUTS:
            read = text.translate(str.maketrans(*_AT_STATION[self.station]))
            return read.swapcase() if self.case is Case.CAPS else read
        return "".join(self._key(character) for character in text)

    def _key(self, character: str) -> str:
        found = _where(self.scanner, character)
        if found is None:
            return character
        position, level = found
        levels = keymaps.layout(self.station).get(position, ("", "", ""))
        plain = levels[0]
        locked = self.case is Case.CAPS_ALL or (self.case is Case.CAPS and plain.isalpha())
        return levels[1 - level if locked and level < 2 else level]


def ways() -> Iterator[Way]:
    """Every way known, the plainest first: set up right, then one thing wrong, then two."""
    pairs = [(one, other) for one in keymaps.LAYOUTS for other in keymaps.LAYOUTS]
    pairs.sort(key=lambda pair: pair[0] != pair[1])
    pairs += [(US, station) for station in _AT_STATION]
    wrong = [Way(*pair) for pair in pairs]
    yield from wrong
    for case in (Case.CAPS, Case.UPPER, Case.LOWER):
        yield from (Way(way.scanner, way.station, case) for way in wrong)
    mapped = [way for way in wrong if way.station in keymaps.LAYOUTS]
    yield from (Way(way.scanner, way.station, Case.CAPS_ALL) for way in mapped)


def _where(layout: str, character: str) -> tuple[int, int] | None:
    """(position, level) a scanner set to the layout types a character by; None: none."""
    for position, levels in keymaps.layout(layout).items():
        if character in levels and character:
            return position, levels.index(character)
    return None
