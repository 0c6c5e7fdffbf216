"""Where a picture lies on the screen while it is zoomed, moved and resized."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage_app.imaging.viewport import MAX_SCALE, Viewport

SIZES = st.integers(1, 5000)


def test_a_fitted_picture_is_whole_and_in_the_middle() -> None:
    view = Viewport.fitted(1000, 500, 4000, 4000)
    assert view.covered() == (250, 0, 750, 500)
    assert view.picture_point(500, 250) == (2000, 2000)
    assert view.fits


def test_the_point_under_the_pointer_stays_under_it_while_zooming() -> None:
    view = Viewport.fitted(800, 600, 4000, 3000)
    nearer = view.zoomed(5, 300, 200)
    assert nearer.picture_point(300, 200) == pytest.approx(view.picture_point(300, 200))
    assert not nearer.fits


def test_a_large_picture_leaves_no_gap_at_its_edges() -> None:
    view = Viewport.fitted(800, 600, 4000, 3000).zoomed(10, 400, 300).panned(99_999, 99_999)
    assert view.covered() == (0, 0, 800, 600)
    assert view.picture_point(0, 0) == pytest.approx((0, 0))


def test_zooming_ends_at_the_whole_picture_and_at_large_pixels() -> None:
    view = Viewport.fitted(800, 600, 4000, 3000)
    assert view.zoomed(0.001, 1, 1).fits
    assert view.zoomed(1e9, 1, 1).scale == MAX_SCALE


def test_a_fitted_picture_stays_fitted_when_the_window_grows() -> None:
    view = Viewport.fitted(800, 600, 4000, 3000)
    assert view.resized(1600, 1200).fits
    assert view.zoomed(4, 0, 0).resized(1600, 1200).scale == view.scale * 4


@given(SIZES, SIZES, SIZES, SIZES, st.floats(0.01, 100), st.floats(-1e4, 1e4))
def test_whatever_is_done_some_of_the_picture_is_seen(
    width: int, height: int, across: int, down: int, factor: float, moved: float
) -> None:
    view = Viewport.fitted(width, height, across, down)
    for step in (view, view.zoomed(factor, moved, 3), view.zoomed(factor, 1, 1).panned(moved, 7)):
        left, top, right, bottom = step.covered()
        assert 0 <= left < right <= max(width, 1)
        assert 0 <= top < bottom <= max(height, 1)
