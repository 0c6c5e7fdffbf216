"""A grey page -> the codes zxing-cpp reads on it, the first reader."""

from collections.abc import Iterable, Iterator
from typing import Any

import zxingcpp

from triage_app.imaging.labels_code import LabelCode, polygon
from triage_app.imaging.labels_grey import Grey

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
STACKED = (FORMATS.PDF417,)
LOCAL, GLOBAL = zxingcpp.Binarizer.LocalAverage, zxingcpp.Binarizer.GlobalHistogram


def zxing_codes(
    page: Grey,
    formats: Iterable[Any],
    threshold: Any = LOCAL,
    *,
    upright: bool = False,
    inverted: bool = True,
) -> Iterator[LabelCode]:
    """The codes of these formats. `upright`: dark bars known to stand, at this scale only;
    `inverted`: light on dark as well, which costs as much again."""
    found = zxingcpp.read_barcodes(
        page,
        formats=zxingcpp.BarcodeFormats(list(formats)),
        binarizer=threshold,
        text_mode=zxingcpp.TextMode.Plain,
        try_rotate=not upright,
        try_downscale=not upright,
        try_invert=inverted and not upright,
    )
    for code in found:
        place = code.position
        corners = (place.top_left, place.top_right, place.bottom_right, place.bottom_left)
        yield LabelCode(
            code.text,
            bytes(code.bytes),
            code.symbology_identifier,
            str(code.format),
            polygon((corner.x, corner.y) for corner in corners),
            "zxing",
        )
