"""The work list of the real window: find what is missing, empty a bag, say what was not found."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.working_home import BAG, CODES, TODAY, announce, hold, new_station
from triage_app.app import assemble, make_desk
from triage_app.flow.intake import take_in
from triage_app.model.act import ActLine
from triage_app.settings import load_settings
from triage_app.ui.modes import BENCH, WORK
from triage_app.ui.stage import Stage
from triage_app.ui.work_page import WorkPage

CONTROL = Qt.KeyboardModifier.ControlModifier
OTHER = "CP123456785DE"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    home = tmp_path / "home"
    new_station(home)
    announce(home, *CODES)
    announce(home, OTHER, bag="JFK-0500")
    hold(home, CODES[0])
    return home


@pytest.fixture
def stage(home: Path, qtbot: QtBot) -> Iterator[Stage]:
    stage = Stage(make_desk(load_settings(home)), (1280, 800))
    yield stage
    stage.close()


def work(stage: Stage) -> WorkPage:
    stage.press(Qt.Key.Key_2, CONTROL)
    stage.settle()
    return stage.window.working.page


def open_bag(stage: Stage) -> WorkPage:
    page = work(stage)
    page.bag_number.setText(BAG)
    QTest.keyClick(page.bag_number, Qt.Key.Key_Return)
    stage.wait(lambda: page.is_on_bag, "show the bag")
    return page


def look_again(stage: Stage, counts: str) -> WorkPage:
    """The bag once more, when it says so."""
    page = work(stage)
    stage.wait(lambda: page.bag.counts == counts, f"count the bag as {counts}")
    return page


def acts(home: Path) -> list[ActLine]:
    with assemble(load_settings(home)) as parts:
        return list(parts.record.every_act())


def test_an_item_is_opened_from_the_list_without_being_presented(stage: Stage, home: Path) -> None:
    page = work(stage)
    assert page.listing.said == "1 items"
    stage.wait(lambda: page.model.number_at(0) == CODES[0], "fetch the row")

    QTest.keyClick(page.table, Qt.Key.Key_Return)
    assert stage.window.modes.shown == BENCH
    stage.wait(lambda: stage.window.page.header.bag_text == f"Bag {BAG} · 0/4", "count the bag")
    assert work(stage).listing.said == "1 items"

    stage.scan(CODES[0])
    stage.wait(lambda: stage.window.page.header.bag_text == f"Bag {BAG} · 1/4", "count the bag")
    assert "Nothing to do here" in work(stage).listing.taught


def test_a_scan_brings_the_bench_and_no_outcome_key_works_before(stage: Stage, home: Path) -> None:
    stage.scan(CODES[1])
    page = work(stage)
    page.bag_number.setFocus()
    stage.press(Qt.Key.Key_F1)
    assert (stage.window.modes.shown, stage.window.page.outcomes.asking) == (WORK, None)

    stage.scan(CODES[2])
    assert (stage.window.modes.shown, page.bag_number.text()) == (BENCH, "")


def test_a_bag_is_emptied_and_what_is_missing_is_said_once(stage: Stage, home: Path) -> None:
    open_bag(stage)
    for code in (*CODES[:2], OTHER):
        stage.scan(code)
    stage.wait(lambda: "not announced in bag" in stage.window.page.strip.text, "name the extra")
    assert stage.window.page.header.bag_text == f"Bag {BAG} · 2/4"
    page = look_again(stage, "2 of 4 presented · 2 missing · 0 not found · 1 extra")
    assert page.is_on_bag
    assert f"{OTHER} (bag JFK-0500)" in page.bag.extra

    page.bag.step.button.click()
    QTest.keyClicks(page.bag.step.field, "2")
    QTest.keyClick(page.bag.step.field, Qt.Key.Key_Return)
    stage.wait(lambda: "2 items recorded as not found" in stage.window.page.strip.text, "record")
    look_again(stage, "2 of 4 presented · 0 missing · 2 not found · 1 extra")
    assert not page.bag.step.button.isEnabled()

    written = acts(home)
    assert [(act.item_number, act.outcome) for act in written] == [
        (CODES[2], "NTF"),
        (CODES[3], "NTF"),
    ]
    page.bag.back.click()
    stage.scan(CODES[2])  # it turned up
    page = open_bag(stage)
    assert page.bag.counts == "3 of 4 presented · 0 missing · 1 not found · 0 extra"


def test_a_bag_nobody_announced_is_said_in_place(stage: Stage) -> None:
    page = work(stage)
    page.bag_number.setText("JFK-9")
    page.reconcile.click()
    stage.wait(lambda: "No manifest here announces a bag JFK-9" in page.listing.warned, "say so")
    assert not page.is_on_bag


def test_the_sheet_of_the_bag_is_left_in_the_home(stage: Stage, home: Path) -> None:
    page = open_bag(stage)
    stage.scan(OTHER)
    open_page = work(stage)
    open_page.bag.sheet.click()
    stage.wait(lambda: "The sheet of the bag" in stage.window.page.strip.text, "print the sheet")

    (sheet,) = (home / "sheets").iterdir()
    assert sheet.read_bytes().startswith(b"%PDF-")
    assert page.is_on_bag


def test_a_sheet_that_cannot_be_made_says_why(stage: Stage, home: Path) -> None:
    page = open_bag(stage)
    (home / "sheets").mkdir()
    (home / "sheets" / f"bag-JFK0412-{TODAY}.pdf").mkdir()
    page.bag.sheet.click()
    stage.wait(lambda: "was not made" in stage.window.page.strip.text, "say why")
    assert "cannot be written" in stage.window.page.strip.text


def test_how_much_of_the_manifest_is_here_stands_on_every_screen(
    stage: Stage, home: Path, tmp_path: Path
) -> None:
    strip = stage.window.page.strip
    stage.wait(lambda: "total not told" in strip.cache_text, "say the coverage")
    assert strip.cache_text.startswith("cache 5 items, total not told · 0 min old")

    manifest = tmp_path / "m.csv"
    rows = "".join(f"RB{n:08}9CN,soap,1\n" for n in range(97)) + "X,soap,many\n" * 3
    manifest.write_text(f"HAWB,contents,Quantity\n{rows}", "utf-8")
    with assemble(load_settings(home)) as parts:
        take_in(manifest, parts.cache.writer, parts.clock)
    stage.window.working.look()
    stage.window.standing.sync()
    stage.wait(lambda: strip.cache_text.startswith("cache 97 % · 0 min old"), "say the share")

    stage.scan(CODES[0])
    stage.wait(lambda: "CA981" in strip.cache_text, "say the flight's")
    assert strip.cache_text == "cache 97 % · CA981 5 items, total not told · 0 min old"


def test_faults_of_the_list_are_said_in_place(stage: Stage, home: Path) -> None:
    page = work(stage)
    with assemble(load_settings(home)) as parts:
        connection = parts.cache.connection
        connection.execute("ALTER TABLE bag RENAME TO no_bag")
        page.held.click()
        stage.wait(lambda: "cannot be read" in page.listing.warned, "say the fault")
        connection.execute("ALTER TABLE no_bag RENAME TO bag")
    page.held.click()
    stage.wait(lambda: page.listing.warned == "", "list again")
