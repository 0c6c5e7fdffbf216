"""Goods -> the seller's picture of them: a drawing on a soft ground, as a shop would show it."""

import io
from random import Random

from PIL import Image, ImageFilter

from triage_app.demo.drawings import DRAWINGS
from triage_app.demo.sheet import SIZE, Sheet, colour

QUALITY = 88


def product_jpeg(scene: str, rng: Random) -> bytes:
    """A JPEG of SIZE x SIZE pixels for goods of that scene; same random state, same bytes."""
    sheet = Sheet(rng.random())
    DRAWINGS[scene](sheet)
    ground = _ground(rng)
    shadow = sheet.image.getchannel("A").resize((SIZE, SIZE // 6)).point(_a_quarter)
    shadow = shadow.filter(ImageFilter.GaussianBlur(SIZE / 40))
    ground.paste((60, 60, 70), (0, SIZE * 78 // 100), shadow)
    drawing = sheet.image.resize((SIZE, SIZE), Image.Resampling.LANCZOS)
    ground.paste(drawing, (0, 0), drawing)
    out = io.BytesIO()
    ground.save(out, "JPEG", quality=QUALITY, subsampling=0)
    return out.getvalue()


def _ground(rng: Random) -> Image.Image:
    """A light sheet, a little darker to the rim."""
    tint = colour(rng.random(), 0.06, 0.98)
    rim = tuple(max(0, part - 34) for part in tint)
    mask = Image.radial_gradient("L").resize((SIZE, SIZE))
    return Image.composite(
        Image.new("RGB", (SIZE, SIZE), rim), Image.new("RGB", (SIZE, SIZE), tint), mask
    )


def _a_quarter(level: float) -> float:
    return level * 0.28
