"""What a scale sends is a weight at rest, told once; all else says nothing."""

import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.devices.ports import FakeScanner, Heard
from triage_app.devices.device_set import DeviceSet
from triage_app.devices.scale import ASKED, Scale, grams_at_rest
from triage_app.model.errors import SettingsWrong
from triage_app.model.scan import ShownWeight
from triage_app.settings import ScannerSettings

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are POSIX")


@pytest.mark.parametrize(
    ("line", "grams"),
    [
        ("S S      1.310 kg", 1310),
        ("S S     100.00 g", 100),
        ("S S       2.5 lb", 1134),
        ("S S         0 g", 0),
        ("S S     -0.01 kg", -10),
        ("ST,GS,+  1.310kg", 1310),
        ("ST,NT,+0000.950 kg", 950),
        ("ST,GS,-00000.5 g", -1),
        ("GS     1.310 kg", 1310),
        ("   1,310 kg  ", 1310),
        ("12oz", 340),
    ],
)
def test_a_reading_at_rest_is_whole_grams(line: str, grams: int) -> None:
    assert grams_at_rest(line) == grams


@pytest.mark.parametrize(
    "line",
    [
        "S D      1.310 kg",
        "US,GS,+  1.310kg",
        "S I",
        "S +",
        "S -",
        "OL,GS,+9999999kg over",
        "ES",
        "",
        "1.310",
        "RR473124829US",
        "1.3.1 kg",
        "1.310 kg net",
    ],
)
def test_what_moves_or_is_no_reading_says_nothing(line: str) -> None:
    assert grams_at_rest(line) is None


@given(st.text())
def test_whatever_comes_is_a_weight_or_nothing(line: str) -> None:
    grams = grams_at_rest(line)
    assert grams is None or isinstance(grams, int)


def told(*lines: tuple[float, str]) -> list[int]:
    """What a scale tells of lines that come at these seconds."""
    heard: list[int] = []
    at = [NOON]
    scale = Scale(lambda: at[0], lambda grams, _: heard.append(grams))
    for seconds, line in lines:
        at[0] = NOON + timedelta(seconds=seconds)
        scale.take(line, "scale")
    return heard


def test_what_rests_on_the_pan_is_told_once_and_the_empty_pan_too() -> None:
    lines = ["0 g", "S D 500 g", "950 g", "950 g", "950 g", "0 g", "-1 g", "950 g"]

    assert told(*((n / 10, line) for n, line in enumerate(lines))) == [0, 950, 0, 950]


def test_a_scale_with_a_key_tells_each_time_it_is_pressed() -> None:
    assert told((0, "950 g"), (3, "950 g"), (3.1, "950 g")) == [950, 950]


def test_a_clock_set_back_keeps_no_weight_back() -> None:
    assert told((10, "950 g"), (2, "950 g")) == [950, 950]


@pytest.fixture
def line(tmp_path: Path) -> Iterator[FakeScanner]:
    made = FakeScanner(tmp_path / "scale")
    made.plug()
    yield made
    made.close()


@POSIX
def test_a_scale_is_asked_for_its_weight_and_heard(line: FakeScanner, tmp_path: Path) -> None:
    heard = Heard()
    settings = ScannerSettings(scale=f"Bench scale={line.link}@9600")
    made = DeviceSet(settings, tmp_path, lambda: NOON)
    assert not made.is_empty
    made.start(heard.code, heard.picture, heard.notice, heard.weight)
    asked = b""
    while not asked.endswith(ASKED):
        with suppress(OSError):  # until the port is opened
            asked += os.read(line.master, 64)
    line.send(b"S S      1.310 kg\r\n")
    heard.wait(lambda h: h.weights)
    made.stop()

    assert heard.weights == [ShownWeight(1310, "Bench scale")]
    assert heard.codes == []


@pytest.mark.parametrize("scale", ["auto", "replay:codes.txt", "COM3", "COM9@fast"])
def test_a_scale_has_a_port_of_its_own(tmp_path: Path, scale: str) -> None:
    settings = ScannerSettings(serial_ports=("COM3",), scale=scale)

    with pytest.raises(SettingsWrong):
        DeviceSet(settings, tmp_path, lambda: NOON)
