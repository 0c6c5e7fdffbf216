"""What looks alike is found whatever way it lies; a mass by the X-ray is near what was put in."""

import numpy as np
import pytest

from triage_app.imaging.descriptor import LENGTH, describe, likeness
from triage_app.imaging.mass import CM2_PER_G, estimate_mass, rounded_g
from triage_app.imaging.materials import METAL, ORGANIC
from triage_app.imaging.picture import Picture
from triage_app.imaging.plate import Plate

OPEN = 60_000


def grey(samples: np.ndarray) -> Picture:
    return Picture((samples,), 16, "MINISBLACK", "tiff")


def thing(seed: int, place: tuple[int, int] = (40, 60), noise: int = 0) -> np.ndarray:
    """Six blocks of different density in a box, somewhere in an open beam."""
    rng = np.random.default_rng(seed)
    page = np.full((400, 500), OPEN, np.float64)
    top, left = place
    box = np.full((240, 300), 42_000.0)
    for _ in range(6):
        y, x = rng.integers(0, 180), rng.integers(0, 220)
        box[y : y + 60, x : x + 80] *= rng.uniform(0.2, 0.9)
    page[top : top + 240, left : left + 300] = box
    page += np.random.default_rng(99).normal(0, noise or 1, page.shape)
    return np.clip(page, 0, 65_535).astype(np.uint16)


def described(samples: np.ndarray) -> np.ndarray:
    vector = describe(grey(samples))
    assert vector is not None
    assert vector.shape == (LENGTH,)
    return vector


def test_the_same_thing_is_nearest_wherever_it_lies_turned_and_in_noise() -> None:
    others = np.stack([described(thing(seed)) for seed in range(12)])
    for seed in (3, 7, 11):
        for page in (
            thing(seed, (100, 150), noise=400),
            np.rot90(thing(seed)),
            thing(seed)[:, ::-1],
        ):
            found = likeness(described(np.ascontiguousarray(page)), others)
            best = max(range(12), key=lambda at: found[at].whole)
            assert best == seed
            assert found[best].whole > 0.85


def test_the_same_picture_is_wholly_alike() -> None:
    (same,) = likeness(described(thing(1)), described(thing(1))[None])
    assert same.whole == pytest.approx(1.0, abs=0.02)


def test_nothing_and_colours_are_not_compared() -> None:
    assert describe(grey(np.full((300, 300), OPEN, np.uint16))) is None
    assert describe(Picture((np.zeros((9, 9, 3), np.uint8),), 8, "RGB", "png")) is None


def pair(material: int, ratio: float, g_per_cm2: float) -> tuple[Plate, Plate]:
    """A block of 200 x 100 pixels of one material in an open beam."""
    depth = g_per_cm2 * CM2_PER_G[material]
    plates = []
    for attenuation in (depth, depth * ratio):
        page = np.full((400, 500), OPEN, np.uint16)
        page[100:200, 150:350] = OPEN * np.exp(-attenuation)
        plates.append(Plate(grey(page)))
    return plates[0], plates[1]


@pytest.mark.parametrize(
    ("material", "ratio", "g_per_cm2"),
    [(ORGANIC, 1.3, 4.0), (METAL, 4.5, 2.0), (ORGANIC, 1.3, 9.0)],
)
def test_a_block_weighs_about_what_was_put_in(
    material: int, ratio: float, g_per_cm2: float
) -> None:
    hint = estimate_mass(*pair(material, ratio, g_per_cm2), spacing_mm=(0.5, 1.0))
    assert hint is not None
    assert hint.mass_g == pytest.approx(g_per_cm2 * 20 * 5, rel=0.1)  # 20 cm x 5 cm
    assert not hint.at_least


def test_where_nothing_comes_through_it_is_at_least_so_much() -> None:
    hint = estimate_mass(*pair(METAL, 4.5, 30.0), spacing_mm=(1.0, 1.0))
    assert hint is not None
    assert hint.at_least


def test_an_empty_picture_weighs_nothing() -> None:
    empty = Plate(grey(np.full((50, 50), OPEN, np.uint16)))
    assert estimate_mass(empty, empty, (1.0, 1.0)) is None


@pytest.mark.parametrize(("mass", "said"), [(1234.0, 1200), (87.4, 87), (9.6, 10), (405.0, 400)])
def test_a_mass_is_said_in_two_digits(mass: float, said: int) -> None:
    assert rounded_g(mass) == said
