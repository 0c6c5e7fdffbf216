"""Lines of a serial scale -> the weights it shows, each once.

Understood: MT-SICS (Mettler-Toledo, "S S      1.310 kg"), the lines most others send ("ST,GS,+
1.310kg"), and plain ones ("   1.310 kg"). A reading that is not at rest says nothing.
"""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

ASKED: Final = b"SIR\r\n"
"""MT-SICS: send the weight again and again. A scale that knows no such word leaves it."""
AGAIN_AFTER: Final = timedelta(seconds=1)
"""One that sends when its key is pressed is silent between two, one that sends always is not."""

_GRAMS: Final = {
    "g": Decimal(1),
    "kg": Decimal(1000),
    "lb": Decimal("453.59237"),
    "oz": Decimal("28.349523125"),
}
_WEIGHT: Final = re.compile(
    r"(?P<sign>[+-]?) *(?P<number>\d{1,9}(?:[.,]\d{1,6})?) *(?P<unit>kg|g|lb|oz)\Z", re.IGNORECASE
)
_MOVING: Final = re.compile(r"S D|US\b|[A-Z]{2},US|SD\b", re.IGNORECASE)
_HEAD: Final = re.compile(r"\A(?:S[ ]S|[A-Z]{1,2}(?:,[A-Z]{1,2})?,|[A-Z]{2} )? *", re.IGNORECASE)


def grams_at_rest(line: str) -> int | None:
    """Whole grams of a reading at rest (half up); None for one that moves, an overload, an error,
    or no reading at all. An empty pan is 0."""
    text = line.strip()
    if _MOVING.match(text):
        return None
    found = _WEIGHT.match(text[_HEAD.match(text).end() :])  # type: ignore[union-attr]  # matches ""
    if found is None:
        return None
    number = Decimal(found["number"].replace(",", "."))
    grams = int((number * _GRAMS[found["unit"].lower()]).quantize(Decimal(1), ROUND_HALF_UP))
    return -grams if found["sign"] == "-" else grams


class Scale:
    """One scale's readings; a weight that rests on the pan is told once, however often it is sent.
    `on_weight` gets whole grams and the scale's name; 0 says that the pan is empty."""

    def __init__(self, now: Callable[[], datetime], on_weight: Callable[[int, str], None]) -> None:
        self._now = now
        self._on_weight = on_weight
        self._told: int | None = None
        self._heard_at: datetime | None = None

    def take(self, line: str, name: str) -> None:
        """A line of the scale."""
        now, heard_at = self._now(), self._heard_at
        self._heard_at = now
        if heard_at is None or not timedelta() <= now - heard_at < AGAIN_AFTER:
            self._told = None
        grams = grams_at_rest(line)
        if grams is None:
            self._told = None
        elif max(grams, 0) != self._told:
            self._told = max(grams, 0)
            self._on_weight(self._told, name)
