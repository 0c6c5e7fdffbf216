"""A grey page where the first look read too little -> the further looks, cheapest first.

Each look is the whole page changed in one way: other scales, another threshold, sharpened,
evened light; and fields of bars read by themselves.
"""

from collections.abc import Callable, Iterator
from functools import partial
from time import perf_counter

import numpy as np
from PIL import Image, ImageFilter

from triage_app.imaging.labels_bars import bar_codes
from triage_app.imaging.labels_belief import believed
from triage_app.imaging.labels_code import LabelCode
from triage_app.imaging.labels_grey import Grey, scaled
from triage_app.imaging.labels_zbar import zbar_codes
from triage_app.imaging.labels_zxing import GLOBAL, LINEAR, LOCAL, MATRIX, zxing_codes

LIMIT_S = 0.75  # from the first look's start; the look under way then still ends (BUDGETS: 1 s)
SMALL_PIXELS = 1_300_000  # larger pages are looked at smaller: a label fills most of a photograph
LARGEST_PIXELS = 2_600_000
SCALES = (1.4, 0.5, 2.0, 3.0)


def further_looks(page: Grey, started: float) -> Iterator[list[LabelCode]]:
    """What each look finds, in the page's pixels; `started` is the clock (perf_counter, s) when
    the first look began."""

    def late() -> bool:
        return perf_counter() - started > LIMIT_S

    factor = min(1.0, (SMALL_PIXELS / page.size) ** 0.5)
    small = scaled(page, factor)
    if late():
        return
    yield bar_codes(page, small, late)
    for look in _looks(small):
        if late():
            return
        yield [code.scaled(1 / factor) for code in look()]


def _looks(small: Grey) -> Iterator[Callable[[], list[LabelCode]]]:
    yield partial(_read, small, GLOBAL)
    yield lambda: _read(_sharpened(small), LOCAL)
    for scale in SCALES:
        if small.size * scale**2 <= LARGEST_PIXELS and min(small.shape) * scale >= 8:
            for threshold in (LOCAL, GLOBAL):
                yield partial(_at_scale, small, scale, threshold)
    yield lambda: believed(small, zbar_codes(small))


def _at_scale(small: Grey, scale: float, threshold: object) -> list[LabelCode]:
    return [code.scaled(1 / scale) for code in _read(scaled(small, scale), threshold)]


def _read(page: Grey, threshold: object) -> list[LabelCode]:
    return believed(page, zxing_codes(page, (*LINEAR, *MATRIX), threshold))


def _sharpened(page: Grey) -> Grey:
    """Light evened out and blur taken back a little."""
    image = Image.fromarray(page)
    return np.asarray(image.filter(ImageFilter.UnsharpMask(radius=2, percent=250, threshold=4)))
