"""What a scanner, a keyboard or a picture gave us."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class ScanSource(StrEnum):
    WEDGE = "wedge"
    TYPED = "typed"
    SERIAL = "serial"
    PICTURE = "picture"
    REPLAY = "replay"


@dataclass(frozen=True, slots=True)
class Scan:
    """`text` as it came, AIM identifier included; GS is "\\x1d"."""

    text: str
    scanned_at: datetime
    source: ScanSource = ScanSource.WEDGE
