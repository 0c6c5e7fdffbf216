"""Picture -> Plate: pixels prepared for looking at any part of them at any scale at once.

Grey samples become table indices of 8 or 16 bit, colours packed 0xffRRGGBB; smaller copies are
made when they are first needed. Every reduction averages, so that a thin wire stays visible.
"""

import sys
from typing import Any

import numpy as np
from numpy.typing import NDArray

from triage_app.imaging.look import Window
from triage_app.imaging.picture import INVERTED, Picture, Samples, upright
from triage_app.imaging.turning import TURN_RIGHT, Turning
from triage_app.imaging.viewport import Viewport

SAMPLED = 300_000  # pixels looked at for an automatic window
BLOCK = 64  # rows worked on at once: they stay in the processor's own memory
SHARES = (0.0005, 0.995)  # of the pixels: a small dark thing in much air is still inside


class Plate:
    """One frame of a picture. A grey index i stands for the sample `floor` + i * `step`."""

    def __init__(self, picture: Picture, frame: int = 0) -> None:
        indices, self.floor, self.step = _indices(picture, frame)
        self.colour = indices.dtype == np.uint32
        self._straight = upright(indices, picture.orientation)
        self._levels = {0: self._straight}
        self.turning = Turning()

    @property
    def indices(self) -> Samples:
        """The whole frame as it is turned."""
        return self._levels[0]

    def turn(self, how: int) -> None:
        """By a quarter to the right (TURN_RIGHT), or left for right (MIRROR), from as it is now."""
        if how == TURN_RIGHT:
            self.turning = self.turning.turned_right(self.height)
        else:
            self.turning = self.turning.mirrored(self.width)
        self._levels = {level: upright(page, how) for level, page in self._levels.items()}

    def straighten(self) -> None:
        """As the picture came."""
        self.turning = Turning()
        self._levels = {0: self._straight}

    @property
    def width(self) -> int:
        return int(self._levels[0].shape[1])

    @property
    def height(self) -> int:
        return int(self._levels[0].shape[0])

    @property
    def count(self) -> int:
        """How many indices there are."""
        return 256 if self._levels[0].dtype == np.uint8 else 65_536

    def values(self) -> NDArray[np.float64]:
        """The sample value of each index."""
        return np.asarray(self.floor + self.step * np.arange(self.count), np.float64)

    def value_at(self, x: int, y: int) -> float | tuple[int, int, int]:
        """The sample at a picture point: a number, or red, green, blue."""
        index = int(self._levels[0][y, x])
        if self.colour:
            return index >> 16 & 255, index >> 8 & 255, index & 255
        return self.floor + self.step * index

    def auto_window(self, region: Samples | None = None) -> Window:
        """From the 0.05 to the 99.5 percentile of the indices given, else of the whole picture."""
        if self.colour:
            return Window.between(0, 255)
        seen = self._levels[0] if region is None else region
        stride = max(1, int((seen.size / SAMPLED) ** 0.5))
        counts = np.bincount(seen[::stride, ::stride].ravel(), minlength=self.count)
        below = np.cumsum(counts)
        dark, bright = SHARES if self.step > 0 else (1 - SHARES[1], 1 - SHARES[0])
        first, last = (int(np.searchsorted(below, s * below[-1])) for s in (dark, bright))
        return self._window(first, last)

    def full_window(self) -> Window:
        """From the lowest to the highest sample there is."""
        if self.colour:
            return Window.between(0, 255)
        page = self._levels[0]
        return self._window(int(page.min()), int(page.max()))

    def histogram(self, view: Viewport, bins: int) -> NDArray[np.intp]:
        """How many of the pixels in view fall into each of `bins` equal parts of the full window;
        of colours, how bright they are."""
        seen = self.region(view)
        if self.colour:
            seen = np.ascontiguousarray(seen).view(np.uint8)[..., 1::4]  # green: most of brightness
            return np.bincount(seen.ravel().astype(np.intp) * bins >> 8, minlength=bins)
        full = self.full_window()
        values = (self.values() - full.low) * (bins / full.width)
        place = np.clip(values, 0, bins - 1).astype(np.intp)
        counts = np.bincount(seen.ravel(), minlength=self.count)
        return np.bincount(place, counts, bins).astype(np.intp)

    def region(self, view: Viewport, *, edges: bool = False) -> Samples:
        """The indices or colours of the screen pixels that `view.covered()` names."""
        left, top, right, bottom = view.covered()
        level = 0
        while view.scale * 2**level <= 0.5 and min(self._levels[0].shape) >> level > 1:
            level += 1
        page = self._level(level)
        scale = view.scale * 2**level
        columns = _taps(left, right, view.width, scale, view.x / 2**level, page.shape[1])
        rows = _taps(top, bottom, view.height, scale, view.y / 2**level, page.shape[0])
        if scale < 1:
            small = _averaged(page, rows, columns)
            return sharpened(small) if edges else small
        first_row, first = int(rows[0][0]), int(columns[0][0])
        crop = page[first_row : rows[0][-1] + 1, first : columns[0][-1] + 1]
        if edges:  # on the picture's own pixels, before they are made large
            crop = sharpened(crop)
        seen: Samples = crop[rows[0] - first_row].take(columns[0] - first, axis=1)
        return seen

    def _window(self, first: int, last: int) -> Window:
        """The window between two indices; never narrower than one step."""
        low, high = sorted((self.floor + self.step * first, self.floor + self.step * last))
        return Window.between(low, high, abs(self.step))

    def _level(self, level: int) -> Samples:
        """The copy of half the size, `level` times; from the nearest there is."""
        if level not in self._levels:
            nearest = max(there for there in self._levels if there < level)
            self._levels[level] = _reduced(self._levels[nearest], level - nearest)
        return self._levels[level]


def sharpened(indices: Samples) -> Samples:
    """Unsharp mask against the four neighbours, on indices or packed colours: same shape, same
    kind."""
    if indices.dtype == np.uint32:
        channels = np.ascontiguousarray(indices).view(np.uint8).reshape(*indices.shape, 4)
        packed: Samples = sharpened(channels).view(np.uint32)[..., 0]
        return packed
    rows, columns = indices.shape[:2]
    above, below = np.maximum(np.arange(rows) - 1, 0), np.minimum(np.arange(rows) + 1, rows - 1)
    left = np.maximum(np.arange(columns) - 1, 0)
    right = np.minimum(np.arange(columns) + 1, columns - 1)
    beside = _mean(indices.take(left, axis=1), indices.take(right, axis=1))
    around = _mean(_mean(indices[above], indices[below]), beside)
    sharp = np.subtract(indices, around, dtype=np.int32)
    sharp += sharp >> 1  # one and a half of the difference is added
    sharp += indices
    np.clip(sharp, 0, np.iinfo(indices.dtype).max, out=sharp)
    return np.asarray(sharp.astype(indices.dtype))


def _indices(picture: Picture, frame: int) -> tuple[Samples, float, float]:
    page = picture.pages[frame]
    if page.ndim == 2 and page.dtype in (np.uint8, np.uint16) and picture.palette is None:
        if picture.photometric in INVERTED:  # no copy: the table turns it round
            return page, float((1 << picture.bits) - 1), -1.0
        return page, 0.0, 1.0
    shown = picture.shown(frame)
    if shown.ndim == 3:
        return _packed(shown), 0.0, 1.0
    if shown.dtype == np.int8:
        return shown.view(np.uint8) ^ np.uint8(0x80), -128.0, 1.0
    if shown.dtype == np.int16:
        return shown.view(np.uint16) ^ np.uint16(0x8000), -32_768.0, 1.0
    if shown.dtype in (np.uint8, np.uint16):
        return shown, 0.0, 1.0
    return _spread(shown)


def _spread(shown: Samples) -> tuple[Samples, float, float]:
    """32-bit and float samples over 65,536 steps between their ends; what is no number is low."""
    finite = np.isfinite(shown)
    if not finite.any():
        return np.zeros(shown.shape, np.uint16), 0.0, 1.0
    low, high = float(shown[finite].min()), float(shown[finite].max())
    step = (high - low) / 65_535 or 1.0
    level = np.where(finite, shown, low).astype(np.float64)
    return np.rint((level - low) / step).astype(np.uint16), low, step


def _packed(shown: Samples) -> Samples:
    """(h, w, 3) of any depth -> 0xffRRGGBB."""
    if shown.dtype != np.uint8:
        shown = _eight_bits(shown)
    packed = np.full((*shown.shape[:2], 4), 0xFF, np.uint8)
    order = (2, 1, 0) if sys.byteorder == "little" else (1, 2, 3)
    for channel, place in enumerate(order):
        packed[..., place] = shown[..., channel]
    return packed.view(np.uint32)[..., 0]


def _eight_bits(shown: Samples) -> Samples:
    if shown.dtype.kind == "u":
        return (shown >> 8 * (shown.dtype.itemsize - 1)).astype(np.uint8)
    spread, _, _ = _spread(shown)
    return (spread >> 8).astype(np.uint8)


def _mean(one: Samples, other: Samples) -> Samples:
    """Average of two arrays without a wider type, packed colours channel by channel."""
    half: Any = one ^ other
    if one.dtype == np.uint32:
        half &= np.uint32(0xFEFEFEFE)
    half >>= 1
    half += one & other
    return np.asarray(half)


def _halved(page: Samples) -> Samples:
    """Each 2 x 2 pixels averaged; an odd last row or column is left out."""
    height, width = (max(1, length // 2) for length in page.shape)
    if min(page.shape) < 2:
        rows = _rows_halved(page[: 2 * height]) if page.shape[0] > 1 else page[:, : 2 * width]
        return rows if rows.shape[1] < 2 else _mean(rows[:, 0::2], rows[:, 1::2])
    halved = np.empty((height, width), page.dtype)
    for top in range(0, height, BLOCK):
        rows = _rows_halved(page[2 * top : 2 * min(top + BLOCK, height), : 2 * width])
        halved[top : top + BLOCK] = _columns_halved(rows)
    return halved


def _reduced(page: Samples, times: int) -> Samples:
    """Halved so many times, some rows at once: what lies between is never written to memory."""
    if times == 1 or min(page.shape) >> times == 0:
        for _ in range(times):
            page = _halved(page)
        return page
    height, width = (length >> times for length in page.shape)
    small = np.empty((height, width), page.dtype)
    for top in range(0, height, BLOCK):
        part = page[top << times : min(top + BLOCK, height) << times]
        for _ in range(times):
            part = _halved(part)
        small[top : top + BLOCK] = part
    return small


def _rows_halved(page: Samples) -> Samples:
    return _mean(page[0::2], page[1::2])


def _columns_halved(rows: Samples) -> Samples:
    """Neighbours averaged in one word of twice the width: strided columns cost four times that."""
    if rows.dtype.itemsize > 2:
        return _mean(rows[:, 0::2], rows[:, 1::2])
    wide = np.dtype(f"u{2 * rows.dtype.itemsize}").type
    pairs: Any = np.ascontiguousarray(rows).view(wide)
    half = pairs & wide(np.iinfo(rows.dtype).max)
    half += pairs >> wide(8 * rows.dtype.itemsize)
    half >>= wide(1)
    return np.asarray(half)


def _taps(
    start: int, stop: int, screen: int, scale: float, middle: float, length: int
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """The first and last page index under each screen pixel from start to stop."""
    edges = (np.arange(start, stop + 1) - screen / 2) / scale + middle
    if scale >= 1:
        middles = np.floor((edges[:-1] + edges[1:]) / 2).astype(np.intp)
        nearest = np.clip(middles, 0, length - 1)
        return nearest, nearest
    first = np.clip(np.floor(edges[:-1] + 1e-6).astype(np.intp), 0, length - 1)
    last = np.clip(np.ceil(edges[1:] - 1e-6).astype(np.intp) - 1, first, length - 1)
    return first, last


def _averaged(
    page: Samples,
    rows: tuple[NDArray[np.intp], NDArray[np.intp]],
    columns: tuple[NDArray[np.intp], NDArray[np.intp]],
) -> Samples:
    """The mean of the pixels at the ends of what each screen pixel covers (1 to 2 pixels)."""
    first, stop = int(columns[0][0]), int(columns[1][-1]) + 1
    tall = _mean(page[rows[0], first:stop], page[rows[1], first:stop])
    return _mean(tall.take(columns[0] - first, axis=1), tall.take(columns[1] - first, axis=1))
