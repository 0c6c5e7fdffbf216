"""A picture of a label -> the codes in it.

Linear codes are looked for first, then the others; where nothing is read, again on other scales,
with another threshold, slanted, and by a second reader. A symbology without a check of its own is
believed only when two looks agree: a slanted ITF reads as part of itself.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any

import numpy as np
import zxingcpp
from numpy.typing import NDArray
from PIL import Image

from triage_app.imaging.picture import Picture, upright
from triage_app.imaging.plate import Plate

Grey = NDArray[np.uint8]
Polygon = tuple[tuple[int, int], tuple[int, int], tuple[int, int], tuple[int, int]]

FORMATS = zxingcpp.BarcodeFormat
# DX film edges, Telepen and the add-ons of books stand on no mail label.
LINEAR = (
    *(FORMATS.Code128, FORMATS.Code39, FORMATS.ITF, FORMATS.EANUPC, FORMATS.Code93),
    *(FORMATS.Codabar, FORMATS.DataBar),
)
MATRIX = (
    *(FORMATS.QRCode, FORMATS.DataMatrix, FORMATS.PDF417, FORMATS.MaxiCode, FORMATS.Aztec),
    *(FORMATS.MicroQRCode, FORMATS.RMQRCode),
)
LOCAL, GLOBAL = zxingcpp.Binarizer.LocalAverage, zxingcpp.Binarizer.GlobalHistogram

SECOND_LOOK_PIXELS = 2_000_000  # larger pictures are made smaller before they are tried again
SCALES = (0.5, 1.5, 2.0)
SLANTS = (30, 60)  # degrees; zxing itself looks along and across

UNCHECKED = {"ITF": 4, "Codabar": 4, "Code 39": 3}  # least length; at most a checksum mod 43
ITF_14 = 14
BARS = frozenset({"Code 128", "Code 39", "Code 93", "ITF", "EAN-13", "EAN-8", "UPC-A", "UPC-E"})

# ISO/IEC 15424 identifiers for the second reader, which gives none.
ZBAR_AIM = {
    "CODE128": "]C0",
    "CODE39": "]A0",
    "CODE93": "]G0",
    "CODABAR": "]F0",
    "I25": "]I0",
    "EAN13": "]E0",
    "EAN8": "]E4",
    "UPCA": "]E0",
    "QRCODE": "]Q1",
}
ZBAR_NAMES = {"CODE128": "Code 128", "CODE39": "Code 39", "I25": "ITF", "QRCODE": "QR Code"}


@dataclass(frozen=True, slots=True)
class LabelCode:
    """One code. `polygon` are its corners in picture pixels, clockwise from its own top left;
    `aim` is the identifier a scanner would send before `text`."""

    text: str
    data: bytes
    aim: str
    symbology: str
    polygon: Polygon
    reader: str

    @property
    def scanned(self) -> str:
        """The text as a scanner that names symbologies would send it."""
        return f"{self.aim}{self.text}"


@dataclass(frozen=True, slots=True)
class LabelRead:
    """All codes, from the top of the picture to the bottom."""

    codes: tuple[LabelCode, ...] = ()

    @property
    def candidates(self) -> tuple[str, ...]:
        """The different texts that may name an item, as scanned, printed codes first."""
        linear_first = sorted(self.codes, key=lambda code: code.aim[:2] in ("]Q", "]d", "]L"))
        return tuple(dict.fromkeys(code.scanned for code in linear_first))


def read_labels(picture: Picture) -> LabelRead:
    """The codes in a picture of any depth; none where nothing believable is read."""
    grey = grey_of(picture)
    codes = _believed(grey, [*_zxing(grey, LINEAR), *_zxing(grey, MATRIX)])
    if not codes:
        codes = next((found for found in _second_looks(grey) if found), [])
    return LabelRead(tuple(sorted(codes, key=lambda code: min(y for _, y in code.polygon))))


def grey_of(picture: Picture) -> Grey:
    """The picture as it is seen, 8 bit grey (ITU-R BT.601 weights), under an automatic window."""
    if picture.channels < 3 and picture.palette is None:
        plate = Plate(picture)
        window = plate.full_window()
        level = (plate.values() - window.low) * (255 / window.width)
        return np.clip(level, 0, 255).astype(np.uint8).take(plate.indices)
    shown = upright(picture.shown(), picture.orientation)
    if shown.dtype.kind == "u" and shown.dtype.itemsize > 1:
        shown = (shown >> 8 * (shown.dtype.itemsize - 1)).astype(np.uint8)
    return np.asarray(Image.fromarray(shown.astype(np.uint8)).convert("L"))


def has_itf14_check(text: str) -> bool:
    """Whether 14 digits end in their GS1 check digit (GS1 General Specifications 7.9)."""
    if len(text) != ITF_14 or not text.isascii() or not text.isdigit():
        return False
    weighted = sum(int(digit) * (3 - place % 2 * 2) for place, digit in enumerate(text))
    return weighted % 10 == 0


def _second_looks(grey: Grey) -> Iterator[list[LabelCode]]:
    """One try after the other, cheapest first."""
    factor = min(1.0, (SECOND_LOOK_PIXELS / grey.size) ** 0.5)
    small = _scaled(grey, factor)
    yield _back(_believed(small, _zxing(small, (*LINEAR, *MATRIX), GLOBAL)), 1 / factor)
    for scale in SCALES:
        page = _scaled(small, scale)
        if page.size > 2 * SECOND_LOOK_PIXELS or min(page.shape) < 8:
            continue
        for threshold in (LOCAL, GLOBAL):
            found = _believed(page, _zxing(page, (*LINEAR, *MATRIX), threshold))
            yield _back(found, 1 / (factor * scale))
    yield _back(_believed(small, _zbar(small)), 1 / factor)
    for degrees in SLANTS:
        yield _slanted(small, degrees, 1 / factor)


def _slanted(page: Grey, degrees: int, back: float) -> list[LabelCode]:
    turned = Image.fromarray(page).rotate(
        degrees, Image.Resampling.BILINEAR, expand=True, fillcolor=255
    )
    seen = np.asarray(turned)
    angle = np.deg2rad(degrees)
    cos, sin = float(np.cos(angle)), float(np.sin(angle))
    found = []
    for code in _believed(seen, _zxing(seen, LINEAR)):
        corners = []
        for x, y in code.polygon:  # round the middle, against the turn
            dx, dy = x - turned.width / 2, y - turned.height / 2
            corners.append((dx * cos - dy * sin, dx * sin + dy * cos))
        height, width = page.shape
        moved = [((x + width / 2) * back, (y + height / 2) * back) for x, y in corners]
        found.append(_moved(code, moved))
    return found


def _believed(page: Grey, codes: Iterable[LabelCode]) -> list[LabelCode]:
    """Without what is seen twice, is too short, or is said by one look only."""
    unique = list({(code.symbology, code.text, code.polygon[0]): code for code in codes}.values())
    doubtful = [code for code in unique if _is_unchecked(code) or _is_contested(code, unique)]
    if not doubtful:
        return unique
    again = {code.text for code in _other_look(page, doubtful[0].reader)}
    kept = [code for code in unique if code not in doubtful or _holds(code, again)]
    return [code for code in kept if not _is_part(code, kept)]


def _is_unchecked(code: LabelCode) -> bool:
    return code.symbology in UNCHECKED and not has_itf14_check(code.text)


def _holds(code: LabelCode, again: set[str]) -> bool:
    return len(code.text) >= UNCHECKED.get(code.symbology, 0) and code.text in again


def _is_contested(code: LabelCode, others: Iterable[LabelCode]) -> bool:
    """Whether two bar codes of one kind are read where only one has room: a stray line across
    the edge of some bars can pass a check digit too."""
    return code.symbology in BARS and any(
        other.symbology == code.symbology
        and other.text != code.text
        and _touch(_box(other.polygon), _box(code.polygon))
        for other in others
    )


def _box(polygon: Polygon) -> tuple[int, int, int, int]:
    columns, rows = [x for x, _ in polygon], [y for _, y in polygon]
    return min(columns), min(rows), max(columns), max(rows)


def _touch(one: tuple[int, int, int, int], other: tuple[int, int, int, int]) -> bool:
    """Whether two boxes (left, top, right, bottom) meet or nearly so."""
    reach = max(min(b[2] - b[0], b[3] - b[1]) for b in (one, other)) // 2
    across = min(one[2], other[2]) - max(one[0], other[0])
    down = min(one[3], other[3]) - max(one[1], other[1])
    return across > -reach and down > -reach and max(across, down) > reach


def _is_part(code: LabelCode, others: Iterable[LabelCode]) -> bool:
    return _is_unchecked(code) and any(
        code.text in other.text and len(code.text) < len(other.text) for other in others
    )


def _other_look(page: Grey, reader: str) -> Iterator[LabelCode]:
    """The page a little smaller, where a stray line falls elsewhere, or by the other reader."""
    if reader == "zbar":
        yield from _zxing(page, LINEAR)
        return
    yield from _zxing(_scaled(page, 0.8), LINEAR)
    yield from _zbar(page)


def _zxing(page: Grey, formats: Iterable[Any], threshold: Any = LOCAL) -> Iterator[LabelCode]:
    found = zxingcpp.read_barcodes(
        page,
        formats=zxingcpp.BarcodeFormats(list(formats)),
        binarizer=threshold,
        text_mode=zxingcpp.TextMode.Plain,
    )
    for code in found:
        place = code.position
        corners = (place.top_left, place.top_right, place.bottom_right, place.bottom_left)
        yield LabelCode(
            code.text,
            bytes(code.bytes),
            code.symbology_identifier,
            str(code.format),
            _polygon((corner.x, corner.y) for corner in corners),
            "zxing",
        )


def _zbar(page: Grey) -> Iterator[LabelCode]:
    """The second opinion, where its library is installed."""
    decode = _zbar_decoder()
    if decode is None:
        return
    height, width = page.shape
    for code in decode((np.ascontiguousarray(page).tobytes(), width, height)):
        if code.type not in ZBAR_AIM:
            continue
        box = code.rect
        right, bottom = box.left + box.width, box.top + box.height
        yield LabelCode(
            code.data.decode("utf-8", "replace"),
            bytes(code.data),
            ZBAR_AIM[code.type],
            ZBAR_NAMES.get(code.type, code.type),
            _polygon(((box.left, box.top), (right, box.top), (right, bottom), (box.left, bottom))),
            "zbar",
        )


@cache
def _zbar_decoder() -> Any:
    """pyzbar's decode, or None where libzbar is not there."""
    try:
        return import_module("pyzbar.pyzbar").decode
    except (ImportError, OSError):
        return None


def _scaled(page: Grey, factor: float) -> Grey:
    if factor == 1.0:
        return page
    height, width = (max(1, round(length * factor)) for length in page.shape)
    image = Image.fromarray(page).resize((width, height), Image.Resampling.BILINEAR)
    return np.asarray(image)


def _back(codes: Iterable[LabelCode], factor: float) -> list[LabelCode]:
    """Codes found on a page of another scale, in the picture's own pixels."""
    return [_moved(code, ((x * factor, y * factor) for x, y in code.polygon)) for code in codes]


def _moved(code: LabelCode, corners: Iterable[tuple[float, float]]) -> LabelCode:
    return LabelCode(code.text, code.data, code.aim, code.symbology, _polygon(corners), code.reader)


def _polygon(corners: Iterable[tuple[float, float]]) -> Polygon:
    a, b, c, d = ((round(x), round(y)) for x, y in corners)
    return a, b, c, d
