"""PNG, JPEG, WebP, BMP -> Picture, by Pillow; what Pillow rounds to 8 bit, by imagecodecs."""

import struct
from contextlib import suppress
from io import BytesIO

import numpy as np
from PIL import Image, UnidentifiedImageError

from triage_app.imaging.picture import Picture, PictureRefused, Samples, check_size, stored
from triage_app.model.sentence import tr

ORIENTATION = 0x0112  # EXIF 2.3, 4.6.4 A

PNG_COLOURS = {0: ("GREY", 1), 2: ("RGB", 3), 3: ("PALETTE", 1), 4: ("GREYA", 2), 6: ("RGBA", 4)}

JPEG_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


def read(data: bytes, kind: str) -> Picture:
    """Raises PictureRefused, or whatever the decoder raises on a damaged file."""
    name = "RGB"
    if kind == "png":
        width, height, depth, colour = struct.unpack(">IIBB", data[16:26])
        name, channels = PNG_COLOURS.get(colour, ("RGBA", 4))
        check_size(width, height, 1, channels * (2 if depth == 16 else 1))
        if depth == 16:
            return _png_by_libpng(data, name)
    elif kind == "jpeg":
        precision, height, width, channels = _jpeg_frame(data)
        check_size(width, height, 1, channels * (1 if precision == 8 else 2))
        if precision != 8:
            return _deep_jpeg(data, precision)
    try:
        return _by_pillow(data, kind)
    except UnidentifiedImageError as error:
        if kind == "png":
            return _png_by_libpng(data, name)  # Pillow stops at a bad checksum beside the pixels
        raise PictureRefused(
            tr("imaging", "The picture is damaged: its header makes no sense.")
        ) from error


def _by_pillow(data: bytes, kind: str) -> Picture:
    try:
        image = Image.open(BytesIO(data), formats=[kind])
    except Image.DecompressionBombError as error:
        raise PictureRefused(
            tr("imaging", "The picture is too large to open here: {error}.", error=str(error))
        ) from error
    with image:
        check_size(*image.size, 1, 4)
        orientation = 1
        with suppress(Exception):  # a broken EXIF block must not hide a good picture
            orientation = int(image.getexif().get(ORIENTATION, 1))
        samples, photometric = _samples(image)
    bits = 16 if samples.dtype.itemsize == 2 else 8 * samples.dtype.itemsize
    if orientation not in range(1, 9):
        orientation = 1
    return Picture((stored(samples),), bits, photometric, kind, orientation=orientation)


def _samples(image: Image.Image) -> tuple[Samples, str]:
    names = {"L": "GREY", "LA": "GREYA", "RGB": "RGB", "RGBA": "RGBA", "F": "GREY", "I": "GREY"}
    if image.mode.startswith("I;16"):
        return np.asarray(image), "GREY"
    if image.mode in names:
        return np.asarray(image), names[image.mode]
    if image.mode == "1":
        return np.asarray(image.convert("L")), "GREY"
    see_through = image.mode in ("PA", "RGBa", "La") or "transparency" in image.info
    mode = "RGBA" if see_through else "RGB"
    return np.asarray(image.convert(mode)), mode


def _png_by_libpng(data: bytes, photometric: str) -> Picture:
    """16 bit, where Pillow is slow with grey and rounds colours, and files it finds too odd."""
    import imagecodecs

    samples = np.asarray(imagecodecs.png_decode(data))
    if samples.ndim == 3:  # a palette or a transparent colour became channels
        photometric = {2: "GREYA", 3: "RGB", 4: "RGBA"}[samples.shape[2]]
    return Picture((stored(samples),), 8 * samples.dtype.itemsize, photometric, "png")


def _deep_jpeg(data: bytes, precision: int) -> Picture:
    """12-bit and lossless JPEG, which Pillow does not read."""
    import imagecodecs

    samples = np.asarray(imagecodecs.jpeg_decode(data))
    return Picture((stored(samples),), precision, "RGB" if samples.ndim == 3 else "GREY", "jpeg")


def _jpeg_frame(data: bytes) -> tuple[int, int, int, int]:
    """(precision, height, width, channels) of the first frame header, ITU-T T.81 B.2.2."""
    at = 2
    while at + 10 <= len(data):
        if data[at] != 0xFF:
            at += 1
            continue
        marker = data[at + 1]
        if marker in JPEG_FRAMES:
            precision, height, width, channels = struct.unpack(">BHHB", data[at + 4 : at + 10])
            return precision, height, width, channels
        if marker in (0xFF, 0x01, 0x00) or 0xD0 <= marker <= 0xD8:
            at += 1 if marker == 0xFF else 2
            continue
        at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    raise PictureRefused(tr("imaging", "The picture is cut off before its first line."))
