"""Plain items -> packed items: all that can be worked out without the store, in whatever process.

A packed item is what is written of an announcement: its row, its other numbers, the keys of its
people. Another process packs many and hands over bytes.
"""

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

import msgspec

from triage_app.model.joining import bag_of, tells_beside
from triage_app.model.plain import PlainItem
from triage_app.store.cache_coverage import told_in
from triage_app.store.cache_kin import kin_between
from triage_app.store.packed import digest_of, id_of, pack


class PackedItem(NamedTuple):
    """`arrived` is a day's ordinal; `others` are (number, kind) beside its own; then come
    those of `cache_kin.Kin`, where it lies (`cache_bags`), what its row tells of a master air
    waybill (`cache_coverage`) and whether it says something beside what is announced."""

    id: str
    number: str
    posted_on: str
    version: int
    digest: bytes
    arrived: int
    basis: str
    data: bytes
    others: tuple[tuple[str, str], ...]
    person: int | None
    address: int | None
    phone: int | None
    sender: int | None
    bag: str
    flight: str
    told: tuple[tuple[str, str, int], ...]
    beside: bool = False


def packed_item(plain: PlainItem, today: int, id_: str = "") -> PackedItem:
    """The item packed, under an id of its own or the one its content names; one without an arrival
    arrives `today` (a day's ordinal)."""
    number, posted_on, version, arrived, basis, content = plain
    if arrived is None:
        arrived, basis = today, "today"
    data = pack(content)
    return PackedItem(
        id_ or id_of(content.feed, number, posted_on),
        number,
        posted_on,
        version,
        digest_of(data, arrived, basis),
        arrived,
        basis,
        data,
        _others(number, content.aliases),
        *kin_between(content.sender[0], content.recipient),
        bag_of(content.bag, content.aliases),
        content.flight.strip(),
        told_in(content.flight, content.aliases, content.extra) if content.extra else (),
        not content.lines and tells_beside(content),
    )


def pack_batch(items: Iterable[PlainItem], today: int) -> bytes:
    """Items packed for another process."""
    return _encode([packed_item(item, today) for item in items])


def unpack_batch(batch: bytes) -> list[PackedItem]:
    """What `pack_batch` packed, in this program's own other process."""
    return _decode(batch)


def _others(number: str, aliases: Sequence[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple([(n, kind or "?") for kind, n in aliases if n and n != number])


_encode: Final = msgspec.msgpack.Encoder().encode
_decode: Final = msgspec.msgpack.Decoder(list[PackedItem]).decode
