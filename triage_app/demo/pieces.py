"""How goods and what hides among them look from above: solids of one piece, of packings."""

from collections.abc import Callable, Sequence
from random import Random
from typing import TypeAlias

from triage_app.demo.dense import DIE, POWDER
from triage_app.demo.solids import Solid

Piece: TypeAlias = Callable[[float, float, Random], Sequence[Solid]]


def _carton(x: float, y: float, w: float, h: float) -> Sequence[Solid]:
    wall = 4.0
    return (
        Solid("cardboard", "box", x, y, w, h, 0.8),
        Solid("cardboard", "box", x, y - h / 2, w, wall, 9.0),
        Solid("cardboard", "box", x, y + h / 2, w, wall, 9.0),
        Solid("cardboard", "box", x - w / 2, y, wall, h, 9.0),
        Solid("cardboard", "box", x + w / 2, y, wall, h, 9.0),
        Solid("plastic", "box", x, y, w, 48.0, 0.012),
        Solid("paper", "box", x + w / 5, y - h / 6, min(100.0, w / 2), min(70.0, h / 2), 0.02),
    )


def _mailer(x: float, y: float, w: float, h: float) -> Sequence[Solid]:
    return (
        Solid("plastic", "box", x, y, w + 16, h + 16, 0.04),
        Solid("plastic", "box", x, y - h / 2 - 4, w + 16, 9.0, 0.09),
        Solid("paper", "box", x - w / 8, y, min(95.0, w / 2), min(66.0, h / 2), 0.02),
    )


def _candle(x: float, y: float, rng: Random) -> Sequence[Solid]:
    turn = rng.uniform(-5, 5)
    return (
        Solid("glass", "disc", x, y, 62, 62, 7.0, hollow=0.95),
        Solid("glass", "disc", x, y, 58, 58, 0.4),
        Solid("wax", "disc", x, y, 57, 57, 4.6),
        Solid("zinc", "disc", x + turn / 3, y - turn / 4, 12, 12, 0.03),
        Solid("cloth", "disc", x + turn / 3, y - turn / 4, 2.4, 2.4, 5.0),
    )


def _cloth(x: float, y: float, rng: Random) -> Sequence[Solid]:
    turn = rng.uniform(-6, 6)
    return (
        Solid("cloth", "folds", x, y, 112, 84, 3.2, turn),
        Solid("cloth", "box", x, y + 22, 104, 6, 1.2, turn),
        Solid("cloth", "box", x - 26, y, 6, 74, 0.9, turn),
        Solid("paper", "box", x + 32, y - 22, 22, 32, 0.05, turn),
    )


def _bottle(x: float, y: float, rng: Random) -> Sequence[Solid]:
    turn = 90 + rng.uniform(-8, 8)
    return (
        Solid("plastic", "rod", x, y + 6, 88, 44, 4.4, turn, hollow=0.93),
        Solid("liquid", "rod", x, y + 10, 74, 39, 3.9, turn),
        Solid("plastic", "rod", x, y - 47, 18, 22, 2.2, turn, hollow=0.7),
    )


def _gadget(x: float, y: float, rng: Random) -> Sequence[Solid]:
    turn = rng.uniform(-12, 12)
    solids = [
        Solid("plastic", "box", x, y, 84, 58, 0.5, turn),
        Solid("board", "box", x, y, 72, 46, 0.16, turn),
        Solid("cardboard", "box", x, y, 96, 70, 1.0, turn),
    ]
    for _ in range(7):
        dx, dy = rng.uniform(-28, 28), rng.uniform(-16, 16)
        size = rng.uniform(4, 12)
        solids.append(Solid("board", "box", x + dx, y + dy, size, size * 0.8, 0.3, turn))
    solids += [
        Solid("copper", "rod", x - 24 + 12 * i, y + 27, 3, 9, 0.10, turn + 90) for i in range(4)
    ]
    solids.append(Solid("copper", "disc", x + 22, y - 6, 18, 18, 0.25, hollow=0.6))
    return solids


def _plastic(x: float, y: float, rng: Random) -> Sequence[Solid]:
    turn = rng.uniform(-10, 10)
    return (
        Solid("plastic", "box", x, y, 76, 40, 0.25, turn),
        Solid("plastic", "box", x, y - 19, 76, 3, 1.1, turn),
        Solid("plastic", "box", x, y + 19, 76, 3, 1.1, turn),
        Solid("plastic", "disc", x + 24, y, 16, 16, 0.5),
    )


def _boxed(x: float, y: float, rng: Random) -> Sequence[Solid]:
    turn = rng.uniform(-5, 5)
    leaves = [Solid("paper", "box", x + dx, y, 4, 92, 0.25, turn) for dx in range(-54, 60, 12)]
    return (Solid("paper", "box", x, y, 124, 94, 1.9, turn), *leaves)


def _pouch(x: float, y: float, rng: Random) -> Sequence[Solid]:
    turn = rng.uniform(-8, 8)
    return (
        Solid("leather", "folds", x, y, 104, 78, 1.5, turn),
        Solid("food", "ball", x, y + 4, 84, 60, 2.4, turn),
        Solid("zinc", "box", x, y - 34, 92, 2.4, 0.16, turn),
        Solid("zinc", "disc", x + 40, y - 30, 9, 9, 0.3, hollow=0.55),
    )


def _shoe(x: float, y: float, rng: Random) -> Sequence[Solid]:
    turn = rng.uniform(-4, 4)
    shoes = []
    for dy in (-32, 32):
        shoes += [
            Solid("rubber", "box", x, y + dy, 128, 42, 1.6, turn),
            Solid("rubber", "ball", x + 58, y + dy, 52, 46, 1.8, turn),
            Solid("cloth", "folds", x + 8, y + dy, 132, 44, 4.0, turn),
            *(
                Solid("zinc", "disc", x + 10 + 9 * i, y + dy + side, 3.4, 3.4, 0.15)
                for i in range(5)
                for side in (-7, 7)
            ),
        ]
    return shoes


def _small(x: float, y: float, rng: Random) -> Sequence[Solid]:
    beads = []
    for nth in range(14):
        material = ("zinc", "plastic", "glass")[nth % 3]
        size = rng.uniform(4, 9)
        dx, dy = rng.uniform(-26, 26), rng.uniform(-20, 20)
        depth = 0.10 if material == "zinc" else size / 10
        beads.append(Solid(material, "ball", x + dx, y + dy, size, size, depth))
    return (Solid("cardboard", "box", x, y, 72, 58, 1.2), *beads)


def _tool(x: float, y: float, rng: Random) -> Sequence[Solid]:
    turn = rng.uniform(-16, 16)
    return (
        Solid("steel", "box", x - 24, y, 116, 22, 0.18, turn),
        Solid("plastic", "rod", x + 62, y + turn / 2, 60, 22, 1.8, turn),
        Solid("steel", "box", x + 62, y + turn / 2, 48, 10, 0.25, turn),
        Solid("cardboard", "box", x, y, 196, 46, 0.8, turn),
    )


def _toy(x: float, y: float, rng: Random) -> Sequence[Solid]:
    turn = rng.uniform(-9, 9)
    return (
        Solid("cloth", "ball", x, y + 18, 96, 104, 7.0, turn),
        Solid("cloth", "ball", x, y - 48, 72, 66, 5.5, turn),
        *(Solid("cloth", "ball", x + dx, y - 78, 26, 26, 2.0) for dx in (-28, 28)),
        *(
            Solid("cloth", "ball", x + dx, y + dy, 34, 50, 3.2)
            for dx, dy in ((-50, 4), (50, 4), (-28, 70), (28, 70))
        ),
        *(Solid("plastic", "ball", x + dx, y - 52, 8, 8, 0.7) for dx in (-13, 13)),
    )


def _dies(x: float, y: float, rng: Random) -> Sequence[Solid]:
    """Punches and a die of a pill press, in foam."""
    turn = rng.uniform(-6, 6)
    return (
        Solid("foam", "box", x, y, 126, 96, 4.0, turn),
        Solid("steel", "disc", x - 34, y - 6, 42, 42, 2.2, hollow=0.45),
        Solid("steel", "rod", x + 24, y - 24, 64, 11, 1.1, turn),
        Solid("steel", "rod", x + 24, y + 14, 64, 11, 1.1, turn),
        Solid("steel", "rod", x + 52, y - 24, 12, 23, 2.3, turn),
        Solid("steel", "rod", x + 52, y + 14, 12, 23, 2.3, turn),
    )


def _powders(x: float, y: float, rng: Random) -> Sequence[Solid]:
    turn = rng.uniform(-8, 8)
    return (
        Solid("plastic", "rod", x, y, 86, 72, 7.2, turn, hollow=0.97),
        Solid("powder", "rod", x + 5, y, 70, 69, 6.6, turn),
        Solid("plastic", "box", x - 47, y, 14, 60, 5.0, turn),
    )


def _cells(x: float, y: float, rng: Random) -> Sequence[Solid]:
    turn = rng.uniform(-4, 4)
    cells = [Solid("cell", "rod", x, y - 38 + 19 * i, 65, 18, 1.8, turn + 0.0) for i in range(5)]
    caps = [Solid("steel", "box", x + 33, y - 38 + 19 * i, 2.4, 14, 0.9, turn) for i in range(5)]
    return (*cells, *caps, Solid("board", "box", x - 44, y, 14, 84, 0.2, turn))


def _powder_block(x: float, y: float, w: float, h: float) -> tuple[Solid, ...]:
    """310 g of powder pressed at 1.35 g/cm3: 88 x 44 mm and 5.9 cm high, wrapped in film."""
    place_x, place_y = x + w * 0.12, y + h * 0.06
    return (
        Solid("powder", "box", place_x, place_y, 88, 44, 5.9, 14.0),
        Solid("plastic", "box", place_x, place_y, 91, 47, 0.06, 14.0),
    )


def _steel_die(x: float, y: float, w: float, h: float) -> tuple[Solid, ...]:
    """375 g of steel: a die with its bore and a punch beside it."""
    place_x, place_y = x - w * 0.1, y + h * 0.05
    return (
        Solid("steel", "disc", place_x, place_y, 44, 44, 3.0, hollow=0.34),
        Solid("steel", "rod", place_x + 44, place_y + 4, 50, 14, 1.4, 12.0),
    )


HIDDEN_SOLIDS = {POWDER: _powder_block, DIE: _steel_die}

PACKINGS = {"carton": _carton, "mailer": _mailer}

PIECES: dict[str, tuple[Piece, float, float, str]] = {
    "candles": (_candle, 72, 72, "carton"),
    "cloth": (_cloth, 120, 94, "mailer"),
    "bottles": (_bottle, 56, 122, "carton"),
    "electronics": (_gadget, 102, 76, "carton"),
    "plastic": (_plastic, 86, 52, "mailer"),
    "box": (_boxed, 132, 102, "carton"),
    "bag": (_pouch, 116, 90, "mailer"),
    "shoes": (_shoe, 178, 124, "carton"),
    "small": (_small, 80, 66, "mailer"),
    "tools": (_tool, 208, 60, "carton"),
    "toy": (_toy, 150, 210, "carton"),
    "dies": (_dies, 136, 106, "carton"),
    "powders": (_powders, 100, 84, "carton"),
    "cells": (_cells, 104, 108, "carton"),
}
"""How one piece of each scene is built, its place in mm (across, down), and the packing."""
