"""What a column is, by its cells, and which features come of it."""

import pytest

from triage_app.risk.scorecard_columns import cuts_of, find_features, kind_of

AMOUNTS = [f"{at * 1.25:.2f}" for at in range(1, 301)]
HS = [f"{610000 + at % 40 * 37}" for at in range(300)]


@pytest.mark.parametrize(
    ("cells", "kind"),
    [
        (["2021-01-04", "2021-01-05T10:00"] * 5, "day"),
        (["20210104", "20210205"] * 5, "day"),
        (AMOUNTS, "number"),
        ([str(at * 3) for at in range(400)], "number"),
        (HS, "code"),
        ([f"{at:05}" for at in range(200)] * 3, "code"),
        ([str(at % 50) for at in range(300)], "code"),
        (["CN", "US", "CN"], "code"),
        (["x"] * 9, "same"),
        ([""] * 9, "same"),
        (["x", ""] * 9, "code"),
        ([f"D{at}" for at in range(300)], "one a row"),
    ],
)
def test_a_column_is_what_its_cells_are(cells: list[str], kind: str) -> None:
    assert kind_of(cells) == kind


def test_each_kind_gives_its_features() -> None:
    found = find_features(
        {
            "id": [f"D{at}" for at in range(300)],
            "day": [f"2021-01-{at % 28 + 1:02}" for at in range(300)],
            "second day": ["2021-02-01", "2021-02-02", "2021-02-03"] * 100,
            "hs": HS,
            "origin": ["CN", "US", ""] * 100,
            "value": AMOUNTS,
            "weight": AMOUNTS[::-1],
            "always": ["B"] * 300,
        }
    )

    assert [feature.name for feature in found.features] == [
        "hs",
        "hs, first 2",
        "hs, first 4",
        "origin",
        "value (band)",
        "value (same value before)",
        "weight (band)",
        "weight (same value before)",
        "value per weight (band)",
    ]
    assert found.ordered_by == "day"
    assert found.order[1] == "20210102"
    assert set(found.left_out) == {"id", "day", "second day", "always"}


def test_repeats_can_be_left_out() -> None:
    found = find_features({"value": AMOUNTS}, repeats=False)

    assert [feature.name for feature in found.features] == ["value (band)"]


def test_a_monotone_column_stands_alone_in_its_bands() -> None:
    found = find_features({"up": AMOUNTS, "down": AMOUNTS}, rising=["up"], falling=["down"])

    assert found.features == ()
    assert [(feature.name, way) for feature, way in found.alone] == [
        ("up (band)", 1),
        ("down (band)", -1),
    ]


def test_bands_hold_about_as_many_rows_each_and_one_value_is_never_cut() -> None:
    assert cuts_of([float(at) for at in range(120)]) == tuple(float(10 * at) for at in range(1, 12))
    assert cuts_of([5.0] * 100) == ()
    assert cuts_of([0.0] * 90 + [7.0] * 10) == (7.0,)
    assert cuts_of([]) == ()
