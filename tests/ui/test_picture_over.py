"""Tools that lie over a picture: what is drawn comes out in the picture's own pixels."""

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.builders import NOON
from triage_app.imaging.picture import Picture
from triage_app.model.mark import MadeMark, Mark, MarkShape
from triage_app.ui.picture_drawing import Drawn
from triage_app.ui.picture_layers import BRIGHT
from triage_app.ui.picture_tools import TOOLS
from triage_app.ui.picture_view import PictureView

STEPS = np.repeat(np.arange(8, dtype=np.uint16) * 8000, 25)
RAMP = np.tile(STEPS, (100, 1))  # 100 x 200
Make = Callable[..., PictureView]
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def make(qtbot: QtBot) -> Make:
    def made(spacing: tuple[float, float] | None = None) -> PictureView:
        view = PictureView()
        qtbot.addWidget(view)
        view.resize(640, 480)
        view.show()
        qtbot.waitExposed(view)
        view.show_picture(Picture((RAMP,), 16, "MINISBLACK", "dicom", spacing_mm=spacing))
        view.canvas.setFocus()
        return view

    return made


def on_screen(view: PictureView, x: float, y: float) -> QPointF:
    seen = view.canvas.view
    assert seen is not None
    ratio = view.canvas.devicePixelRatioF()
    across = (x - seen.x) * seen.scale + seen.width / 2
    down = (y - seen.y) * seen.scale + seen.height / 2
    return QPointF(across / ratio, down / ratio)


def mouse(view: PictureView, kind: QMouseEvent.Type, at: QPointF) -> None:
    there = view.canvas.mapToGlobal(at)
    event = QMouseEvent(kind, at, there, LEFT, LEFT, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(view.canvas, event)


def drag(view: PictureView, start: tuple[float, float], end: tuple[float, float]) -> None:
    mouse(view, QMouseEvent.Type.MouseButtonPress, on_screen(view, *start))
    mouse(view, QMouseEvent.Type.MouseMove, on_screen(view, *end))
    mouse(view, QMouseEvent.Type.MouseButtonRelease, on_screen(view, *end))


def click(view: PictureView, x: float, y: float) -> None:
    mouse(view, QMouseEvent.Type.MouseButtonPress, on_screen(view, x, y))
    mouse(view, QMouseEvent.Type.MouseButtonRelease, on_screen(view, x, y))


def marks_of(view: PictureView) -> list[Mark]:
    marks: list[Mark] = []
    view.marked.connect(marks.append)
    return marks


@pytest.mark.parametrize("shape", [MarkShape.BOX, MarkShape.ARROW])
def test_a_drag_marks_from_one_end_to_the_other(make: Make, shape: MarkShape) -> None:
    view = make()
    marks = marks_of(view)
    view.use(shape)
    drag(view, (20.5, 30.5), (120.5, 60.5))
    assert marks == [Mark(shape, ((20, 30), (120, 60)))]
    drag(view, (0.5, 0.5), (50.5, 50.5))
    assert len(marks) == 1  # the tool was laid down: this one panned


def test_two_clicks_are_as_good_as_a_drag(make: Make) -> None:
    view = make()
    marks = marks_of(view)
    view.use("box")
    click(view, 20.5, 30.5)
    assert marks == []
    click(view, 60.5, 70.5)
    assert marks == [Mark(MarkShape.BOX, ((20, 30), (60, 70)))]


def test_an_outline_goes_by_its_corners_until_enter(make: Make) -> None:
    view = make()
    marks = marks_of(view)
    view.use("polygon")
    for corner in ((10.5, 10.5), (90.5, 20.5), (50.5, 80.5)):
        click(view, *corner)
    QTest.keyClick(view.canvas, Qt.Key.Key_Return)
    assert marks == [Mark(MarkShape.POLYGON, ((10, 10), (90, 20), (50, 80)))]


def test_a_note_is_kept_once_it_has_words(make: Make, qtbot: QtBot) -> None:
    view = make()
    marks = marks_of(view)
    view.use("note")
    click(view, 40.5, 50.5)
    assert view.over is not None
    words = view.over._words
    assert words is not None
    QTest.keyClicks(words, "  two cells ")
    QTest.keyClick(words, Qt.Key.Key_Return)
    assert marks == [Mark(MarkShape.NOTE, ((40, 50),), "two cells")]
    assert words.isHidden()


def test_a_mark_on_a_turned_picture_is_where_it_is_upright(make: Make) -> None:
    view = make()
    marks = marks_of(view)
    view.use("turn")
    view.use("box")
    drag(view, (10.5, 20.5), (30.5, 60.5))  # shown 100 x 200; x is 100 - y of the upright one
    (mark,) = marks
    assert mark.box == (20, 69, 60, 89)


@pytest.mark.parametrize("tool", ["box", "arrow", "polygon", "measure", "part"])
def test_enter_draws_without_a_pointer(make: Make, tool: str) -> None:
    view = make()
    assert view.over is not None
    drawn: list[Drawn] = []
    view.over.drawing.drawn.connect(drawn.append)
    key = next(one.key for one in TOOLS if one.name == tool)
    QTest.keyClicks(view.canvas, key)
    QTest.keyClick(view.canvas, Qt.Key.Key_Return)
    (one,) = drawn
    assert one.tool == tool
    assert len(set(one.points)) >= 2


def test_escape_lays_a_tool_down(make: Make) -> None:
    view = make()
    marks = marks_of(view)
    view.use("box")
    QTest.keyClick(view.canvas, Qt.Key.Key_Escape)
    drag(view, (20.5, 30.5), (120.5, 60.5))
    assert marks == []


@pytest.mark.parametrize(
    ("spacing", "said"),
    [(None, "30 pixels, the file says no mm"), ((0.5, 0.1), "3.0 mm"), ((0.1, 1.0), "30.0 mm")],
)
def test_a_length_is_said_in_mm_where_the_spacing_is_known(
    make: Make, spacing: tuple[float, float] | None, said: str
) -> None:
    from triage_app.ui.picture_drawing import _length

    view = make(spacing)
    view.use("measure")
    drag(view, (20.0, 40.0), (50.0, 40.0))
    assert view.over is not None
    measured = view.over.drawing.measured
    assert measured is not None
    assert view.canvas.renderer is not None
    assert _length(*measured, view.canvas.renderer) == said


def test_the_window_follows_the_part_that_is_drawn(make: Make) -> None:
    view = make()
    view.use("part")
    drag(view, (26.0, 10.0), (74.0, 90.0))  # two steps: 8,000 and 16,000
    look = view.canvas.look
    assert look is not None
    assert (look.window.low, look.window.high) == (8_000, 16_000)


def test_marks_are_shown_and_hidden(make: Make) -> None:
    view = make()
    assert view.over is not None
    made = MadeMark(Mark(MarkShape.BOX, ((50, 20), (150, 80))), "aa", "act-1", "li.w", NOON)
    view.over.marks.show_marks([made])

    def is_marked() -> bool:
        at = on_screen(view, 50, 50).toPoint()
        return QColor(view.canvas.grab().toImage().pixelColor(at)) == BRIGHT

    view.canvas.update()
    assert is_marked()
    view.use("marks")
    assert not is_marked()


@pytest.mark.parametrize("tool", ["lens", "histogram", "local", "over", "mirror", "preset", "more"])
def test_every_tool_can_be_used_and_reset(make: Make, tool: str) -> None:
    view = make()
    view.use("more")
    QApplication.processEvents()
    before = view.canvas.grab().toImage()
    key = next(one.key for one in TOOLS if one.name == tool)
    QTest.keyClicks(view.canvas, key)
    changed = view.canvas.grab().toImage() != before
    assert changed or tool == "over"  # there is nothing beside it
    QTest.keyClicks(view.canvas, "." if tool == "more" else "r")
    QApplication.processEvents()
    assert view.canvas.grab().toImage() == before


def test_a_file_of_several_views_says_which_one_is_shown(make: Make) -> None:
    view = make()
    view.show_picture(Picture((RAMP, RAMP[:, ::-1]), 16, "MINISBLACK", "dicos"))
    assert "1/2" in view.canvas.reading.text
    QTest.keyClicks(view.canvas, "f")
    assert "2/2" in view.canvas.reading.text
    marks = marks_of(view)
    view.use("box")
    drag(view, (20.5, 30.5), (60.5, 70.5))
    assert marks == [Mark(MarkShape.BOX, ((20, 30), (60, 70)), page=1)]


def test_every_key_is_one_tool_s(make: Make) -> None:
    keys = [tool.key for tool in TOOLS]
    assert len(keys) == len(set(keys))
