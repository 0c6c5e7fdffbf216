"""The viewer: pictures in, pixels and signals out; every tool by key, button and pointer."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QColor, QDropEvent, QImage, QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from triage_app.imaging.picture import Picture
from triage_app.ui.offered import Offered
from triage_app.ui.picture_tools import LEAST_PX, TOOLS
from triage_app.ui.picture_view import PictureView

Show = Callable[..., PictureView]
STEPS = np.repeat(np.arange(8, dtype=np.uint16) * 8000, 25)
RAMP = np.tile(STEPS, (100, 1))  # 100 x 200, dark on the left


def grey(samples: np.ndarray = RAMP) -> Picture:
    return Picture((samples,), 16, "MINISBLACK", "tiff")


def metal_pair() -> tuple[Picture, Picture]:
    """High and low energy of a block of steel in the middle of an open beam."""
    high, low = (np.full((100, 200), 60_000, np.uint16) for _ in range(2))
    high[30:70, 60:140], low[30:70, 60:140] = 33_000, 2_800
    return grey(high), grey(low)


@pytest.fixture
def show(qtbot: QtBot) -> Show:
    def make(
        picture: Picture | None = None, low: Picture | None = None, *, tools: bool = True
    ) -> PictureView:
        view = PictureView(tools=tools)
        qtbot.addWidget(view)
        view.resize(640, 480)
        view.show()
        qtbot.waitExposed(view)
        if picture is not None:
            view.show_picture(picture, low)
        view.canvas.setFocus()
        return view

    return make


def painted(view: PictureView) -> QImage:
    return view.canvas.grab().toImage()


def colour_at(view: PictureView, x: int, y: int) -> QColor:
    """The colour on the screen of a point of the picture."""
    seen, shown = view.canvas.view, painted(view)
    assert seen is not None
    ratio = shown.devicePixelRatio()
    across = (x + 0.5 - seen.x) * seen.scale + seen.width / 2
    down = (y + 0.5 - seen.y) * seen.scale + seen.height / 2
    assert ratio >= 1
    return shown.pixelColor(int(across), int(down))


def press(view: PictureView, key: str) -> None:
    QTest.keyClicks(view.canvas, key)


def middle(view: PictureView) -> QPointF:
    return QPointF(view.canvas.rect().center())


def turn(view: PictureView, at: QPointF, notches: int) -> None:
    event = QWheelEvent(
        at,
        at,
        QPoint(),
        QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view.canvas, event)


def mouse(
    view: PictureView,
    kind: QMouseEvent.Type,
    at: QPointF,
    button: Qt.MouseButton,
    held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
) -> None:
    QApplication.sendEvent(
        view.canvas, QMouseEvent(kind, at, view.canvas.mapToGlobal(at), button, button, held)
    )


def drag(
    view: PictureView,
    by: QPointF,
    button: Qt.MouseButton = Qt.MouseButton.LeftButton,
    held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
) -> None:
    start = middle(view)
    for kind, at in (
        (QMouseEvent.Type.MouseButtonPress, start),
        (QMouseEvent.Type.MouseMove, start + by),
        (QMouseEvent.Type.MouseButtonRelease, start + by),
    ):
        mouse(view, kind, at, button, held)


def test_a_picture_is_fitted_and_shown_from_black_to_white(show: Show) -> None:
    view = show(grey())
    assert view.canvas.view is not None
    assert view.canvas.view.fits
    assert colour_at(view, 5, 50) == QColor(0, 0, 0)
    assert colour_at(view, 195, 50) == QColor(255, 255, 255)


def test_a_sentence_stands_in_the_pictures_place(show: Show) -> None:
    view = show()
    blank = painted(view)
    view.show_placeholder("No X-ray of this item.")
    assert painted(view) != blank
    assert view.canvas.accessibleDescription() == "No X-ray of this item."
    assert view.canvas.look is None
    view.show_busy()
    assert view.canvas.accessibleDescription() != "No X-ray of this item."


def test_without_a_picture_no_tool_does_anything(show: Show) -> None:
    view = show()
    view.show_placeholder("<b>gone</b>")
    for tool in TOOLS:
        view.canvas.use(tool.name)
    turn(view, middle(view), 3)
    drag(view, QPointF(9, 9))
    view.set_window(1, 1)
    assert view._tools is not None
    assert not view._tools.isEnabled()
    assert view.canvas.reading.text == ""


def test_inverting_turns_black_into_white_and_the_button_says_so(show: Show) -> None:
    view = show(grey())
    press(view, "i")
    assert colour_at(view, 5, 50) == QColor(255, 255, 255)
    assert view._tools is not None
    assert view._tools.buttons["invert"].isChecked()
    view._tools.buttons["invert"].click()
    assert colour_at(view, 5, 50) == QColor(0, 0, 0)
    assert not view._tools.buttons["invert"].isChecked()


def test_keys_zoom_fit_and_show_pixel_for_pixel(show: Show) -> None:
    view = show(grey())
    scales = []
    for key in "1+-0":
        press(view, key)
        assert view.canvas.view is not None
        scales.append(view.canvas.view.scale)
    ratio = view.canvas.devicePixelRatioF()
    assert scales[0] == pytest.approx(1)
    assert scales[1] > scales[2] == pytest.approx(scales[0])
    assert scales[3] == pytest.approx(640 * ratio / 200)


def test_the_wheel_zooms_at_the_pointer(show: Show) -> None:
    view = show(grey())
    at = QPointF(100, 200)
    before = view.canvas.view
    turn(view, at, 2)
    after = view.canvas.view
    assert before is not None
    assert after is not None
    assert after.scale == pytest.approx(before.scale * 1.25**2)
    assert after.picture_point(100, 200) == pytest.approx(before.picture_point(100, 200))


def test_dragging_pans_and_so_do_the_arrows(show: Show) -> None:
    view = show(grey())
    turn(view, middle(view), 8)
    start = view.canvas.view
    drag(view, QPointF(40, 0))
    dragged = view.canvas.view
    assert start is not None
    assert dragged is not None
    assert dragged.x == pytest.approx(start.x - 40 / start.scale)
    QTest.keyClick(view.canvas, Qt.Key.Key_Left)
    assert view.canvas.view is not None
    assert view.canvas.view.x < dragged.x


@pytest.mark.parametrize(
    ("button", "held"),
    [
        (Qt.MouseButton.RightButton, Qt.KeyboardModifier.NoModifier),
        (Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ShiftModifier),
    ],
)
def test_dragging_with_the_other_button_or_shift_changes_the_window(
    show: Show, qtbot: QtBot, button: Qt.MouseButton, held: Qt.KeyboardModifier
) -> None:
    view = show(grey())
    look, place = view.canvas.look, view.canvas.view
    with qtbot.waitSignal(view.window_changed) as changed:
        drag(view, QPointF(80, 40), button, held)
    assert look is not None
    assert view.canvas.view == place
    center, width = changed.args
    assert width > look.window.width
    assert center > look.window.center


def test_bracket_keys_step_level_and_width(show: Show) -> None:
    view = show(grey())
    windows = []
    for key in "]{}[":
        press(view, key)
        assert view.canvas.look is not None
        windows.append(view.canvas.look.window)
    raised, narrow, wide, lowered = windows
    assert narrow.width < raised.width == pytest.approx(wide.width)
    assert lowered.center < raised.center


def test_the_automatic_window_looks_at_what_is_in_view(show: Show) -> None:
    view = show(grey())
    view.set_window(30_000, 10)
    turn(view, QPointF(0, 200), 10)
    press(view, "w")
    look = view.canvas.look
    assert look is not None
    assert look.window.high < 40_000


def test_reset_brings_the_picture_back_as_it_came(show: Show) -> None:
    view = show(grey())
    look, place = view.canvas.look, view.canvas.view
    for key in "iep]":
        press(view, key)
    turn(view, middle(view), 5)
    press(view, "r")
    assert (view.canvas.look, view.canvas.view) == (look, place)


def test_materials_are_coloured_and_one_can_be_seen_alone(show: Show) -> None:
    view = show(*metal_pair())
    block = colour_at(view, 100, 50)
    assert block.blue() > block.red()
    press(view, "o")
    grey_block = colour_at(view, 100, 50)
    assert grey_block.red() == grey_block.blue()
    press(view, "m")
    assert colour_at(view, 100, 50) == block
    assert view._tools is not None
    assert view._tools.buttons["metal"].isChecked()
    assert not view._tools.buttons["organic"].isChecked()


def test_tools_a_picture_cannot_use_are_off(show: Show) -> None:
    view = show(grey())
    assert view._tools is not None
    buttons = view._tools.buttons
    assert not buttons["organic"].isEnabled()
    assert buttons["palette"].isEnabled()
    before = view.canvas.look
    press(view, "m")
    assert view.canvas.look == before
    view.show_picture(Picture((np.zeros((9, 9, 3), np.uint8),), 8, "RGB", "png"))
    assert not buttons["palette"].isEnabled()
    press(view, "p")


def test_palettes_go_round_by_key(show: Show) -> None:
    view = show(grey())
    seen = []
    for _ in range(5):
        assert view.canvas.look is not None
        seen.append(view.canvas.look.palette)
        press(view, "p")
    assert len(set(seen)) == 5
    assert view.canvas.look is not None
    assert view.canvas.look.palette == seen[0]


def test_the_sample_under_the_pointer_is_read_out(show: Show) -> None:
    view = show(grey())
    at = middle(view) + QPointF(20, 0)
    mouse(view, QMouseEvent.Type.MouseMove, at, Qt.MouseButton.NoButton)
    assert "32,000" in view.canvas.reading.text
    mouse(view, QMouseEvent.Type.MouseMove, QPointF(3, 3), Qt.MouseButton.NoButton)
    assert ":" not in view.canvas.reading.text  # beside the picture
    view.canvas.point_at(None)
    assert "W " in view.canvas.reading.text


def test_a_double_click_goes_to_single_pixels_and_back(show: Show) -> None:
    view = show(grey())
    for expected in (False, True):
        kind = QMouseEvent.Type.MouseButtonDblClick
        mouse(view, kind, middle(view), Qt.MouseButton.LeftButton)
        assert view.canvas.view is not None
        assert view.canvas.view.fits is expected


def test_a_fitted_picture_fills_a_larger_window_again(show: Show) -> None:
    view = show(grey())
    view.resize(900, 700)
    QApplication.processEvents()
    assert view.canvas.view is not None
    assert view.canvas.view.fits
    assert view.canvas.view.width == view.canvas.width() * view.canvas.devicePixelRatioF()


def test_keys_held_with_control_are_not_the_viewers(show: Show) -> None:
    view = show(grey())
    before = view.canvas.view
    QTest.keyClick(view.canvas, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    assert view.canvas.view == before


def test_the_smaller_view_has_no_buttons_but_the_same_keys(show: Show) -> None:
    view = show(grey(), tools=False)
    assert view._tools is None
    assert not view.canvas.reading.isVisible()
    press(view, "i")
    assert colour_at(view, 5, 50) == QColor(255, 255, 255)


def test_dropped_files_come_out_as_paths_and_nothing_else(
    show: Show, qtbot: QtBot, tmp_path: Path
) -> None:
    view = show()
    (tmp_path / "xray.tif").write_bytes(b"x")
    urls = [
        QUrl.fromLocalFile(str(tmp_path / "xray.tif")),
        QUrl.fromLocalFile(str(tmp_path / "gone.tif")),
        QUrl("https://example.org/picture.png"),
    ]
    held = QMimeData()
    held.setUrls(urls)
    event = QDropEvent(
        QPointF(9, 9),
        Qt.DropAction.CopyAction,
        held,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    with qtbot.waitSignal(view.offered) as dropped:
        view.dropEvent(event)
    assert dropped.args == [Offered((str(tmp_path / "xray.tif"),))]


def test_every_button_is_named_large_enough_and_reached_by_tab(show: Show) -> None:
    view = show(*metal_pair())
    assert view._tools is not None
    for button in view._tools.buttons.values():
        assert button.accessibleName()
        assert button.width() >= LEAST_PX
        assert button.height() >= LEAST_PX
        assert button.focusPolicy() & Qt.FocusPolicy.TabFocus
    names = {tool.name for tool in TOOLS if tool.label}
    assert names == set(view._tools.buttons)


def test_the_tools_go_on_in_a_second_line_where_it_is_narrow(show: Show) -> None:
    view = show(grey())
    assert view._tools is not None
    QApplication.processEvents()
    wide = view._tools.height()
    view.resize(240, 480)
    QApplication.processEvents()
    assert view._tools.height() > wide
    view.use("more")
    QApplication.processEvents()
    shown = [button for button in view._tools.buttons.values() if button.isVisible()]
    assert len(shown) > 9
    for button in shown:
        assert button.geometry().right() < view._tools.width()
