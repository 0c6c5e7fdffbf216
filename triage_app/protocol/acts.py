"""Act bytes -> what the hub must know of them: place in the chain, item, outcome."""

from datetime import datetime

import msgspec
from msgspec import Struct


class ItemPart(Struct, frozen=True):
    scheme: str = ""
    number: str = ""
    posted_on: str = ""


class OutcomePart(Struct, frozen=True):
    code: str = ""


class BodyPart(Struct, frozen=True):
    outcome: OutcomePart | None = None
    undoes: str = ""


class ActEnvelope(Struct, frozen=True, kw_only=True):
    """The envelope inside an act's bytes, as the record writes it; the rest stays unread."""

    id: str
    station: str
    epoch: int
    seq: int
    kind: str
    prev_hash: str
    recorded_at: datetime
    hub_clock_offset_ms: int = 0
    item: ItemPart = ItemPart()
    body: BodyPart = BodyPart()


def read_envelope(data: bytes) -> ActEnvelope:
    """The envelope. Raises msgspec.MsgspecError when the bytes are no act."""
    return msgspec.json.decode(data, type=ActEnvelope)
