"""Labels drawn in the tests, and what a careless photograph makes of them."""

from io import BytesIO

import numpy as np
import zxingcpp
from PIL import Image, ImageFilter

FORMATS = zxingcpp.BarcodeFormat


def label_of(*codes: tuple[object, str], scale: int = 3) -> np.ndarray:
    """Codes drawn one under the other on white."""
    images = [
        np.asarray(zxingcpp.write_barcode_to_image(zxingcpp.create_barcode(text, kind), scale))
        for kind, text in codes
    ]
    width = max(image.shape[1] for image in images) + 80
    rows = []
    for image in images:
        row = np.full((image.shape[0] + 80, width), 255, np.uint8)
        row[40 : 40 + image.shape[0], 40 : 40 + image.shape[1]] = image
        rows.append(row)
    return np.concatenate(rows)


def tall(kind: object, text: str, height: int = 120) -> np.ndarray:
    """One bar code, its bars so many pixels high."""
    page = label_of((kind, text))
    line = page[page.shape[0] // 2]
    quiet = np.full((60, len(line)), 255, np.uint8)
    return np.concatenate([quiet, np.repeat(line[None], height, axis=0), quiet])


def photographed(
    label: np.ndarray,
    seed: int,
    *,
    turn: float = 0.0,
    lean: float = 0.0,
    size: float = 1.0,
    blur: float = 0.0,
    noise: float = 0.0,
    dark: float = 1.0,
) -> np.ndarray:
    """The label on grey cardboard: turned (degrees), seen from the side (`lean`, share of the far
    edge that is lost), smaller, out of focus (pixels), in bad light and with the grain of it."""
    rng = np.random.default_rng(seed)
    page = Image.fromarray(label)
    if lean:
        width, height = page.size
        lost = lean * height / 2
        corners = (0, 0, 0, height, width, height + lost, width, -lost)
        page = page.transform(
            page.size, Image.Transform.QUAD, corners, Image.Resampling.BICUBIC, fillcolor=255
        )
    page = page.resize([round(length * size) for length in page.size], Image.Resampling.BOX)
    page = page.rotate(turn, Image.Resampling.BICUBIC, expand=True, fillcolor=170)
    side = max(page.size) + 80
    ground = Image.new("L", (side, side), 170)
    ground.paste(page, ((side - page.width) // 2, (side - page.height) // 2))
    seen = np.asarray(ground.filter(ImageFilter.GaussianBlur(blur)), np.float32)
    shade = np.linspace(dark, 1.0, side, dtype=np.float32)[None, :]
    grain = rng.normal(0, noise, seen.shape) if noise else 0.0
    return np.clip(30 + seen * 0.8 * shade + grain, 0, 255).astype(np.uint8)


def jpeg(samples: np.ndarray, orientation: int = 1) -> bytes:
    exif = Image.Exif()
    exif[0x0112] = orientation
    buffer = BytesIO()
    Image.fromarray(samples).save(buffer, "JPEG", quality=90, exif=exif)
    return buffer.getvalue()
