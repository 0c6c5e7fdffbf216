"""Which part of a picture lies where on the screen. Screen lengths are device pixels."""

from dataclasses import dataclass, replace
from typing import Self, TypeVar

MAX_SCALE = 32.0


V = TypeVar("V", bound="Viewport")


@dataclass(frozen=True, slots=True)
class Viewport:
    """`scale` is screen pixels per picture pixel; (`x`, `y`) the picture point in the middle of a
    screen area of `width` x `height`. A picture smaller than the area stays in its middle, a
    larger one leaves no gap at its edges."""

    width: int
    height: int
    picture_width: int
    picture_height: int
    scale: float
    x: float
    y: float

    @classmethod
    def fitted(cls, width: int, height: int, picture_width: int, picture_height: int) -> Self:
        """The whole picture, as large as the area allows."""
        width, height = max(1, width), max(1, height)
        scale = _fit(width, height, picture_width, picture_height)
        return cls(
            width,
            height,
            picture_width,
            picture_height,
            scale,
            picture_width / 2,
            picture_height / 2,
        )

    @property
    def fits(self) -> bool:
        """Whether this is the whole picture as large as the area allows."""
        return abs(self.scale / self._fitting_scale - 1) < 1e-6

    def zoomed(self, factor: float, at_x: float, at_y: float) -> Self:
        """Nearer or farther; the picture point under the screen point stays under it."""
        point_x, point_y = self.picture_point(at_x, at_y)
        scale = min(max(self.scale * factor, self._least_scale), MAX_SCALE)
        x = point_x - (at_x - self.width / 2) / scale
        y = point_y - (at_y - self.height / 2) / scale
        return _inside(replace(self, scale=scale, x=x, y=y))

    def panned(self, dx: float, dy: float) -> Self:
        """The picture moved along with a pointer that went (dx, dy) on the screen."""
        moved = replace(self, x=self.x - dx / self.scale, y=self.y - dy / self.scale)
        return _inside(moved)

    def resized(self, width: int, height: int) -> Self:
        """The same middle on another area; a fitted picture stays fitted."""
        if self.fits:
            return self.fitted(width, height, self.picture_width, self.picture_height)
        return _inside(replace(self, width=max(1, width), height=max(1, height)))

    def picture_point(self, screen_x: float, screen_y: float) -> tuple[float, float]:
        """The picture coordinates under a screen point; they may lie outside the picture."""
        return (
            (screen_x - self.width / 2) / self.scale + self.x,
            (screen_y - self.height / 2) / self.scale + self.y,
        )

    def covered(self) -> tuple[int, int, int, int]:
        """(left, top, right, bottom) of the screen pixels whose middle lies on the picture."""
        left, right = _span(self.width, self.scale, self.x, self.picture_width)
        top, bottom = _span(self.height, self.scale, self.y, self.picture_height)
        return left, top, right, bottom

    @property
    def _fitting_scale(self) -> float:
        return _fit(self.width, self.height, self.picture_width, self.picture_height)

    @property
    def _least_scale(self) -> float:
        return min(self._fitting_scale, 1.0)


def _inside(view: V) -> V:
    return replace(
        view,
        x=_kept(view.x, view.width / view.scale, view.picture_width),
        y=_kept(view.y, view.height / view.scale, view.picture_height),
    )


def _fit(width: int, height: int, picture_width: int, picture_height: int) -> float:
    return min(width / picture_width, height / picture_height, MAX_SCALE)


def _kept(middle: float, seen: float, length: int) -> float:
    if seen >= length:
        return length / 2
    return min(max(middle, seen / 2), length - seen / 2)


def _span(screen: int, scale: float, middle: float, length: int) -> tuple[int, int]:
    start = screen / 2 - middle * scale
    first = max(0, round(start))
    return first, max(first + 1, min(screen, round(start + length * scale)))
