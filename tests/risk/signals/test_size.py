"""Sizes told in columns of the manifest, held against the weight."""

from dataclasses import replace

import pytest

from tests.builders import make_announcement
from tests.risk.cases import fired, said, why_not
from triage_app.risk.signals.size import sides_of


def sized(*extra: tuple[str, str], gross_g: int | None = 1_200):  # type: ignore[no-untyped-def]
    return replace(make_announcement(), extra=extra, gross_weight_g=gross_g)


@pytest.mark.parametrize(
    ("extra", "sides"),
    [
        ([("Dimensions", "30x20x10 cm")], (30, 20, 10)),
        ([("Box size (mm)", "300 × 200 × 100")], (30, 20, 10)),
        ([("dimension", "1 m x 0,5 m x 20 cm")], (100, 50, 20)),
        ([("length_cm", "10"), ("width_cm", "30"), ("height_cm", "20.0")], (30, 20, 10)),
        ([("Length", "10 in"), ("Width", "4in"), ("Height", "2 inch")], (25.4, 10.16, 5.08)),
        ([("Dimensions", "0x0x0")], None),
        ([("Dimensions", "large"), ("Length", "10")], None),
        ([("Colour", "30x20x10")], None),
        ([], None),
    ],
)  # fmt: skip
def test_the_sides_are_read_in_centimetres(
    extra: list[tuple[str, str]], sides: tuple[float, float, float] | None
) -> None:
    found = sides_of(extra)
    assert found == (pytest.approx(sides) if sides else None)


def test_a_book_in_its_carton_is_plausible() -> None:
    assert "belong together" in why_not("size-implausible", sized(("Dimensions", "30x20x10 cm")))


@pytest.mark.parametrize(
    ("size", "gross_g", "why"),
    [
        ("5x5x2 cm", 900, "18,000 g a litre"),
        ("100x100x100 cm", 40, "0 g a litre"),
        ("400x5x5 cm", 9_000, "400 x 5 x 5 cm"),
    ],
)
def test_denser_than_lead_lighter_than_foam_and_longer_than_a_van_are_not(
    size: str, gross_g: int, why: str
) -> None:
    answer = fired("size-implausible", sized(("Dimensions", size), gross_g=gross_g))
    assert why in said("size-implausible", answer)


def test_what_is_not_told_is_not_held_against_it() -> None:
    assert "no column" in why_not("size-implausible", sized(("Note", "fragile")))
    unweighed = sized(("Dimensions", "30x20x10"), gross_g=None)
    assert "no gross weight" in why_not("size-implausible", unweighed)
