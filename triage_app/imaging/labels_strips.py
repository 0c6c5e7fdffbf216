"""A field of bars -> scan lines made of many rows, straightened, averaged and made sharp again.

A bar code says the same in every row. The mean of the rows along the bars has far less noise than
any one, and so bears being sharpened: Richardson-Lucy deconvolution (1972) with a Gaussian.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter, ImageOps

from triage_app.imaging.labels_fields import Field
from triage_app.imaging.labels_grey import Grey

Line = NDArray[np.float32]

WIDEST = 2_400  # samples of a scan line; the longest code of a label has some 450 modules
FINEST = 3.0  # samples a pixel: between two pixels a cubic curve is a fair guess
MOST_ROWS = 160
QUIET = 0.1  # of the length, added at both ends
FIELD_SHARE = 1 / (1 + 2 * QUIET)  # of a strip that is the field itself
PATCH_ROWS = 480
PATCH_COLUMNS = 1_600
SETTLING = 3  # rounds of straightening
STEEPEST = 1.5  # columns a row
BANDS = (1, 3, 5, 9)
BLURS = (0.0, 0.8, 1.3, 1.8, 2.4)  # pixels of the picture, standard deviation
ROUNDS = 24
FEWEST_EDGES = 16  # EAN-8, the shortest code, has 44; half of them may be blurred away


@dataclass(frozen=True, slots=True)
class Strip:
    """One scan line of a field as 8 bit grey, and which part of the field it comes from: band
    `band` of `bands`, sharpened against a blur."""

    line: Grey
    bands: int
    band: int
    blur: float


def straightened(page: Grey, field: Field, columns: int, rows: int) -> Grey:
    """The field and a quiet zone at both ends, bars upright, on so many columns and rows."""
    wide, thick = field.length / FIELD_SHARE, field.height
    (right, below), (aside, down) = field.across, field.down
    left = field.x - wide / 2 * right - thick / 2 * aside
    top = field.y - wide / 2 * below - thick / 2 * down
    column, row = wide / columns, thick / rows
    seen = Image.fromarray(page).transform(
        (columns, rows),
        Image.Transform.AFFINE,
        (right * column, aside * row, left, below * column, down * row, top),
        Image.Resampling.BICUBIC,
        fillcolor=255,
    )
    return np.asarray(seen)


def patches(page: Grey, field: Field) -> Iterator[Grey]:
    """The field as a picture, bars upright, two samples a pixel; as it is, then sharpened."""
    finer = min(2.0, PATCH_COLUMNS * FIELD_SHARE / field.length, PATCH_ROWS / field.height)
    columns, rows = round(field.length / FIELD_SHARE * finer), round(field.height * finer)
    if min(columns, rows) < 8:
        return
    patch = _upright(straightened(page, field, columns, rows).astype(np.float32))
    seen = Image.fromarray(np.clip(patch, 0, 255).astype(np.uint8))
    seen = ImageOps.expand(seen, border=8, fill=255)
    yield np.asarray(seen)
    yield np.asarray(seen.filter(ImageFilter.UnsharpMask(radius=finer * 1.5, percent=300)))


def strips(page: Grey, field: Field) -> Iterator[Strip]:
    """The scan lines of a field, the most telling first."""
    finer = min(FINEST, WIDEST * FIELD_SHARE / field.length)
    columns = max(16, round(field.length / FIELD_SHARE * finer))
    height = max(4, min(MOST_ROWS, round(field.height)))
    rows = straightened(page, field, columns, height).astype(np.float32)
    margin = len(rows) // 10
    rows = _upright(rows[margin : len(rows) - margin])
    lines = [
        (bands, band, _evened(part.mean(axis=0), finer))
        for bands in BANDS
        if len(rows) >= 2 * bands or bands == 1
        for band, part in enumerate(np.array_split(rows, bands))
    ]
    if not any(_edges(line) >= FEWEST_EDGES for _, _, line in lines):
        return
    for blur in BLURS:
        for bands, band, line in lines:
            sharp = _sharp(line, blur * finer) if blur else line
            yield Strip((sharp * 255).astype(np.uint8), bands, band, blur)


def _edges(line: Line) -> int:
    """How often the line goes from dark to light or back, small waves left out."""
    level = np.digitize(line, (0.35, 0.65))
    clear = level[level != 1]
    return int(np.count_nonzero(np.diff(clear)))


def _upright(rows: Line) -> Line:
    """The rows moved piece by piece so that slanted, fanned and bent bars stand."""
    if len(rows) < 8:
        return rows
    shift = np.zeros_like(rows)
    moved = rows
    for _ in range(SETTLING):
        slope = _slope(moved)
        down = np.cumsum(slope, axis=0)
        shift += down - down[len(rows) // 2]
        moved = _shifted(rows, shift)
    return moved


def _slope(rows: Line) -> Line:
    """How many columns the bars move from a row to the next, around each point: the least squares
    answer of (change down) = slope * (change across)."""
    padded = np.pad(rows, ((1, 1), (0, 0)), "edge")
    soft = (padded[:-2] + 2 * rows + padded[2:]) / 4
    down, across = (np.asarray(change, np.float32) for change in np.gradient(soft))
    reach_down, reach_across = max(2, len(rows) // 6), max(8, rows.shape[1] // 12)
    common = _windowed(down * across, reach_down, reach_across)
    square = _windowed(across * across, reach_down, reach_across)
    return np.asarray(np.clip(common / (square + 1.0), -STEEPEST, STEEPEST), np.float32)


def _windowed(values: Line, down: int, across: int) -> Line:
    """The mean around each point, so many rows and columns to each side."""
    for reach in (down, across):  # each round turns the array over
        padded = np.pad(values, ((reach, reach), (0, 0)), "edge")
        total = np.cumsum(padded, axis=0, dtype=np.float64)
        values = ((total[2 * reach :] - total[: -2 * reach]) / (2 * reach)).T.astype(np.float32)
    return np.asarray(values, np.float32)


def _shifted(rows: Line, shift: Line) -> Line:
    """Each row read `shift` columns further left, between two columns in proportion."""
    width = rows.shape[1]
    place = np.clip(np.arange(width, dtype=np.float32) - shift, 0, width - 1.001)
    first = place.astype(np.intp)
    share = place - first
    left = np.take_along_axis(rows, first, axis=1)
    right = np.take_along_axis(rows, first + 1, axis=1)
    return np.asarray(left + (right - left) * share, np.float32)


def _evened(line: Line, finer: float) -> Line:
    """The line between 0 and 1, its own shade and light taken out piece by piece."""
    reach = max(8, round(24 * finer))
    high, low = _envelope(line, reach, np.maximum), _envelope(line, reach, np.minimum)
    room = np.maximum(high - low, 0.25 * float((high - low).max()) + 1e-3)
    return np.asarray(np.clip((line - (high + low) / 2) / room + 0.5, 0, 1))


def _envelope(line: Line, reach: int, most: np.ufunc) -> Line:
    """The running extreme within `reach` samples, smoothed."""
    found = line
    step = 1
    while step < reach:
        found = most(found, most(_moved(found, step), _moved(found, -step)))
        step *= 2
    return _smooth(found, reach)


def _moved(line: Line, by: int) -> Line:
    """Shifted, the ends repeated."""
    places = np.clip(np.arange(len(line)) + by, 0, len(line) - 1)
    return line[places]


def _smooth(line: Line, reach: int) -> Line:
    padded = np.pad(line, reach, mode="edge")
    total = np.cumsum(padded, dtype=np.float64)
    width = 2 * reach
    mean = (total[width:] - total[:-width]) / width
    return mean[: len(line)].astype(np.float32)


def _sharp(line: Line, deviation: float) -> Line:
    """What a Gaussian blur of that many samples may have made the line of."""
    reach = ceil(3 * deviation)
    kernel = np.exp(-0.5 * np.square(np.arange(-reach, reach + 1) / deviation))
    kernel /= kernel.sum()
    seen = np.pad(line, reach, mode="edge").astype(np.float64) + 0.02
    guess = seen.copy()
    for _ in range(ROUNDS):
        blurred = np.convolve(guess, kernel, "same")
        guess *= np.convolve(seen / np.maximum(blurred, 1e-3), kernel, "same")
        np.minimum(guess, 1.05, out=guess)
    return np.asarray(np.clip(guess[reach:-reach] - 0.02, 0, 1), np.float32)
