"""What every request carries and every answer of a hub is wrapped in.

A captive portal, a proxy or another service may answer 200 with anything. Only an answer that
names the protocol (`triage`), the hub's id and the request it answers is the hub's own.
"""

from datetime import datetime

from msgspec import Struct

PROTOCOL_VERSION = 1
OLDEST_SPOKEN = 1

HEADER_PROTOCOL = "Triage-Protocol"
HEADER_APP = "Triage-App"
HEADER_REQUEST = "Triage-Request"
HEADER_HUB = "Triage-Hub"
HEADER_TIME = "Triage-Time"

ERROR_CODES = (
    "old_protocol",
    "new_protocol",
    "unknown_station",
    "revoked",
    "enrolment_refused",
    "unreadable",
    "too_large",
    "not_found",
    "wrong_offset",
    "wrong_hash",
    "busy",
    "broken",
)


class HubAnswer(Struct, kw_only=True):
    """The envelope: protocol version, the hub's id, its clock, the request answered."""

    triage: int
    hub: str
    at: datetime
    request: str


class SignedStatement(Struct, frozen=True):
    """Canonical bytes (base64 in JSON) and the hub's Ed25519 signature over them, in hex."""

    data: bytes
    signature: str


class ErrorAnswer(HubAnswer, kw_only=True):
    """Why the hub did not do as asked. `code` is one of ERROR_CODES, `words` are for people;
    `revocation` is the hub-signed statement a revoked station gets, and nothing else wipes."""

    code: str
    words: str
    retry_after_s: int = 0
    revocation: SignedStatement | None = None


def version_spoken(version_text: str) -> str:
    """ "" when a station of this protocol version is understood, else the error code to give."""
    if not version_text.isascii() or not version_text.isdigit() or len(version_text) > 6:
        return "old_protocol"
    version = int(version_text)
    if version < OLDEST_SPOKEN:
        return "old_protocol"
    return "new_protocol" if version > PROTOCOL_VERSION else ""
