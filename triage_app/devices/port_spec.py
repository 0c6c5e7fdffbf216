"""A text of `[scanner] serial_ports` -> which port, how fast, how framed, and its lane's name.

[LANE=]PORT[@BAUD[/FRAMING]]     Belt 2=/dev/ttyUSB0@115200/8N1     COM3     COM4@9600/7E1
auto[@BAUD[/FRAMING]]            every USB serial port, now and when it is plugged in
[LANE=]replay:FILE               codes from a file, for trying out and demonstrations
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import PurePath

from triage_app.model.errors import SettingsWrong
from triage_app.model.noun import noun
from triage_app.model.sentence import tr

AUTO = "auto"
REPLAY = "replay:"
BAUD = 9600  # what scanners of every maker leave the factory with, as 8N1
_SPEC = re.compile(
    r"(?:(?P<lane>[^=@/\\][^=]*)=)?(?P<port>[^=@]+)"
    r"(?:@(?P<baud>[1-9][0-9]{1,6})(?:/(?P<bits>[78])(?P<parity>[NEOMS])(?P<stop>[12]))?)?"
)
# usb-Maker_Model_Serial-if00-port0: the words around it are the system's.
_BY_ID = re.compile(r"^usb-|-if[0-9a-f]{2}(-port[0-9]+)?$")
LONGEST_LANE = 40


@noun(frozen=True, slots=True)
class PortSpec:
    """`parity` is N, E, O, M or S. `port` may be "auto" or begin with "replay:"."""

    lane: str
    port: str
    baud: int = BAUD
    bits: int = 8
    parity: str = "N"
    stop_bits: int = 1

    @property
    def framing(self) -> str:
        """As people write it: 8N1."""
        return f"{self.bits}{self.parity}{self.stop_bits}"

    def on(self, port: str) -> "PortSpec":
        """The same line on another port, its lane named after that."""
        return replace(self, lane=lane_of(port), port=port)


def read_specs(texts: Sequence[str]) -> tuple[PortSpec, ...]:
    """The ports in order. Raises SettingsWrong where one cannot be read, or a port or a lane's
    name is there twice."""
    specs: list[PortSpec] = []
    for text in texts:
        spec = _read(text)
        if any(spec.port == other.port or spec.lane == other.lane for other in specs):
            raise SettingsWrong(
                tr("devices", "scanner.serial_ports has {port} twice.", port=text),
                tr("devices", "Give each scanner a port and a lane's name of its own: LANE=PORT."),
            )
        specs.append(spec)
    return tuple(specs)


def lane_of(port: str) -> str:
    """What a scanner is called when nobody named it."""
    name = PurePath(port.replace("\\", "/").removeprefix(REPLAY)).name
    return _BY_ID.sub("", name).replace("_", " ").strip()[:LONGEST_LANE] or port


def _read(text: str) -> PortSpec:
    found = _SPEC.fullmatch(text.strip())
    if found is None or (found["baud"] and found["port"].startswith(REPLAY)):
        raise SettingsWrong(
            tr("devices", "In scanner.serial_ports, {port} names no port.", port=repr(text)),
            tr("devices", "Write [LANE=]PORT[@BAUD[/8N1]], as in Belt 2=/dev/ttyUSB0@9600/8N1."),
        )
    port = found["port"].strip()
    lane = (found["lane"] or lane_of(port)).strip()[:LONGEST_LANE]
    if found["bits"]:
        bits, stop = int(found["bits"]), int(found["stop"])
        return PortSpec(lane, port, int(found["baud"]), bits, found["parity"], stop)
    return PortSpec(lane, port, int(found["baud"] or BAUD))
