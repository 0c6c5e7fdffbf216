"""Bars a reader of single lines gives up on: slanted, dim, blurred, seen from the side, grainy."""

import numpy as np
import pytest
import zxingcpp
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from PIL import Image

from tests.imaging.label_pictures import FORMATS, label_of, photographed, tall
from triage_app.imaging.labels_bars import bar_codes
from triage_app.imaging.labels_fields import bar_fields
from triage_app.imaging.labels_strips import strips
from triage_app.imaging.labels_zbar import zbar_codes

CODE = "RR473124829US"
KINDS = (
    (FORMATS.Code128, "1Z999AA10123456784"),
    (FORMATS.Code128, CODE),
    (FORMATS.ITF, "30712345000010"),
    (FORMATS.Code39, "TRK47312482"),
    (FORMATS.EAN13, "5030159003930"),
)


def never() -> bool:
    return False


def texts(page: np.ndarray) -> set[str]:
    return {code.text for code in bar_codes(page, page, never)}


@given(
    kind=st.sampled_from(KINDS),
    turn=st.floats(0, 360),
    lean=st.floats(-0.3, 0.3),
    size=st.floats(0.7, 1.3),
    blur=st.floats(0, 1.0),
    noise=st.floats(0, 12),
    dark=st.floats(0.5, 1.0),
    seed=st.integers(0, 2**16),
)
@settings(max_examples=40, deadline=None, phases=(Phase.explicit, Phase.generate))
@pytest.mark.slow
def test_bars_are_read_however_they_lie(
    kind: tuple[object, str],
    turn: float,
    lean: float,
    size: float,
    blur: float,
    noise: float,
    dark: float,
    seed: int,
) -> None:
    page = photographed(
        tall(*kind), seed, turn=turn, lean=lean, size=size, blur=blur, noise=noise, dark=dark
    )
    assert texts(page) == {kind[1]}


@pytest.mark.slow
def test_more_hard_labels_are_read_than_by_either_reader_alone() -> None:
    ours = zxing = zbar = 0
    rng = np.random.default_rng(11)
    for seed in range(60):
        kind = KINDS[seed % len(KINDS)]
        page = photographed(
            tall(*kind, height=int(rng.integers(40, 160))),
            seed,
            turn=float(rng.uniform(0, 360)),
            lean=float(rng.uniform(-0.4, 0.4)),
            size=float(rng.uniform(0.5, 0.9)),
            blur=float(rng.uniform(0.3, 1.5)),
            noise=float(rng.uniform(0, 18)),
            dark=float(rng.uniform(0.3, 1.0)),
        )
        found = texts(page)
        assert found <= {kind[1]}, f"{seed}: {found}"
        ours += kind[1] in found
        zxing += kind[1] in {code.text for code in zxingcpp.read_barcodes(page)}
        zbar += kind[1] in {code.text for code in zbar_codes(page)}
    assert ours > zxing
    assert ours > zbar
    assert ours >= 40, (ours, zxing, zbar)


def test_a_grainy_slanted_dim_label_is_read_and_its_place_said() -> None:
    page = photographed(
        tall(FORMATS.Code128, CODE), 5, turn=37, lean=0.2, blur=1.0, noise=14, dark=0.5
    )
    (code,) = bar_codes(page, page, never)
    assert (code.text, code.reader) == (CODE, "zxing")
    middle = np.mean(code.polygon, axis=0)
    assert np.abs(middle - np.array(page.shape[::-1]) / 2).max() < 30
    width = np.hypot(*np.subtract(code.polygon[1], code.polygon[0]))
    assert 350 < width < 600


def test_a_larger_page_than_the_fields_are_sought_on_keeps_its_pixels() -> None:
    page = photographed(tall(FORMATS.Code128, CODE), 6, size=2.0, noise=4)
    small = np.asarray(page[::2, ::2])
    (code,) = bar_codes(page, small, never)
    assert code.text == CODE
    assert np.abs(np.mean(code.polygon, axis=0) - np.array(page.shape[::-1]) / 2).max() < 40


def test_a_field_of_bars_is_found_with_its_angle_and_size() -> None:
    bars = Image.fromarray(tall(FORMATS.Code128, CODE))
    page = np.asarray(bars.rotate(-30, Image.Resampling.BICUBIC, expand=True, fillcolor=255))
    field = bar_fields(page)[0]
    assert np.degrees(field.angle) % 180 == pytest.approx(30, abs=3)
    assert field.height == pytest.approx(120, abs=30)
    assert field.length == pytest.approx(bars.width - 80, rel=0.15)
    assert abs(field.lean) < 0.05
    assert field.holds([(page.shape[1] / 2, page.shape[0] / 2)])


def test_a_field_seen_aslant_leans() -> None:
    """Each column of bars a little lower than the one before, as from the side."""
    bars = np.pad(tall(FORMATS.Code128, CODE), ((0, 200), (0, 0)), constant_values=255)
    page = np.stack([np.roll(bars[:, x], x // 4) for x in range(bars.shape[1])], axis=1)
    field = bar_fields(page)[0]
    assert field.lean == pytest.approx(0.25, abs=0.06)
    assert texts(page) == {CODE}


def test_pdf417_is_read_as_a_stack() -> None:
    page = label_of((FORMATS.PDF417, CODE * 3))
    assert CODE * 3 in texts(photographed(page, 3, turn=12, noise=6))


def test_no_field_is_seen_where_nothing_is() -> None:
    assert bar_fields(np.full((400, 400), 200, np.uint8)) == []
    assert bar_fields(np.full((5, 400), 200, np.uint8)) == []


def test_text_and_stripes_are_no_codes() -> None:
    stripes = np.tile(np.repeat(np.array([30, 220], np.uint8), 9), (300, 30))
    assert texts(stripes) == set()
    grain = np.random.default_rng(2).integers(0, 255, (400, 400)).astype(np.uint8)
    assert texts(grain) == set()


def test_a_field_without_edges_has_no_lines() -> None:
    page = np.full((300, 300), 220, np.uint8)
    page[:, 140:160] = 20
    for field in bar_fields(page):
        assert list(strips(page, field)) == []


def test_looking_stops_when_it_is_late() -> None:
    page = photographed(tall(FORMATS.Code128, CODE), 1)
    assert bar_codes(page, page, lambda: True) == []
