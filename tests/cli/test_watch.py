"""`triage watch`: a folder's pictures become evidence of the items they are of."""

import hashlib
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from tests.builders import NOON, make_announcement
from tests.cli.record_cli import CODE, Run, new_home, runner
from tests.cli.test_pictures import label
from tests.imaging.pictures import packed_tiff, png
from triage_app.app import assemble
from triage_app.devices import watched_folder
from triage_app.settings import load_settings

OTHER = "CP123456785DE"
RAMP = (np.arange(30 * 40, dtype=np.uint16) * 3).reshape(30, 40)
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    new_home(tmp_path / "home")
    with assemble(load_settings(tmp_path / "home")) as parts:
        announced = (make_announcement(), make_announcement(id="b" * 32, number=OTHER))
        parts.cache.writer.store(announced, NOON)
    return tmp_path / "home"


@pytest.fixture
def run(home: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    return runner(home, capsys)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "xray"
    made.mkdir()
    return made


def test_each_picture_goes_to_the_item_of_its_label_or_its_name(run: Run, folder: Path) -> None:
    (folder / f"{CODE}-high.tif").write_bytes(packed_tiff(RAMP, 12, photometric=0))
    label(folder / "IMG_1.png", OTHER)
    code, lines, _ = run("watch", str(folder), "--once", "--json")

    assert code == 0
    by_file = {line["file"]: line for line in lines}
    ray, photo = by_file[f"{CODE}-high.tif"], by_file["IMG_1.png"]
    assert (ray["item"]["number"], ray["paired_by"]) == (CODE, "name")
    assert (photo["item"]["number"], photo["paired_by"]) == (OTHER, "label")
    _, (item,), _ = run("show", CODE, "--json")
    (image,) = item["images"]
    assert (image["role"], image["media_type"]) == ("xray", "image/tiff")
    data = (folder / f"{CODE}-high.tif").read_bytes()
    assert image["sha256"] == hashlib.sha256(data).hexdigest()


def test_run_again_it_attaches_nothing_twice(run: Run, folder: Path) -> None:
    (folder / f"{CODE}.tif").write_bytes(packed_tiff(RAMP, 12, photometric=0))
    first, (one,), _ = run("watch", str(folder), "--once", "--json")
    second, (again,), _ = run("watch", str(folder), "--once", "--json")

    assert (first, second) == (0, 0)
    assert one["act"] is not None
    assert (again["act"], again["error"]) == (None, None)
    assert len(run("log", CODE, "--json")[1]) == 1


def test_what_pairs_with_no_item_is_said_and_left(run: Run, folder: Path) -> None:
    (folder / "IMG_2.png").write_bytes(png(np.zeros((30, 40, 3), np.uint8)))
    (folder / "notes.txt").write_text("no picture", "utf-8")
    code, lines, said = run("watch", str(folder), "--once")

    assert (code, lines) == (1, [])
    assert "IMG_2.png was not paired" in said
    assert "triage attach CODE FILE" in said
    assert "notes.txt was not paired" in said
    assert len(list(folder.iterdir())) == 2


def test_a_file_too_large_is_said(run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watched_folder, "LARGEST_BYTES", 4)
    (folder / "film.avi").write_bytes(b"12345")
    code, (line,), _ = run("watch", str(folder), "--once", "--json")

    assert code == 1
    assert (line["file"], line["act"]) == ("film.avi", None)
    assert "too large" in line["error"]


def test_a_folder_that_is_not_there_is_a_fault(run: Run, tmp_path: Path) -> None:
    code, _, said = run("watch", str(tmp_path / "gone"))

    assert code == 3
    assert "There is no folder" in said


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl+C is sent as POSIX has it")
def test_it_watches_until_ctrl_c(home: Path, folder: Path) -> None:
    (folder / "old.png").write_bytes(png(np.zeros((30, 40, 3), np.uint8)))
    words = ("-P", "-m", "triage_app", "--home", str(home), "watch", str(folder), "--json")
    process = subprocess.Popen(
        (sys.executable, *words),
        stdout=subprocess.PIPE,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"},
    )
    assert process.stdout is not None
    number = 0
    os.set_blocking(process.stdout.fileno(), False)
    while not (line := process.stdout.readline()) and number < 300:
        number += 1
        (folder / f"{OTHER}-{number}.png").write_bytes(png(np.full((9, 9, 3), number % 250, "u1")))
        _wait_for_output(process, 0.2)
    process.send_signal(signal.SIGINT)
    process.stdout.close()

    assert process.wait(20) in (0, 1)
    assert json.loads(line)["item"]["number"] == OTHER


def _wait_for_output(process: "subprocess.Popen[bytes]", seconds: float) -> None:
    from select import select

    select([process.stdout], [], [], seconds)
