"""While everything is at work the window's thread does nothing that could keep it from the next key
(ARCHITECTURE, threads): proved by counting, so that no busy machine makes it wrong, and with one
test a kind of fault, so that it cannot be blind."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.gui_thread import MOST_CALLS, Watch, watch
from triage_app.app import make_desk, make_home
from triage_app.settings import load_settings
from triage_app.store.home_lock import HomeLock
from triage_app.store.sealed import writing
from triage_app.ui.offered import Offered
from triage_app.ui.stage import Stage

__all__ = ["watch"]
ROWS = 30_000
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def stage(watch: Watch, tmp_path: Path, qtbot: QtBot) -> Iterator[Stage]:
    home = tmp_path / "home"
    home.mkdir()
    (home / "settings.toml").write_text('[store]\nkey = "file"\n', "utf-8")
    make_home(load_settings(home))
    stage = Stage(make_desk(load_settings(home)), (1280, 800))
    stage.press(Qt.Key.Key_2, CONTROL)  # pages are made once, before the work begins
    stage.press(Qt.Key.Key_4, CONTROL)
    stage.press(Qt.Key.Key_1, CONTROL)
    stage.scan("XQ1")
    stage.settle()
    with HomeLock(home, "window"):
        yield stage
    stage.close()


def test_an_import_beside_scans_outcomes_search_and_lists_keeps_the_window_s_thread_free(
    stage: Stage, watch: Watch, tmp_path: Path
) -> None:
    manifest = tmp_path / "m.csv"
    rows = "".join(f"X{n},candles {n},Jane Doe,4\n" for n in range(ROWS))
    manifest.write_text("HAWB,contents,consignee,Quantity\n" + rows, "utf-8")
    strip = stage.window.page.strip
    importing = stage.window._lanes.importing
    with watch.watching():
        stage.window.page.pictures.offered.emit(Offered((str(manifest),)))
        stage.wait(lambda: strip.work is not None and strip.work.share > 0, "begin the import")
        for number in range(0, ROWS, ROWS // 12):
            stage.scan(f"X{number}")
        stage.press(Qt.Key.Key_F1)
        stage.record()
        stage.press(Qt.Key.Key_4, CONTROL)
        stage.press(Qt.Key.Key_2, CONTROL)
        stage.wait(lambda: not importing.is_importing, "import the file")
        stage.window.searching.indexing.look()
        stage.window.standing.sync()
        stage.settle()

    assert watch.seen == []
    assert watch.statements > 50
    assert 0 < watch.heavy < MOST_CALLS


def connection(stage: Stage) -> Any:
    house: Any = stage.window._opening.house
    return house.cache.connection


def test_a_write_on_the_window_s_thread_is_seen(stage: Stage, watch: Watch) -> None:
    with watch.watching(), writing(connection(stage)) as store:
        store.execute("UPDATE meta SET text = text")

    assert [fault.split()[0] for fault in watch.seen] == ["writes:", "writes:"]


def test_looking_through_the_cache_on_the_window_s_thread_is_seen(
    stage: Stage, watch: Watch
) -> None:
    counting = (
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000)"
        " SELECT count(*) FROM n"
    )
    with watch.watching():
        connection(stage).execute(counting).fetchone()

    assert len(watch.seen) == 1
    assert watch.seen[0].startswith("looks through much: WITH RECURSIVE")


def test_waiting_on_the_window_s_thread_is_seen(stage: Stage, watch: Watch) -> None:
    with watch.watching():
        time.sleep(0)

    assert watch.seen == ["waits: time.sleep"]


def test_a_job_of_the_window_s_thread_that_belongs_on_a_lane_is_seen(
    stage: Stage, watch: Watch
) -> None:
    def job() -> int:
        return sum(len(str(n)) for n in range(MOST_CALLS * 2))

    with watch.watching():
        job()

    assert len(watch.seen) == 1
    assert watch.seen[0].endswith("calls")
