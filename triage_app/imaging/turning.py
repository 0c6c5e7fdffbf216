"""How a picture is turned on the screen, and where its points lie then. Lengths are pixels."""

from dataclasses import dataclass
from typing import Self

TURN_RIGHT, MIRROR = 6, 2
"""As EXIF 2.3, tag 0x0112 names them."""


@dataclass(frozen=True, slots=True)
class Turning:
    """A point shown at (x, y) is the upright picture's (xx x + xy y + x0, yx x + yy y + y0). The
    four are 0, 1 or -1: quarter turns and mirror images."""

    xx: int = 1
    xy: int = 0
    yx: int = 0
    yy: int = 1
    x0: float = 0.0
    y0: float = 0.0

    def upright(self, x: float, y: float) -> tuple[float, float]:
        """The point of the upright picture that is shown at (x, y)."""
        return self.xx * x + self.xy * y + self.x0, self.yx * x + self.yy * y + self.y0

    def shown(self, x: float, y: float) -> tuple[float, float]:
        """Where a point of the upright picture is shown."""
        across, down = x - self.x0, y - self.y0
        return self.xx * across + self.yx * down, self.xy * across + self.yy * down

    def turned_right(self, height: int) -> Self:
        """By another quarter, clockwise; `height` is what was shown before."""
        x0, y0 = self.upright(0, height)
        return type(self)(-self.xy, self.xx, -self.yy, self.yx, x0, y0)

    def mirrored(self, width: int) -> Self:
        """Left for right; `width` is what was shown before."""
        x0, y0 = self.upright(width, 0)
        return type(self)(-self.xx, self.xy, -self.yx, self.yy, x0, y0)
