"""Attenuation maps -> 16-bit high and low energy pictures as a belt scanner gives them.

Photons are counted (Poisson), some scatter, the detector blurs a little, each of its columns has a
gain of its own and the belt shows as faint stripes. Air is bright, steel is dark.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from triage_app.demo.solids import HEIGHT, WIDTH, Map, Solid, attenuation

PHOTONS = 30_000
"""Counted in a pixel of air."""
AIR_LEVEL = 60_000
"""Grey level of air; the machine has taken the dark level off."""
SCATTER_EVEN, SCATTER_NEAR = 0.0003, 0.0006
"""Parts of the beam that arrive scattered past the slit: everywhere, and from nearby."""
NEAR_PX = 32
COLUMN_GAIN, ROW_FLICKER, BELT_STRIPE = 0.003, 0.0012, 0.006
STRIPE_PX = 46
Picture16: TypeAlias = NDArray[np.uint16]


@dataclass(frozen=True, slots=True)
class Radiograph:
    """Two pictures of one scene, HEIGHT x WIDTH, 16 bit, bright where nothing is."""

    low: Picture16
    high: Picture16


def radiograph(solids: Sequence[Solid], seed: int) -> Radiograph:
    """The scene as scanned; the same solids and seed give the same pixels."""
    rng = np.random.default_rng(seed)
    low, high = attenuation(solids)
    gain = 1 + rng.standard_normal((2, WIDTH), np.float32) * np.float32(COLUMN_GAIN)
    return Radiograph(_exposed(low, gain[0], rng), _exposed(high, gain[1], rng))


def tiff_bytes(picture: Picture16) -> bytes:
    """A little-endian 16-bit grey TIFF, uncompressed, without a date: the same for the same
    pixels."""
    import tifffile

    out = io.BytesIO()
    tifffile.imwrite(
        out,
        picture,
        byteorder="<",
        photometric="minisblack",
        metadata=None,
        datetime=False,
        software=False,
        description=None,
    )
    return out.getvalue()


def _exposed(exponent: Map, gain: Map, rng: np.random.Generator) -> Picture16:
    left = np.exp(-exponent)
    left = _blurred(left * (1 - SCATTER_NEAR) + _neighbourhood(left) * SCATTER_NEAR)
    rows = 1 + rng.standard_normal((HEIGHT, 1), np.float32) * np.float32(ROW_FLICKER)
    beam = (left + np.float32(SCATTER_EVEN)) * rows * _belt()
    counted = rng.poisson(beam * np.float32(PHOTONS)).astype(np.float32)
    level = counted * (gain * np.float32(AIR_LEVEL / PHOTONS))
    return np.asarray(np.clip(np.rint(level), 0, 65_535), np.uint16)


def _belt() -> Map:
    """Stripes of the belt's fabric and a seam, as a factor along the rows."""
    row = np.arange(HEIGHT, dtype=np.float32)
    stripes = np.where(np.sin(row * (2 * np.pi / STRIPE_PX)) > 0.6, 1 - BELT_STRIPE, 1.0)
    stripes[HEIGHT * 7 // 8 : HEIGHT * 7 // 8 + 5] -= 3 * BELT_STRIPE
    return np.asarray(stripes[:, None], np.float32)


def _blurred(picture: Map) -> Map:
    """The detector's own softness: a fifth of the light goes to each neighbour's side."""
    middle = np.pad(picture, 1, mode="edge")
    across = middle[:, 1:-1] * 0.64 + (middle[:, :-2] + middle[:, 2:]) * 0.18
    both = across[1:-1] * 0.64 + (across[:-2] + across[2:]) * 0.18
    return np.asarray(both, np.float32)


def _neighbourhood(picture: Map) -> Map:
    """Means over squares of NEAR_PX, spread back to full size."""
    rows, columns = HEIGHT // NEAR_PX, WIDTH // NEAR_PX
    means = picture.reshape(rows, NEAR_PX, columns, NEAR_PX).mean(axis=(1, 3))
    soft = np.pad(means, 1, mode="edge")
    soft = (soft[:-2, 1:-1] + soft[2:, 1:-1] + soft[1:-1, :-2] + soft[1:-1, 2:] + 4 * means) / 8
    return np.repeat(np.repeat(soft, NEAR_PX, axis=0), NEAR_PX, axis=1).astype(np.float32)
