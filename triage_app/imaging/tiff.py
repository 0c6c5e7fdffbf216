"""TIFF and BigTIFF -> Picture, by tifffile: 1 to 32 bit, float, strips and tiles, every page."""

from collections.abc import Iterable
from io import BytesIO
from itertools import islice
from typing import Any

import numpy as np
from tifffile import TiffFile

from triage_app.imaging.picture import (
    MAX_FRAMES,
    Picture,
    PictureRefused,
    Samples,
    check_size,
    stored,
)
from triage_app.model.sentence import tr

REDUCED = 1  # NewSubfileType bit 0: a smaller copy of another page (TIFF 6.0, section 8)


def read(data: bytes, kind: str) -> Picture:
    """Raises PictureRefused, or whatever the decoder raises on a damaged file."""
    with TiffFile(BytesIO(data)) as file:
        every: Iterable[Any] = islice(file.pages, MAX_FRAMES + 1)
        pages = [page for page in every if not page.subfiletype & REDUCED]
        if not pages:
            raise PictureRefused(tr("imaging", "The file holds no picture."))
        first = pages[0]
        if first.dtype is None:
            raise PictureRefused(
                tr("imaging", "{bits}-bit samples are not read.", bits=str(first.bitspersample))
            )
        same = [page for page in pages if page.shape == first.shape and page.dtype == first.dtype]
        per_pixel = first.samplesperpixel * first.dtype.itemsize
        check_size(first.imagewidth, first.imagelength, len(same) * first.imagedepth, per_pixel)
        frames = tuple(frame for page in same for frame in _frames(page, data))
        return Picture(frames, _bits(first), _photometric(first), kind, palette=_palette(first))


def _frames(page: Any, data: bytes) -> list[Samples]:
    """The page as (h, w) or (h, w, channels), one for each plane of depth."""
    samples = _lying(page, data) if page.is_memmappable else page.asarray(maxworkers=1)
    if page.axes.startswith("S"):
        samples = np.moveaxis(samples, 0, -1)
    if samples.size != page.imagewidth * page.imagelength * page.imagedepth * page.samplesperpixel:
        raise PictureRefused(tr("imaging", "The picture is damaged: its pixels are incomplete."))
    shape: tuple[int, ...] = (page.imagedepth, page.imagelength, page.imagewidth)
    if page.samplesperpixel > 1:
        shape += (page.samplesperpixel,)
    return [stored(plane) for plane in samples.reshape(shape)]


def _lying(page: Any, data: bytes) -> Samples:
    """Plain samples that lie in the file in one piece: not copied. Raises ValueError where the file
    is too short for them."""
    dtype = page.dtype.newbyteorder(page.parent.byteorder)
    count = int(np.prod(page.shape))
    return np.frombuffer(data, dtype, count, page.dataoffsets[0]).reshape(page.shape)


def _bits(page: Any) -> int:
    bits = page.bitspersample
    return int(max(bits) if isinstance(bits, tuple) else bits)


def _photometric(page: Any) -> str:
    name = str(getattr(page.photometric, "name", page.photometric))
    alpha = any(int(extra) in (1, 2) for extra in page.extrasamples)
    if name == "RGB" and alpha:
        return "RGBA"
    return "RGB" if name == "YCBCR" else name  # tifffile turned it into RGB


def _palette(page: Any) -> Samples | None:
    """The colour map as (n, 3) of 8 bit; TIFF keeps 16."""
    if page.colormap is None or page.samplesperpixel != 1:
        return None
    return (np.asarray(page.colormap).T >> 8).astype(np.uint8)
