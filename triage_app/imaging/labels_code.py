"""What a reader found in a picture: one code, its bytes, its place. And what may be believed."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

Point = tuple[int, int]
Polygon = tuple[Point, Point, Point, Point]

UNCHECKED = {"ITF": 4, "Codabar": 4, "Code 39": 3}
"""Least length of what carries at most a checksum mod 43, and that seldom (ISO/IEC 16388, 16390;
Codabar: AIM BC3)."""

ITF_14 = 14
BARS = frozenset({"Code 128", "Code 39", "Code 93", "ITF", "EAN-13", "EAN-8", "UPC-A", "UPC-E"})


@dataclass(frozen=True, slots=True)
class LabelCode:
    """One code. `polygon` are its corners in picture pixels, clockwise from its own top left;
    `aim` is the identifier a scanner would send before `text` (ISO/IEC 15424)."""

    text: str
    data: bytes
    aim: str
    symbology: str
    polygon: Polygon
    reader: str

    @property
    def scanned(self) -> str:
        """The text as a scanner that names symbologies would send it."""
        return f"{self.aim}{self.text}"

    @property
    def unchecked(self) -> bool:
        """Whether nothing in the code tells a misread one from a right one."""
        return self.symbology in UNCHECKED and not has_itf14_check(self.text)

    @property
    def long_enough(self) -> bool:
        return len(self.text) >= UNCHECKED.get(self.symbology, 0)

    def at(self, corners: Iterable[tuple[float, float]]) -> "LabelCode":
        """The same code with its four corners elsewhere."""
        return replace(self, polygon=polygon(corners))

    def scaled(self, factor: float) -> "LabelCode":
        """Found on a page `1 / factor` times as large: in the picture's own pixels."""
        return self.at((x * factor, y * factor) for x, y in self.polygon)

    def is_part_of(self, other: "LabelCode") -> bool:
        """Whether it may be a stray line across some of the other's bars."""
        return self.unchecked and self.text in other.text and len(self.text) < len(other.text)

    def contests(self, other: "LabelCode") -> bool:
        """Whether both are bars of one kind and say different things where only one has room: a
        stray line across the edge of some bars can pass a check digit too."""
        same_kind = self.symbology in BARS and self.symbology == other.symbology
        return same_kind and self.text != other.text and self.touches(other)

    def touches(self, other: "LabelCode") -> bool:
        """Whether their boxes meet, or nearly."""
        one, two = _box(self.polygon), _box(other.polygon)
        reach = max(min(b[2] - b[0], b[3] - b[1]) for b in (one, two)) // 2
        across = min(one[2], two[2]) - max(one[0], two[0])
        down = min(one[3], two[3]) - max(one[1], two[1])
        return across > -reach and down > -reach and max(across, down) > reach


def polygon(corners: Iterable[tuple[float, float]]) -> Polygon:
    """Four corners on whole pixels."""
    a, b, c, d = ((round(x), round(y)) for x, y in corners)
    return a, b, c, d


def has_itf14_check(text: str) -> bool:
    """Whether 14 digits end in their GS1 check digit (GS1 General Specifications 7.9)."""
    if len(text) != ITF_14 or not text.isascii() or not text.isdigit():
        return False
    weighted = sum(int(digit) * (3 - place % 2 * 2) for place, digit in enumerate(text))
    return weighted % 10 == 0


def _box(corners: Polygon) -> tuple[int, int, int, int]:
    columns, rows = [x for x, _ in corners], [y for _, y in corners]
    return min(columns), min(rows), max(columns), max(rows)
