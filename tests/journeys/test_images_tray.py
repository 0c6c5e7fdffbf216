"""A machine's pictures come into a watched folder: paired, or waiting until a person says which."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.imaging.pictures import packed_tiff
from tests.working_home import CODES, announce, new_station
from triage_app.app import assemble, make_desk
from triage_app.model.item import ImageRef
from triage_app.settings import load_settings
from triage_app.ui.modes import BENCH, TRAY
from triage_app.ui.stage import Stage
from triage_app.ui.tray_page import TrayPage

RAMP = (np.arange(60 * 80, dtype=np.uint16) % 4000).reshape(60, 80)
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def home(tmp_path: Path) -> Path:
    home = tmp_path / "home"
    new_station(home)
    (home / "settings.toml").write_text('[store]\nkey = "file"\n[images]\nwatch = "from-xray"\n')
    (home / "from-xray").mkdir()
    announce(home, *CODES)
    return home


@pytest.fixture
def stage(home: Path, qtbot: QtBot) -> Iterator[Stage]:
    made = Stage(make_desk(load_settings(home), devices=True), (1280, 800))
    yield made
    made.close()


def images(home: Path, code: str) -> tuple[ImageRef, ...]:
    with assemble(load_settings(home)) as parts:
        return parts.station.look_up(code).images


def drop(home: Path, name: str, offset: int = 0) -> None:
    (home / "from-xray" / name).write_bytes(packed_tiff((RAMP + offset) % 4096, 12, 1))


def tray(stage: Stage) -> TrayPage:
    stage.press(Qt.Key.Key_3, CONTROL)
    assert stage.window.modes.shown == TRAY
    return stage.window.traying.page


def test_a_picture_named_after_its_item_goes_to_it(stage: Stage, home: Path) -> None:
    stage.scan(CODES[0])
    stage.wait(lambda: not stage.window.is_busy, "rest")
    drop(home, f"{CODES[0]}-top.tif")
    stage.wait(lambda: len(images(home, CODES[0])) == 1, "pair it")
    canvas = stage.window.page.pictures.xray.canvas
    stage.wait(lambda: canvas.view is not None, "show it beside the item")


def test_a_nameless_picture_waits_and_is_given_to_the_item_suggested(
    stage: Stage, home: Path
) -> None:
    stage.scan(CODES[1])
    stage.settle()
    drop(home, "scan0001.tif")
    page = tray(stage)
    stage.wait(lambda: page.present is not None, "let it wait")
    stage.settle()
    assert CODES[1] in page._suggested.text()
    assert page.field.text() == CODES[1]
    assert page.view.canvas.view is not None
    assert images(home, CODES[1]) == ()  # nobody has confirmed it

    QTest.keyClick(page.list, Qt.Key.Key_Return)
    QTest.keyClick(page.field, Qt.Key.Key_Return)
    stage.wait(lambda: page.present is None, "attach it")
    assert len(images(home, CODES[1])) == 1
    stage.scan(CODES[1])
    assert stage.window.modes.shown == BENCH


def test_what_is_no_item_s_is_left_out_and_stays_in_its_folder(stage: Stage, home: Path) -> None:
    drop(home, "scan0001.tif")
    page = tray(stage)
    stage.wait(lambda: page.present is not None, "let it wait")
    page.field.setText("HELLO")
    page.attach.click()
    stage.settle()
    assert "names no item" in page._warning.text()

    QTest.keyClick(page.list, Qt.Key.Key_Delete)
    stage.wait(lambda: page.present is None, "leave it out")
    assert (home / "from-xray" / "scan0001.tif").exists()


def test_what_waits_is_there_after_a_restart(home: Path, qtbot: QtBot) -> None:
    first = Stage(make_desk(load_settings(home), devices=True), (1280, 800))
    drop(home, "scan0001.tif")
    page = tray(first)
    first.wait(lambda: page.present is not None, "let it wait")
    first.settle()
    first.close()

    second = Stage(make_desk(load_settings(home)), (1280, 800))
    page = tray(second)
    second.wait(lambda: page.present is not None, "show it again")
    second.settle()
    second.close()


def test_no_key_is_lost_on_the_way_to_the_tray_and_back(stage: Stage) -> None:
    for key, mode in ((Qt.Key.Key_3, TRAY), (Qt.Key.Key_1, BENCH)) * 2:
        stage.press(key, CONTROL)
        assert stage.window.modes.shown == mode
        assert stage.window.isActiveWindow()
