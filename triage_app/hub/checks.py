"""Acts as they came -> acts to take, and acts to refuse with the reason."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from triage_app.hub.signatures import Signatures
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


async def check_acts(
    acts: Sequence[WireAct], station: str, public_key: bytes, signatures: Signatures
) -> list[Taken | Turned]:
    """Each act checked, in the order they came."""
    digests = [_digest(act) for act in acts]
    pairs = [(digest, _signature(act)) for act, digest in zip(acts, digests, strict=True) if digest]
    held = iter(await signatures.hold(public_key, pairs))
    return [
        _check(act, station, signed=next(held)) if digest else _unsound(act)
        for act, digest in zip(acts, digests, strict=True)
    ]


def _digest(act: WireAct) -> bytes:
    """The SHA-256 of the act's bytes; b"" when they are too many, or not what its hash says."""
    if len(act.data) > MAX_ACT_BYTES:
        return b""
    digest = hashlib.sha256(act.data).digest()
    return digest if digest.hex() == act.hash else b""


def _signature(act: WireAct) -> bytes:
    try:
        return bytes.fromhex(act.signature)
    except ValueError:
        return b""


def _unsound(act: WireAct) -> Turned:
    if len(act.data) > MAX_ACT_BYTES:
        return Turned(act, "too_large", f"The act is larger than {MAX_ACT_BYTES} bytes.")
    return Turned(act, "wrong_hash", "The act's bytes are not what its hash says.")


def _check(act: WireAct, station: str, *, signed: bool) -> Taken | Turned:
    if not signed:
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
    if any("\0" in text for text in _texts(envelope)):
        # No database keeps it in a text, and SQLite's JSON ends at it.
        return Turned(act, "unreadable", "The act's id, item or kind holds a NUL character.")
    return Taken(act, envelope)


def _texts(envelope: ActEnvelope) -> tuple[str, ...]:
    item = envelope.item
    return (
        envelope.id,
        envelope.kind,
        item.scheme,
        item.number,
        item.posted_on,
        envelope.body.undoes,
    )
