"""A manifest dropped on the open window: what comes in, what is refused, and where it is said."""

import gzip
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.builders import make_announcement
from tests.edifact_messages import Writer, announcement_parts
from triage_app.app import make_desk, make_home
from triage_app.settings import load_settings
from triage_app.ui.offered import Offered
from triage_app.ui.stage import Stage


@pytest.fixture
def stage(tmp_path: Path, qtbot: QtBot) -> Iterator[Stage]:
    home = tmp_path / "home"
    home.mkdir()
    (home / "settings.toml").write_text('[store]\nkey = "file"\n', "utf-8")
    make_home(load_settings(home))
    stage = Stage(make_desk(load_settings(home)), (1280, 800))
    yield stage
    stage.close()


def test_refused_rows_and_files_that_fail_are_named_beside_what_came_in(
    stage: Stage, tmp_path: Path
) -> None:
    manifest, missing = tmp_path / "m.csv", tmp_path / "gone.csv"
    manifest.write_text("HAWB,contents,Quantity\nRR473124829US,soap,1\nX,soap,many\n", "utf-8")
    strip = stage.window.page.strip

    stage.window.page.pictures.offered.emit(Offered((str(missing),)))
    stage.wait(lambda: "It cannot be read" in strip.text, "name the file that is not there")
    stage.window.page.pictures.offered.emit(Offered((str(manifest),)))
    stage.wait(lambda: "1 new" in strip.text, "import the manifest")

    assert "1 rows rejected" in strip.text
    assert str(tmp_path / "m.csv.rejects.csv") in strip.text
    assert stage.scan("RR473124829US")[0].item.announcement is not None


def test_a_file_refused_beside_a_manifest_is_still_named_when_that_has_come_in(
    stage: Stage, tmp_path: Path
) -> None:
    manifest, missing = tmp_path / "m.csv", tmp_path / "gone.png"
    manifest.write_text("HAWB,contents\nRR473124829US,soap\n", "utf-8")
    strip = stage.window.page.strip

    stage.window.page.pictures.offered.emit(Offered((str(manifest), str(missing))))
    stage.wait(lambda: "1 new" in strip.text, "import the manifest")

    assert "gone.png: It cannot be read" in strip.text


def test_a_manifest_of_any_format_is_taken_in_by_its_content(stage: Stage, tmp_path: Path) -> None:
    writer = Writer()
    parts = announcement_parts(make_announcement(number="RR473124829US"))
    edifact, lines = tmp_path / "from the post.txt", tmp_path / "carrier.dat"
    edifact.write_text(writer.interchange(writer.message("ITMATT", "1", parts)), "utf-8")
    lines.write_bytes(gzip.compress(b'{"number":"HB0000000001","bag":"B7"}\n'))
    strip = stage.window.page.strip

    stage.window.page.pictures.offered.emit(Offered((str(edifact), str(lines))))
    stage.wait(lambda: "new" in strip.text, "import both")

    item = stage.scan("RR473124829US")[0].item
    assert item.announcement is not None
    assert item.announcement.lines[0].description.startswith("paraffin candles")
    item = stage.scan("HB0000000001")[0].item
    assert item.announcement is not None
    assert item.announcement.bag == "B7"
