"""An X-ray like an earlier one shows that one beside it, with why, zoomed alike, laid over."""

import re
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
import tifffile
from pytestqt.qtbot import QtBot

from tests.working_home import CODES, announce, new_station
from triage_app.app import assemble, make_desk
from triage_app.model.item import ImageRole
from triage_app.settings import load_settings
from triage_app.ui.stage import Stage


def tiff(samples: np.ndarray) -> bytes:
    out = BytesIO()
    tifffile.imwrite(out, samples, photometric="minisblack")
    return out.getvalue()


def radiograph(seed: int) -> np.ndarray:
    rng = np.random.default_rng(seed)
    page = np.full((300, 400), 60_000.0)
    page[40:260, 50:350] = 40_000
    for _ in range(6):
        y, x = rng.integers(40, 200), rng.integers(50, 280)
        page[y : y + 60, x : x + 70] *= rng.uniform(0.2, 0.8)
    return (page + rng.normal(0, 90, page.shape)).clip(0, 65_535).astype(np.uint16)


@pytest.fixture
def stage(tmp_path: Path, qtbot: QtBot) -> Iterator[Stage]:
    home = tmp_path / "home"
    new_station(home)
    announce(home, *CODES)
    with assemble(load_settings(home)) as parts:
        station = parts.station
        for code, seed in zip(CODES, (1, 1, 2, 2), strict=True):
            samples = radiograph(seed)
            if code in (CODES[1], CODES[3]):
                samples = samples[:, ::-1] // 2 * 2  # the same thing the other way round
            key = station.look_up(code).key
            data = tiff(np.ascontiguousarray(samples))
            station.attach(key, data, "image/tiff", ImageRole.XRAY, "li.w")
    desk = make_desk(load_settings(home))
    images = replace(desk.settings.images, mm_per_pixel=0.5)
    made = Stage(replace(desk, settings=replace(desk.settings, images=images)), (1280, 800))
    yield made
    made.close()


def test_the_same_thing_seen_before_stands_beside_it(stage: Stage) -> None:
    pictures = stage.window.page.pictures
    stage.scan(CODES[0])
    stage.settle()
    assert pictures.choice.present is None  # nothing was seen before

    stage.scan(CODES[2])
    stage.settle()
    stage.scan(CODES[1])
    stage.settle()
    stage.wait(lambda: pictures.choice.present is not None, "find it")
    stage.settle()
    assert CODES[0] in pictures.choice.caption
    said = re.search(r"shape (\d+) %, density (\d+) %", pictures.choice.caption)
    assert said is not None
    assert min(map(int, said.groups())) > 90

    own, other = pictures.xray.canvas, pictures.product.canvas
    assert own.renderer is not None
    assert own.renderer.over is other.renderer
    own.use("nearer")
    assert own.view is not None
    assert other.view is not None
    assert other.view.x == pytest.approx(own.view.x)
    assert not other.view.fits
    pictures.xray.use("over")
    assert own.look is not None
    assert own.look.over
    assert own.renderer.spacing_mm == (0.5, 0.5)

    stage.scan("RR000000000XX")
    assert pictures.choice.present is None
