"""What the messages mean is data: other maps read other messages, and a map that says what none
can is refused."""

import tomllib
from pathlib import Path

import pytest

from tests.formats.edifact_files import Files, said
from triage_app.assets import asset
from triage_app.formats.edifact_maps import load_maps
from triage_app.model.errors import FileUnreadable
from triage_app.model.item import Channel


@pytest.fixture
def files(tmp_path: Path) -> Files:
    return Files(tmp_path)


CUSCAR = """
[units]
kg = ["KGM"]
[CUSCAR]
channel = "express"
function = "3.1"
whole = ["9"]
rules = [
    { in = "message", segment = "BGM", passes = "*" },
    { in = "message", segment = "TDT", take = { flight = "8.4" }, passes = "1.1 2.1 3.1 5.* 8.*" },
    { in = "message", segment = "CNI", opens = "item", take = { number = "2.1" }, passes = "1.1" },
    { in = "item", segment = "NAD", when = { "1.1" = "CN" }, opens = "recipient",
      take = { address_lines = "3.*" }, passes = "2.1" },
    { in = "item", segment = "GID", opens = "line", take = { index = "1.1", quantity = "2.1" },
      passes = "2.2" },
    { in = "line", segment = "FTX", take = { description = "4.*" }, passes = "1.1" },
    { in = "line", segment = "MEA", take = { net_weight = "3.2" }, by = "3.1",
      passes = "1.1 2.1" },
]
""".replace(",\n      ", ", ")


def test_another_map_reads_a_real_cargo_report(
    files: Files, shared_data: Path, tmp_path: Path
) -> None:
    maps = tmp_path / "maps.toml"
    maps.write_text(CUSCAR, "utf-8")
    real = (shared_data / "customs" / "edifact" / "SGNV_bananas_CUSCAR.edi").read_bytes()
    (found,), rejects = files.read(real, maps)

    assert (found.number, found.flight, found.channel) == (
        "SGNV373MOB907417",
        "TEST SHIP",
        Channel.EXPRESS,
    )
    assert found.recipient.address_lines[0].startswith("JOHN SMITH, FRUIT IMPORTS")
    (line,) = found.lines
    assert (line.quantity, line.net_weight_g) == (2880, 55_814_000)
    assert line.description == "Bananas including plaintains, fresh or dried"
    assert ("CUSCAR PCI", "PCI+24+HS CODE 080390") in found.extra
    assert said(rejects) == [
        ("segment 31 UNT 1.1", "'313' segments in the message are said, 30 were read")
    ]


def test_real_files_of_other_messages_are_refused_by_message(
    files: Files, shared_data: Path
) -> None:
    for path in sorted((shared_data / "customs" / "edifact").iterdir()):
        found, rejects = files.read(path.read_bytes())
        assert found == []
        assert "is not read; ITMATT, CUSITM, CUSRSP, PREDES are" in " ".join(
            r.reason for r in rejects
        )
        assert len(rejects) <= 3, path.name


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("not = [toml", "no table of message maps"),
        ("[X]\nrules = []", "'channel'"),
        ('[X]\nlike = "Y"', "'Y'"),
        (CUSCAR.replace("address_lines", "shoe_size"), "no field 'shoe_size' of 'recipient'"),
        (CUSCAR.replace('opens = "line"', 'opens = "box"'), "no scope 'box'"),
        (CUSCAR.replace('in = "line"', 'in = "box"'), "no scope 'box'"),
        (CUSCAR.replace('"3.2"', '"three"'), "three"),
    ],
)
def test_maps_that_say_what_no_map_can_are_refused(tmp_path: Path, text: str, why: str) -> None:
    (tmp_path / "maps.toml").write_text(text, "utf-8")

    with pytest.raises(FileUnreadable, match=why):
        load_maps(tmp_path / "maps.toml")


def test_the_maps_that_come_along_are_all_read() -> None:
    table = tomllib.loads(asset("formats", "edifact_maps.toml").read_text("utf-8"))
    maps = load_maps()

    assert (
        set(maps.messages) == set(table) - {"units"} == {*("ITMATT", "CUSITM", "CUSRSP", "PREDES")}
    )
    assert [kind for kind, form in maps.messages.items() if form.beside] == ["CUSRSP", "PREDES"]
    assert all(form.opening == {"CNI"} for form in maps.messages.values())
