"""An act: written once, hashed, chained, signed. Its bytes are the act."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import field
from datetime import datetime
from enum import StrEnum

from triage_app.model.noun import noun

GENESIS_HASH = "0" * 64


class ActKind(StrEnum):
    OUTCOME = "outcome"
    UNDO = "undo"
    ATTACHMENT = "attachment"
    WEIGHING = "weighing"
    MARK = "mark"
    NOTE = "note"
    HOLD = "hold"
    INSPECTOR = "inspector"
    KEYS = "keys"
    EPOCH = "epoch"
    RULES = "rules"


@noun(frozen=True, slots=True)
class ActDraft:
    """What `flow` hands to the record: an act without its place in the chain.

    `body` holds only str, int, bool, None, lists and string-keyed mappings: no floats
    (grams, minor units, micro-fractions). `item` is "" + "" for acts about no item.
    """

    id: str
    kind: ActKind
    recorded_at: datetime
    inspector: str
    body: Mapping[str, object]
    item_scheme: str = ""
    item_number: str = ""
    posted_on: str = ""
    announcement: str = ""
    boot_id: str = ""
    monotonic_ns: int = 0
    hub_clock_offset_ms: int = 0
    rule_pack: str = ""
    app_version: str = ""


@noun(frozen=True, slots=True)
class Act:
    """A recorded act. `data` are the canonical bytes; `hash` is their SHA-256 in hex; `signature`
    is Ed25519 over the 32 hash bytes, in hex."""

    id: str
    station: str
    epoch: int
    seq: int
    kind: ActKind
    data: bytes
    hash: str
    signature: str


class DeliveryState(StrEnum):
    WAITING = "waiting"
    SENT = "sent"
    REFUSED = "refused"
    CONFLICT = "conflict"


@noun(frozen=True, slots=True)
class ActLine:
    """One act as a list shows it: read from the bytes, with how its delivery stands.

    `refusal` are the hub's words on a refused act, `waits` why one still waits after it was tried.
    """

    id: str
    seq: int
    kind: ActKind
    recorded_at: datetime
    inspector: str
    item_scheme: str
    item_number: str
    outcome: str = ""
    title: str = ""
    undone_by: str = ""
    delivery: DeliveryState = DeliveryState.WAITING
    refusal: str = ""
    body: Mapping[str, object] = field(default_factory=dict)
    posted_on: str = ""
    announcement: str = ""
    waits: str = ""


@noun(frozen=True, slots=True)
class Head:
    """Where a station's chain stands. `seq` 0 and GENESIS_HASH: nothing recorded yet."""

    station: str
    epoch: int
    seq: int
    hash: str


@noun(frozen=True, slots=True)
class ChainReport:
    """What `verify` found. `anchored_seq`: up to where the hub has signed a receipt."""

    acts: int
    whole: bool
    first_bad_seq: int | None = None
    reason: str = ""
    anchored_seq: int = 0


def canonical(value: Mapping[str, object]) -> bytes:
    """The one byte form of a JSON object: keys sorted, no spaces, UTF-8, integers only.

    Raises TypeError for a float or a value JSON does not know: an act must not be rounded.
    """
    _refuse_floats(value)
    return json.dumps(
        value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    ).encode("utf-8", "surrogatepass")


def act_hash(data: bytes) -> str:
    """SHA-256 of an act's bytes, hex."""
    return hashlib.sha256(data).hexdigest()


def _refuse_floats(value: object) -> None:
    if value is None or isinstance(value, str | int):
        return
    if isinstance(value, float):
        raise TypeError(f"an act holds integers only, not {value!r}")
    if isinstance(value, Mapping):
        for key, inner in value.items():
            if not isinstance(key, str):
                raise TypeError(f"an act's keys are text, not {key!r}")
            _refuse_floats(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            _refuse_floats(inner)


def uuid7(unix_ms: int, randomness: bytes) -> str:
    """A UUID version 7 (RFC 9562, 5.7) from milliseconds since 1970 and 10 random bytes."""
    tail = int.from_bytes(randomness[:10], "big")
    rand_a, rand_b = tail >> 68, tail & ((1 << 62) - 1)
    milliseconds = max(unix_ms, 0) & ((1 << 48) - 1)
    value = milliseconds << 80 | 7 << 76 | (rand_a & 0xFFF) << 64 | 2 << 62 | rand_b
    text = f"{value:032x}"
    return "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))
