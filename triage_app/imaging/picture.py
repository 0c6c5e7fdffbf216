"""A decoded picture: the stored samples as they lie in the file, and how they are meant to be seen.

Limits are checked from the header before anything is decoded, so that a header of 65535 x 65535
costs nothing.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from triage_app.model.sentence import Sentence, tr

Samples = NDArray[Any]

MAX_FILE_BYTES = 256 * 2**20
MAX_DECODED_BYTES = 192 * 2**20  # 100 megapixels of 16 bit, all frames together
MAX_FRAMES = 2_000

# TIFF 6.0 PhotometricInterpretation 0; DICOM PS3.3 C.7.6.3.1.2: the lowest sample is white.
INVERTED = frozenset({"MINISWHITE", "MONOCHROME1"})

MEDIA_TYPES = {
    "png": "image/png",
    "jpeg": "image/jpeg",
    "webp": "image/webp",
    "bmp": "image/bmp",
    "tiff": "image/tiff",
    "dicom": "application/dicom",
    "dicos": "application/dicom",
}


class PictureRefused(Exception):
    """Inside the room only: why a reader stops. `decode` turns it into an Unreadable."""

    def __init__(self, reason: Sentence) -> None:
        super().__init__(str(reason))
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Unreadable:
    """No picture, and why, for the inspector; `detail` in the decoder's own words, for whoever
    looks after the machine that wrote it."""

    reason: Sentence
    detail: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """`pages` are the frames in order, each (h, w) or (h, w, channels), as stored.

    `bits` a sample really uses (10 of a 16-bit word); `photometric` in the format's own word;
    `spacing_mm` (row, column) of a pixel when the file says; `palette` (n, 3) 8-bit when samples
    are indices; `orientation` is EXIF 1..8; `names` are the short texts of a DICOM header, by
    keyword.
    """

    pages: tuple[Samples, ...]
    bits: int
    photometric: str
    format: str
    spacing_mm: tuple[float, float] | None = None
    palette: Samples | None = None
    orientation: int = 1
    names: tuple[tuple[str, str], ...] = ()

    @property
    def media_type(self) -> str:
        """The registered type of its format."""
        return MEDIA_TYPES[self.format]

    @property
    def looks_like_xray(self) -> bool:
        """Whether a machine rather than a camera wrote it: a format of the trade, one channel, or
        more than 8 bit."""
        return self.format in ("dicom", "dicos", "tiff") or self.channels == 1 or self.bits > 8

    @property
    def samples(self) -> Samples:
        """The first frame as stored."""
        return self.pages[0]

    @property
    def frames(self) -> int:
        return len(self.pages)

    @property
    def width(self) -> int:
        return int(self.samples.shape[1])

    @property
    def height(self) -> int:
        return int(self.samples.shape[0])

    @property
    def channels(self) -> int:
        return int(self.samples.shape[2]) if self.samples.ndim == 3 else 1

    def shown(self, frame: int = 0) -> Samples:
        """A frame as it is meant to be seen: (h, w) in sample units or (h, w, 3), dark is dark."""
        page = self._upright_levels(self.pages[frame])
        if self.palette is not None:
            return self.palette[np.minimum(page, len(self.palette) - 1)]
        if page.ndim == 2:
            return page
        if self.photometric in ("SEPARATED", "CMYK"):
            return _rgb_of_cmyk(page)
        return _opaque(page, self.photometric)

    def sha256_u16(self) -> str:
        """SHA-256 of the stored samples before any inversion, frames in order: 8-bit as 8-bit,
        else little-endian of their own width, signed as two's complement."""
        return _sha256(self.pages)

    def sha256_shown(self) -> str:
        """The same once MinIsWhite or MONOCHROME1 became max - sample."""
        return _sha256(self._upright_levels(page) for page in self.pages)

    def _upright_levels(self, page: Samples) -> Samples:
        if self.photometric not in INVERTED:
            return page
        if page.dtype.kind == "i":
            return ~page  # -1 - sample: max - sample of the two's complement
        if page.dtype.kind == "u":
            return np.subtract((1 << self.bits) - 1, page, dtype=page.dtype)
        return np.asarray(np.nanmax(page) - page)


def check_size(width: int, height: int, frames: int, bytes_per_pixel: float) -> None:
    """Raise PictureRefused when a header promises nothing, or more than the station decodes."""
    if width < 1 or height < 1 or frames < 1:
        raise PictureRefused(tr("imaging", "The picture is empty: its header says 0 pixels."))
    if frames > MAX_FRAMES or width * height * frames * bytes_per_pixel > MAX_DECODED_BYTES:
        raise PictureRefused(
            tr(
                "imaging",
                "The picture is too large to open here: {width} x {height} pixels x {frames}.",
                width=width,
                height=height,
                frames=frames,
            )
        )


def stored(page: Samples) -> Samples:
    """Samples in the machine's own byte order and in one piece; bilevel as 0 and 1 of 8 bit."""
    if page.dtype.kind == "b":
        page = page.astype(np.uint8)
    if page.dtype.kind not in "uif":
        raise PictureRefused(
            tr("imaging", "Samples of the kind {kind} cannot be shown.", kind=str(page.dtype))
        )
    return np.ascontiguousarray(page, dtype=page.dtype.newbyteorder("="))


def upright(shown: Samples, orientation: int) -> Samples:
    """Turn and mirror a frame as EXIF 2.3 tag 0x0112 says (1..8)."""
    if orientation in (5, 6, 7, 8):
        shown = shown.swapaxes(0, 1)
    if orientation in (3, 4, 7, 8):
        shown = shown[::-1]
    if orientation in (2, 3, 6, 7):
        shown = shown[:, ::-1]
    return shown


def _sha256(pages: Iterable[Samples]) -> str:
    digest = hashlib.sha256()
    for page in pages:
        digest.update(np.ascontiguousarray(page, dtype=page.dtype.newbyteorder("<")).tobytes())
    return digest.hexdigest()


def _rgb_of_cmyk(page: Samples) -> Samples:
    """Plain complement times key: good enough to look at, no colour management."""
    if page.dtype != np.uint8:
        page = (page >> 8).astype(np.uint8)
    ink = 255 - page[..., :3].astype(np.uint16)
    return (ink * (255 - page[..., 3:4].astype(np.uint16)) // 255).astype(np.uint8)


def _opaque(page: Samples, photometric: str) -> Samples:
    """Transparent parts over white; other extra channels dropped."""
    colours = 1 if page.shape[2] < 3 else 3
    seen = page[..., :colours]
    if photometric.endswith("A") and page.shape[2] > colours and page.dtype.kind == "u":
        top = np.iinfo(page.dtype).max
        alpha = page[..., colours : colours + 1].astype(np.float32) / top
        seen = (seen * alpha + top * (1 - alpha) + 0.5).astype(page.dtype)
    return seen[..., 0] if colours == 1 else seen
