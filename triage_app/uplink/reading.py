"""Reply -> the hub's own message, or the fault that says why it is none."""

from collections.abc import Mapping
from typing import TypeVar

import msgspec

from triage_app.model.errors import HubRefusedStation, HubUnreachable, StationRevoked
from triage_app.model.sentence import Sentence, tr
from triage_app.protocol.envelope import (
    HEADER_HUB,
    HEADER_REQUEST,
    ErrorAnswer,
    HubAnswer,
    SignedStatement,
)
from triage_app.protocol.revocation import revokes
from triage_app.uplink.credentials import Credentials
from triage_app.uplink.line import Reply

WAITS = "Everything recorded waits here and is sent later."
REFUSING = (401, 403, 426)
Message = TypeVar("Message", bound=HubAnswer)


def read_message(reply: Reply, kind: type[Message], hub: str) -> Message | None:
    """The message, when it is this hub's and answers this very request; else None.

    `hub` "" takes any hub's word: before enrolment there is none to compare with.
    """
    try:
        message = msgspec.json.decode(reply.body, type=kind)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return None
    answers_us = message.request == reply.asked and message.triage > 0
    return message if answers_us and hub in ("", message.hub) else None


def marked_as_ours(reply: Reply, hub: str) -> bool:
    """Whether an answer without a JSON body carries the hub's marks."""
    headers = reply.headers
    named = headers.get(HEADER_HUB.lower()) == hub
    return named and headers.get(HEADER_REQUEST.lower()) == reply.asked


def refusal(error: ErrorAnswer, status: int, credentials: Credentials | None) -> Exception:
    """The fault for a refusal in the hub's own words."""
    signed = error.revocation
    revoked = revocation(signed, credentials) if signed and credentials else None
    if revoked is not None:
        return revoked
    what = tr("road", "The hub says: {words}", words=error.words)
    if status in REFUSING:
        return HubRefusedStation(what, tr("road", "Acts wait here; ask whoever runs the hub."))
    return HubUnreachable(what, tr("road", WAITS))


def revocation(signed: SignedStatement, credentials: Credentials) -> StationRevoked | None:
    """The hub's signed word that this station is revoked; None when it is not signed by it."""
    if not revokes(signed, credentials.hub_key, credentials.station):
        return None
    return StationRevoked(
        tr("road", "The hub has revoked this station."),
        tr("road", "Call a supervisor; what was recorded is kept sealed until it is delivered."),
        msgspec.json.encode(signed),
    )


def not_our_hub(reply: Reply) -> HubUnreachable:
    """What answered is something else: a captive portal, a proxy, another service."""
    return HubUnreachable(foreign_words(reply), tr("road", WAITS))


def not_as_signed() -> HubUnreachable:
    """What came does not bear the pinned hub's signature, or was changed on the way."""
    return HubUnreachable(tr("road", "What came is not what the hub signed."), tr("road", WAITS))


def foreign_words(reply: Reply) -> Sentence:
    """What answered, for people."""
    status, headers = reply.status, reply.headers
    if 300 <= status < 400:
        return tr(
            "road", "The road leads elsewhere (redirect {status}): a log-in page?", status=status
        )
    kind = headers.get("content-type", "nothing").split(";")[0]
    return tr(
        "road",
        "What answered is not our hub (status {status}, {kind}): a captive portal or proxy?",
        status=status,
        kind=kind,
    )


def retry_after_s(headers: Mapping[str, str]) -> int:
    """Retry-After in seconds, as far as it is a plain number; else 0."""
    text = headers.get("retry-after", "").strip()
    return min(int(text), 86_400) if text.isascii() and text.isdigit() and len(text) < 8 else 0
