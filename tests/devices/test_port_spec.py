"""What may stand in [scanner] serial_ports."""

import pytest

from triage_app.devices.port_spec import PortSpec, lane_of, read_specs
from triage_app.model.errors import SettingsWrong

BY_ID = "/dev/serial/by-id/usb-Honeywell_Xenon_1900_19123B0A2F-if00"
BY_PATH = "/dev/serial/by-path/pci-0000:00:14.0-usb-0:1:1.0-port0"


@pytest.mark.parametrize(
    ("text", "spec"),
    [
        ("/dev/ttyUSB0", PortSpec("ttyUSB0", "/dev/ttyUSB0")),
        (" COM3 ", PortSpec("COM3", "COM3")),
        ("\\\\.\\COM12@19200", PortSpec("COM12", "\\\\.\\COM12", 19200)),
        ("/dev/ttyUSB0@115200", PortSpec("ttyUSB0", "/dev/ttyUSB0", 115200)),
        ("COM4@9600/7E1", PortSpec("COM4", "COM4", 9600, 7, "E", 1)),
        ("Belt 2=/dev/ttyACM0@9600/8N2", PortSpec("Belt 2", "/dev/ttyACM0", 9600, 8, "N", 2)),
        (BY_ID, PortSpec("Honeywell Xenon 1900 19123B0A2F", BY_ID)),
        (f"Left={BY_PATH}@9600", PortSpec("Left", BY_PATH)),
        ("auto", PortSpec("auto", "auto")),
        ("auto@115200", PortSpec("auto", "auto", 115200)),
        ("replay:day.txt", PortSpec("day.txt", "replay:day.txt")),
        ("Belt=replay:/x/day.txt", PortSpec("Belt", "replay:/x/day.txt")),
    ],
)
def test_a_port_may_name_lane_speed_and_framing(text: str, spec: PortSpec) -> None:
    assert read_specs([text]) == (spec,)


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "@9600", "COM3@", "COM3@fast", "COM3@0", "COM3@9600/9N1", "COM3@9600/8N"),
        *("=COM3", "a=b=COM3", "COM3@9600@9600", "replay:day.txt@9600"),
    ],
)
def test_what_names_no_port_is_refused_with_the_form(text: str) -> None:
    with pytest.raises(SettingsWrong) as caught:
        read_specs(["COM1", text])

    assert repr(text) in str(caught.value.what)
    assert "PORT[@BAUD" in str(caught.value.next_step)


@pytest.mark.parametrize("texts", [["COM3", "COM3@9600"], ["A=COM3", "A=COM4"]])
def test_a_port_or_a_lane_s_name_is_there_once(texts: list[str]) -> None:
    with pytest.raises(SettingsWrong, match="twice"):
        read_specs(texts)


def test_a_port_found_by_itself_has_the_line_of_auto_and_a_lane_of_its_own() -> None:
    (auto,) = read_specs(["auto@19200/7O1"])

    found = auto.on(BY_ID)

    assert found.port == BY_ID
    assert (found.lane, found.baud, found.framing) == (lane_of(BY_ID), 19200, "7O1")
