"""A pair of energies and how large a pixel is -> about how heavy what was X-rayed is. An aid.

Beer-Lambert: areal density is -ln T over the mass attenuation coefficient. Those of water,
aluminium and iron at about 85 keV, between the 80 and 100 keV rows of NIST (Hubbell and Seltzer
1995, tables 3 and 4), stand for the materials of `materials.classify`.
"""

from dataclasses import dataclass

import numpy as np

from triage_app.imaging.materials import INORGANIC, METAL, OPAQUE, ORGANIC, classify
from triage_app.imaging.materials import transmission_log as log_of
from triage_app.imaging.plate import Plate
from triage_app.imaging.viewport import Viewport

CM2_PER_G = {ORGANIC: 0.180, INORGANIC: 0.193, METAL: 0.52, OPAQUE: 0.52}
LONGER_SIDE = 512  # pixels that are weighed: the mean of many is steadier than each
LEAST_TOLD_G = 1.0


@dataclass(frozen=True, slots=True)
class MassHint:
    """`at_least`: somewhere nothing came through, so there may be any amount more."""

    mass_g: float
    at_least: bool


def estimate_mass(high: Plate, low: Plate, spacing_mm: tuple[float, float]) -> MassHint | None:
    """The mass in g of all that is in the picture; `spacing_mm` is (row, column) of a pixel in the
    plane of the object: in the detector's plane, what lies nearer to the source is told too heavy.
    None where next to nothing is in it."""
    side = min(LONGER_SIDE, max(high.width, high.height))
    view = Viewport.fitted(side, side, high.width, high.height)
    logs = log_of(high), log_of(low)
    seen_high, seen_low = high.region(view), low.region(view)
    materials = classify(seen_high, seen_low, *logs)
    thick = logs[0].take(seen_high)
    row, column = spacing_mm
    area_cm2 = row * column / 100 / view.scale**2
    mass = sum(
        float(thick[materials == material].sum()) / coefficient
        for material, coefficient in CM2_PER_G.items()
    )
    mass_g = mass * area_cm2
    if mass_g < LEAST_TOLD_G:
        return None
    return MassHint(mass_g, bool((materials == OPAQUE).any()))


def rounded_g(mass_g: float) -> int:
    """Two digits: more would say more than is known."""
    step: int = 10 ** max(0, int(np.floor(np.log10(mass_g))) - 1)
    return round(mass_g / step) * step
