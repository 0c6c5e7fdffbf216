"""Photographs of labels made by others: at least as often read as by the better peer."""

import json
from pathlib import Path

import numpy as np
import pytest

from tests.imaging.label_pictures import FORMATS, label_of
from tests.imaging.pictures import png
from triage_app.bench import measure
from triage_app.bench.figure import NotMeasured
from triage_app.bench.labels import tallies
from triage_app.bench.tally import Tally
from triage_app.bench.workshop import Workshop
from triage_app.cli import main

CODE = "RR473124829US"


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    for folder in ("code128", "falsepositives", "no-truth"):
        (tmp_path / folder).mkdir()
        label = label_of((FORMATS.Code128, CODE))
        (tmp_path / folder / "1.png").write_bytes(png(label))
    (tmp_path / "code128/1.txt").write_text(f"{CODE}\r\n", "utf-8")
    (tmp_path / "code128/broken.png").write_bytes(b"no picture")
    (tmp_path / "code128/broken.txt").write_text(CODE, "utf-8")
    (tmp_path / "falsepositives/2.png").write_bytes(png(np.full((90, 90), 255, np.uint8)))
    return tmp_path


def test_each_folder_is_counted_by_every_reader(pictures: Path) -> None:
    read, nothing, total = tallies(pictures)
    assert isinstance(read, Tally)
    assert isinstance(nothing, Tally)
    assert isinstance(total, Tally)
    assert (read.what, read.pictures, {r.right for r in read.readers}) == ("code128", 1, {1})
    assert (nothing.pictures, nothing.true, {r.false for r in nothing.readers}) == (2, 0, {1})
    assert not nothing.met
    assert (total.pictures, total.true) == (3, 1)


def test_a_folder_without_truth_is_said(tmp_path: Path) -> None:
    (line,) = tallies(tmp_path)
    assert isinstance(line, NotMeasured)
    assert str(tmp_path) in line.why


@pytest.mark.slow
def test_without_photographs_the_pace_is_measured_and_the_rest_said(tmp_path: Path) -> None:
    *paces, last = measure("labels", Workshop(tmp_path, 1))
    assert len(paces) == 2
    assert isinstance(last, NotMeasured)
    assert "--pictures" in last.why


@pytest.mark.slow
def test_the_command_prints_every_folder(
    pictures: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["bench", "labels", "--pictures", str(pictures)])
    said = capsys.readouterr().out
    assert "code128, 1: ours 1 read" in said
    assert "falsepositives, 2: ours 1 false" in said
    main(["bench", "labels", "--pictures", str(pictures), "--json"])
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    (line,) = [line for line in lines if line["what"] == "code128"]
    assert (line["read"]["ours"], line["false"]["ours"], line["met"]) == (1, 0, True)


@pytest.mark.slow
def test_real_photographs_are_read_as_often_as_by_the_better_peer(shared_data: Path) -> None:
    lines = [line for line in tallies(shared_data / "barcodes") if isinstance(line, Tally)]
    *folders, total = lines
    assert len(folders) > 15
    for line in folders:
        assert line.met, line
    assert all(total.ours.right > peer.right for peer in total.peers), total
    nothing = [line for line in folders if not line.true]
    assert sum(line.pictures for line in nothing) > 15
    assert sum(line.ours.false for line in nothing) == 0
