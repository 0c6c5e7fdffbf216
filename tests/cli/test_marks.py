"""Marks handed on: a picture with them drawn in, their JSON, a DICOS report; nothing is altered."""

import hashlib
import json
from io import BytesIO
from pathlib import Path

import numpy as np
import pydicom
import pytest
from PIL import Image

from tests.cli.record_cli import CODE, Run, new_home, runner
from tests.imaging.pictures import packed_tiff
from triage_app.app import assemble
from triage_app.imaging.decode import decode
from triage_app.imaging.picture import Unreadable
from triage_app.model.act import Act
from triage_app.model.mark import Mark, MarkShape
from triage_app.settings import load_settings

RAMP = (np.arange(300 * 400, dtype=np.uint32) % 4000).astype(np.uint16).reshape(300, 400)
DATA = packed_tiff(RAMP, 12, photometric=1)
PICTURE = hashlib.sha256(DATA).hexdigest()
MARKS = (
    Mark(MarkShape.BOX, ((50, 40), (150, 90))),
    Mark(MarkShape.POLYGON, ((200, 100), (300, 120), (250, 180))),
    Mark(MarkShape.NOTE, ((20, 250),), "cells 锂"),
)


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    home = tmp_path / "home"
    new_home(home)
    (tmp_path / "scan.tif").write_bytes(DATA)
    run = runner(home, capsys)
    run("attach", CODE, str(tmp_path / "scan.tif"))
    with assemble(load_settings(home)) as parts:
        key = parts.station.look_up(CODE).key
        for one in MARKS:
            assert isinstance(parts.station.recorder.mark(key, PICTURE, one, "li.w"), Act)
    return run


def test_marks_are_listed_and_written_out(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "out"
    code, said, _ = run("marks", CODE, "--out", str(out), "--json")
    assert code == 0
    assert [one["shape"] for one in said] == ["box", "polygon", "note"]
    assert {path.suffix for path in out.iterdir()} == {".png", ".json", ".dcs"}

    facts = json.loads((out / f"{PICTURE[:16]}.json").read_text("utf-8"))
    assert facts["picture"] == PICTURE
    assert facts["marks"][0]["points"] == [[50, 40], [150, 90]]
    assert facts["marks"][2]["text"] == "cells 锂"

    page = Image.open(out / f"{PICTURE[:16]}.png").convert("RGB")
    assert page.size == (400, 300)
    assert page.getpixel((50, 65)) == (0xF0, 0xE4, 0x42)
    assert page.getpixel((100, 65))[0] == page.getpixel((100, 65))[1]  # grey within


def test_the_report_holds_boxes_and_outlines_where_they_were_drawn(
    run: Run, tmp_path: Path
) -> None:
    run("marks", CODE, "--out", str(tmp_path))
    data = (tmp_path / f"{PICTURE[:16]}.tdr.dcs").read_bytes()
    report = pydicom.dcmread(BytesIO(data))
    assert (report.Modality, report.TDRType, report.PatientID) == ("TDR", "OPERATOR", CODE)
    threats = report.ThreatSequence
    assert report.NumberOfTotalObjects == len(threats) == 3
    region = threats[0].PTORepresentationSequence[0].ThreatROIVoxelSequence[0]
    assert list(region.ThreatROIBase) == [50, 40, 0]
    assert list(region.ThreatROIExtents) == [100, 50, 0]
    polygon = threats[1].PTORepresentationSequence[0].BoundingPolygon
    assert list(polygon) == [200, 100, 0, 300, 120, 0, 250, 180, 0]
    again = decode(data)
    assert isinstance(again, Unreadable)
    assert "threat detection report" in str(again.reason)


def test_the_original_is_never_altered(run: Run, tmp_path: Path) -> None:
    run("marks", CODE, "--out", str(tmp_path / "out"))
    with assemble(load_settings(tmp_path / "home")) as parts:
        assert parts.evidence.get(PICTURE) == DATA


def test_an_item_without_marks_says_so(run: Run, tmp_path: Path) -> None:
    code, said, _ = run("marks", "RR473124832US")
    assert code == 0
    assert said == ["Nothing is marked on its pictures."]


def test_a_picture_that_cannot_be_read_is_said_and_its_marks_are_written(
    run: Run, tmp_path: Path
) -> None:
    blob = tmp_path / "home" / "evidence" / PICTURE[:2] / PICTURE[2:]
    blob.write_bytes(b"flipped")
    code, _, err = run("marks", CODE, "--out", str(tmp_path / "out"))
    assert code == 1
    assert "is not drawn" in err
    assert (tmp_path / "out" / f"{PICTURE[:16]}.json").exists()
