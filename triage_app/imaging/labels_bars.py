"""A grey picture -> bar codes too blurred, dim, slanted or bent for a reader of single lines.

Each field of bars is straightened and read line by line; a text is believed when lines from
different parts of the field say it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import numpy as np

from triage_app.imaging.labels_code import LabelCode
from triage_app.imaging.labels_fields import Field, bar_fields
from triage_app.imaging.labels_grey import Grey, scaled
from triage_app.imaging.labels_strips import FIELD_SHARE, Strip, patches, strips
from triage_app.imaging.labels_zxing import GLOBAL, LINEAR, LOCAL, STACKED, zxing_codes

Late = Callable[[], bool]

THICK = 12  # rows a strip is shown to the reader as
STRONG = frozenset({"Code 128", "Code 93"})  # a check over every character
AGREEING = 2  # places of a field that must say the same
AGREEING_WEAK = 3
SURE = 5  # places after which no more are asked
LEAST_WEAK = 6  # characters without a check; carriers' numbers are longer
LONG, WHOLE = 8, 0.9  # characters, share of the field: as good as a check
COVERED = 0.8  # of the field: what reads as less is a part of something longer


@dataclass(slots=True)
class _Said:
    """A text, the places of the field that say it, and where along the field it lies."""

    code: LabelCode
    start: float
    end: float
    places: set[tuple[int, int]] = field(default_factory=set)

    @property
    def enough(self) -> bool:
        covered = (self.end - self.start) / FIELD_SHARE
        if self.code.symbology in STRONG:
            return len(self.places) >= AGREEING
        if self.code.unchecked and len(self.code.text) < LEAST_WEAK:
            return False
        clear = len(self.code.text) >= LONG and covered > WHOLE
        agreeing = AGREEING if clear else AGREEING_WEAK
        return len(self.places) >= agreeing and covered > COVERED and self._apart

    @property
    def _apart(self) -> bool:
        """Whether two of the places share no row: what they have in common is no accident."""
        first_end = min((band + 1) / bands for bands, band in self.places)
        return max(band / bands for bands, band in self.places) >= first_end - 1e-9

    def rivals(self, other: "_Said") -> bool:
        """Whether another text of the kind is said nearly as often for the same bars."""
        return (
            self.code.symbology == other.code.symbology
            and self.overlaps(other)
            and 2 * len(other.places) > len(self.places)
        )

    def overlaps(self, other: "_Said") -> bool:
        return self.start < other.end and other.start < self.end


def bar_codes(page: Grey, small: Grey, late: Late) -> list[LabelCode]:
    """The bar codes of a page; `small` is the same page, small enough to look for fields on.
    Bars wider than its cells come together on a smaller one, which is tried where nothing is
    found. Stops when `late` says so."""
    for smaller in (1.0, 0.5):
        seen = scaled(small, smaller)
        factor = page.shape[1] / seen.shape[1]
        found: dict[tuple[str, str], LabelCode] = {}
        for place in bar_fields(seen):
            if late():
                break
            for code in _field_codes(page, place.scaled(factor)):
                found.setdefault((code.symbology, code.text), code)
        if found:
            return list(found.values())
    return []


def _field_codes(page: Grey, place: Field) -> Iterator[LabelCode]:
    said: dict[tuple[str, str], _Said] = {}
    for strip in strips(page, place):
        _listen(strip, said)
        if len(said) == 1 and all(one.enough and len(one.places) >= SURE for one in said.values()):
            break
    kept: list[_Said] = []
    for one in sorted(said.values(), key=lambda one: -len(one.places)):
        others = [other for other in said.values() if other is not one]
        contested = any(one.rivals(other) for other in others)
        if one.enough and not contested and not any(one.overlaps(better) for better in kept):
            kept.append(one)
            yield one.code.at(_corners(place, one.start, one.end))
    if not kept:
        yield from _stacked(page, place)


def _listen(strip: Strip, said: dict[tuple[str, str], _Said]) -> None:
    shown = np.repeat(strip.line[None], THICK, axis=0)
    for code in zxing_codes(shown, LINEAR, GLOBAL, upright=True):
        ends = sorted(x / len(strip.line) for x, _ in code.polygon)
        key = (code.symbology, code.text)
        one = said.setdefault(key, _Said(code, ends[0], ends[-1]))
        one.places.add((strip.bands, strip.band))


def _stacked(page: Grey, place: Field) -> Iterator[LabelCode]:
    """PDF417 is a stack of bars: the straightened field, read as a picture."""
    for patch in patches(page, place):
        for threshold in (LOCAL, GLOBAL):
            found = list(zxing_codes(patch, STACKED, threshold))
            if found:
                yield from (code.at(_corners(place, 0.0, 1.0)) for code in found)
                return


def _corners(place: Field, start: float, end: float) -> list[tuple[float, float]]:
    """Corners in the picture of the part of a strip between two shares of its length."""
    left, right = ((share - 0.5) / FIELD_SHARE for share in (start, end))
    return [place.point(*at) for at in ((left, -0.5), (right, -0.5), (right, 0.5), (left, 0.5))]
