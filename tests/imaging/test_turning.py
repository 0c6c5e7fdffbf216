"""Turned and mirrored: pixels and points go the same way, and come back."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage_app.imaging.picture import Picture
from triage_app.imaging.plate import Plate
from triage_app.imaging.render import Renderer
from triage_app.imaging.tools import first_shown, use
from triage_app.imaging.turning import MIRROR, TURN_RIGHT

RAMP = np.arange(4 * 6, dtype=np.uint16).reshape(4, 6) * 100
STEPS = st.lists(st.sampled_from([TURN_RIGHT, MIRROR]), max_size=8)


def plate() -> Plate:
    return Plate(Picture((RAMP,), 16, "MINISBLACK", "tiff"))


@given(STEPS)
def test_a_pixel_is_found_where_the_upright_picture_has_it(steps: list[int]) -> None:
    turned = plate()
    for how in steps:
        turned.turn(how)
    for x in range(turned.width):
        for y in range(turned.height):
            across, down = turned.turning.upright(x + 0.5, y + 0.5)
            assert turned.indices[y, x] == RAMP[int(down), int(across)]
            assert turned.turning.shown(across, down) == (x + 0.5, y + 0.5)


def test_four_quarters_are_a_whole() -> None:
    turned = plate()
    for _ in range(4):
        turned.turn(TURN_RIGHT)
    assert np.array_equal(turned.indices, RAMP)


@pytest.mark.parametrize("tool", ["turn", "mirror"])
def test_reset_puts_a_turned_picture_straight(tool: str) -> None:
    renderer = Renderer(Picture((RAMP,), 16, "MINISBLACK", "tiff"))
    shown = first_shown(renderer, 60, 40)
    straight = renderer.render(shown.view, shown.look).copy()
    shown = use(tool, shown, renderer)
    assert not np.array_equal(renderer.render(shown.view, shown.look), straight)
    shown = use("reset", shown, renderer)
    assert np.array_equal(renderer.render(shown.view, shown.look), straight)
