"""A mark on a picture: kept as an act beside the picture's hash, never in the picture."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import Any

from triage_app.model.act import ActKind, ActLine
from triage_app.model.noun import noun

LONGEST_TEXT = 200
MOST_POINTS = 200


class MarkShape(StrEnum):
    """BOX by two opposite corners, ARROW from its tail to its head, POLYGON by its corners, NOTE at
    one point."""

    BOX = "box"
    ARROW = "arrow"
    POLYGON = "polygon"
    NOTE = "note"


LEAST_POINTS = {MarkShape.BOX: 2, MarkShape.ARROW: 2, MarkShape.POLYGON: 3, MarkShape.NOTE: 1}


@noun(frozen=True, slots=True)
class Mark:
    """`points` are whole pixels of the upright picture, x from its left, y from its top; `page` is
    the frame of its file, the first is 0."""

    shape: MarkShape
    points: tuple[tuple[int, int], ...]
    text: str = ""
    page: int = 0

    @property
    def box(self) -> tuple[int, int, int, int]:
        """Left, top, right, bottom of what it spans."""
        across, down = [x for x, _ in self.points], [y for _, y in self.points]
        return min(across), min(down), max(across), max(down)


@noun(frozen=True, slots=True)
class MadeMark:
    """A mark that stands on a picture: whose, when, by which act."""

    mark: Mark
    picture: str
    act: str
    inspector: str
    made_at: datetime


def mark_body(picture: str, mark: Mark) -> dict[str, object]:
    """What the act of a mark holds. `picture` is the SHA-256 of the file it is on."""
    points = [[x, y] for x, y in mark.points]
    return {
        "mark": {
            "picture": picture,
            "shape": str(mark.shape),
            "points": points,
            "text": mark.text,
            "page": mark.page,
        }
    }


def standing_marks(acts: Iterable[ActLine], picture: str = "") -> tuple[MadeMark, ...]:
    """The marks among `acts` that were not undone, in their order; on one picture or on all."""
    made = (_made(act) for act in acts if act.kind is ActKind.MARK and not act.undone_by)
    return tuple(one for one in made if not picture or one.picture == picture)


def _made(act: ActLine) -> MadeMark:
    body: Any = act.body["mark"]
    points = tuple((int(x), int(y)) for x, y in body["points"])
    mark = Mark(MarkShape(body["shape"]), points, str(body["text"]), int(body["page"]))
    return MadeMark(mark, str(body["picture"]), act.id, act.inspector, act.recorded_at)
