"""A manifest dropped on the open window: what comes in, what is refused, and where it is said."""

import gzip
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from tests.builders import make_announcement
from tests.edifact_messages import Writer, announcement_parts
from triage_app.app import assemble, make_desk, make_home
from triage_app.settings import load_settings
from triage_app.store.home_lock import HomeLock, is_held
from triage_app.ui.offered import Offered
from triage_app.ui.stage import Stage
from triage_app.ui.work_shown import WorkShown

ROWS = 60_000


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


@pytest.fixture
def long_file(tmp_path: Path) -> Path:
    path = tmp_path / "long.csv"
    path.write_text("HAWB,contents\n" + "".join(f"X{n},soap {n}\n" for n in range(ROWS)), "utf-8")
    return path


@pytest.fixture
def worked_at(stage: Stage, tmp_path: Path) -> Iterator[Stage]:
    """As `triage` itself has it: an import beside the window takes small batches."""
    with HomeLock(tmp_path / "home", "window"):
        yield stage


def drop(stage: Stage, *paths: Path) -> None:
    stage.window.page.pictures.offered.emit(Offered(tuple(map(str, paths))))


def work(stage: Stage) -> WorkShown:
    strip = stage.window.page.strip
    stage.wait(lambda: strip.work is not None and strip.work.isVisible(), "show the work")
    assert strip.work is not None
    return strip.work


def under_way(stage: Stage) -> WorkShown:
    shown = work(stage)
    stage.wait(lambda: shown.share > 0, "say how far the import is")
    return shown


def stop(stage: Stage) -> None:
    (button,) = work(stage).findChildren(QPushButton)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_an_import_shows_how_far_how_fast_and_how_long_yet_until_it_ends(
    worked_at: Stage, long_file: Path
) -> None:
    strip = worked_at.window.page.strip
    drop(worked_at, long_file)

    shown = under_way(worked_at)
    assert re.fullmatch(r"long\.csv \d+ % · [\d,]+/s · \d+ (s|min) left", shown.text)
    assert 0 < shown.share < 1
    worked_at.scan("X0")  # the bench answers meanwhile
    worked_at.wait(lambda: "60,000 new" in strip.text, "import the file")
    assert shown.isHidden()


def test_a_stopped_import_keeps_whole_batches_and_the_file_again_finishes_it(
    worked_at: Stage, long_file: Path
) -> None:
    strip = worked_at.window.page.strip
    drop(worked_at, long_file)
    under_way(worked_at)
    stop(worked_at)
    worked_at.wait(lambda: "Stopped" in strip.text, "stop the import")

    stored = int(re.search(r"Imported: ([\d,]+) new", strip.text)[1].replace(",", ""))  # type: ignore[index]
    assert 0 < stored < ROWS
    assert "drop the file again" in strip.text
    assert worked_at.scan("X0")[0].item.announcement is not None
    assert worked_at.scan(f"X{ROWS - 1}")[0].item.announcement is None

    drop(worked_at, long_file)
    worked_at.wait(lambda: f"{ROWS - stored:,} new" in strip.text, "import the rest")
    assert f"{stored:,} unchanged" in strip.text


def test_a_file_dropped_meanwhile_comes_next_and_is_not_begun_when_all_is_stopped(
    worked_at: Stage, long_file: Path, tmp_path: Path
) -> None:
    strip = worked_at.window.page.strip
    said: list[str] = []
    strip.noticed.connect(said.append)
    (tmp_path / "b.csv").write_text("HAWB,contents\nB1,hats\n", "utf-8")
    (tmp_path / "c.csv").write_text("HAWB,contents\nC1,hats\n", "utf-8")
    drop(worked_at, long_file)
    under_way(worked_at)
    drop(worked_at, tmp_path / "b.csv")
    worked_at.wait(lambda: "b.csv comes next." in said, "say when the second comes")
    worked_at.wait(lambda: any("Imported: 1 new" in one for one in said), "import both")
    assert any("60,000 new" in one for one in said)
    assert worked_at.scan("B1")[0].item.announcement is not None

    long_file.write_text(long_file.read_text("utf-8").replace("soap", "more soap"), "utf-8")
    drop(worked_at, long_file)
    under_way(worked_at)
    drop(worked_at, tmp_path / "c.csv")
    worked_at.wait(lambda: "c.csv comes next." in said, "say when the other comes")
    stop(worked_at)
    worked_at.wait(lambda: any("Stopped" in one for one in said), "stop")
    assert "c.csv was not begun." in said
    assert worked_at.scan("C1")[0].item.announcement is None


def test_the_same_file_changes_nothing_and_an_edited_declaration_is_flagged(
    stage: Stage, tmp_path: Path
) -> None:
    strip = stage.window.page.strip
    text = "HAWB,contents,Quantity,Value,Currency\nRR473124829US,paraffin candles,6,48,USD\n"
    manifest = tmp_path / "m.csv"
    for said in ("1 new", "1 unchanged"):
        manifest.write_text(text, "utf-8")
        drop(stage, manifest)
        stage.wait(lambda said=said: said in strip.text, said)
    assert "edited" not in str(stage.scan("RR473124829US")[0].assessment.flags)

    manifest.write_text(text.replace("candles", "wax").replace(",48,", ",4,"), "utf-8")
    drop(stage, manifest)
    stage.wait(lambda: "1 changed" in strip.text, "import the edited file")
    stage.scan("X1")  # the same code at once would be one look
    flags = stage.scan("RR473124829US")[0].assessment.flags
    assert [flag.rule for flag in flags if "edit" in flag.rule] != []


def test_a_program_that_does_not_start_is_said_and_the_window_goes_on(
    stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    importing = stage.window._lanes.importing
    monkeypatch.setattr(importing, "_command", (str(tmp_path / "gone"), "import"))
    (tmp_path / "m.csv").write_text("HAWB,contents\nX,soap\n", "utf-8")
    drop(stage, tmp_path / "m.csv")

    strip = stage.window.page.strip
    stage.wait(lambda: "without a report" in strip.text, "say that it did not start")
    assert not importing.is_importing


def test_a_window_that_closes_ends_its_import_and_leaves_whole_batches(
    stage: Stage, long_file: Path, tmp_path: Path
) -> None:
    with HomeLock(tmp_path / "home", "window"):
        drop(stage, long_file)
        under_way(stage)
        stage.window.close()
    assert not is_held(tmp_path / "home", "import")
    with assemble(load_settings(tmp_path / "home")) as parts:
        kept = {one.number for one in parts.cache.announcements()}
        assert parts.cache.damage() == ()
    assert kept == {f"X{n}" for n in range(len(kept))}
    assert 0 < len(kept) < ROWS


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


def test_a_manifest_under_title_lines_and_one_parted_by_tildes_are_no_pictures(
    stage: Stage, tmp_path: Path
) -> None:
    titled, tildes = tmp_path / "titled.csv", tmp_path / "tildes.txt"
    titled.write_text("Manifest of 12 May\n\nFlight XX 1\n\nHAWB,contents\nB1,soap\n", "utf-8")
    tildes.write_text("~\nHAWB~contents\nB2~hats\n", "utf-8")
    drop(stage, titled, tildes)
    strip = stage.window.page.strip
    stage.wait(lambda: "2 new" in strip.text, "import both")

    assert stage.scan("B1")[0].item.announcement is not None
    assert stage.scan("B2")[0].item.announcement is not None


def test_a_manifest_in_a_page_is_said_to_be_read_so_and_one_in_doubt_how_it_would_read(
    stage: Stage, tmp_path: Path
) -> None:
    told, doubtful = tmp_path / "told.csv", tmp_path / "doubtful.csv"
    names = ["Иван Петров", "Мария Сидорова", "Ольга Кузнецова", "Сергей Смирнов", "Анна Попова"]
    rows = "".join(f"B{n},{name}\n" for n, name in enumerate(names))
    told.write_bytes(f"HAWB,Consignee\n{rows}".encode("cp1251"))
    doubtful.write_bytes("HAWB,Consignee\nC1,Gdańsk\n".encode("cp1250"))
    strip = stage.window.page.strip

    drop(stage, told)
    stage.wait(lambda: "5 new" in strip.text, "import the file whose page is told")
    assert "read as cp1251" in strip.text
    found = stage.scan("B1")[0].item.announcement
    assert found is not None
    assert found.recipient.name == "Мария Сидорова"

    drop(stage, doubtful)
    stage.wait(lambda: "in doubt" in strip.text, "refuse the file in doubt")
    assert "cp1250: C1,Gdańsk" in strip.text
    assert strip.text.startswith("doubtful.csv is no UTF-8")
    assert f"triage import --encoding cp1250 {doubtful}" in strip.text
