"""A picture of a label -> the codes in it.

Linear codes are looked for first, then the others; where that is not enough, `labels_passes`
looks again in other ways and fields of bars are read by themselves (`labels_bars`).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from time import perf_counter

from triage_app.imaging.labels_belief import believed
from triage_app.imaging.labels_code import LabelCode, Polygon, has_itf14_check
from triage_app.imaging.labels_grey import grey_of, scaled
from triage_app.imaging.labels_passes import further_looks
from triage_app.imaging.labels_zxing import LINEAR, MATRIX, zxing_codes
from triage_app.imaging.picture import Picture

__all__ = ["LabelCode", "LabelRead", "Polygon", "has_itf14_check", "read_labels"]

LARGEST_PIXELS = 13_000_000  # a 12 megapixel photograph; what is larger is first made smaller
INVERTED_PIXELS = 4_000_000
MATRIX_AIMS = ("]Q", "]d", "]L", "]U", "]z")


@dataclass(frozen=True, slots=True)
class LabelRead:
    """All codes, from the top of the upright picture to the bottom. Their corners are pixels of
    the picture as it is stored; `orientation` (EXIF 1..8) says how it is turned to be looked at."""

    codes: tuple[LabelCode, ...] = ()
    orientation: int = 1

    @property
    def candidates(self) -> tuple[str, ...]:
        """The different texts that may name an item, as scanned, printed codes first."""
        linear_first = sorted(self.codes, key=lambda code: code.aim[:2] in MATRIX_AIMS)
        return tuple(dict.fromkeys(code.scanned for code in linear_first))


Enough = Callable[[LabelRead], bool]


def any_code(read: LabelRead) -> bool:
    """Enough for who wants to know whether there is a code at all."""
    return bool(read.codes)


def read_labels(picture: Picture, enough: Enough = any_code) -> LabelRead:
    """The codes in a picture of any depth; none where nothing believable is read.

    Where the first look is not `enough`, others follow until it is or the time is up (about one
    second in all, on a 12 megapixel photograph too).
    """
    started = perf_counter()
    whole = grey_of(picture)
    factor = min(1.0, (LARGEST_PIXELS / whole.size) ** 0.5)
    page = scaled(whole, factor)
    inverted = page.size <= INVERTED_PIXELS  # else only in the further looks, on a smaller page
    squares = zxing_codes(page, MATRIX, inverted=inverted)
    codes = believed(page, [*zxing_codes(page, LINEAR), *squares])
    read = _read(codes, factor, picture)
    if enough(read):
        return read
    for found in further_looks(page, started):
        new = [code for code in found if _is_new(code, codes)]
        if new:
            codes += new
            read = _read(codes, factor, picture)
            if enough(read):
                break
    return read


def _is_new(code: LabelCode, known: Iterable[LabelCode]) -> bool:
    return not any(
        (code.text, code.symbology) == (other.text, other.symbology)
        or code.contests(other)
        or code.is_part_of(other)
        for other in known
    )


def _read(codes: Iterable[LabelCode], factor: float, picture: Picture) -> LabelRead:
    down = sorted(codes, key=lambda code: min(y for _, y in code.polygon))
    return LabelRead(
        tuple(_stored(code.scaled(1 / factor), picture) for code in down), picture.orientation
    )


def _stored(code: LabelCode, picture: Picture) -> LabelCode:
    """The code's corners from the upright picture to the stored one: `upright` undone."""
    turned = picture.orientation in (5, 6, 7, 8)
    height, width = (picture.width, picture.height) if turned else (picture.height, picture.width)
    corners = []
    for x, y in code.polygon:
        if picture.orientation in (2, 3, 6, 7):
            x = width - 1 - x
        if picture.orientation in (3, 4, 7, 8):
            y = height - 1 - y
        corners.append((y, x) if turned else (x, y))
    return code.at(corners)
