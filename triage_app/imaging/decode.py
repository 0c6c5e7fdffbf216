"""Bytes of a file -> Picture | Unreadable. The content decides what it is, never a name."""

import re
import warnings
from collections.abc import Callable
from importlib import import_module

from triage_app.imaging.picture import (
    MAX_FILE_BYTES,
    MEDIA_TYPES,
    Picture,
    PictureRefused,
    Unreadable,
)
from triage_app.model.sentence import Sentence, tr

READERS = {
    "png": "raster",
    "jpeg": "raster",
    "webp": "raster",
    "bmp": "raster",
    "tiff": "tiff",
    "dicom": "dicom",
}

# Kinds that are met in a picture's place and are not read here: said by their name.
OTHERS = (
    (b"\x00\x00\x00\x0cjP  ", "JPEG 2000"),
    (b"\xff\x4f\xff\x51", "JPEG 2000"),
    (b"8BPS", "Photoshop"),
    (b"GIF8", "GIF"),
    (b"\x00\x00\x01\x00", "icon"),
    (b"%PDF", "PDF"),
    (b"PK\x03\x04", "ZIP"),
    (b"\x1aE\xdf\xa3", "video"),
    (b"<svg", "SVG"),
    (b"<?xml", "XML"),
)

# A data set without the 128 byte preamble begins with an element of group 2 or 8 (DICOM PS3.10).
BARE_DICOM = re.compile(rb"[\x02\x08]\x00[\x00-\x40]\x00(?:UL|UI|CS|OB|LO)", re.DOTALL)


def decode(data: bytes, media_type: str = "") -> Picture | Unreadable:
    """Decode a picture of any of the kinds read here.

    `media_type` is only said in the refusal. Whatever the bytes are, the answer is a value; but a
    decoder written in C may still end the process: `worker.DecodePool` is for files from outside.
    """
    kind = ""
    try:
        _refuse_by_size(data)
        kind = kind_of(data)
        if not kind:
            return Unreadable(_not_read(data, media_type))
        read: Callable[[bytes, str], Picture]
        read = import_module(f"triage_app.imaging.{READERS[kind]}").read
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return read(data, kind)
    except PictureRefused as refused:
        return Unreadable(refused.reason)
    except MemoryError:
        return Unreadable(tr("imaging", "The picture needs more memory than it is given here."))
    except Exception as error:
        # The decoders raise whatever a damaged file makes them raise; any of it means the same.
        return Unreadable(_damaged(kind), _words(error))


def kind_of(data: bytes) -> str:
    """One of READERS by the first bytes, or ""."""
    if data[128:132] == b"DICM" or BARE_DICOM.match(data[:6]):
        return "dicom"  # asked first: its preamble may pose as a TIFF (PS3.10, 7.1)
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if data.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "webp"
    if data[:4] in (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"):
        return "tiff"
    return "bmp" if _is_bmp(data) else ""


def media_type_of(data: bytes) -> str:
    """The registered media type (RFC 6838) of a picture by its first bytes, or "" for what is no
    picture read here. Never by a name: the sender and the camera choose those."""
    return MEDIA_TYPES.get(kind_of(data), "")


def _is_bmp(data: bytes) -> bool:
    """ "BM" alone begins many texts: the header's own length must be one that exists."""
    return data.startswith(b"BM") and data[14:18] in (
        n.to_bytes(4, "little") for n in (12, 16, 40, 52, 56, 64, 108, 124)
    )


def _refuse_by_size(data: bytes) -> None:
    if not data:
        raise PictureRefused(tr("imaging", "The file is empty."))
    if len(data) > MAX_FILE_BYTES:
        raise PictureRefused(
            tr(
                "imaging",
                "The file is too large to open here: {size} MB.",
                size=len(data) // 2**20,
            )
        )


def _not_read(data: bytes, media_type: str) -> Sentence:
    name = next((name for start, name in OTHERS if data.startswith(start)), "")
    name = name or ("video" if data[4:8] == b"ftyp" else "") or media_type
    if name:
        return tr("imaging", "A file of the kind {kind} is not read here.", kind=name)
    return tr("imaging", "This is no picture that can be read here.")


def _damaged(kind: str) -> Sentence:
    return tr(
        "imaging",
        "The picture is damaged: its {kind} data break off or make no sense. Take it again, or ask"
        " for it again where it was made.",
        kind=kind.upper(),
    )


def _words(error: Exception) -> str:
    """The decoder's words on one line, short and without a full stop."""
    words = " ".join(str(error).split()) or type(error).__name__
    return words[:160].rstrip(".")
