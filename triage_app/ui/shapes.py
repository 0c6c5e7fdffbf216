"""The shapes of the verdict, so that colour never stands alone."""

from math import cos, pi, sin

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPainterPath, QPolygonF

from triage_app.ui.theme import State

_CORNERS = {State.LOOK: 3, State.HOLD: 8, State.NOT_ANNOUNCED: 4}


def shape_path(state: State, box: QRectF) -> QPainterPath:
    """Circle clear, triangle look, octagon hold, diamond not announced, square recorded, bar idle;
    within `box`."""
    path = QPainterPath()
    if state is State.CLEAR:
        path.addEllipse(box)
        return path
    if state is State.RECORDED:
        inset = box.height() * 0.08
        path.addRoundedRect(box.adjusted(inset, inset, -inset, -inset), 6, 6)
        return path
    if state is State.IDLE:
        path.addRoundedRect(box.adjusted(0, box.height() * 0.36, 0, -box.height() * 0.36), 4, 4)
        return path
    corners = _CORNERS[state]
    start = pi / 8 if state is State.HOLD else -pi / 2
    lift = box.height() * 0.08 if state is State.LOOK else 0.0
    centre = box.center() + QPointF(0, lift)
    radius = box.width() / 2
    path.addPolygon(
        QPolygonF(
            [
                QPointF(
                    centre.x() + radius * cos(start + 2 * pi * i / corners),
                    centre.y() + radius * sin(start + 2 * pi * i / corners),
                )
                for i in range(corners)
            ]
        )
    )
    path.closeSubpath()
    return path


def paint_mark(painter: QPainter, state: State, box: QRectF) -> None:
    """The sign inside the shape, in the pen's colour: tick, exclamation or question mark, bar."""
    w, h, c = box.width(), box.height(), box.center()
    path = QPainterPath()
    if state in (State.CLEAR, State.RECORDED):
        path.moveTo(box.left() + w * 0.28, c.y() + h * 0.02)
        path.lineTo(c.x() - w * 0.04, c.y() + h * 0.18)
        path.lineTo(box.right() - w * 0.26, c.y() - h * 0.18)
    elif state is State.HOLD:
        path.moveTo(box.left() + w * 0.26, c.y())
        path.lineTo(box.right() - w * 0.26, c.y())
    elif state is State.NOT_ANNOUNCED:
        path.moveTo(c.x() - w * 0.12, c.y() - h * 0.10)
        path.cubicTo(
            QPointF(c.x() - w * 0.10, c.y() - h * 0.30),
            QPointF(c.x() + w * 0.22, c.y() - h * 0.22),
            QPointF(c.x(), c.y() + h * 0.08),
        )
        path.moveTo(c.x(), c.y() + h * 0.22)
        path.lineTo(c.x(), c.y() + h * 0.23)
    elif state is State.LOOK:
        path.moveTo(c.x(), c.y() - h * 0.14)
        path.lineTo(c.x(), c.y() + h * 0.06)
        path.moveTo(c.x(), c.y() + h * 0.215)
        path.lineTo(c.x(), c.y() + h * 0.22)
    painter.drawPath(path)
