"""How long a line on a picture is: in pixels, in mm where the spacing is known."""

from math import hypot

Point = tuple[float, float]


def length_px(start: Point, end: Point) -> float:
    """Between two points (x, y) of the upright picture."""
    return hypot(end[0] - start[0], end[1] - start[1])


def length_mm(start: Point, end: Point, spacing_mm: tuple[float, float]) -> float:
    """The same in mm in the plane of the detector or, where the machine is calibrated, of the
    object; `spacing_mm` is (row, column), DICOM PS3.3 10.7.1.1."""
    row, column = spacing_mm
    return hypot((end[0] - start[0]) * column, (end[1] - start[1]) * row)
