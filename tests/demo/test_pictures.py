import io
from random import Random

import numpy as np
import pytest
from PIL import Image

from triage_app.demo.dense import DIE, HIDDEN, POWDER
from triage_app.demo.drawings import DRAWINGS
from triage_app.demo.goods import load_goods
from triage_app.demo.materials import MATERIALS
from triage_app.demo.pictures import PictureChooser, PictureJob
from triage_app.demo.pieces import HIDDEN_SOLIDS, PIECES
from triage_app.demo.radiograph import radiograph, tiff_bytes
from triage_app.demo.scenes import scene_of
from triage_app.demo.solids import HEIGHT, MM_PER_PIXEL, WIDTH, attenuation
from triage_app.demo.stream import FacilityPlan, facility


@pytest.mark.parametrize("hidden", [POWDER, DIE])
def test_the_dense_mass_is_seen_in_both_energies(hidden: str) -> None:
    scene = scene_of("candles", 6, Random("a"), hidden)
    same = scene_of("candles", 6, Random("a"))
    with_mass, without = radiograph(scene.solids, 7), radiograph(same.solids, 8)
    assert scene.hidden_box is not None
    left, top, right, bottom = scene.hidden_box
    inside = (slice((3 * top + bottom) // 4, (top + 3 * bottom) // 4), slice(left, right))
    for seen, plain in ((with_mass.high, without.high), (with_mass.low, without.low)):
        contrast = plain[inside].mean() - seen[inside].mean()
        noise = plain[:40, :40].std()
        assert contrast / noise > 20


@pytest.mark.parametrize("hidden", [POWDER, DIE])
def test_the_hidden_mass_weighs_what_the_truth_says(hidden: str) -> None:
    grams = 0.0
    for solid in HIDDEN_SOLIDS[hidden](WIDTH * MM_PER_PIXEL / 2, HEIGHT * MM_PER_PIXEL / 2, 90, 60):
        low, _ = attenuation([solid])
        area_cm2 = (MM_PER_PIXEL / 10) ** 2
        grams += float(low.sum()) / MATERIALS[solid.material].low * area_cm2
    assert grams == pytest.approx(HIDDEN[hidden][1], rel=0.04)


def test_a_clear_parcel_of_candles_hides_nothing() -> None:
    assert scene_of("candles", 6, Random("a")).hidden_box is None


def test_metal_weakens_low_energy_far_more_than_organic_matter() -> None:
    ratios = {name: material.low / material.high for name, material in MATERIALS.items()}
    assert ratios["wax"] < 1.4 < 1.8 < ratios["glass"] < 2.6 < ratios["steel"]


def test_the_picture_is_a_little_endian_16_bit_tiff() -> None:
    data = tiff_bytes(radiograph(scene_of("box", 1, Random("a")).solids, 1).high)
    assert data[:4] == b"II*\0"
    picture = Image.open(io.BytesIO(data))
    assert (picture.size, picture.mode) == ((WIDTH, HEIGHT), "I;16")
    pixels = np.asarray(picture)
    assert pixels.max() > 58_000 > pixels.min()


def test_every_kind_of_goods_has_a_scene_and_a_drawing() -> None:
    assert {kind.scene for kind in load_goods().kinds} <= set(PIECES)
    assert set(PIECES) == set(DRAWINGS)


@pytest.mark.parametrize("scene", sorted(PIECES))
def test_a_parcel_stays_within_the_picture(scene: str) -> None:
    for quantity in (1, 3, 12, 400):
        for solid in scene_of(scene, quantity, Random(str(quantity))).solids:
            left, top, right, bottom = solid.bounds_px()
            assert 0 < left < right < WIDTH
            assert 0 < top < bottom < HEIGHT


def test_a_job_draws_the_same_bytes_each_time() -> None:
    first, second = (_dense_job(), _dense_job())
    files = first.files()
    assert files == second.files()
    assert set(files) == {f"{first.stem}-{end}" for end in ("high.tif", "low.tif", "product.jpg")}
    assert Image.open(io.BytesIO(files[f"{first.stem}-product.jpg"])).format == "JPEG"


def test_all_dense_masses_and_as_many_items_as_asked_for_get_pictures() -> None:
    plan = FacilityPlan(items=2_000)
    chooser = PictureChooser(plan, 30, load_goods())
    chosen = [pair for planted in facility(plan) if (pair := chooser.choose(planted))[1]]
    assert len(chosen) == 30
    dense = [planted.case for planted, _ in chosen if planted.case and planted.case.rule == ""]
    assert len(dense) == plan.dense
    for case in dense:
        assert case.image is not None
        assert str(case.image["high"]).endswith("-high.tif")
        assert len(list(case.image["box"])) == 4  # type: ignore[call-overload]


def _dense_job() -> PictureJob:
    plan = FacilityPlan(items=150)
    chooser = PictureChooser(plan, 10, load_goods())
    for planted in facility(plan):
        chosen, job = chooser.choose(planted)
        if job and chosen.case and chosen.case.rule == "":
            return job
    raise AssertionError("no dense mass was planted")
