"""High and low energy -> material: by the ratio of the logarithms of what came through.

For one material ln T(low) / ln T(high) is the ratio of its attenuation coefficients whatever its
thickness (Beer-Lambert). At about 50 and 85 keV effective it is 1.2 to 1.4 for water and plastics,
1.9 to 2.5 for aluminium and 3.7 to 5.6 for iron (NIST, Hubbell and Seltzer 1995, tables 3 and 4).
An aid for the eye: layers of two materials read as what lies between them.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from triage_app.imaging.look import MATERIALS
from triage_app.imaging.picture import Samples
from triage_app.imaging.plate import Plate

AIR, ORGANIC, INORGANIC, METAL, OPAQUE = range(len(MATERIALS))


@dataclass(frozen=True, slots=True)
class Bands:
    """Where the ratio changes material; transmissions beyond which no material is said: at the
    high energy, and at the low one, where scatter then hides how much more was taken away."""

    organic_below: float = 1.6
    metal_above: float = 2.9
    air_above: float = 0.95
    opaque_below: float = 0.008
    starved_below: float = 0.001


def transmission_log(plate: Plate) -> NDArray[np.float32]:
    """-ln of the transmitted share for each index; the open beam is the 99.5 percentile."""
    values = plate.values()
    open_beam = max(plate.auto_window().high, 1.0)
    shares = np.clip(values / open_beam, 0.5 / plate.count, 1.0)
    return (-np.log(shares)).astype(np.float32)


def classify(
    high: Samples,
    low: Samples,
    high_log: NDArray[np.float32],
    low_log: NDArray[np.float32],
    bands: Bands | None = None,
    *,
    smooth: bool = True,
) -> NDArray[np.uint8]:
    """The material of each pixel, an index into MATERIALS. `high`, `low` are plate indices of one
    shape, the logs come from `transmission_log`. `smooth` averages
    neighbours against noise."""
    bands = bands or Bands()
    thick_high, thick_low = high_log.take(high), low_log.take(low)
    if smooth:
        thick_high, thick_low = _smoothed(thick_high), _smoothed(thick_low)
    materials = np.full(high.shape, INORGANIC, np.uint8)
    materials[thick_low < thick_high * np.float32(bands.organic_below)] = ORGANIC
    materials[thick_low > np.float32(-np.log(bands.starved_below))] = OPAQUE
    materials[thick_low > thick_high * np.float32(bands.metal_above)] = METAL
    materials[thick_high > np.float32(-np.log(bands.opaque_below))] = OPAQUE
    materials[thick_high < np.float32(-np.log(bands.air_above))] = AIR
    return materials


def _smoothed(field: NDArray[np.float32]) -> NDArray[np.float32]:
    """3 x 3 box sums over 9; the outermost pixels stay as they are."""
    if min(field.shape) < 3:
        return field
    smooth = field.copy()
    rows = field[:-2] + field[1:-1] + field[2:]
    smooth[1:-1, 1:-1] = (rows[:, :-2] + rows[:, 1:-1] + rows[:, 2:]) * np.float32(1 / 9)
    return smooth
