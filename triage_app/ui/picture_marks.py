"""Marks over their picture: whose they are stands beside each."""

from collections.abc import Sequence
from math import atan2, cos, sin
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter, QPolygonF

from triage_app.model.mark import MadeMark, Mark, MarkShape
from triage_app.model.visible import visible
from triage_app.ui.picture_layers import label, on_screen, room, stroke

if TYPE_CHECKING:  # numpy comes with them
    from triage_app.imaging.render import Renderer
    from triage_app.imaging.tools import Shown

HEAD_PX = 14
SPREAD = 0.45


class Marks:
    """`on`: whether they are shown."""

    def __init__(self) -> None:
        self.on = True
        self.made: tuple[MadeMark, ...] = ()

    def show_marks(self, made: Sequence[MadeMark]) -> None:
        self.made = tuple(made)

    def paint(self, painter: QPainter, shown: "Shown", renderer: "Renderer", ratio: float) -> None:
        if not self.on:
            return
        for at, one in enumerate(self.made, 1):
            if one.mark.page != renderer.page:
                continue
            points = [on_screen(point, shown, renderer, ratio) for point in one.mark.points]
            paint_mark(painter, one.mark, points)
            words = " · ".join(part for part in (one.mark.text, one.inspector) if part)
            label(painter, _beside(points), f"{at}  {visible(words, 80)}", room(shown, ratio))


def paint_mark(painter: QPainter, mark: Mark, points: Sequence[QPointF]) -> None:
    """A mark whose points lie at `points` on the screen."""
    if mark.shape is MarkShape.BOX:
        (one, other) = points[:2]
        corners = [one, QPointF(other.x(), one.y()), other, QPointF(one.x(), other.y())]
        stroke(painter, QPolygonF(corners), closed=True)
    elif mark.shape is MarkShape.ARROW:
        stroke(painter, QPolygonF(list(points)))
        stroke(painter, _head(points[-2], points[-1]))
    elif mark.shape is MarkShape.POLYGON:
        stroke(painter, QPolygonF(list(points)), closed=True)
    else:
        at = points[0]
        stroke(painter, QPolygonF([at - QPointF(5, 0), at + QPointF(5, 0)]))
        stroke(painter, QPolygonF([at - QPointF(0, 5), at + QPointF(0, 5)]))


def _head(tail: QPointF, tip: QPointF) -> QPolygonF:
    along = atan2(tail.y() - tip.y(), tail.x() - tip.x())
    sides = [
        tip + QPointF(cos(along + turn), sin(along + turn)) * HEAD_PX for turn in (SPREAD, -SPREAD)
    ]
    return QPolygonF([sides[0], tip, sides[1]])


def _beside(points: Sequence[QPointF]) -> QPointF:
    """Under the lowest of its points, at its left."""
    return QPointF(min(point.x() for point in points), max(point.y() for point in points) + 6)
