"""`triage sheet`: what is on paper is what the station obeys."""

import json
from pathlib import Path

import pytest

from triage_app.app import assemble, make_home
from triage_app.cli import main
from triage_app.settings import load_settings


@pytest.fixture
def home(tmp_path: Path) -> Path:
    place = tmp_path / "home"
    place.mkdir()
    (place / "settings.toml").write_text(
        '[store]\nkey = "file"\n\n[station]\nname = "bench-3"\nfacility = "JFK"\n', "utf-8"
    )
    make_home(load_settings(place))
    return place


def sheet(
    home: Path, out: Path, *words: str, capsys: pytest.CaptureFixture[str]
) -> dict[str, object]:
    assert main(["--home", str(home), "sheet", *words, "--out", str(out), "--json"]) == 0
    said: dict[str, object] = json.loads(capsys.readouterr().out)
    return said


def test_the_command_sheet_names_every_code_the_station_obeys(
    home: Path, tmp_path: Path, qapp: object, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "c.pdf"
    said = sheet(home, out, "commands", capsys=capsys)
    with assemble(load_settings(home)) as parts:
        obeyed = {text for _, text in parts.station.commands.codes()}

    codes = said["codes"]
    assert isinstance(codes, list)
    assert {code["text"] for code in codes} == obeyed
    assert (said["facility"], said["version"]) == ("JFK", 1)
    assert out.read_bytes().startswith(b"%PDF-")


def test_printing_again_keeps_the_sheet_and_renewing_makes_a_new_one(
    home: Path, tmp_path: Path, qapp: object, capsys: pytest.CaptureFixture[str]
) -> None:
    first = sheet(home, tmp_path / "1.pdf", "commands", capsys=capsys)
    again = sheet(home, tmp_path / "2.pdf", "commands", capsys=capsys)
    renewed = sheet(home, tmp_path / "3.pdf", "commands", "--renew", capsys=capsys)

    assert again["codes"] == first["codes"]
    assert renewed["version"] == 2
    assert renewed["codes"] != first["codes"]


def test_the_scanner_sheet_needs_no_station(
    tmp_path: Path, qapp: object, capsys: pytest.CaptureFixture[str]
) -> None:
    said = sheet(
        tmp_path / "none", tmp_path / "s.pdf", "scanner", "--paper", "letter", capsys=capsys
    )

    codes = said["codes"]
    assert isinstance(codes, list)
    assert codes[0]["text"].startswith("TRGTEST")
    assert not (tmp_path / "none").exists()


def test_a_file_that_cannot_be_written_is_a_sentence(
    home: Path, tmp_path: Path, qapp: object, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(["--home", str(home), "sheet", "scanner", "--out", str(tmp_path / "no" / "s.pdf")])

    assert code == 3
    assert "cannot be written" in capsys.readouterr().err


def test_for_people_it_says_how_to_print(
    home: Path, tmp_path: Path, qapp: object, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "c.pdf"

    assert main(["--home", str(home), "sheet", "commands", "--out", str(out)]) == 0

    said = capsys.readouterr().out
    assert "3 pages" in said
    assert "100 %" in said
    assert "older ones are refused" in said
