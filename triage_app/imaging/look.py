"""How a picture is looked at: window and level, inversion, edges, colours. All of it is data."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Anchors = tuple[tuple[float, str], ...]
Table = NDArray[Any]


@dataclass(frozen=True, slots=True)
class Window:
    """The sample values shown between black and white, in sample units. `width` is above 0."""

    center: float
    width: float

    @property
    def low(self) -> float:
        return self.center - self.width / 2

    @property
    def high(self) -> float:
        return self.center + self.width / 2

    @staticmethod
    def between(low: float, high: float, least: float = 1e-9) -> "Window":
        return Window((low + high) / 2, max(high - low, least))


@dataclass(frozen=True, slots=True)
class Look:
    """`palette` is a key of PALETTES, or of DUAL_PALETTES for a picture of two energies.
    `only` names the one material that keeps its colour, or is "". `local`: faint differences within
    what is all dark or all bright are brought out; `over`: another picture of the scene is laid
    over this one."""

    window: Window
    invert: bool = False
    edges: bool = False
    local: bool = False
    over: bool = False
    palette: str = "grey"
    only: str = ""


# What part of the automatic window a preset shows: lowest and highest, as shares of it.
PRESETS: dict[str, tuple[float, float]] = {
    "auto": (0.0, 1.0),
    "dense": (0.0, 0.4),
    "light": (0.6, 1.0),
}

# Colours along a ramp from black (0) to white (1). "cividis": Nunez, Anderton, Renslow (2018),
# the same to the eye with and without colour vision deficiency, by five of its points.
PALETTES: dict[str, Anchors] = {
    "grey": ((0.0, "#000000"), (1.0, "#FFFFFF")),
    "organic": ((0.0, "#000000"), (0.4, "#A85B00"), (0.7, "#F0A330"), (1.0, "#FFFFFF")),
    "inorganic": ((0.0, "#000000"), (0.4, "#006B4C"), (0.7, "#35B88F"), (1.0, "#FFFFFF")),
    "metal": ((0.0, "#000000"), (0.4, "#004A7A"), (0.7, "#3D94CE"), (1.0, "#FFFFFF")),
    "cividis": (
        (0.0, "#00204D"),
        (0.25, "#414D6B"),
        (0.5, "#7C7B78"),
        (0.75, "#BCAF6F"),
        (1.0, "#FFEA46"),
    ),
}

MATERIALS = ("air", "organic", "inorganic", "metal", "opaque")

# A ramp a material. "dual" keeps the trade's orange, green, blue in the hues of Okabe and Ito,
# Color Universal Design (2008); "dual-classic" is as most machines show them.
DUAL_PALETTES: dict[str, dict[str, Anchors]] = {
    "dual": {
        "air": PALETTES["grey"],
        "organic": ((0.0, "#1F1000"), (0.35, "#B06A00"), (0.7, "#E69F00"), (1.0, "#FFF6E3")),
        "inorganic": ((0.0, "#00140E"), (0.35, "#006B4C"), (0.7, "#009E73"), (1.0, "#E3F6F0")),
        "metal": ((0.0, "#000C14"), (0.35, "#004A7A"), (0.7, "#0072B2"), (1.0, "#E3F0F9")),
        "opaque": ((0.0, "#000000"), (1.0, "#303030")),
    },
    "dual-classic": {
        "air": PALETTES["grey"],
        "organic": ((0.0, "#1A0A00"), (0.35, "#C85A00"), (0.7, "#FF9A1F"), (1.0, "#FFF4E0")),
        "inorganic": ((0.0, "#001400"), (0.35, "#1E7A1E"), (0.7, "#4FC23A"), (1.0, "#E9FBE4")),
        "metal": ((0.0, "#00001F"), (0.35, "#1030A0"), (0.7, "#3C6CF0"), (1.0, "#E4ECFF")),
        "opaque": ((0.0, "#000000"), (1.0, "#303030")),
    },
}

# What is left of the others when one material is looked at: a pale shape to find one's way.
FADED: Anchors = ((0.0, "#B4B4B4"), (1.0, "#FFFFFF"))


def ramp(window: Window, values: NDArray[Any], *, invert: bool = False) -> NDArray[np.uint8]:
    """Each value's brightness 0..255 under a window: linear inside, black and white outside."""
    level = (values - window.low) * (255.0 / window.width)
    shown = np.clip(level + 0.5, 0, 255).astype(np.uint8)
    return 255 - shown if invert else shown


def colours(anchors: Anchors) -> NDArray[np.uint32]:
    """256 colours 0xffRRGGBB along the anchors."""
    places = [place * 255 for place, _ in anchors]
    packed = np.full(256, 0xFF000000, np.uint32)
    for shift in (16, 8, 0):
        parts = [int(text[1:], 16) >> shift & 0xFF for _, text in anchors]
        channel = np.interp(np.arange(256), places, parts) + 0.5
        packed |= channel.astype(np.uint32) << np.uint32(shift)
    return packed


def material_colours(palette: str, only: str = "") -> NDArray[np.uint32]:
    """(materials, 256) colours 0xffRRGGBB, in the order of MATERIALS."""
    ramps = DUAL_PALETTES[palette]
    return np.stack([colours(_ramp_of(name, ramps, only)) for name in MATERIALS])


def next_palette(now: str, known: Sequence[str] | Iterable[str]) -> str:
    """The palette after this one, round and round."""
    names = list(known)
    return names[(names.index(now) + 1) % len(names)] if now in names else names[0]


def _ramp_of(name: str, ramps: dict[str, Anchors], only: str) -> Anchors:
    if not only or name in (only, "air"):
        return ramps[name]
    return FADED
