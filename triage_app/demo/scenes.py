"""Goods -> the solids of an X-ray scene: a parcel with its contents, and what is hidden in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, sqrt
from random import Random

from triage_app.demo.pieces import HIDDEN_SOLIDS, PACKINGS, PIECES
from triage_app.demo.solids import HEIGHT, MM_PER_PIXEL, WIDTH, Solid

MOST_PIECES = 12
MIDDLE_X, MIDDLE_Y = WIDTH * MM_PER_PIXEL / 2, HEIGHT * MM_PER_PIXEL / 2
WIDEST_MM, TALLEST_MM = 336.0, 252.0
TIGHTEST = 0.8
"""How far pieces may be pushed together before fewer are drawn."""


@dataclass(frozen=True, slots=True)
class Scene:
    """`solids` from the belt up; `hidden_box` (left, top, right, bottom in pixels) where the
    hidden thing lies."""

    solids: tuple[Solid, ...]
    hidden_box: tuple[int, int, int, int] | None = None


def scene_of(scene: str, quantity: int, rng: Random, hidden: str = "") -> Scene:
    """A parcel with `quantity` pieces (MOST_PIECES are drawn) that look like `scene`."""
    piece, cell_w, cell_h, packing = PIECES[scene]
    count, columns, shrink = _layout(max(1, min(quantity, MOST_PIECES)), cell_w, cell_h)
    rows = ceil(count / columns)
    step_w, step_h = cell_w * shrink, cell_h * shrink
    middle_x, middle_y = MIDDLE_X + rng.uniform(-12, 12), MIDDLE_Y + rng.uniform(-8, 8)
    inner_w, inner_h = columns * step_w, rows * step_h
    solids = list(PACKINGS[packing](middle_x, middle_y, inner_w + 20, inner_h + 20))
    for nth in range(count):
        row, column = divmod(nth, columns)
        in_row = min(columns, count - row * columns)
        x = middle_x + (column - (in_row - 1) / 2) * step_w + rng.uniform(-2, 2)
        y = middle_y + (row - (rows - 1) / 2) * step_h + rng.uniform(-2, 2)
        solids += piece(x, y, rng)
    if not hidden:
        return Scene(tuple(solids))
    mass = HIDDEN_SOLIDS[hidden](middle_x, middle_y, inner_w, inner_h)
    return Scene((*solids, *mass), _around(mass))


def _layout(count: int, cell_w: float, cell_h: float) -> tuple[int, int, float]:
    """(pieces drawn, columns, how far they are pushed together) that fit into the picture."""
    while True:
        columns = max(1, round(sqrt(count * cell_h * 1.33 / cell_w)))
        rows = ceil(count / columns)
        shrink = min(
            1.0, (WIDEST_MM - 24) / (columns * cell_w), (TALLEST_MM - 24) / (rows * cell_h)
        )
        if shrink >= TIGHTEST or count == 1:
            return count, columns, shrink
        count -= 1


def _around(solids: Sequence[Solid]) -> tuple[int, int, int, int]:
    boxes = [solid.bounds_px() for solid in solids]
    return (
        min(box[0] for box in boxes),
        min(box[1] for box in boxes),
        max(box[2] for box in boxes),
        max(box[3] for box in boxes),
    )
