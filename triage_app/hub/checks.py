"""Acts as they came -> acts to take, and acts to refuse with the reason."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from triage_app.protocol.acts import ActEnvelope, read_envelope
from triage_app.protocol.push import MAX_ACT_BYTES, WireAct

MAX_SEQ = 2**62


@dataclass(frozen=True, slots=True)
class Taken:
    """An act whose hash, signature, place and sender are as they say."""

    wire: WireAct
    envelope: ActEnvelope


@dataclass(frozen=True, slots=True)
class Turned:
    """An act that is refused: `reason` for programs, `words` for people."""

    wire: WireAct
    reason: str
    words: str


def check_acts(acts: Sequence[WireAct], station: str, public_key: bytes) -> list[Taken | Turned]:
    """Each act checked, in the order they came."""
    key = Ed25519PublicKey.from_public_bytes(public_key)
    return [_check(act, station, key) for act in acts]


def _check(act: WireAct, station: str, key: Ed25519PublicKey) -> Taken | Turned:
    if len(act.data) > MAX_ACT_BYTES:
        return Turned(act, "too_large", f"The act is larger than {MAX_ACT_BYTES} bytes.")
    digest = hashlib.sha256(act.data).digest()
    if digest.hex() != act.hash:
        return Turned(act, "wrong_hash", "The act's bytes are not what its hash says.")
    try:
        key.verify(bytes.fromhex(act.signature), digest)
    except (InvalidSignature, ValueError):
        return Turned(act, "wrong_signature", "The act is not signed by this station's key.")
    try:
        envelope = read_envelope(act.data)
    except msgspec.MsgspecError as error:
        return Turned(act, "unreadable", f"The act cannot be read: {error}.")
    return _check_place(act, envelope, station)


def _check_place(act: WireAct, envelope: ActEnvelope, station: str) -> Taken | Turned:
    if envelope.station != station:
        return Turned(act, "other_station", f"The act was recorded by {envelope.station!r}.")
    if (envelope.id, envelope.epoch, envelope.seq) != (act.id, act.epoch, act.seq):
        return Turned(act, "other_place", "The act's id or place is not what the message says.")
    if not (0 <= act.epoch < MAX_SEQ and 0 < act.seq < MAX_SEQ and 0 < len(act.id) <= 64):
        return Turned(act, "other_place", "The act's id, epoch or seq is out of range.")
    return Taken(act, envelope)
