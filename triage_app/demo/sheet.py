"""A sheet to draw goods on: 100 x 100 units, shapes in a colour with its shade and highlight."""

import colorsys
from collections.abc import Sequence
from typing import TypeAlias

from PIL import Image, ImageDraw

SIZE = 640
SCALE = 2
"""Drawn this many times larger and made smaller, so that edges are smooth."""

Colour: TypeAlias = tuple[int, int, int]
Points: TypeAlias = Sequence[tuple[float, float]]


class Sheet:
    """A sheet of 100 x 100 units to draw on, with a shade and a highlight of one colour."""

    def __init__(self, hue: float) -> None:
        self.image = Image.new("RGBA", (SIZE * SCALE, SIZE * SCALE), (0, 0, 0, 0))
        self._draw = ImageDraw.Draw(self.image)
        self.main = colour(hue, 0.55, 0.85)
        self.dark = colour(hue, 0.65, 0.55)
        self.light = colour(hue, 0.25, 0.97)

    def box(self, x: float, y: float, w: float, h: float, fill: Colour, round_: float = 0) -> None:
        """A filled rectangle, its corners rounded by `round_`."""
        self._draw.rounded_rectangle(_px(x, y, x + w, y + h), _len(round_), fill)

    def oval(self, x: float, y: float, w: float, h: float, fill: Colour) -> None:
        """A filled ellipse."""
        self._draw.ellipse(_px(x, y, x + w, y + h), fill)

    def ring(self, x: float, y: float, w: float, h: float, line: Colour, width: float) -> None:
        """An ellipse's line."""
        self._draw.ellipse(_px(x, y, x + w, y + h), outline=line, width=int(_len(width)))

    def shape(self, points: Points, fill: Colour) -> None:
        """A filled polygon."""
        self._draw.polygon([_px(x, y) for x, y in points], fill)

    def line(self, points: Points, fill: Colour, width: float) -> None:
        """A line through the points."""
        self._draw.line([_px(x, y) for x, y in points], fill, int(_len(width)), joint="curve")


def _px(*units: float) -> tuple[float, ...]:
    return tuple(unit * SIZE * SCALE / 100 for unit in units)


def _len(units: float) -> float:
    return max(1.0, units * SIZE * SCALE / 100)


def colour(hue: float, saturation: float, value: float) -> Colour:
    """Red, green, blue of a colour; all parts of it 0 to 1."""
    red, green, blue = colorsys.hsv_to_rgb(hue, saturation, value)
    return round(red * 255), round(green * 255), round(blue * 255)
