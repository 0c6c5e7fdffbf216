"""A mark drawn at the bench is an act, seen again after another scan, and taken back by Ctrl+Z."""

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
from triage_app.model.act import ActKind
from triage_app.model.item import ImageRole
from triage_app.model.mark import MadeMark
from triage_app.settings import load_settings
from triage_app.ui.stage import Stage

RAMP = (np.arange(60 * 80, dtype=np.uint16) % 4000).reshape(60, 80)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    home = tmp_path / "home"
    new_station(home)
    announce(home, *CODES)
    with assemble(load_settings(home)) as parts:
        key = parts.station.look_up(CODES[1]).key
        data = packed_tiff(RAMP, 12, photometric=1)
        parts.station.attach(key, data, "image/tiff", ImageRole.XRAY, "li.w")
    return home


@pytest.fixture
def stage(home: Path, qtbot: QtBot) -> Iterator[Stage]:
    made = Stage(make_desk(load_settings(home)), (1280, 800))
    yield made
    made.close()


def shown(stage: Stage) -> tuple[MadeMark, ...]:
    over = stage.window.page.pictures.xray.over
    assert over is not None
    return over.marks.made


def kinds(home: Path) -> list[ActKind]:
    with assemble(load_settings(home)) as parts:
        return [act.kind for act in parts.station.look_up(CODES[1]).acts]


def test_a_mark_is_kept_and_seen_again_and_taken_back(stage: Stage, home: Path) -> None:
    canvas = stage.window.page.pictures.xray.canvas
    stage.scan(CODES[1])
    stage.settle()
    canvas.setFocus()
    QTest.keyClicks(canvas, "b")
    QTest.keyClick(canvas, Qt.Key.Key_Return)
    stage.wait(lambda: len(shown(stage)) == 1, "show the mark")
    assert kinds(home) == [ActKind.ATTACHMENT, ActKind.MARK]

    stage.scan(CODES[0])
    assert shown(stage) == ()
    stage.scan(CODES[1])
    assert len(shown(stage)) == 1

    stage.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    stage.wait(lambda: shown(stage) == (), "take the mark back")
    assert kinds(home) == [ActKind.ATTACHMENT, ActKind.MARK, ActKind.UNDO]
