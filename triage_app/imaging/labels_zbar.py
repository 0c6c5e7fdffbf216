"""A grey page -> the codes libzbar reads on it: the second opinion, where it is installed."""

from collections.abc import Iterator
from functools import cache
from importlib import import_module
from typing import Any

import numpy as np

from triage_app.imaging.labels_code import LabelCode, polygon
from triage_app.imaging.labels_grey import Grey

# ISO/IEC 15424 identifiers, which this reader does not give, and our names.
KINDS = {
    "CODE128": ("]C0", "Code 128"),
    "CODE39": ("]A0", "Code 39"),
    "CODE93": ("]G0", "Code 93"),
    "CODABAR": ("]F0", "Codabar"),
    "I25": ("]I0", "ITF"),
    "EAN13": ("]E0", "EAN-13"),
    "EAN8": ("]E4", "EAN-8"),
    "UPCA": ("]E0", "UPC-A"),
    "QRCODE": ("]Q1", "QR Code"),
}


def zbar_codes(page: Grey) -> Iterator[LabelCode]:
    """None where libzbar is not installed."""
    pyzbar = zbar()
    if pyzbar is None:
        return
    height, width = page.shape
    kinds = [pyzbar.ZBarSymbol[kind] for kind in KINDS]  # its DataBar reader prints assertions
    pixels = (np.ascontiguousarray(page).tobytes(), width, height)
    for code in pyzbar.decode(pixels, symbols=kinds):
        aim, symbology = KINDS[code.type]
        box = code.rect
        right, bottom = box.left + box.width, box.top + box.height
        corners = ((box.left, box.top), (right, box.top), (right, bottom), (box.left, bottom))
        text = code.data.decode("utf-8", "replace")
        yield LabelCode(text, bytes(code.data), aim, symbology, polygon(corners), "zbar")


@cache
def zbar() -> Any:
    """The second reader's module, or None where libzbar is not there."""
    try:
        return import_module("pyzbar.pyzbar")
    except (ImportError, OSError):
        return None
