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


@noun(frozen=True, slots=True)
class Scan:
    """`text` as it came, AIM identifier included; GS is "\\x1d"."""

    text: str
    scanned_at: datetime
    source: ScanSource = ScanSource.WEDGE
