"""What is shown of a picture: brightness, colours, materials, and nothing lost on the way down."""

from dataclasses import replace

import numpy as np
import pytest

from triage_app.imaging.look import (
    DUAL_PALETTES,
    MATERIALS,
    PALETTES,
    Look,
    Window,
    colours,
    material_colours,
    next_palette,
    ramp,
)
from triage_app.imaging.materials import INORGANIC, METAL, OPAQUE, ORGANIC
from triage_app.imaging.picture import Picture
from triage_app.imaging.plate import Plate, sharpened
from triage_app.imaging.render import DUAL_STEPS, Renderer
from triage_app.imaging.viewport import Viewport

RAMP = np.linspace(0, 65_535, 64 * 48).astype(np.uint16).reshape(48, 64)
WHITE = 0xFFFFFFFF


def grey_picture(samples: np.ndarray, bits: int = 16, photometric: str = "MINISBLACK") -> Picture:
    return Picture((samples,), bits, photometric, "tiff")


def whole(picture: Picture) -> Viewport:
    width, height = picture.width, picture.height
    return Viewport(width, height, width, height, 1.0, width / 2, height / 2)


def brightness(pixels: np.ndarray) -> np.ndarray:
    return pixels & 0xFF


def test_a_window_runs_from_black_to_white_and_stops_there() -> None:
    values = np.array([0, 99, 100, 150, 200, 201, 65_535.0])
    assert ramp(Window(150, 100), values).tolist() == [0, 0, 0, 127, 255, 255, 255]
    assert ramp(Window(150, 100), values, invert=True).tolist() == [255, 255, 255, 128, 0, 0, 0]


def test_grey_is_shown_through_its_window() -> None:
    renderer = Renderer(grey_picture(RAMP))
    pixels = renderer.render(whole(grey_picture(RAMP)), Look(Window.between(0, 65_535)))
    assert np.array_equal(brightness(pixels), np.floor(RAMP / 257 + 0.5))
    assert np.all(pixels >> 24 == 0xFF)


def test_stored_upside_down_is_shown_the_right_way_round() -> None:
    stored = grey_picture(1023 - RAMP // 64, 10, "MONOCHROME1")
    plain = grey_picture(RAMP // 64, 10)
    look = Renderer(plain).first_look()
    shown = Renderer(stored)
    assert np.allclose(shown.first_look().window.center, look.window.center, atol=1)
    assert np.array_equal(
        shown.render(whole(stored), look), Renderer(plain).render(whole(plain), look)
    )
    assert shown.plate.value_at(0, 0) == 0


@pytest.mark.parametrize("dtype", ["i1", "i2", "i4", "u4", "f4", "f8"])
def test_other_samples_keep_their_values_and_their_order(dtype: str) -> None:
    samples = (np.arange(12).reshape(3, 4) * 9 - (40 if dtype[0] != "u" else 0)).astype(dtype)
    plate = Plate(grey_picture(samples, 8 * samples.dtype.itemsize))
    for y, x in np.ndindex(samples.shape):
        assert plate.value_at(x, y) == pytest.approx(float(samples[y, x]), abs=0.01)


def test_what_is_no_number_is_dark() -> None:
    samples = np.array([[np.nan, 1.0], [2.0, np.inf]], np.float32)
    plate = Plate(grey_picture(samples, 32))
    assert plate.value_at(0, 0) == 1.0
    assert Plate(grey_picture(np.full((2, 2), np.nan, np.float32), 32)).value_at(1, 1) == 0


def test_the_automatic_window_leaves_out_a_few_hot_pixels() -> None:
    samples = np.full((100, 100), 500, np.uint16)
    samples[:50] = 700
    samples[0, :5] = 65_000
    window = Plate(grey_picture(samples)).auto_window()
    assert (window.low, window.high) == (500, 700)
    assert Plate(grey_picture(samples)).full_window().high == 65_000


def test_the_window_of_a_flat_picture_still_has_a_width() -> None:
    assert Plate(grey_picture(np.full((4, 4), 9, np.uint16))).auto_window().width == 1


def test_an_automatic_window_on_what_is_in_view_sees_only_that() -> None:
    samples = np.zeros((100, 100), np.uint16)
    samples[:, 50:] = np.arange(50) + 1000
    view = Viewport(20, 20, 100, 100, 1.0, 80, 50)
    window = Renderer(grey_picture(samples)).auto_window(view)
    assert window.low >= 1000


@pytest.mark.parametrize("scale", [0.9, 0.51, 0.4, 0.26, 0.13])
def test_a_thin_wire_survives_every_reduction(scale: float) -> None:
    samples = np.full((400, 400), 60_000, np.uint16)
    samples[:, 201] = 0
    view = Viewport(400, 400, 400, 400, scale, 200, 200)
    seen = Plate(grey_picture(samples)).region(view)
    assert np.all(seen.min(axis=1) < 59_000)


def test_large_pixels_are_sharp_squares() -> None:
    view = Viewport(8, 8, 4, 4, 4.0, 1, 1)
    seen = Plate(grey_picture(RAMP[:4, :4])).region(view)
    assert np.array_equal(seen, np.kron(RAMP[:2, :2], np.ones((4, 4), np.uint16)))


def test_moving_by_a_pixel_moves_the_picture_by_a_pixel() -> None:
    picture = grey_picture(RAMP)
    plate = Plate(picture)
    view = Viewport(20, 20, 64, 48, 1.0, 32, 24)
    assert np.array_equal(plate.region(view)[:, 1:], plate.region(view.panned(-1, 0))[:, :-1])


def test_edges_are_steeper_and_flat_parts_the_same() -> None:
    samples = np.full((20, 20), 1000, np.uint16)
    samples[:, 10:] = 3000
    sharp = sharpened(samples)
    assert np.array_equal(sharp[:, :8], samples[:, :8])
    assert sharp[5, 9] < 1000
    assert sharp[5, 10] > 3000
    assert sharpened(np.full((1, 1), 7, np.uint8)).tolist() == [[7]]


def test_a_window_step_works_on_the_pixels_in_view_only() -> None:
    renderer = Renderer(grey_picture(RAMP))
    look, view = renderer.first_look(), whole(grey_picture(RAMP))
    renderer.render(view, look)
    kept = renderer._seen
    renderer.render(view, replace(look, window=Window(9, 9), invert=True))
    assert renderer._seen is kept
    renderer.render(view.zoomed(2, 0, 0), look)
    assert renderer._seen is not kept


def test_colours_are_shown_as_they_are() -> None:
    colour = np.random.default_rng(5).integers(0, 255, (7, 9, 3), dtype=np.uint8)
    picture = Picture((colour,), 8, "RGB", "png")
    renderer = Renderer(picture)
    assert renderer.palettes == ()
    look = renderer.first_look()
    assert np.array_equal(renderer.render_whole(look), colour)
    assert np.array_equal(renderer.render_whole(replace(look, invert=True)), 255 - colour)
    assert renderer.plate.value_at(2, 3) == tuple(colour[3, 2])
    dark = renderer.render_whole(replace(look, window=Window.between(0, 510)))
    assert np.abs(dark.astype(int) - colour / 2).max() <= 1


def test_a_photograph_taken_sideways_stands_upright() -> None:
    page = np.zeros((2, 3, 3), np.uint8)
    page[0, 0] = 200
    renderer = Renderer(Picture((page,), 8, "RGB", "jpeg", orientation=6))
    assert (renderer.plate.width, renderer.plate.height) == (2, 3)
    assert renderer.plate.value_at(1, 0) == (200, 200, 200)


@pytest.mark.parametrize("palette", PALETTES)
def test_palettes_grow_brighter_all_the_way(palette: str) -> None:
    packed = colours(PALETTES[palette])
    red, green, blue = (packed >> np.uint32(s) & 0xFF for s in (16, 8, 0))
    luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    assert np.all(np.diff(luminance) > -1.1)
    assert packed[0] == 0xFF000000 | int(PALETTES[palette][0][1][1:], 16)
    assert packed[255] == 0xFF000000 | int(PALETTES[palette][-1][1][1:], 16)


def test_palettes_go_round() -> None:
    names = list(PALETTES)
    assert next_palette(names[0], names) == names[1]
    assert next_palette(names[-1], names) == names[0]
    assert next_palette("gone", names) == names[0]


# Attenuation in cm2/g at 50 and 100 keV and density, NIST (Hubbell and Seltzer 1995).
THICK = {
    "organic": (0.206, 0.167, 1.05, 4.0),
    "inorganic": (0.368, 0.170, 2.70, 1.0),
    "metal": (1.958, 0.372, 7.85, 0.2),
}


def two_energies(material: str) -> tuple[Picture, Picture]:
    """A block of a material in the middle of an open beam, low energy first."""
    low, high, density, thickness_cm = THICK[material]
    pages = []
    for coefficient in (low, high):
        page = np.full((60, 60), 60_000.0)
        page[20:40, 20:40] *= np.exp(-coefficient * density * thickness_cm)
        pages.append(grey_picture(page.astype(np.uint16)))
    return pages[0], pages[1]


def material_in_the_middle(renderer: Renderer, picture: Picture) -> int:
    look = renderer.first_look()
    renderer.render(whole(picture), look)
    assert renderer._seen is not None
    return int(renderer._seen[1][30, 30]) // DUAL_STEPS


@pytest.mark.parametrize(
    ("name", "index"), [("organic", ORGANIC), ("inorganic", INORGANIC), ("metal", METAL)]
)
def test_materials_are_told_by_two_energies(name: str, index: int) -> None:
    low, high = two_energies(name)
    assert material_in_the_middle(Renderer(high, low), high) == index


def test_what_nothing_passes_is_called_opaque() -> None:
    page = np.full((60, 60), 60_000, np.uint16)
    page[20:40, 20:40] = 20
    picture = grey_picture(page)
    assert material_in_the_middle(Renderer(picture, picture), picture) == OPAQUE


@pytest.mark.parametrize("palette", DUAL_PALETTES)
def test_one_material_alone_keeps_its_colour(palette: str) -> None:
    table = material_colours(palette, "metal")
    everything = material_colours(palette)
    assert np.array_equal(table[METAL], everything[METAL])
    organic = table[MATERIALS.index("organic")]
    assert np.array_equal(organic >> 16 & 0xFF, organic & 0xFF)  # no hue left


def test_two_pictures_of_different_size_are_no_pair() -> None:
    low, high = two_energies("metal")
    small = grey_picture(low.samples[:50])
    renderer = Renderer(high, small)
    assert not renderer.dual
    assert renderer.first_look().palette == "grey"
    assert set(DUAL_PALETTES).isdisjoint(renderer.palettes)


def test_presets_are_parts_of_the_automatic_window() -> None:
    renderer = Renderer(grey_picture(RAMP))
    auto, dense, light = (renderer.preset(name) for name in ("auto", "dense", "light"))
    assert (dense.low, light.high) == (auto.low, auto.high)
    assert dense.high < light.low
    assert renderer.preset("full").high == 65_535


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
@pytest.mark.parametrize("shape", [(150, 260), (129, 7), (2, 2), (3, 1), (1, 9), (1, 1)])
def test_a_smaller_copy_holds_the_mean_of_each_two_by_two(
    dtype: type, shape: tuple[int, int]
) -> None:
    samples = np.random.default_rng(5).integers(0, np.iinfo(dtype).max, shape).astype(dtype)
    plate = Plate(grey_picture(samples, 8 * np.dtype(dtype).itemsize))
    half = plate._level(1)
    height, width = (max(1, length // 2) for length in shape)
    assert half.shape == (height, width)
    whole_rows = samples[: 2 * height, : 2 * width].astype(int)
    top, below = whole_rows[0::2], whole_rows[1::2] if shape[0] > 1 else whole_rows
    rows = (top + below) // 2
    mean = (rows[:, 0::2] + rows[:, 1::2]) // 2 if shape[1] > 1 else rows
    assert np.array_equal(half, mean)


@pytest.mark.parametrize("shape", [(150, 260), (1027, 37), (9, 300), (3, 3), (64, 64)])
def test_a_copy_made_at_once_is_the_one_made_step_by_step(shape: tuple[int, int]) -> None:
    samples = np.random.default_rng(6).integers(0, 65_535, shape).astype(np.uint16)
    at_once, by_steps = (Plate(grey_picture(samples)) for _ in range(2))
    for level in range(1, 4):
        by_steps._level(level)
    assert np.array_equal(at_once._level(3), by_steps._level(3))
