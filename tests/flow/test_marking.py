"""A mark is an act: it stands until another act undoes it, and the next inspector sees it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.working_home import CODES, announce, new_station
from triage_app.app import Parts, assemble
from triage_app.model.act import Act, ActKind
from triage_app.model.item import ItemKey
from triage_app.model.mark import LONGEST_TEXT, MOST_POINTS, Mark, MarkShape, standing_marks
from triage_app.model.outcome import Refusal
from triage_app.settings import load_settings

PICTURE = "ab" * 32
BOX = Mark(MarkShape.BOX, ((10, 40), (30, 20)))
NOTE = Mark(MarkShape.NOTE, ((5, 6),), "two cells, 锂", page=2)


@pytest.fixture
def parts(tmp_path: Path) -> Iterator[Parts]:
    new_station(tmp_path / "home")
    announce(tmp_path / "home", *CODES)
    with assemble(load_settings(tmp_path / "home")) as parts:
        yield parts


def mark(parts: Parts, one: Mark, inspector: str = "li.w") -> Act:
    key = parts.station.look_up(CODES[0]).key
    written = parts.station.recorder.mark(key, PICTURE, one, inspector)
    assert isinstance(written, Act)
    return written


def seen(parts: Parts, picture: str = "") -> list[Mark]:
    acts = parts.station.look_up(CODES[0]).acts
    return [one.mark for one in standing_marks(acts, picture)]


def test_marks_are_read_back_as_they_were_drawn_by_whoever_comes_next(parts: Parts) -> None:
    act = mark(parts, BOX)
    mark(parts, NOTE, "ann.b")
    assert act.kind is ActKind.MARK
    assert seen(parts) == seen(parts, PICTURE) == [BOX, NOTE]
    assert seen(parts, "cd" * 32) == []
    made = standing_marks(parts.station.look_up(CODES[0]).acts)
    assert [one.inspector for one in made] == ["li.w", "ann.b"]
    assert made[0].act == act.id
    assert parts.record.record.verify().whole


def test_the_last_mark_is_undone_by_another_act(parts: Parts) -> None:
    mark(parts, BOX)
    last = mark(parts, NOTE)
    undoable = parts.station.last_undoable("li.w")
    assert undoable is not None
    assert undoable.id == last.id
    assert isinstance(parts.station.undo(undoable.id, "wrong place", "li.w"), Act)
    assert seen(parts) == [BOX]
    kinds = [act.kind for act in parts.station.look_up(CODES[0]).acts]
    assert kinds == [ActKind.MARK, ActKind.MARK, ActKind.UNDO]


@pytest.mark.parametrize(
    ("one", "why"),
    [
        (Mark(MarkShape.BOX, ((1, 1),)), "other points"),
        (Mark(MarkShape.POLYGON, ((1, 1), (2, 2))), "other points"),
        (Mark(MarkShape.POLYGON, ((1, 1),) * (MOST_POINTS + 1)), "other points"),
        (Mark(MarkShape.BOX, ((1, 1), (1, 1))), "single point"),
        (Mark(MarkShape.NOTE, ((1, 1),), "  "), "without words"),
        (Mark(MarkShape.NOTE, ((1, 1),), "x" * (LONGEST_TEXT + 1)), "longer than"),
    ],
)
def test_what_is_no_mark_is_refused_with_the_reason(parts: Parts, one: Mark, why: str) -> None:
    key = parts.station.look_up(CODES[0]).key
    refused = parts.station.recorder.mark(key, PICTURE, one, "li.w")
    assert isinstance(refused, Refusal)
    assert why in str(refused.reason)
    assert seen(parts) == []


def test_a_mark_names_its_item(parts: Parts) -> None:
    refused = parts.station.recorder.mark(ItemKey("unknown", ""), PICTURE, BOX, "li.w")
    assert isinstance(refused, Refusal)
