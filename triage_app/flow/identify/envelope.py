"""Text -> the formats of an ISO/IEC 15434 message: `[)>` RS, formats each ended by RS, EOT.

A format is a two-digit indicator, GS and fields with GS between them. Separators a scanner dropped
are done without as far as the rest leaves no doubt. Source: ISO/IEC 15434, clauses 4 and 5;
ISO/IEC 16023, annex B (MaxiCode modes 2 and 3: postal code, country and class come first).
"""

import re
from typing import NamedTuple

from triage_app.flow.identify.code import EOT, GS, RS
from triage_app.model.sentence import Sentence, tr

HEADER = "[)>"
TRANSPORT, GS1, DATA_IDENTIFIERS = "01", "05", "06"
_PRIMARY = rf"[0-9A-Z][0-9A-Z ]{{0,8}}{GS}[0-9]{{3}}{GS}[0-9]{{3}}{GS}"


class Format(NamedTuple):
    """One format of a message; it has a field, if an empty one. `lost`: nothing stands between its
    fields any more."""

    indicator: str
    fields: tuple[str, ...]
    lost: bool = False


def is_message(payload: str) -> bool:
    """Whether the payload is such a message, or what a MaxiCode reader makes of modes 2 and 3."""
    return payload[:3] == HEADER or (GS in payload and re.match(_PRIMARY, payload) is not None)


def formats(payload: str) -> list[Format]:
    """The formats of a message in order; none when nothing stands in it."""
    if payload[:3] != HEADER:
        primary = payload.rstrip(RS + EOT).split(GS)
        return [Format(TRANSPORT, tuple(primary))]
    body = payload[3:].strip(GS + RS + EOT)
    lost = GS not in body and RS not in body
    return [_format(part, lost) for part in body.split(RS) if part.strip(GS)]


def _format(part: str, lost: bool) -> Format:
    part = part.lstrip(GS)
    indicator, fields = part[:2], part[2:].removeprefix(GS).split(GS)
    if indicator == TRANSPORT and fields[0][:2].isdecimal():
        # The version (96 for UPS, 02 for FedEx) stands before the first field, with GS or without.
        fields = [fields[0][2:], *fields[1:]] if len(fields[0]) > 2 else fields[1:] or [""]
    return Format(indicator, tuple(fields), lost)


def lost_separators() -> Sentence:
    """What is wrong, and what to do, when nothing says where a field ends."""
    return tr("identify", "the separators were lost: set the scanner up to send GS, RS and EOT")
