"""Picture -> a few numbers by which pictures that look alike are found, and why they do.

Two parts: the outline and inside as a small even copy of what lies in the picture (its empty edge
is cut away, so that place and size do not matter), and how much of it is how dense at most.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from triage_app.imaging.picture import Picture
from triage_app.imaging.plate import Plate
from triage_app.imaging.viewport import Viewport

SIDE = 12  # the small copy is SIDE x SIDE
BINS = 16
LOOKED_AT = 192
EMPTY_ABOVE = 0.97  # of the open beam
LEAST_SHARE = 0.02  # of the picture: less in it is nothing to compare

Vector = NDArray[np.uint8]
LENGTH = SIDE * SIDE + BINS


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two pictures are, in parts of 1: in what lies where, and in how dense it is."""

    shape: float
    density: float

    @property
    def whole(self) -> float:
        return 0.6 * self.shape + 0.4 * self.density


def describe(picture: Picture) -> Vector | None:
    """LENGTH bytes; None for colours and for a picture with next to nothing in it."""
    plate = Plate(picture)
    if plate.colour:
        return None
    view = Viewport.fitted(LOOKED_AT, LOOKED_AT, plate.width, plate.height)
    values = plate.values().take(plate.region(view))
    level = np.clip(values / max(plate.auto_window().high, 1.0), 0.0, 1.0)  # of the open beam
    inside = level < EMPTY_ABOVE
    if inside.mean() < LEAST_SHARE:
        return None
    rows, columns = np.flatnonzero(inside.any(axis=1)), np.flatnonzero(inside.any(axis=0))
    cut = level[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    small = _shrunk(cut)
    share = np.histogram(level[inside], bins=BINS, range=(0, EMPTY_ABOVE))[0] / inside.sum()
    numbers = np.concatenate([small.ravel(), np.cumsum(share)])
    return np.asarray(np.rint(numbers * 255), np.uint8)


def likeness(one: Vector, others: NDArray[np.uint8]) -> list[Likeness]:
    """One against each row of `others`; turned or mirrored is as good, for nobody lays a thing
    down twice in the same way."""
    mine = one.astype(np.float32) / 255
    theirs = others.astype(np.float32).reshape(-1, LENGTH) / 255
    copies = theirs[:, : SIDE * SIDE].reshape(-1, SIDE, SIDE)
    apart = np.full(len(theirs), np.inf, np.float32)
    small = mine[: SIDE * SIDE].reshape(SIDE, SIDE)
    for turns in range(4):
        for turned in (np.rot90(small, turns), np.rot90(small, turns).T):
            apart = np.minimum(apart, np.abs(copies - turned).mean(axis=(1, 2)))
    moved = np.abs(theirs[:, SIDE * SIDE :] - mine[SIDE * SIDE :]).mean(axis=1)
    shapes, densities = np.clip(1 - 3 * apart, 0, 1), np.clip(1 - 4 * moved, 0, 1)
    return [
        Likeness(float(shape), float(density))
        for shape, density in zip(shapes, densities, strict=True)
    ]


def _shrunk(level: NDArray[np.float64]) -> NDArray[np.float64]:
    """Means over SIDE x SIDE parts of as even a size as there is."""
    rows = np.linspace(0, level.shape[0], SIDE + 1)
    columns = np.linspace(0, level.shape[1], SIDE + 1)
    small = np.empty((SIDE, SIDE))
    for y in range(SIDE):
        top, bottom = int(rows[y]), max(int(rows[y]) + 1, int(rows[y + 1]))
        for x in range(SIDE):
            left, right = int(columns[x]), max(int(columns[x]) + 1, int(columns[x + 1]))
            small[y, x] = level[top:bottom, left:right].mean()
    return small
