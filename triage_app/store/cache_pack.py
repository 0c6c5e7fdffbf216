"""Plain items -> packed items: all that can be worked out without the store, in whatever process.

What is packed is what is written of announcements: their rows, their numbers, the keys of their
people, where they lie. It is packed by columns and as it will be bound, for nearly all of it is
new and goes into the store as it comes; see `cache_fresh`.
"""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

import msgspec

from triage_app.model.joining import bag_of, tells_beside
from triage_app.model.plain import PlainItem
from triage_app.store.cache_coverage import told_in
from triage_app.store.cache_kin import kin_columns
from triage_app.store.packed import digest_of, id_of, pack

PackedRow = tuple[str, str, str, int, bytes, int, str, bytes]
"""(id, number, posted_on, version, digest, arrived, basis, data); `arrived` is a day's ordinal."""
Alias = tuple[str, int, str]
"""(number, whose, kind), kind '' for its own."""
KinRow = tuple[int, int, int | None, int | None, int | None, int | None]
"""(whose, ordinal of the arrival, then as in `cache_kin.Kin`)."""


class PackedBatch(NamedTuple):
    """Some items; elsewhere than in `rows` an item is its place in them. `aliases` are sorted by
    number; `lying` are (bag, flight, arrived, which items), see `cache_bags`; `told` are (which
    item, flight, master, count), see `cache_coverage`; `beside` are items that say something
    beside what is announced."""

    rows: list[PackedRow]
    aliases: list[Alias]
    kin: list[KinRow]
    lying: list[tuple[str, str, int, list[int]]]
    told: list[tuple[int, str, str, int]]
    beside: list[int]


class PackedItem(NamedTuple):
    """One item of a batch. `others` are (number, kind) beside its own; then come the fields of
    `cache_kin.Kin`, where it lies, what its row tells of a master air waybill, and whether it says
    something beside what is announced."""

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
    (item,) = items_of(_packed([plain], today))
    return item._replace(id=id_) if id_ else item


def pack_batch(items: Sequence[PlainItem], today: int) -> bytes:
    """Items packed for another process."""
    return _encode(_packed(items, today) if items else PackedBatch([], [], [], [], [], []))


def unpack_batch(batch: bytes) -> PackedBatch:
    """What `pack_batch` packed, in this program's own other process."""
    return _decode(batch)


def items_of(batch: PackedBatch) -> list[PackedItem]:
    """The items one by one, for whoever takes a closer look at each."""
    others: list[list[tuple[str, str]]] = [[] for _ in batch.rows]
    for number, whose, kind in batch.aliases:
        if kind:
            others[whose].append((number, kind))
    told: list[list[tuple[str, str, int]]] = [[] for _ in batch.rows]
    for whose, flight, master, count in batch.told:
        told[whose].append((flight, master, count))
    beside = set(batch.beside)
    lies = {at: place[:2] for place in batch.lying for at in place[3]}
    return [
        PackedItem(
            *row, tuple(others[at]), *batch.kin[at][2:], *lies[at], tuple(told[at]), at in beside
        )
        for at, row in enumerate(batch.rows)
    ]


def _packed(items: Sequence[PlainItem], today: int) -> PackedBatch:
    """The items by columns: a step over one is a fraction of a call for each of its cells."""
    numbers, posted, versions, told_days, told_bases, contents = zip(*items, strict=True)
    days, bases = list(told_days), list(told_bases)
    if None in days:
        bases = [b if day is not None else "today" for day, b in zip(days, bases, strict=True)]
        days = [today if day is None else day for day in days]
    data = list(map(pack, contents))
    ids = map(id_of, [c.feed for c in contents], numbers, posted)
    digests = map(digest_of, data, days, bases)
    aliases = list(zip(numbers, range(len(numbers)), [""] * len(numbers), strict=True))
    aliases += _others(numbers, [c.aliases for c in contents])
    aliases.sort()
    keys = kin_columns([c.sender[0] for c in contents], [c.recipient for c in contents])
    flights = [c.flight.strip() for c in contents]
    bags = map(bag_of, [c.bag for c in contents], [c.aliases for c in contents])
    lying: dict[tuple[str, str, int], list[int]] = {}
    for at, place in enumerate(zip(bags, flights, days, strict=True)):
        lying.setdefault(place, []).append(at)
    return PackedBatch(
        list(zip(ids, numbers, posted, versions, digests, days, bases, data, strict=True)),
        aliases,
        list(zip(range(len(numbers)), days, *keys, strict=True)),
        [(*place, its) for place, its in lying.items()],
        [
            (at, *said)
            for at, c in enumerate(contents)
            if c.extra
            for said in told_in(c.flight, c.aliases, c.extra)
        ],
        [at for at, c in enumerate(contents) if not c.lines and tells_beside(c)],
    )


def _others(
    numbers: Sequence[str], aliases: Sequence[Sequence[tuple[str, str]]]
) -> Iterator[Alias]:
    for at, (own, others) in enumerate(zip(numbers, aliases, strict=True)):
        for kind, number in others:
            if number and number != own:
                yield number, at, kind or "?"


_encode: Final = msgspec.msgpack.Encoder().encode
_decode: Final = msgspec.msgpack.Decoder(PackedBatch).decode
