"""The window on a disk that takes nothing: looks go on, what waits is shown, why is said; when the
disk has room again, the window goes on by itself."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.builders import make_scan
from tests.disks import Disk, mounted
from triage_app.app import make_desk, make_home
from triage_app.model.examination import Examination
from triage_app.settings import load_settings
from triage_app.ui import opening
from triage_app.ui.application import make_application, open_window

STOPS = [(Disk.make_read_only, Disk.make_writable), (Disk.fill, Disk.empty)]


@pytest.mark.parametrize(("stop", "mend"), STOPS, ids=["read-only", "full"])
def test_the_window_shows_what_waits_says_why_and_goes_on_when_the_disk_has_room(
    tmp_path: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    stop: Callable[[Disk], None],
    mend: Callable[[Disk], None],
) -> None:
    monkeypatch.setattr(opening, "LOOK_FOR_ROOM_MS", 50)
    with mounted(tmp_path / "disk", 4) as disk:
        home = disk.path / "home"
        home.mkdir()
        (home / "settings.toml").write_text('[store]\nkey = "file"\n', "utf-8")
        settings = load_settings(home)
        make_home(settings)
        desk = make_desk(settings)
        with make_desk(settings).open_station() as house:  # type: ignore[attr-defined]
            house.station.record(house.station.examine(make_scan()), "REL", {}, "li.w")
        stop(disk)

        _, tokens = make_application(settings.ui)
        window = open_window(desk, tokens)
        qtbot.waitSignal(window.ready, timeout=20_000).wait()
        examined: list[Examination] = []
        window.examined.connect(examined.append)

        assert "nothing can be recorded until the disk takes it" in window.page.announced.said
        assert "1" in window.page.header.road_text
        window.examine(make_scan())
        assert [act.outcome for act in examined[0].item.acts] == ["REL"]
        qtbot.waitUntil(lambda: not window.is_busy)
        window.page.strip.show_notice("")
        window.deciding.record("REL", {})
        qtbot.waitUntil(lambda: not window.is_busy)
        assert "could not be written" in window.page.strip.text

        with qtbot.waitSignal(window.ready, timeout=20_000):
            mend(disk)
        assert "recording goes on" in window.page.strip.text
        with qtbot.waitSignal(window.outcome_recorded, timeout=20_000):
            window.deciding.record("REL", {})
        assert "2" in window.page.header.road_text

        window.close()
        window.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
