"""Picture -> a small copy of how it comes to the bench."""

import numpy as np
from numpy.typing import NDArray

from triage_app.imaging.picture import Picture
from triage_app.imaging.render import Renderer
from triage_app.imaging.tools import first_shown


def thumbnail(picture: Picture, width: int, height: int) -> NDArray[np.uint32]:
    """0xffRRGGBB, as large as `width` x `height` allows and never larger than the picture."""
    renderer = Renderer(picture)
    wide, high = min(width, renderer.plate.width), min(height, renderer.plate.height)
    shown = first_shown(renderer, wide, high)
    return renderer.render(shown.view, shown.look)
