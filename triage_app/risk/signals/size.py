"""Family `weight`: can a thing of this size weigh this much, and does it pass as mail at all?"""

import re
from collections.abc import Iterator, Sequence

from triage_app.risk.case import Answer, Case, Fired, because
from triage_app.risk.rules import Rule

NO_SIZE = because("no column of the manifest tells a size")
NO_WEIGHT = because("no gross weight is announced")
PLAUSIBLE = because("size and weight can belong together")
SIDES = ("length", "width", "height")
_CM = {"mm": 0.1, "cm": 1.0, "": 1.0, "m": 100.0, "in": 2.54, "inch": 2.54, "ft": 30.48}
_NUMBER = r"(\d{1,6}(?:[.,]\d{1,3})?)"
_UNIT = "(mm|cm|m|inch|in|ft)?"
_THREE = re.compile(rf"{_NUMBER} ?{_UNIT} ?[x×*] ?{_NUMBER} ?{_UNIT} ?[x×*] ?{_NUMBER} ?{_UNIT}")
_ONE = re.compile(rf"{_NUMBER} ?{_UNIT}\Z")
_NAMED_UNIT = re.compile(r"(?<![a-z])(mm|cm|m|inch|in|ft)(?![a-z])")
MOST_COLUMNS = 60
HEAVIEST_G = 10**12
"""Heavier is written, not weighed."""
LONGEST_CELL = 60


def size_implausible(case: Case, rule: Rule) -> Answer:
    """By the size that a column of the manifest tells ("30 x 20 x 10 cm", or length, width and
    height), the item is denser than `most_g_per_l`, lighter than `least_g_per_l`, or longer than
    `longest_cm` (grams, litres, centimetres)."""
    sides = sides_of(case.announced.extra)
    if sides is None:
        return NO_SIZE
    gross = case.announced.gross_weight_g
    if not gross or gross <= 0:
        return NO_WEIGHT
    litres = sides[0] * sides[1] * sides[2] / 1000
    density = round(min(gross, HEAVIEST_G) / litres)
    longest = max(sides)
    dense = not rule.whole("least_g_per_l") <= density <= rule.whole("most_g_per_l")
    if not dense and longest <= rule.whole("longest_cm"):
        return PLAUSIBLE
    size = " x ".join(f"{side:g}" for side in sides)
    return Fired(
        {"size_cm": size, "gross_g": gross, "g_per_l": density},
        {
            "size": size,
            "gross": f"{gross:,}",
            "density": f"{density:,}",
            "least": rule.whole("least_g_per_l"),
            "most": f"{rule.whole('most_g_per_l'):,}",
            "longest": rule.whole("longest_cm"),
        },
    )


def sides_of(extra: Sequence[tuple[str, str]]) -> tuple[float, float, float] | None:
    """The three sides in centimetres, longest first; None where no column tells them."""
    found = dict(_told(extra))
    if "all" in found:
        return _sorted(found["all"])
    if all(side in found for side in SIDES):
        return _sorted(tuple(found[side][0] for side in SIDES))
    return None


def _told(extra: Sequence[tuple[str, str]]) -> Iterator[tuple[str, tuple[float, ...]]]:
    for name, text in extra[:MOST_COLUMNS]:
        title, cell = name[:LONGEST_CELL].lower(), text[:LONGEST_CELL].strip().lower()
        named = _NAMED_UNIT.search(title.replace("_", " "))
        unit = named[1] if named else ""
        if ("dimension" in title or "size" in title) and (three := _THREE.match(cell)):
            last = three[6] or unit
            yield "all", tuple(_cm(three[at], three[at + 1] or last) for at in (1, 3, 5))
        for side in SIDES:
            if side in title and (one := _ONE.match(cell)):
                yield side, (_cm(one[1], one[2] or unit),)


def _cm(number: str, unit: str) -> float:
    return float(number.replace(",", ".")) * _CM[unit]


def _sorted(sides: Sequence[float]) -> tuple[float, float, float] | None:
    long, middle, short = sorted(sides, reverse=True)
    return (long, middle, short) if short > 0 else None
