"""Two X-rays share zoom and room; what a pair of energies weighs is said as an aid."""

from dataclasses import replace

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from tests.builders import NOON, make_announcement, make_item
from triage_app.imaging.picture import Picture, Unreadable
from triage_app.model.item import ImageRef, ImageRole
from triage_app.model.looks import Compared
from triage_app.model.sentence import tr
from triage_app.ui.pictures_panel import PicturesPanel
from triage_app.ui.theme import light

XRAY = ImageRef("aa", ImageRole.XRAY, "image/tiff", 1)
EARLIER = Compared(
    ImageRef("bb", ImageRole.XRAY, "image/tiff", 1), "LX1", NOON, True, 91, 84, "Seized"
)


def picture(value: int, spacing: tuple[float, float] | None = None) -> Picture:
    page = np.full((200, 300), 60_000, np.uint16)
    page[50:150, 100:200] = value
    return Picture((page,), 16, "MINISBLACK", "tiff", spacing_mm=spacing)


@pytest.fixture
def panel(qtbot: QtBot) -> PicturesPanel:
    made = PicturesPanel(light(), lambda at: at)
    qtbot.addWidget(made)
    made.resize(900, 400)
    made.show()
    qtbot.waitExposed(made)
    item = make_item(make_announcement(gross_weight_g=950))
    made.show_awaited(replace(item, images=(XRAY,)))
    return made


def test_a_pair_of_energies_is_weighed_where_a_pixel_s_size_is_known(panel: PicturesPanel) -> None:
    panel.show_xray(picture(30_000, (1.0, 1.0)), picture(24_000, (1.0, 1.0)))
    assert panel.mass.whole.startswith("An aid, no scale: about ")
    assert "950 g told" in panel.mass.whole

    panel.show_xray(picture(30_000), picture(24_000))
    assert panel.mass.whole == ""
    panel.show_xray(picture(30_000, (1.0, 1.0)), None)
    assert panel.mass.whole == ""


def test_an_earlier_x_ray_follows_the_zoom_until_something_else_stands_there(
    panel: PicturesPanel,
) -> None:
    panel.show_xray(picture(30_000), None)
    assert panel.choice.show_compared([EARLIER])
    panel.show_product(picture(20_000))
    own, other = panel.xray.canvas, panel.product.canvas
    assert "Same sender: shape 91 %, density 84 % · LX1" in panel.choice.caption
    assert "Seized" in panel.choice.caption
    assert own.view is not None
    assert other.view is not None
    assert other.view.fits

    own.use("nearer")
    own.use("left")
    assert other.view.scale > 0
    assert not other.view.fits
    assert other.view.x == pytest.approx(own.view.x)

    panel.show_product(Unreadable(tr("t", "damaged")))
    assert own.renderer is not None
    assert own.renderer.over is None
    own.use("fit")
    assert other.view is None
