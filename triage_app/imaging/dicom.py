"""DICOM and DICOS -> Picture, by pydicom; the JPEG family beyond 8-bit baseline by imagecodecs."""

from contextlib import suppress
from io import BytesIO
from typing import Any

import numpy as np
import pydicom
from pydicom import uid
from pydicom.pixels.decoders.base import get_decoder
from pydicom.pixels.processing import apply_color_lut
from pydicom.pixels.utils import pixel_array

from triage_app.imaging.picture import Picture, PictureRefused, Samples, check_size, stored
from triage_app.model.sentence import tr

PLUGIN = "imagecodecs"

# pydicom asks a plugin module for this table; the parts are always installed with the program.
DECODER_DEPENDENCIES = dict.fromkeys(
    (
        uid.JPEGExtended12Bit,
        uid.JPEGLossless,
        uid.JPEGLosslessSV1,
        uid.JPEGLSLossless,
        uid.JPEGLSNearLossless,
        uid.JPEG2000Lossless,
        uid.JPEG2000,
        uid.HTJ2KLossless,
        uid.HTJ2KLosslessRPCL,
        uid.HTJ2K,
    ),
    ("imagecodecs",),
)

NAMING = frozenset({"LO", "SH", "ST", "LT", "UC", "UT", "PN", "CS"})
LONGEST_NAME, MOST_NAMES = 128, 100

PIXELS = ("PixelData", "FloatPixelData", "DoubleFloatPixelData")


def read(data: bytes, kind: str) -> Picture:
    """Raises PictureRefused, or whatever the decoder raises on a damaged file."""
    dataset = pydicom.dcmread(BytesIO(data), force=True)
    _require_pixels(dataset)
    syntax = _syntax(dataset)
    frames = int(dataset.get("NumberOfFrames") or 1)
    channels = int(dataset.get("SamplesPerPixel", 1))
    allocated = int(dataset.get("BitsAllocated", 8))
    check_size(int(dataset.Columns), int(dataset.Rows), frames, channels * max(1, allocated // 8))
    samples = pixel_array(dataset, decoding_plugin=PLUGIN if _plugged_in(syntax) else "")
    shape = (frames, *samples.shape[samples.ndim - (2 if channels == 1 else 3) :])
    return Picture(
        tuple(stored(page) for page in samples.reshape(shape)),
        int(dataset.get("BitsStored", allocated)),
        str(dataset.get("PhotometricInterpretation", "MONOCHROME2")),
        "dicos" if "DICOSVersion" in dataset or (0x4010, 0x103A) in dataset else kind,
        spacing_mm=_spacing_mm(dataset),
        palette=_palette(dataset, samples),
        names=_names(dataset),
    )


def is_available(_syntax: str) -> bool:
    """pydicom's question to a plugin."""
    return True


def decode_frame(source: bytes, runner: Any) -> bytes:
    """pydicom's plugin call: one encoded frame -> its samples, as pydicom.pixels expects them."""
    import imagecodecs

    syntax = runner.transfer_syntax
    if syntax in uid.JPEGLSTransferSyntaxes:
        samples = imagecodecs.jpegls_decode(source)
    elif syntax in (uid.JPEGExtended12Bit, uid.JPEGLossless, uid.JPEGLosslessSV1):
        samples = imagecodecs.jpeg_decode(source)
    else:
        samples = imagecodecs.jpeg2k_decode(source)
    if samples.shape[:2] != (runner.rows, runner.columns):
        raise PictureRefused(
            tr("imaging", "The picture is damaged: its header and its pixels differ in size.")
        )
    runner.set_option("bits_allocated", 8 * samples.dtype.itemsize)
    if runner.samples_per_pixel > 1:
        runner.set_option("planar_configuration", 0)
        runner.set_option("photometric_interpretation", "RGB")
    return bytes(samples.tobytes())


def _plugged_in(syntax: str) -> bool:
    """Whether our decoder is registered for the syntax (it is, once, when it can help)."""
    if syntax not in DECODER_DEPENDENCIES:
        return False
    decoder = get_decoder(uid.UID(syntax))
    if PLUGIN not in decoder.available_plugins:
        decoder.add_plugin(PLUGIN, (__name__, "decode_frame"))
    return True


def _require_pixels(dataset: Any) -> None:
    if any(name in dataset for name in PIXELS) and "Rows" in dataset and "Columns" in dataset:
        return
    if str(dataset.get("Modality", "")) == "TDR":
        raise PictureRefused(
            tr("imaging", "This is a threat detection report; it holds no picture.")
        )
    raise PictureRefused(tr("imaging", "The file holds no picture."))


def _syntax(dataset: Any) -> str:
    """The transfer syntax; where the file does not say, the one it was parsed by."""
    syntax = dataset.file_meta.get("TransferSyntaxUID")
    if syntax is None:
        implicit = bool(dataset.original_encoding[0])
        syntax = uid.ImplicitVRLittleEndian if implicit else uid.ExplicitVRLittleEndian
        dataset.file_meta.TransferSyntaxUID = syntax
    return str(syntax)


def _spacing_mm(dataset: Any) -> tuple[float, float] | None:
    """(row, column) spacing, PS3.3 10.7.1.1; the detector's own where nothing is calibrated."""
    for name in ("PixelSpacing", "ImagerPixelSpacing"):
        with suppress(TypeError, ValueError, IndexError):
            row, column = (float(value) for value in dataset.get(name) or ())
            if row > 0 and column > 0:
                return row, column
    return None


def _names(dataset: Any) -> tuple[tuple[str, str], ...]:
    """The texts that may name a thing, by keyword; a person's, a date's or a device's among them
    is for whoever asks by name."""
    named = []
    for element in dataset:
        if element.VR in NAMING and element.keyword and element.VM == 1:
            text = str(element.value).strip()
            if 0 < len(text) <= LONGEST_NAME:
                named.append((str(element.keyword), text))
    return tuple(named[:MOST_NAMES])


def _palette(dataset: Any, samples: Samples) -> Samples | None:
    """The colour table of PALETTE COLOR as (n, 3) of 8 bit."""
    if dataset.get("PhotometricInterpretation") != "PALETTE COLOR":
        return None
    indices = np.arange(1 << min(16, int(dataset.BitsStored)), dtype=samples.dtype)
    colours = np.asarray(apply_color_lut(indices.reshape(1, -1), dataset)[0])
    return np.asarray(colours >> 8 * (colours.dtype.itemsize - 1), dtype=np.uint8)
