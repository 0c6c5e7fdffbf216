"""Push: acts go out in order, and come back answered one by one, with a signed receipt."""

from datetime import datetime

import msgspec
from msgspec import Struct

from triage_app.model.delivery import ActVerdict, Receipt
from triage_app.protocol.envelope import HubAnswer, SignedStatement
from triage_app.protocol.signing import signature_holds, statement, statement_value

MAX_BATCH_ACTS = 500
MAX_BATCH_BYTES = 4 * 1024 * 1024
MAX_ACT_BYTES = 2 * 1024 * 1024
MAX_BODY_BYTES = 16 * 1024 * 1024


class WireAct(Struct, frozen=True):
    """An act as recorded: `data` its bytes (base64 in JSON), `hash` their SHA-256 and
    `signature` Ed25519 over the 32 hash bytes, both hex."""

    id: str
    epoch: int
    seq: int
    data: bytes
    hash: str
    signature: str


class ChainHead(Struct, frozen=True):
    """Where the station's chain stands while it pushes."""

    epoch: int
    seq: int
    hash: str


class PushRequest(Struct, frozen=True):
    """Up to MAX_BATCH_ACTS acts in (epoch, seq) order."""

    acts: list[WireAct]
    head: ChainHead


class WireActAnswer(Struct, frozen=True, omit_defaults=True):
    """One act's answer; `reason` is a word for programs, `words` for people."""

    id: str
    verdict: ActVerdict
    reason: str = ""
    words: str = ""
    retry_after_s: int = 0


class MissingRange(Struct, frozen=True):
    """Acts `first` to `last` of `epoch` the hub never got, though it holds later ones."""

    epoch: int
    first: int
    last: int


class ReceiptBody(Struct, frozen=True):
    """What the hub signs: of `epoch` it holds every act up to `seq` (or refused it, and keeps
    its bytes in quarantine); `hash` is that of `seq`, itself kept. `acts` counts all it keeps of
    the station."""

    hub: str
    facility: str
    station: str
    epoch: int
    seq: int
    hash: str
    acts: int
    at: datetime


class PushAnswer(HubAnswer, kw_only=True):
    """Answers in the order of the acts. A revoked station's acts lie in quarantine, and the
    hub-signed `revocation` says so."""

    answers: list[WireActAnswer]
    receipt: SignedStatement | None = None
    missing: list[MissingRange] = []
    revocation: SignedStatement | None = None


def receipt_statement(body: ReceiptBody) -> bytes:
    """The bytes of a receipt to be signed."""
    return statement("receipt", msgspec.to_builtins(body))


def read_receipt(signed: SignedStatement, public_key: bytes, station: str) -> Receipt | None:
    """The receipt, when it is the hub's own word about this station; else None."""
    value = statement_value("receipt", signed.data)
    if value is None or not signature_holds(public_key, signed.signature, signed.data):
        return None
    try:
        body = msgspec.json.decode(value, type=ReceiptBody)
    except msgspec.MsgspecError:
        return None
    if body.station != station:
        return None
    return Receipt(msgspec.json.encode(signed), body.epoch, body.seq, body.hash)
