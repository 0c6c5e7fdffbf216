"""The search mode of the real window: find, open, scan; the index follows an import by itself."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from triage_app.app import assemble, make_desk
from triage_app.demo.fill import fill_home
from triage_app.demo.stream import FEWEST_ITEMS, FacilityPlan
from triage_app.model.item import Announcement
from triage_app.settings import load_settings
from triage_app.store.sealed import connect
from triage_app.store.search_index import SCHEMA, SEARCH_FILE
from triage_app.ui.modes import BENCH, SEARCH
from triage_app.ui.offered import Offered
from triage_app.ui.search_page import SearchPage
from triage_app.ui.stage import Stage

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture(scope="module")
def facility(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("search") / "home"
    fill_home(home, FacilityPlan(1, FEWEST_ITEMS, date(2026, 3, 2), "JFK", 1), 0)
    return home


@pytest.fixture(scope="module")
def announced(facility: Path) -> list[Announcement]:
    """Items nobody holds, each with a recipient's name of its own."""
    with assemble(load_settings(facility)) as parts:
        every = list(parts.cache.announcements())
        free = [one for one in every if not parts.cache.reader.holds(one.number)]
    names = [one.recipient.name for one in every]
    return [one for one in free if names.count(one.recipient.name) == 1]


@pytest.fixture
def stage(facility: Path, qtbot: QtBot) -> Iterator[Stage]:
    stage = Stage(make_desk(load_settings(facility)), (1280, 800))
    yield stage
    stage.close()


def search(stage: Stage) -> SearchPage:
    stage.press(Qt.Key.Key_4, CONTROL)
    return stage.window.searching.page


def ask(stage: Stage, text: str) -> list[str]:
    """Type and wait; the numbers found."""
    page = search(stage)
    page.field.setText(text)
    QTest.keyClick(page.field, Qt.Key.Key_Return)
    stage.settle()
    return [page.model.number_at(row) for row in range(page.model.rowCount())]


def shown(stage: Stage) -> str:
    said = stage.window.page.header.code.accessibleName()
    return said.replace(" ", "").removeprefix("Code")


def test_an_item_is_found_by_its_recipient_and_opened_by_enter(
    stage: Stage, announced: list[Announcement]
) -> None:
    wanted = announced[0]
    assert wanted.number in ask(stage, f"{wanted.recipient.name} {wanted.number[-6:-2]}")
    page = stage.window.searching.page
    assert page.listing.said == "1 items · newest first"

    QTest.keyClick(page.field, Qt.Key.Key_Return)
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    stage.settle()

    assert stage.window.modes.shown == BENCH
    assert shown(stage) == wanted.number
    assert ask(stage, wanted.number) == [wanted.number]
    standing = page.model.index(0, page.model.columnCount() - 1)
    assert "seen" in page.model.data(standing, Qt.ItemDataRole.AccessibleTextRole)  # type: ignore[operator]
    page.unseen.click()
    stage.settle()
    assert page.model.rowCount() == 0
    assert "Nothing announced fits" in page.listing.taught


def test_a_scan_brings_the_bench(stage: Stage, announced: list[Announcement]) -> None:
    page = search(stage)
    page.field.setFocus()

    stage.scan(announced[1].number)

    assert stage.window.modes.shown == BENCH
    assert shown(stage) == announced[1].number
    assert page.field.text() == ""


def test_nothing_is_recorded_of_an_item_that_another_mode_stands_before(
    stage: Stage, facility: Path, announced: list[Announcement]
) -> None:
    with assemble(load_settings(facility)) as parts:
        codes = {command.word: text for command, text in parts.station.commands.codes()}
    page = stage.window.page
    stage.scan(announced[2].number)
    stage.press(Qt.Key.Key_F1)
    assert page.outcomes.asking is not None
    search(stage)
    stage.press(Qt.Key.Key_F4)  # no key of the bench works here
    assert page.outcomes.asking.code == "REL"

    send(stage, codes["confirm"])
    assert stage.window.modes.shown == BENCH
    assert "look, then scan it once more" in page.strip.text
    search(stage)
    send(stage, codes["outcome REL"])
    assert "look, then scan it once more" in page.strip.text

    with assemble(load_settings(facility)) as parts:
        acts = parts.record.record.acts_on(announced[2].scheme, announced[2].number)
    assert acts == ()


def send(stage: Stage, code: str) -> None:
    """A command scanned: nothing is examined, so `Stage.scan` would wait for ever."""
    from triage_app.model.scan import Scan, ScanSource
    from triage_app.ui.words import utc_now

    stage.window.examine(Scan(code, utc_now(), ScanSource.WEDGE))
    stage.settle()


def test_the_codes_field_and_the_keys_bring_the_bench(stage: Stage) -> None:
    search(stage)
    stage.press(Qt.Key.Key_L, CONTROL)
    assert stage.window.modes.shown == BENCH
    assert stage.window.page.header.entry.hasFocus()
    search(stage)
    stage.press(Qt.Key.Key_F1, Qt.KeyboardModifier.ShiftModifier)
    assert stage.window.modes.shown == BENCH


def test_an_empty_question_teaches_and_more_rows_come_while_scrolling(stage: Stage) -> None:
    page = search(stage)
    assert "three letters" in page.listing.taught
    assert len(ask(stage, "united")) <= 50
    page.field.clear()
    page.origin.setText("CN")
    QTest.keyClick(page.origin, Qt.Key.Key_Return)
    stage.settle()
    assert page.model.rowCount() == 50
    page.table.scrollToBottom()
    stage.wait(lambda: page.model.rowCount() > 50, "fetch more rows")
    stage.settle()
    assert page.listing.said == f"{page.model.rowCount()} items · newest first"


def test_what_an_import_brought_is_found_without_anything_done(
    stage: Stage, tmp_path: Path
) -> None:
    manifest = tmp_path / "m.csv"
    manifest.write_text("HAWB,contents,Quantity\nRR473124829US,zirconium knives,1\n", "utf-8")
    assert ask(stage, "zirconium") == []
    page = stage.window.searching.page

    stage.window.page.pictures.offered.emit(Offered((str(manifest),)))
    stage.wait(lambda: page.model.rowCount() == 1, "find what was imported")

    assert page.model.number_at(0) == "RR473124829US"
    assert page.listing.warned == ""
    assert stage.window.modes.shown == SEARCH


def test_a_newer_index_is_refused_with_what_to_do(facility: Path, stage: Stage) -> None:
    with assemble(load_settings(facility)) as parts:
        key = parts.keys.cache
    for version in (99, SCHEMA):
        connection = connect(facility / SEARCH_FILE, key, durable=False)
        connection.execute(f"PRAGMA user_version = {version}")
        connection.close()
        ask(stage, "united")
        refused = "newer program" in stage.window.searching.page.listing.warned
        assert refused is (version == 99)


def test_a_part_of_very_many_words_is_said_to_be(stage: Stage) -> None:
    from triage_app.ui.searching import remarks

    assert "very many words" in remarks(("ing",), 0)
    assert "2,000 announcements" in remarks((), 2_000)
