"""Two pictures of one scene, one laid over the other: each pixel is the mean of both."""

from dataclasses import replace
from typing import Any

import numpy as np

from triage_app.imaging.picture import Samples
from triage_app.imaging.plate import Plate
from triage_app.imaging.viewport import Viewport

HALF = np.uint32(0x00FEFEFE)


def like(view: Viewport, other: Plate) -> Viewport:
    """The part of another picture that shows the same share of its width at the same place."""
    across = other.width / view.picture_width
    down = other.height / view.picture_height
    return replace(
        view,
        picture_width=other.width,
        picture_height=other.height,
        scale=view.scale / across,
        x=view.x * across,
        y=view.y * down,
    )


def seen_through(view: Viewport, other: Plate, area: Viewport) -> Viewport:
    """Another picture as near as the first one and at the same place of it, on the screen area that
    `area` has: a whole picture beside a whole one, however either is turned."""
    whole = Viewport.fitted(view.width, view.height, view.picture_width, view.picture_height)
    fitted = Viewport.fitted(area.width, area.height, other.width, other.height)
    return replace(
        fitted,
        scale=fitted.scale * view.scale / whole.scale,
        x=view.x * other.width / view.picture_width,
        y=view.y * other.height / view.picture_height,
    ).panned(0, 0)


def laid_over(pixels: Any, view: Viewport, above: Samples, above_view: Viewport) -> None:
    """Mix `above` into `pixels`, both 0xffRRGGBB of what their views cover, where they meet."""
    left, top, right, bottom = view.covered()
    first, high, last, low = above_view.covered()
    left_in, top_in = max(left, first), max(top, high)
    right_in, bottom_in = min(right, last), min(bottom, low)
    if left_in >= right_in or top_in >= bottom_in:
        return
    beneath = pixels[top_in - top : bottom_in - top, left_in - left : right_in - left]
    over = above[top_in - high : bottom_in - high, left_in - first : right_in - first]
    beneath[...] = ((beneath & HALF) >> 1) + ((over & HALF) >> 1) | np.uint32(0xFF000000)
