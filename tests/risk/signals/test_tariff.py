"""HS codes the nomenclature has, and those that somebody made up."""

import csv
from pathlib import Path

import pytest

from tests.builders import make_line
from tests.risk.cases import fired, goods, lines, said, why_not
from triage_app.risk.signals.tariff import headings, is_known


@pytest.mark.parametrize(
    "hs", ["340600", "3406.00", "6109 10", "0101", "95", "8524.11", "9804.00.6500", "99", "85"]
)
def test_a_code_of_the_nomenclature_is_known(hs: str) -> None:
    assert "begin with headings" in why_not("hs-unknown", goods("candles", hs=hs))


@pytest.mark.parametrize(
    "hs",
    ["000000", "7700", "340700999999999", "1299", "9999x", "N/A", "8520", "77", "667", "٣٤٠٦", "1"],
)
def test_a_code_that_is_none_is_flagged(hs: str) -> None:
    if hs == "340700999999999":
        assert not is_known(hs)
    answer = fired("hs-unknown", goods("candles", hs=hs))
    assert answer.evidence["codes"] == [hs]
    assert hs in said("hs-unknown", answer)


def test_only_the_lines_with_such_codes_are_named() -> None:
    announced = lines(make_line(index=1), make_line(index=2, hs="7711"), make_line(index=3, hs=""))
    assert fired("hs-unknown", announced).evidence == {"codes": ["7711"], "lines": [2]}


def test_without_a_code_there_is_nothing_to_look_up() -> None:
    assert "no HS code" in why_not("hs-unknown", goods("candles", hs=" "))


def test_the_headings_are_those_of_the_nomenclature(shared_data: Path) -> None:
    with (shared_data / "customs" / "harmonized-system.csv").open(encoding="utf-8") as rows:
        listed = {row["hscode"] for row in csv.DictReader(rows) if len(row["hscode"]) == 4}
    assert headings() == listed - {"9999"}
