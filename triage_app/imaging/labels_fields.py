"""A grey picture -> the fields in it that look like bars: where, at what angle, how large.

Bars are where the brightness changes strongly and always in one direction: the structure tensor
(Bigün and Granlund 1987) of small cells says how strongly, in which direction and how surely.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import product
from math import atan2, cos, pi, sin

import numpy as np
from numpy.typing import NDArray

from triage_app.imaging.labels_grey import Grey

Cells = NDArray[np.float32]
Place = tuple[int, int]
Group = list[Place]

CELL = 8  # pixels; the narrowest bar code worth a look is some cells long
COHERENT = 0.45  # of the change of a cell that goes one way; text has 0.1 to 0.4
FLOOR = 12.0  # squared grey levels: weaker change is noise whatever it looks like
BEND = pi / 15  # between neighbouring cells of one field
SPREAD = pi / 8  # between the strongest cell of a field and any other: perspective, a round parcel
SOLID = 0.7  # of the cells around; a line across fills a third to two thirds
MOST_LEAN = 0.8
FILLED = 0.35  # of the rectangle; the frame round a label is thin and encloses much
LEAST_CELLS = 5
LEAST_LENGTH = LEAST_CELLS * CELL  # along the scan line
NEIGHBOURS = tuple(step for step in product((-1, 0, 1), repeat=2) if step != (0, 0))


@dataclass(frozen=True, slots=True)
class Field:
    """A parallelogram that may hold bars, in pixels. `angle` (radians, x to y) is the direction
    across the bars; `length` lies along it, `height` along the bars; `lean` is how far the line of
    the bars' feet goes down for each pixel across, 0 where the code is seen straight on."""

    x: float
    y: float
    angle: float
    length: float
    height: float
    lean: float = 0.0

    @property
    def across(self) -> tuple[float, float]:
        """One pixel along the scan line, x and y."""
        right, below = cos(self.angle), sin(self.angle)
        return right - self.lean * below, below + self.lean * right

    @property
    def down(self) -> tuple[float, float]:
        """One pixel along the bars."""
        return -sin(self.angle), cos(self.angle)

    def scaled(self, factor: float) -> "Field":
        """The same field in a picture `factor` times as large."""
        x, y, length, height = (
            value * factor for value in (self.x, self.y, self.length, self.height)
        )
        return Field(x, y, self.angle, length, height, self.lean)

    def holds(self, corners: Iterable[tuple[float, float]]) -> bool:
        """Whether the middle of some corners lies inside."""
        x, y = np.mean(list(corners), axis=0)
        along, down = self._inside(x, y)
        return abs(along) < self.length / 2 and abs(down - self.lean * along) < self.height / 2

    def length_of(self, corners: Iterable[tuple[float, float]]) -> float:
        """How far some corners reach along the scan line, pixels."""
        along = [self._inside(x, y)[0] for x, y in corners]
        return max(along) - min(along)

    def _inside(self, x: float, y: float) -> tuple[float, float]:
        """Pixels from the middle along the scan line's direction and along the bars."""
        right, below = cos(self.angle), sin(self.angle)
        dx, dy = x - self.x, y - self.y
        return dx * right + dy * below, dy * right - dx * below

    def point(self, along: float, down: float) -> tuple[float, float]:
        """The point so many lengths and heights from the middle."""
        u, v = along * self.length, down * self.height
        (ux, uy), (vx, vy) = self.across, self.down
        return self.x + u * ux + v * vx, self.y + u * uy + v * vy


def bar_fields(page: Grey, most: int = 16) -> list[Field]:
    """The fields of a picture, those that most likely hold bars first."""
    if min(page.shape) < 3 * CELL:
        return []
    energy, angle, coherence, solid = _tensor(page)
    seeds = (coherence > COHERENT) & (energy > max(FLOOR, 1.5 * float(np.median(energy))))
    free = {(int(row), int(column)) for row, column in np.argwhere(seeds)}
    found = []
    for within in (seeds & solid, seeds):  # the frame of a label must not lead round its codes
        for cells in _grown(free, within, energy, angle):
            rows, columns = np.array(cells).T
            weight = energy[rows, columns]
            field = _framed(rows, columns, angle[rows, columns], weight)
            filled = len(cells) * CELL**2 / (field.length * field.height)
            if field.length >= LEAST_LENGTH and field.height >= CELL and filled > FILLED:
                found.append((float(weight.sum()) * filled, field))
    joined = _joined(found)
    joined.sort(key=lambda weighed: -weighed[0])
    return [field for _, field in joined[:most]]


def _tensor(page: Grey) -> tuple[Cells, Cells, Cells, NDArray[np.bool_]]:
    """(energy, angle, coherence, solid) of each cell; angle modulo pi, of the change of brightness.
    Solid is a cell with change nearly all around: not a single line or edge."""
    soft = page.astype(np.float32)
    soft = soft[:-1] + soft[1:]
    soft = (soft[:, :-1] + soft[:, 1:]) * 0.25
    right = soft[1:-1, 2:] - soft[1:-1, :-2]
    down = soft[2:, 1:-1] - soft[:-2, 1:-1]
    xx, yy, xy = (_cells(change) for change in (right * right, down * down, right * down))
    bare = xx + yy
    xx, yy, xy = _around(xx), _around(yy), _around(xy)
    energy = xx + yy
    angle = np.arctan2(2 * xy, xx - yy) / 2
    coherence = np.hypot(xx - yy, 2 * xy) / (energy + 1e-3)
    strong = (bare > 0.3 * energy).astype(np.float32)
    return energy, angle, coherence, _around(strong) > SOLID


def _cells(change: Cells) -> Cells:
    """The mean of each cell."""
    rows, columns = (length // CELL for length in change.shape)
    squares = change[: rows * CELL, : columns * CELL].reshape(rows, CELL, columns, CELL)
    return np.asarray(squares.mean((1, 3)))


def _around(cells: Cells) -> Cells:
    """The mean of each cell and its neighbours, 3 x 3 cells."""
    padded = np.pad(cells, 1, mode="edge")
    tall = padded[:-2] + padded[1:-1] + padded[2:]
    return np.asarray((tall[:, :-2] + tall[:, 1:-1] + tall[:, 2:]) / 9)


def _grown(
    free: set[Place], within: NDArray[np.bool_], energy: Cells, angle: Cells
) -> Iterator[Group]:
    """Cells that touch and agree on their direction, with each other and with the first, group by
    group from the strongest on; they and what touches them are taken from `free`."""
    places = np.argwhere(within)
    strongest = places[np.argsort(-energy[within])].tolist()
    inside = {(row, column) for row, column in strongest} & free
    angles = angle.tolist()
    for row, column in strongest:
        if (row, column) in inside:
            group = _group(inside, (row, column), angles)
            if len(group) >= LEAST_CELLS:
                free.difference_update(group)
                free.difference_update(
                    (row + down, column + right)
                    for row, column in group
                    for down, right in NEIGHBOURS
                )
                yield group


def _group(free: set[Place], first: Place, angles: list[list[float]]) -> Group:
    """Take from `free` what belongs to the first cell."""
    free.remove(first)
    group, edge = [first], [first]
    main = angles[first[0]][first[1]]
    while edge:
        row, column = edge.pop()
        here = angles[row][column]
        for down, right in NEIGHBOURS:
            beside = (row + down, column + right)
            if beside in free:
                there = angles[beside[0]][beside[1]]
                if _turn(here, there) < BEND and _turn(main, there) < SPREAD:
                    free.remove(beside)
                    group.append(beside)
                    edge.append(beside)
    return group


def _turn(one: float, other: float) -> float:
    """The angle between two directions without a head, 0 to pi/2."""
    return abs((one - other + pi / 2) % pi - pi / 2)


def _framed(
    rows: NDArray[np.intp], columns: NDArray[np.intp], angles: Cells, weight: Cells
) -> Field:
    """The rectangle round most of some cells, along their common direction."""
    twice = 2 * angles
    mean = atan2(float((weight * np.sin(twice)).sum()), float((weight * np.cos(twice)).sum())) / 2
    right, below = cos(mean), sin(mean)
    x, y = (columns + 0.5) * CELL + 1.5, (rows + 0.5) * CELL + 1.5
    u, v = x * right + y * below, y * right - x * below
    lean = _lean(u, v)
    v = v - lean * u
    (left, end), (top, bottom) = (np.percentile(line, (2, 98)) for line in (u, v))
    middle, centre = float(left + end) / 2, float(top + bottom) / 2
    centre += lean * middle
    return Field(
        middle * right - centre * below,
        middle * below + centre * right,
        mean,
        float(end - left) + CELL,
        float(bottom - top) + CELL,
        lean,
    )


def _lean(u: NDArray[np.float64], v: NDArray[np.float64]) -> float:
    """The slope of v over u; none where the field is too short to tell."""
    spread = float(u.var())
    if spread < LEAST_LENGTH**2 / 12:
        return 0.0
    slope = float(((u - u.mean()) * (v - v.mean())).mean()) / spread
    return max(-MOST_LEAN, min(MOST_LEAN, slope))


def _joined(found: list[tuple[float, Field]]) -> list[tuple[float, Field]]:
    """Fields that lie one behind the other on the same scan line as one: a wide gap or a glare
    has cut them apart. The parts stay beside the whole."""
    whole = list(found)
    for place, (weight, one) in enumerate(found):
        for other_weight, other in found[place + 1 :]:
            both = _one_behind_the_other(one, other)
            if both:
                whole.append((weight + other_weight, both))
    return whole


def _one_behind_the_other(one: Field, other: Field) -> Field | None:
    if _turn(one.angle, other.angle) > BEND:
        return None
    if not 0.5 < one.height / other.height < 2:
        return None
    right, below = cos(one.angle), sin(one.angle)
    x, y = other.x - one.x, other.y - one.y
    along, aside = x * right + y * below, y * right - x * below
    gap = abs(along) - (one.length + other.length) / 2
    lean = aside / along if abs(along) > LEAST_LENGTH else 0.0
    if abs(lean) > MOST_LEAN or abs(lean - one.lean) > 0.3 or not -CELL < gap < one.length / 2:
        return None
    far = max(along + other.length / 2, one.length / 2)
    near = min(along - other.length / 2, -one.length / 2)
    middle, height = (far + near) / 2, max(one.height, other.height)
    ahead = Field(one.x, one.y, one.angle, far - near, height, lean)
    x, y = ahead.point(middle / ahead.length, 0)
    return Field(x, y, one.angle, ahead.length, height, lean)
