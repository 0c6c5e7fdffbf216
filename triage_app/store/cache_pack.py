"""Plain items -> packed items: all that can be worked out without the store, in whatever process.

A packed item is what is written of an announcement: its row, its other numbers, the keys of its
people. Another process packs many and hands over bytes.
"""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

import msgspec

from triage_app.model.joining import bag_of, tells_beside
from triage_app.model.plain import PlainItem
from triage_app.store.cache_coverage import told_in
from triage_app.store.cache_kin import kin_columns
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
    (row,) = _packed([plain], today)
    item = PackedItem._make(row)
    return item._replace(id=id_) if id_ else item


def pack_batch(items: Sequence[PlainItem], today: int) -> bytes:
    """Items packed for another process."""
    return _encode(list(_packed(items, today))) if items else _encode(())


def _packed(items: Sequence[PlainItem], today: int) -> Iterator[tuple[object, ...]]:
    """The fields of each PackedItem. By columns: a step over one is a fraction of a call for each
    of its cells."""
    numbers, posted, versions, told_days, told_bases, contents = zip(*items, strict=True)
    days, bases = list(told_days), list(told_bases)
    if None in days:
        bases = [b if day is not None else "today" for day, b in zip(days, bases, strict=True)]
        days = [today if day is None else day for day in days]
    data = list(map(pack, contents))
    bags, aliases = [c.bag for c in contents], [c.aliases for c in contents]
    return zip(
        map(id_of, [c.feed for c in contents], numbers, posted),
        numbers,
        posted,
        versions,
        map(digest_of, data, days, bases),
        days,
        bases,
        data,
        map(_others, numbers, aliases),
        *kin_columns([c.sender[0] for c in contents], [c.recipient for c in contents]),
        map(bag_of, bags, aliases),
        [c.flight.strip() for c in contents],
        [told_in(c.flight, c.aliases, c.extra) if c.extra else () for c in contents],
        [not c.lines and tells_beside(c) for c in contents],
        strict=True,
    )


def unpack_batch(batch: bytes) -> list[PackedItem]:
    """What `pack_batch` packed, in this program's own other process."""
    return _decode(batch)


def _others(number: str, aliases: Sequence[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple([(n, kind or "?") for kind, n in aliases if n and n != number])


_encode: Final = msgspec.msgpack.Encoder().encode
_decode: Final = msgspec.msgpack.Decoder(list[PackedItem]).decode
