"""What a scanner, a keyboard or a picture gave us."""

from datetime import datetime
from enum import StrEnum

from triage_app.model.noun import noun


class ScanSource(StrEnum):
    WEDGE = "wedge"
    TYPED = "typed"
    SERIAL = "serial"
    PICTURE = "picture"
    REPLAY = "replay"
    LIST = "list"
    """Nothing was scanned: an item was looked up from a list it stands in."""


@noun(frozen=True, slots=True)
class Scan:
    """`text` as it came, AIM identifier included; GS is "\\x1d". `device` is the lane's name where
    several scanners work at one station, else ""."""

    text: str
    scanned_at: datetime
    source: ScanSource = ScanSource.WEDGE
    device: str = ""


@noun(frozen=True, slots=True)
class ShownWeight:
    """What a scale shows at rest, whole grams, 0 for an empty pan; `scale` is its name."""

    weight_g: int
    scale: str


@noun(frozen=True, slots=True)
class TakenPicture:
    """A file as a camera's folder gave it, content not looked at yet; `name` is for people."""

    name: str
    data: bytes
    taken_at: datetime
    device: str = ""
