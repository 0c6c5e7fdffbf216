"""A mark as it was drawn -> whether it can be kept, and if not why."""

from triage_app.model.mark import LEAST_POINTS, LONGEST_TEXT, MOST_POINTS, Mark, MarkShape
from triage_app.model.outcome import Refusal
from triage_app.model.sentence import tr


def refused_mark(mark: Mark) -> Refusal | None:
    """Why a mark is none; None for one that can be kept."""
    if not LEAST_POINTS[mark.shape] <= len(mark.points) <= MOST_POINTS:
        told = tr("marking", "A {shape} has other points. Draw it again.", shape=mark.shape)
        return Refusal(told)
    left, top, right, bottom = mark.box
    if mark.shape is not MarkShape.NOTE and left == right and top == bottom:
        return Refusal(tr("marking", "The mark is a single point. Draw it larger."))
    if len(mark.text) > LONGEST_TEXT:
        told = tr("marking", "The text is longer than {most} characters.", most=LONGEST_TEXT)
        return Refusal(told)
    if mark.shape is MarkShape.NOTE and not mark.text.strip():
        return Refusal(tr("marking", "A note without words is none. Say what is there."))
    return None
