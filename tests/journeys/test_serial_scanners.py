"""Two serial scanners at one bench: scanned, unplugged, plugged in again, in the real window."""

import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.devices.ports import FakeScanner
from triage_app.app import assemble, make_desk
from triage_app.cli import main
from triage_app.demo.fill import fill_home
from triage_app.demo.stream import FEWEST_ITEMS, FacilityPlan
from triage_app.model.command import CommandKind
from triage_app.model.scan import ScanSource
from triage_app.settings import load_settings
from triage_app.ui.stage import Stage

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are POSIX")


@pytest.fixture(scope="module")
def facility(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("serial") / "home"
    fill_home(home, FacilityPlan(1, FEWEST_ITEMS, date(2026, 3, 2), "JFK", 1), 0)
    return home


@pytest.fixture(scope="module")
def codes(facility: Path) -> list[str]:
    with assemble(load_settings(facility)) as parts:
        return [one.number for one in parts.cache.announcements() if one.scheme == "s10"][:4]


@pytest.fixture
def scanners(tmp_path: Path) -> Iterator[list[FakeScanner]]:
    made = [FakeScanner(tmp_path / name) for name in ("left", "right")]
    for scanner in made:
        scanner.plug()
    yield made
    for scanner in made:
        scanner.close()


Open = Callable[..., Stage]


@pytest.fixture
def open_stage(facility: Path, qtbot: QtBot) -> Iterator[Open]:
    opened: list[Stage] = []

    def made(*ports: str) -> Stage:
        settings = load_settings(facility)
        scanner = replace(settings.scanner, serial_ports=ports)
        desk = make_desk(replace(settings, scanner=scanner), devices=True)
        opened.append(Stage(desk, (1280, 800)))
        return opened[-1]

    yield made
    for stage in opened:
        stage.close()


def send(stage: Stage, scanner: FakeScanner, code: str) -> None:
    """Scan until it shows: a port drops what came before it was opened."""

    def shows() -> bool:
        examination = stage.window.on_bench.examination
        if examination is not None and examination.item.key.number == code:
            return True
        scanner.send(f"]C0{code}\r\n".encode())
        return False

    stage.wait(shows, f"show {code}")


def test_each_scan_shows_its_item_and_which_scanner_it_came_from(
    open_stage: Open, scanners: list[FakeScanner], codes: list[str]
) -> None:
    left, right = scanners
    stage = open_stage(f"Belt 1={left.link}@115200", f"Belt 2={right.link}")
    for scanner, code, lane in ((left, codes[0], "Belt 1"), (right, codes[1], "Belt 2")):
        send(stage, scanner, code)
        examination = stage.window.on_bench.examination
        assert examination is not None
        assert examination.scan.source is ScanSource.SERIAL
        assert examination.scan.text == f"]C0{code}"
        assert stage.window.page.header._named.whole.endswith(lane)


def test_unplugged_and_back_are_said_while_the_other_scanner_works_on(
    open_stage: Open, scanners: list[FakeScanner], codes: list[str]
) -> None:
    left, right = scanners
    stage = open_stage(f"Belt 1={left.link}", f"Belt 2={right.link}")
    strip = stage.window.page.strip
    send(stage, left, codes[0])
    left.unplug()
    stage.wait(lambda: "Belt 1 was unplugged" in strip.text, "say that it is gone")
    send(stage, right, codes[1])
    left.plug()
    stage.wait(lambda: "Belt 1 is connected" in strip.text, "say that it is back")
    send(stage, left, codes[2])


def test_a_wrong_speed_is_said_in_the_window(
    open_stage: Open, scanners: list[FakeScanner], codes: list[str]
) -> None:
    stage = open_stage(f"Belt 1={scanners[0].link}")
    send(stage, scanners[0], codes[0])
    scanners[0].send(b"\x00\x80\xf8\x00\x98\xe6\x80\r")
    strip = stage.window.page.strip
    stage.wait(lambda: "wrong speed? Set it to 9600 8N1" in strip.text, "say what is wrong")


def test_a_command_of_the_sheet_is_obeyed_from_a_serial_scanner(
    open_stage: Open, scanners: list[FakeScanner], codes: list[str], facility: Path
) -> None:
    with assemble(load_settings(facility)) as parts:
        sheet = {command.kind: code for command, code in parts.station.commands.codes()}
    stage = open_stage(f"Belt 1={scanners[0].link}")
    send(stage, scanners[0], codes[0])
    scanners[0].send(f"]C0{sheet[CommandKind.NEXT]}\r\n".encode())

    stage.wait(lambda: stage.window.on_bench.examination is None, "clear the bench")


def test_the_devices_end_with_the_window(
    open_stage: Open, scanners: list[FakeScanner], codes: list[str]
) -> None:
    stage = open_stage(f"Belt 1={scanners[0].link}")
    send(stage, scanners[0], codes[0])
    running = list(stage._desk.devices._running)  # type: ignore[union-attr]
    stage.window.close()

    assert len(running) == 1
    assert not any(thread.is_alive() for _, thread in running)


def test_a_window_without_scanners_in_its_settings_has_none(facility: Path) -> None:
    assert make_desk(load_settings(facility), devices=True).devices is None
    assert make_desk(load_settings(facility)).devices is None


def test_a_port_that_cannot_be_read_stops_the_window_with_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "settings.toml").write_text(
        '[store]\nkey = "file"\n[scanner]\nserial_ports = ["COM3@fast"]\n', "utf-8"
    )

    assert main(["--home", str(tmp_path)]) == 3
    assert "PORT[@BAUD" in capsys.readouterr().err
