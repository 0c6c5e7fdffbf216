"""Picture -> the grey page the readers of codes look at, upright, and the same at other scales."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from triage_app.imaging.picture import Picture, upright
from triage_app.imaging.plate import Plate

Grey = NDArray[np.uint8]


def grey_of(picture: Picture) -> Grey:
    """The picture as it is seen, 8 bit grey (ITU-R BT.601 weights), under an automatic window."""
    if picture.channels < 3 and picture.palette is None:
        plate = Plate(picture)
        window = plate.full_window()
        level = (plate.values() - window.low) * (255 / window.width)
        return np.clip(level, 0, 255).astype(np.uint8).take(plate.indices)
    shown = picture.shown()
    if shown.dtype.kind == "u" and shown.dtype.itemsize > 1:
        shown = (shown >> 8 * (shown.dtype.itemsize - 1)).astype(np.uint8)
    grey = np.asarray(Image.fromarray(shown.astype(np.uint8, copy=False)).convert("L"))
    return np.ascontiguousarray(upright(grey, picture.orientation))


def scaled(page: Grey, factor: float) -> Grey:
    """The page so many times as large, averaged where it becomes smaller."""
    if factor == 1.0:
        return page
    height, width = (max(1, round(length * factor)) for length in page.shape)
    smaller = factor < 1
    method = Image.Resampling.BILINEAR if smaller else Image.Resampling.BICUBIC
    gap = 2.0 if smaller else None  # Pillow reduces by whole steps first: much faster
    return np.asarray(Image.fromarray(page).resize((width, height), method, reducing_gap=gap))
