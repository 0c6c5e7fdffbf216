"""Local contrast: what is dark or bright over a wide area is evened out, what differs from its
surroundings grows: the mean over the neighbourhood and what differs from it are weighed apart."""

import numpy as np
from numpy.typing import NDArray

from triage_app.imaging.picture import Samples

KEPT = np.float32(0.25)  # of what differs over a wide area
GAIN = np.float32(2.5)  # of what differs from its surroundings
GRAIN = 64  # screen pixels to one of the neighbourhood's means


def evened(indices: Samples, surroundings: Samples, middle: float) -> Samples:
    """`indices` with KEPT of the difference between `surroundings`, a small copy of the same part
    of the picture, and `middle`, and GAIN of that to the surroundings; same shape, same kind."""
    rows, columns = indices.shape
    across = _spread(columns, surroundings.shape[1])
    down = _spread(rows, surroundings.shape[0])
    wide = (surroundings.astype(np.float32) - np.float32(middle)) * (KEPT - GAIN)
    flat = down @ (wide + (np.float32(middle) * (1 - GAIN) + np.float32(0.5))) @ across.T
    flat += indices * GAIN
    np.clip(flat, 0, np.iinfo(indices.dtype).max, out=flat)
    return np.asarray(flat.astype(indices.dtype))


def _spread(wanted: int, given: int) -> NDArray[np.float32]:
    """(wanted, given) weights that put `given` points evenly along `wanted`, linear between."""
    places = np.clip((np.arange(wanted) + 0.5) * given / wanted - 0.5, 0, given - 1)
    first = np.minimum(places.astype(np.intp), max(given - 2, 0))
    share = (places - first).astype(np.float32)
    weights = np.zeros((wanted, given), np.float32)
    weights[np.arange(wanted), first] = 1 - share
    if given > 1:
        weights[np.arange(wanted), first + 1] = share
    return weights
