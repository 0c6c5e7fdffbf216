import tomllib
from pathlib import Path

import pytest

from triage_app.assets import asset
from triage_app.formats.country_cells import country
from triage_app.formats.courier_csv import CourierCsv


@pytest.mark.parametrize(
    ("cell", "letters"),
    [
        ("cn", "CN"),
        ("China", "CN"),
        ("CHINA ", "CN"),
        ("CHN", "CN"),
        ("P. R. China", "CN"),
        ("Hong Kong SAR", "HK"),
        ("U.S.A.", "US"),
        ("uk", "GB"),
        ("Türkiye", "TR"),
        ("", ""),
        ("Atlantis", "ATLANTIS"),
        ("X" * 300, "X" * 300),
    ],
)
def test_a_country_is_two_letters_however_it_is_written(cell: str, letters: str) -> None:
    assert country(cell) == letters


def test_no_word_names_two_countries() -> None:
    table = tomllib.loads(asset("formats", "countries.toml").read_text("utf-8"))
    named = [(country(name), code) for code, names in table.items() for name in names]

    assert len(table) == 249  # ISO 3166-1
    assert [pair for pair in named if pair[0] != pair[1]] == []


def test_a_manifest_that_writes_countries_out_is_judged_as_one_that_does_not(
    tmp_path: Path,
) -> None:
    path = tmp_path / "m.csv"
    path.write_text(
        "HAWB,origin,destination,line_origin,sender_country,description\n"
        "RR473124829US,China,United States,CHN,Viet Nam,soap\n",
        "utf-8",
    )

    (item,) = CourierCsv(path).items()

    announced = item.announcement
    assert announced is not None
    assert (announced.origin, announced.destination) == ("CN", "US")
    assert announced.lines[0].origin == "CN"
    assert announced.sender.country == "VN"
