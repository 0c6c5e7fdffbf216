"""Small pictures made in the tests: bytes as a machine would write them."""

import struct
import zlib
from io import BytesIO

import numpy as np
from PIL import Image


def png(samples: np.ndarray) -> bytes:
    buffer = BytesIO()
    Image.fromarray(samples).save(buffer, "PNG")
    return buffer.getvalue()


def saved(samples: np.ndarray, kind: str, **options: object) -> bytes:
    buffer = BytesIO()
    Image.fromarray(samples).save(buffer, kind, **options)
    return buffer.getvalue()


def png_header(width: int, height: int) -> bytes:
    """A file that promises these pixels and holds none."""
    body = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunk = struct.pack(">I", 13) + body + struct.pack(">I", zlib.crc32(body))
    return b"\x89PNG\r\n\x1a\n" + chunk


def packed_tiff(samples: np.ndarray, bits: int, photometric: int, order: str = "<") -> bytes:
    """An uncompressed single strip TIFF with `bits` per sample packed row by row, high bit first,
    as TIFF 6.0 has it for other than whole bytes."""
    height, width = samples.shape
    strip = b"".join(_packed_row(row, bits) for row in samples)
    tags = {
        256: (3, width),
        257: (3, height),
        258: (3, bits),
        259: (3, 1),
        262: (3, photometric),
        273: (4, 8),
        277: (3, 1),
        278: (3, height),
        279: (4, len(strip)),
    }
    padding = b"\0" * (len(strip) % 2)
    start = 8 + len(strip) + len(padding)
    mark = b"II*\0" if order == "<" else b"MM\0*"
    entries = b"".join(
        struct.pack(f"{order}HHI", tag, kind, 1)
        + (struct.pack(f"{order}HH", value, 0) if kind == 3 else struct.pack(f"{order}I", value))
        for tag, (kind, value) in tags.items()
    )
    directory = struct.pack(f"{order}H", len(tags)) + entries + struct.pack(f"{order}I", 0)
    return mark + struct.pack(f"{order}I", start) + strip + padding + directory


def _packed_row(row: np.ndarray, bits: int) -> bytes:
    text = "".join(f"{int(value):0{bits}b}" for value in row)
    text += "0" * (-len(text) % 8)
    return int(text, 2).to_bytes(len(text) // 8, "big")
