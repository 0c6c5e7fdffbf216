"""Tools as pure steps: what is shown and a name give what is shown next."""

import numpy as np
import pytest

from triage_app.imaging.picture import Picture
from triage_app.imaging.render import Renderer
from triage_app.imaging.tools import PANS, TOOLS, WINDOWS, ZOOMS, dragged, first_shown, use

RAMP = np.linspace(0, 4095, 64 * 48).astype(np.uint16).reshape(48, 64)
RENDERER = Renderer(Picture((RAMP,), 12, "MINISBLACK", "tiff"))


@pytest.mark.parametrize("tool", [*TOOLS, *PANS, *ZOOMS, *WINDOWS])
def test_every_tool_leaves_something_that_can_be_shown(tool: str) -> None:
    shown = first_shown(RENDERER, 200, 100)
    for _ in range(3):
        shown = use(tool, shown, RENDERER)
        assert RENDERER.render(shown.view, shown.look).size > 0
        assert shown.look.window.width > 0


def test_a_tool_there_is_not_is_an_error() -> None:
    with pytest.raises(KeyError):
        use("telepathy", first_shown(RENDERER, 9, 9), RENDERER)


@pytest.mark.parametrize("tool", ["invert", "edges"])
def test_what_is_switched_on_is_switched_off_again(tool: str) -> None:
    shown = first_shown(RENDERER, 200, 100)
    assert use(tool, shown, RENDERER) != shown
    assert use(tool, use(tool, shown, RENDERER), RENDERER) == shown


@pytest.mark.parametrize(("tool", "back"), [("narrower", "wider"), ("wider", "narrower")])
def test_the_window_goes_back_the_way_it_came(tool: str, back: str) -> None:
    shown = first_shown(RENDERER, 200, 100)
    there = use(tool, shown, RENDERER)
    assert there.look.window.width != shown.look.window.width
    width = use(back, there, RENDERER).look.window.width
    assert width == pytest.approx(shown.look.window.width)


def test_a_window_stays_a_window_however_far_it_is_dragged() -> None:
    shown = first_shown(RENDERER, 200, 100)
    for _ in range(50):
        shown = dragged(shown, -5, 0.5)
    assert shown.look.window.width > 0
    for _ in range(50):
        shown = dragged(shown, 5, 0.0)
    assert np.isfinite(shown.look.window.width)
