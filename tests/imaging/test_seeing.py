"""Local contrast, presets, histogram, the window of a part, two pictures over each other."""

import numpy as np

from triage_app.imaging.look import PRESETS
from triage_app.imaging.picture import Picture
from triage_app.imaging.render import Renderer
from triage_app.imaging.tools import first_shown, use, windowed


def renderer_of(samples: np.ndarray) -> Renderer:
    return Renderer(Picture((samples,), 16, "MINISBLACK", "tiff"))


def shadows() -> np.ndarray:
    """A bright and a dark half, in each a faint square."""
    samples = np.full((400, 800), 4_000, np.uint16)
    samples[:, 400:] = 60_000
    samples[190:210, 190:210] += 900
    samples[190:210, 590:610] += 900
    return samples


def contrast(pixels: np.ndarray, x: int) -> int:
    level = (pixels & 0xFF).astype(int)
    return int(level[200, x] - level[100, x])


def test_local_contrast_brings_out_what_is_faint_in_dark_and_in_bright() -> None:
    renderer = renderer_of(shadows())
    shown = first_shown(renderer, 800, 400)
    plain = renderer.render(shown.view, shown.look)
    local = use("local", shown, renderer)
    evened = renderer.render(local.view, local.look)
    for x in (200, 600):
        assert contrast(evened, x) > 2 * contrast(plain, x)


def test_presets_come_round_again() -> None:
    renderer = renderer_of(shadows())
    shown = first_shown(renderer, 80, 40)
    seen = []
    for _ in range(len(PRESETS) + 1):
        shown = use("preset", shown, renderer)
        seen.append(shown.look.window)
    assert shown.look.window == renderer.first_look().window
    assert len(set(seen)) >= 3


def test_the_window_of_a_part_shows_what_is_faint_in_it() -> None:
    renderer = renderer_of(shadows())
    shown = windowed(first_shown(renderer, 800, 400), renderer, (100.2, 100.0, 300.0, 300.9))
    assert shown.look.window.low >= 3_999
    assert shown.look.window.high <= 4_901
    beside = windowed(shown, renderer, (900, 900, 950, 950))
    assert beside == shown


def test_a_histogram_counts_every_pixel_in_view_where_it_belongs() -> None:
    renderer = renderer_of(shadows())
    view = first_shown(renderer, 800, 400).view
    counts = renderer.plate.histogram(view, 10)
    assert counts.sum() == 800 * 400
    assert counts[0] == counts[9] == 400 * 400
    colours = Renderer(Picture((np.full((4, 4, 3), 255, np.uint8),), 8, "RGB", "png"))
    counts = colours.plate.histogram(first_shown(colours, 4, 4).view, 10)
    assert counts.tolist() == [0] * 9 + [16]


def test_a_picture_laid_over_another_shows_both() -> None:
    low, high = np.zeros((40, 80), np.uint16), np.zeros((20, 40), np.uint16)
    low[:, :40], high[:10] = 60_000, 60_000
    renderer = renderer_of(low)
    renderer.over = renderer_of(high)
    shown = use("over", first_shown(renderer, 80, 40), renderer)
    level = renderer.render(shown.view, shown.look) & 0xFF
    assert [int(level[y, x]) // 100 for y, x in ((5, 5), (5, 75), (35, 5), (35, 75))] == [
        2,
        1,
        1,
        0,
    ]


def test_without_another_picture_nothing_is_laid_over() -> None:
    renderer = renderer_of(shadows())
    shown = first_shown(renderer, 80, 40)
    assert use("over", shown, renderer) == shown


def test_every_view_of_a_file_is_reached_and_the_first_again() -> None:
    pages = tuple(np.full((8, 9 + at), 1000 * (at + 1), np.uint16) for at in range(3))
    renderer = Renderer(Picture(pages, 16, "MINISBLACK", "dicos"))
    shown = first_shown(renderer, 80, 40)
    seen = []
    for _ in range(4):
        seen.append(renderer.plate.value_at(0, 0))
        shown = use("page", shown, renderer)
        assert shown.view.picture_width == renderer.plate.width
        assert renderer.render(shown.view, shown.look).size
    assert seen == [1000, 2000, 3000, 1000]


def test_a_look_through_the_glass_leaves_the_view_as_it_was() -> None:
    renderer = renderer_of(shadows())
    shown = first_shown(renderer, 80, 40)
    renderer.render(shown.view, shown.look)
    seen = renderer._seen
    renderer.render_apart(shown.view.zoomed(4, 10, 10), shown.look)
    assert renderer._seen is seen
