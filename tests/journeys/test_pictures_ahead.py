"""The next item of the bag shows its X-ray in the same turn as its scan."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from tests.imaging.pictures import packed_tiff
from tests.working_home import CODES, announce, new_station
from triage_app.app import assemble, make_desk
from triage_app.model.item import ImageRole
from triage_app.settings import load_settings
from triage_app.ui.stage import Stage

RAMP = (np.arange(60 * 80, dtype=np.uint16) % 4000).reshape(60, 80)


@pytest.fixture
def stage(tmp_path: Path, qtbot: QtBot) -> Iterator[Stage]:
    home = tmp_path / "home"
    new_station(home)
    announce(home, *CODES)
    with assemble(load_settings(home)) as parts:
        key = parts.station.look_up(CODES[1]).key
        data = packed_tiff(RAMP, 12, photometric=1)
        parts.station.attach(key, data, "image/tiff", ImageRole.XRAY, "li.w")
    made = Stage(make_desk(load_settings(home)), (1280, 800))
    yield made
    made.close()


def test_a_scan_shows_what_was_decoded_ahead_at_once(stage: Stage) -> None:
    examined: list[bool] = []
    canvas = stage.window.page.pictures.xray.canvas
    stage.scan(CODES[0])
    asked = stage.window._lanes
    stage.wait(lambda: bool(asked._shelf._kept), "decode ahead")

    stage.window.examined.connect(lambda _: examined.append(canvas.view is not None))
    stage.scan(CODES[1])

    assert examined == [True]
