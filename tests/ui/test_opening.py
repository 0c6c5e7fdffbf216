"""The window opens its stores on their lane; until then scans wait, and a refusal is said."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.builders import NOON, make_announcement, make_scan
from triage_app.app import assemble, make_desk, make_home
from triage_app.flow.desk import Desk, OpenStation
from triage_app.flow.station import Station
from triage_app.model.errors import DiskFault, KeyMissing
from triage_app.model.examination import Examination
from triage_app.model.sentence import tr
from triage_app.settings import load_settings
from triage_app.ui import opening
from triage_app.ui.application import make_application, open_window
from triage_app.ui.main_window import MainWindow


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    (tmp_path / "settings.toml").write_text('[store]\nkey = "file"\n', "utf-8")
    settings = load_settings(tmp_path)
    make_home(settings)
    return make_desk(settings)


@pytest.fixture
def opened(qtbot: QtBot) -> Iterator[Callable[[Desk], MainWindow]]:
    windows: list[MainWindow] = []

    def open_it(desk: Desk) -> MainWindow:
        _, tokens = make_application(desk.settings.ui)
        windows.append(open_window(desk, tokens))
        return windows[-1]

    yield open_it
    for window in windows:
        window.close()
        window.deleteLater()  # here, not by the collector on whatever thread it runs
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def test_a_scan_made_before_the_stores_are_open_is_answered_when_they_are(
    desk: Desk, opened: Callable[[Desk], MainWindow], qtbot: QtBot
) -> None:
    window = opened(desk)
    seen: list[Examination] = []
    window.examined.connect(seen.append)

    window.examine(make_scan())
    qtbot.waitSignal(window.ready, timeout=20_000).wait()

    assert [examination.scan.text for examination in seen] == [make_scan().text]


def test_what_judging_builds_is_never_built_on_the_window_s_thread(
    desk: Desk,
    opened: Callable[[Desk], MainWindow],
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    built_on: list[str] = []
    prepare = Station.prepare

    def noted(station: Station) -> None:
        built_on.append(threading.current_thread().name)
        prepare(station)

    monkeypatch.setattr(Station, "prepare", noted)
    stations: list[tuple[str, OpenStation]] = []

    def open_station() -> OpenStation:
        house = desk.open_station()
        stations.append((threading.current_thread().name, house))
        return house

    window = opened(replace(desk, open_station=open_station))
    qtbot.waitSignal(window.ready, timeout=20_000).wait()

    assert built_on == ["lane-store"]
    assert [name for name, _ in stations] == ["lane-store", threading.current_thread().name]


def test_stores_that_cannot_be_opened_are_said(
    desk: Desk, opened: Callable[[Desk], MainWindow], qtbot: QtBot
) -> None:
    def refused() -> OpenStation:
        raise KeyMissing(tr("t", "the key is gone"), tr("t", "fetch it"))

    window = opened(replace(desk, open_station=refused))
    with qtbot.waitSignal(window.opened, timeout=20_000):
        pass

    assert window.page.announced.said == "the key is gone fetch it"
    assert (
        "NO STORE" in window.page.band.accessibleName() + window.page.band.accessibleDescription()
    )


def test_stores_a_full_disk_kept_shut_are_opened_when_it_has_room(
    desk: Desk,
    opened: Callable[[Desk], MainWindow],
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(opening, "LOOK_FOR_ROOM_MS", 20)
    full, asked = threading.Event(), threading.Event()
    full.set()

    def open_station() -> OpenStation:
        if full.is_set():
            raise DiskFault(tr("t", "the disk is full"), tr("t", "free space"))
        return desk.open_station()

    def disk_takes() -> bool:
        asked.set()
        return not full.is_set()

    window = opened(replace(desk, open_station=open_station, disk_takes=disk_takes))
    with qtbot.waitSignal(window.opened, timeout=20_000):
        pass
    qtbot.waitUntil(asked.is_set)
    assert window.page.announced.said == "the disk is full free space"
    window.examine(make_scan())

    with qtbot.waitSignal(window.examined, timeout=20_000):
        full.clear()

    assert "full" not in window.page.announced.said
    assert "recording goes on" in window.page.strip.text


def test_a_window_closed_before_its_stores_are_open_opens_none(
    desk: Desk, opened: Callable[[Desk], MainWindow], qtbot: QtBot
) -> None:
    gate = threading.Event()
    opened_on: list[str] = []

    def slowly() -> OpenStation:
        gate.wait(20)
        opened_on.append(threading.current_thread().name)
        return desk.open_station()

    window = opened(replace(desk, open_station=slowly))
    ready: list[bool] = []
    window.ready.connect(lambda: ready.append(True))
    gate.set()
    window.close()
    qtbot.waitUntil(lambda: opened_on == ["lane-store"])
    qtbot.waitUntil(lambda: not window.is_busy)

    assert ready == []
    assert opened_on == ["lane-store"]


def test_a_damaged_cache_is_made_anew_and_stays_said_until_the_first_scan(
    desk: Desk, opened: Callable[[Desk], MainWindow], qtbot: QtBot
) -> None:
    (desk.settings.home / "cache.db").write_bytes(b"damaged" * 1_000)

    window = opened(desk)
    qtbot.waitSignal(window.ready, timeout=20_000).wait()

    assert "was set aside as cache-" in window.page.announced.said
    assert "triage import" in window.page.announced.said
    window.examine(make_scan())
    assert "set aside" not in window.page.announced.said


def test_a_cache_that_fails_under_the_window_is_made_anew_beside_the_work(
    desk: Desk, opened: Callable[[Desk], MainWindow], qtbot: QtBot
) -> None:
    with assemble(desk.settings) as parts:
        items = [make_announcement(id="", number=f"RR{n:09}US") for n in range(2_000)]
        parts.cache.writer.store(items, NOON)
    window = opened(desk)
    qtbot.waitSignal(window.ready, timeout=20_000).wait()
    path = desk.settings.home / "cache.db"
    whole = bytearray(path.read_bytes())
    for page in range(30, len(whole) // 4096):
        whole[page * 4096 + 100] ^= 1
    path.write_bytes(whole)

    with qtbot.waitSignal(window.ready, timeout=20_000):
        for number in range(0, 2_000, 50):
            window.examine(make_scan(f"RR{number:09}US"))

    assert list(desk.settings.home.glob("cache-*.damaged.db"))
    assert "was set aside as cache-" in window.page.strip.text
    examined: list[Examination] = []
    window.examined.connect(examined.append)
    window.examine(make_scan())
    assert [one.scan.text for one in examined] == [make_scan().text]
