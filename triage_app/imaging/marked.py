"""A rendered copy of a picture with its marks drawn in; the picture itself stays as it is."""

from collections.abc import Sequence
from io import BytesIO
from math import atan2, cos, sin

from PIL import Image, ImageDraw

from triage_app.imaging.picture import Picture
from triage_app.imaging.render import Renderer
from triage_app.model.mark import Mark, MarkShape
from triage_app.model.visible import visible

DARK, BRIGHT = "#101010", "#F0E442"
SHARE = 1 / 400  # of the longer side: a line's width
Points = Sequence[tuple[float, float]]


def marked_png(picture: Picture, marks: Sequence[Mark], low: Picture | None = None) -> bytes:
    """PNG of the picture as it comes to the bench, at its own size, with the marks of its first
    page, numbered as all of them are."""
    renderer = Renderer(picture, low)
    page = Image.fromarray(renderer.render_whole(renderer.first_look()))
    draw = ImageDraw.Draw(page)
    width = max(1, round(max(page.size) * SHARE))
    for at, mark in enumerate(marks, 1):
        if mark.page:
            continue  # of another view in the file
        for colour, wide in ((DARK, 3 * width), (BRIGHT, width)):
            for line in _lines(mark, 12 * width):
                draw.line(list(line), fill=colour, width=wide, joint="curve")
        _write(draw, f"{at}  {visible(mark.text, 80)}".rstrip(), mark, page.size, 12 * width)
    out = BytesIO()
    page.save(out, "PNG")
    return out.getvalue()


def _lines(mark: Mark, head: float) -> list[Points]:
    points: Points = mark.points
    if mark.shape is MarkShape.BOX:
        left, top, right, bottom = mark.box
        return [[(left, top), (right, top), (right, bottom), (left, bottom), (left, top)]]
    if mark.shape is MarkShape.POLYGON:
        return [[*points, points[0]]]
    if mark.shape is MarkShape.ARROW:
        (tail_x, tail_y), (x, y) = points[-2], points[-1]
        along = atan2(tail_y - y, tail_x - x)
        sides = [(x + head * cos(along + t), y + head * sin(along + t)) for t in (0.45, -0.45)]
        return [points, [sides[0], (x, y), sides[1]]]
    ((x, y),) = points[:1]
    return [[(x - head / 2, y), (x + head / 2, y)], [(x, y - head / 2), (x, y + head / 2)]]


def _write(
    draw: ImageDraw.ImageDraw, text: str, mark: Mark, size: tuple[int, int], tall: float
) -> None:
    left, _, _, bottom = mark.box
    text = text.encode("latin-1", "replace").decode("latin-1")  # what the font at hand has
    font_size = max(10.0, tall)
    _, _, wide, high = draw.textbbox((0, 0), text, font_size=font_size)
    across = max(0.0, min(float(left), size[0] - wide - 4))
    down = max(0.0, min(bottom + tall / 2, size[1] - high - 4))
    draw.rectangle((across, down, across + wide + 4, down + high + 4), fill=DARK)
    draw.text((across + 2, down + 2), text, fill=BRIGHT, font_size=font_size)
