"""All devices of a station at once, as the window is handed them."""

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
from serial.tools import list_ports

from tests.devices.ports import FakeScanner, Heard
from triage_app.devices import serial_port
from triage_app.devices.device_set import DeviceSet, PortWatch
from triage_app.model.errors import SettingsWrong
from triage_app.model.scan import ScanSource, TakenPicture
from triage_app.settings import ScannerSettings

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are POSIX")


@pytest.fixture
def scanners(tmp_path: Path) -> Iterator[list[FakeScanner]]:
    made = [FakeScanner(tmp_path / name) for name in ("left", "right")]
    for scanner in made:
        scanner.plug()
    yield made
    for scanner in made:
        scanner.close()


def devices(home: Path, *ports: str, **changes: object) -> DeviceSet:
    settings = ScannerSettings(serial_ports=ports, serial_pause_ms=50)
    return DeviceSet(settings, home, lambda: NOON, **changes)  # type: ignore[arg-type]


def begin(made: DeviceSet, heard: Heard) -> None:
    made.start(heard.code, heard.picture, heard.notice, heard.weight)


@POSIX
def test_several_scanners_work_at_once_each_with_its_lane(
    scanners: list[FakeScanner], tmp_path: Path
) -> None:
    heard = Heard()
    made = devices(tmp_path, *(f"{s.link.name.title()}={s.link}@115200" for s in scanners))
    begin(made, heard)
    left, right = scanners
    # a port discards what was sent before it was opened: send until it is heard
    for scanner, lane in ((left, "Left"), (right, "Right")):
        _send_until_heard(scanner, heard, lane)
    made.stop()

    scan = next(scan for scan in heard.codes if scan.device == "Left")
    assert (scan.text, scan.scanned_at, scan.source) == ("left", NOON, ScanSource.SERIAL)
    assert {scan.device for scan in heard.codes} == {"Left", "Right"}
    assert {scan.text for scan in heard.codes if scan.device == "Right"} == {"right"}


@POSIX
def test_stopped_no_more_is_heard_and_started_again_it_is(
    scanners: list[FakeScanner], tmp_path: Path
) -> None:
    first, second = Heard(), Heard()
    left = scanners[0]
    made = devices(tmp_path, f"Left={left.link}")
    begin(made, first)
    _send_until_heard(left, first, "Left")
    made.stop()
    before = len(first.codes)
    left.send(b"unheard\r")
    begin(made, second)
    _send_until_heard(left, second, "Left")
    made.stop()

    assert len(first.codes) == before


@POSIX
def test_auto_takes_up_each_port_that_comes_and_none_twice(
    scanners: list[FakeScanner], tmp_path: Path
) -> None:
    left, right = scanners
    heard = Heard()
    made = devices(
        tmp_path, f"Mine={left.link}", "auto", ports=lambda: [str(left.link), str(right.link)]
    )
    begin(made, heard)
    _send_until_heard(right, heard, "right")
    _send_until_heard(left, heard, "Mine")
    made.stop()

    assert {scan.device for scan in heard.codes} == {"Mine", "right"}
    assert heard.notices == []


def test_a_port_is_told_of_once_and_a_list_that_fails_is_asked_again() -> None:
    lists = iter([["A"], OSError("busy"), ["A", "B"], ["B"]])
    told: list[str] = []

    def ports() -> list[str]:
        present = next(lists)
        if isinstance(present, OSError):
            raise present
        return present

    watch = PortWatch(ports, {"C"}, told.append)
    for _ in range(4):
        watch.look()

    assert told == ["A", "B"]


def test_a_replayed_file_and_a_camera_s_folder_are_devices_too(tmp_path: Path) -> None:
    (tmp_path / "day.txt").write_text("0 RR473124829US\n", "utf-8")
    (tmp_path / "camera").mkdir()
    settings = ScannerSettings(serial_ports=("Belt=replay:day.txt",), camera_folder="camera")
    made, heard = DeviceSet(settings, tmp_path, lambda: NOON), Heard()
    begin(made, heard)
    heard.wait(lambda h: h.codes)
    # the first look takes the folder as it stands: write until one is new
    for number in range(100):
        (tmp_path / "camera" / f"{number}.jpg").write_bytes(b"picture %d" % number)
        if heard.comes(lambda h: h.pictures, 0.1):
            break
    made.stop()

    assert (heard.codes[0].source, heard.codes[0].device) == (ScanSource.REPLAY, "Belt")
    picture = heard.pictures[0]
    assert isinstance(picture, TakenPicture)
    assert (picture.taken_at, picture.device) == (NOON, "camera")


@POSIX
def test_usb_ports_go_by_the_names_that_stay_and_built_in_ones_are_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    devices = [tmp_path / name for name in ("ttyUSB0", "ttyACM0", "ttyS0")]
    for device in devices:
        device.touch()
    (tmp_path / "by-id").mkdir()
    (tmp_path / "by-id" / "usb-Maker_Model_1-if00").symlink_to(devices[0])
    found = [SimpleNamespace(device=str(device), vid=0x0C2E) for device in devices]
    found[2].vid = None
    monkeypatch.setattr(list_ports, "comports", lambda: found)
    monkeypatch.setattr(serial_port, "BY_ID", tmp_path / "by-id")

    assert serial_port.usb_ports() == (
        str(tmp_path / "by-id" / "usb-Maker_Model_1-if00"),
        str(devices[1]),
    )


def test_nothing_set_is_nothing_to_start(tmp_path: Path) -> None:
    assert devices(tmp_path).is_empty
    assert not devices(tmp_path, "COM3").is_empty


def test_a_port_that_cannot_be_read_is_refused_before_anything_is_opened(tmp_path: Path) -> None:
    with pytest.raises(SettingsWrong):
        devices(tmp_path, "COM3@fast")


@pytest.mark.parametrize("pause_ms", [-1, 0, 19, 5001])
def test_a_pause_that_is_none_is_refused(tmp_path: Path, pause_ms: int) -> None:
    settings = ScannerSettings(serial_ports=("COM3",), serial_pause_ms=pause_ms)

    with pytest.raises(SettingsWrong, match="serial_pause_ms"):
        DeviceSet(settings, tmp_path, lambda: NOON)


def _send_until_heard(scanner: FakeScanner, heard: Heard, lane: str) -> None:
    for _ in range(100):
        scanner.send(scanner.link.name.encode() + b"\r")
        if heard.comes(lambda h: any(scan.device == lane for scan in h.codes), 0.1):
            return
    pytest.fail(f"{lane} was not heard: {vars(heard)}")
