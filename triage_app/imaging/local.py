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
    wide = (surroundings.astype(np.float32) - np.float32(middle)) * (KEPT - GAIN)
    wide += np.float32(middle) * (1 - GAIN) + np.float32(0.5)
    flat = _spread(_spread(wide, indices.shape[0]).T, indices.shape[1]).T
    flat += indices * GAIN
    np.clip(flat, 0, np.iinfo(indices.dtype).max, out=flat)
    return np.asarray(flat.astype(indices.dtype))


def _spread(rows: NDArray[np.float32], wanted: int) -> NDArray[np.float32]:
    """As many rows as wanted, linear between the given ones. By hand: a product of matrices would
    wait for a second processor."""
    given = len(rows)
    places = np.clip((np.arange(wanted) + 0.5) * given / wanted - 0.5, 0, given - 1)
    first = np.minimum(places.astype(np.intp), max(given - 2, 0))
    share = (places - first).astype(np.float32)[:, None]
    spread: NDArray[np.float32] = rows[first]
    spread += (rows[np.minimum(first + 1, given - 1)] - spread) * share
    return spread
