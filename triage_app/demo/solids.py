"""Solids in a scene -> how much each energy is weakened at every pixel (attenuation maps).

A solid is seen from above: its outline in millimetres on the belt, its depth along the beam in
centimetres. Beer and Lambert: what is left of the beam is exp(-sum of mu * density * depth).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import cos, radians, sin
from typing import Any, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from triage_app.demo.materials import MATERIALS

WIDTH, HEIGHT = 1024, 768
MM_PER_PIXEL = 0.36
Map: TypeAlias = NDArray[np.float32]
Field: TypeAlias = NDArray[np.floating[Any]]
Outline: TypeAlias = Literal["box", "rod", "disc", "ball", "folds"]


@dataclass(frozen=True, slots=True)
class Solid:
    """`x`, `y`: its middle in mm from the picture's top left; `length` and `width` in mm along and
    across its own axis, turned by `angle` degrees; `depth_cm` along the beam at its thickest.

    box: even depth. rod: a cylinder lying down, depth as a chord across its width. disc: a cylinder
    standing up. ball: depth falls to the rim. folds: cloth, depth in waves. `hollow` (0 to 1) takes
    the inside out of a rod, or bores through a disc: 0.9 leaves a thin wall.
    """

    material: str
    outline: Outline
    x: float
    y: float
    length: float
    width: float
    depth_cm: float
    angle: float = 0.0
    hollow: float = 0.0

    def bounds_px(self) -> tuple[int, int, int, int]:
        """(left, top, right, bottom) in pixels, right and bottom excluded, inside the picture."""
        turn = radians(self.angle)
        across = abs(self.length * cos(turn)) + abs(self.width * sin(turn))
        down = abs(self.length * sin(turn)) + abs(self.width * cos(turn))
        left, right = self.x - across / 2, self.x + across / 2
        top, bottom = self.y - down / 2, self.y + down / 2
        return (
            max(0, int(left / MM_PER_PIXEL)),
            max(0, int(top / MM_PER_PIXEL)),
            min(WIDTH, int(right / MM_PER_PIXEL) + 1),
            min(HEIGHT, int(bottom / MM_PER_PIXEL) + 1),
        )


def attenuation(solids: Iterable[Solid]) -> tuple[Map, Map]:
    """(low, high) exponents of Beer-Lambert, HEIGHT x WIDTH, dimensionless."""
    low: Map = np.zeros((HEIGHT, WIDTH), np.float32)
    high: Map = np.zeros((HEIGHT, WIDTH), np.float32)
    for solid in solids:
        left, top, right, bottom = solid.bounds_px()
        if right <= left or bottom <= top:
            continue
        material = MATERIALS[solid.material]
        mass = _depth(solid, left, top, right, bottom) * np.float32(material.density)
        low[top:bottom, left:right] += mass * np.float32(material.low)
        high[top:bottom, left:right] += mass * np.float32(material.high)
    return low, high


def _depth(solid: Solid, left: int, top: int, right: int, bottom: int) -> Map:
    """Centimetres of the solid along the beam, for the pixels of its bounds."""
    turn = radians(solid.angle)
    x = (np.arange(left, right, dtype=np.float32) + 0.5) * MM_PER_PIXEL - solid.x
    y = (np.arange(top, bottom, dtype=np.float32) + 0.5)[:, None] * MM_PER_PIXEL - solid.y
    along = x * cos(turn) + y * sin(turn)
    across = y * cos(turn) - x * sin(turn)
    u, v = along * (2 / solid.length), across * (2 / solid.width)
    depth = _shape(solid, u, v)
    if solid.hollow:
        inside = _shape(solid, u / solid.hollow, v / solid.hollow)
        depth = depth - inside * (solid.hollow if solid.outline == "rod" else 1.0)
    return np.asarray(np.maximum(depth, 0) * solid.depth_cm, np.float32)


def _shape(solid: Solid, u: Field, v: Field) -> Field:
    """Relative depth (0 to 1) where u and v run from -1 to 1 across the solid."""
    edge_u, edge_v = solid.length / 2 / MM_PER_PIXEL, solid.width / 2 / MM_PER_PIXEL
    inside_box = _edge(np.abs(u), edge_u) * _edge(np.abs(v), edge_v)
    if solid.outline == "box":
        return inside_box
    if solid.outline == "rod":
        return np.asarray(_edge(np.abs(u), edge_u) * np.sqrt(np.maximum(0, 1 - v * v)))
    if solid.outline == "folds":
        waves = 0.62 + 0.25 * np.sin(u * 7 + v * 3) + 0.13 * np.sin(v * 17 - u * 4)
        return np.asarray(inside_box * waves)
    radius = np.sqrt(u * u + v * v)
    if solid.outline == "ball":
        return np.asarray(np.sqrt(np.maximum(0, 1 - radius * radius)))
    return _edge(radius, min(edge_u, edge_v))


def _edge(distance: Field, half_px: float) -> Field:
    """1 inside, 0 outside, a pixel's slope between."""
    return np.asarray(np.clip((1 - distance) * half_px + 0.5, 0, 1))
