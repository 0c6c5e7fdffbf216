"""Announcement <-> a row: what is looked for in columns, the rest one packed value.

The value is MessagePack arrays, fields in the order of the dataclasses: half the size of one with
names. Fields are only ever added at the end, in the model and here: an older value is a shorter
one, and keeps its own type beside the new one.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from hashlib import blake2b
from typing import Any, Final, NamedTuple, TypeAlias

import msgspec

from triage_app.model.errors import StoreDamaged
from triage_app.model.item import Announcement, ArrivalBasis, Channel, Line, Party
from triage_app.model.sentence import tr

ANNOUNCED_ARRIVALS: Final = (ArrivalBasis.EVENT, ArrivalBasis.FLIGHT)
"""Other bases say when the station first heard of the item, not what was announced."""

_DIGEST_BYTES: Final = 16
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)
_CHANNELS: Final = {channel.value: channel for channel in Channel}
_BASES: Final = {basis.value: basis for basis in ArrivalBasis}
_encode = msgspec.msgpack.Encoder().encode
_Party: TypeAlias = tuple[str, tuple[str, ...], str, str, str, str, str, str, str]
_Line: TypeAlias = tuple[int, str, int | None, int | None, int | None, str, str, str]
_Pairs: TypeAlias = tuple[tuple[str, str], ...]
_Announced: TypeAlias = tuple[  # in the order of `pack`
    str, str, int | None, str, str, str, str, str, str, str,
    int | None, int | None, str, str, str, _Party, _Party, tuple[_Line, ...],
    _Pairs, tuple[str, ...], str, str, str, _Pairs,
]  # fmt: skip
_decode: Final[Callable[[bytes], Any]] = msgspec.msgpack.Decoder(_Announced).decode
_day: Final = date.fromordinal


class Row(NamedTuple):
    """One version of an announcement; `arrived` is a day's ordinal, `imported_at` microseconds
    since 1970."""

    key: int
    id: str
    number: str
    posted_on: str
    version: int
    digest: bytes
    imported_at: int
    arrived: int
    basis: str
    data: bytes


COLUMNS: Final = ", ".join(f"announcement.{name}" for name in Row._fields)


def row_of(announcement: Announcement, id_: str, key: int, version: int, imported_at: int) -> Row:
    """The row of an announcement under its id; one without an arrival arrived when imported."""
    arrived, basis = announcement.arrived_on, announcement.arrived_basis
    if arrived is None:
        arrived, basis = moment(imported_at).date(), ArrivalBasis.TODAY
    data = pack(announcement)
    named = data
    if basis in ANNOUNCED_ARRIVALS:
        named += arrived.toordinal().to_bytes(4, "big")
    return Row(
        key,
        id_,
        announcement.number,
        announcement.posted_on,
        version,
        blake2b(named, digest_size=_DIGEST_BYTES).digest(),
        imported_at,
        arrived.toordinal(),
        basis.value,
        data,
    )


def pack(a: Announcement) -> bytes:
    """The announced content, without what a row's columns say. Equal content, equal bytes."""
    return _encode(
        (
            a.feed,
            a.scheme,
            microseconds(a.announced_at) if a.announced_at else None,
            a.channel,
            a.carrier,
            a.service,
            a.origin,
            a.destination,
            a.mail_class,
            a.nature,
            a.gross_weight_g,
            a.value_minor,
            a.currency,
            a.bag,
            a.flight,
            _party_fields(a.sender),
            _party_fields(a.recipient),
            [_line_fields(line) for line in numbered(a.lines)],
            a.aliases,
            a.documents,
            a.url,
            a.referral,
            a.referral_answer,
            a.extra,
        )
    )


def unpack(row: tuple[Any, ...]) -> Announcement:
    """The announcement of a `Row` or as plain a tuple. Raises StoreDamaged when its data are not
    ours. Every look-up passes here: names and places are spelled out, for they cost half a call."""
    try:
        _, id_, number, posted_on, version, digest, _, arrived, basis, data = row
        (
            feed,
            scheme,
            announced_at,
            channel,
            carrier,
            service,
            origin,
            destination,
            mail_class,
            nature,
            gross_weight_g,
            value_minor,
            currency,
            bag,
            flight,
            sender,
            recipient,
            lines,
            aliases,
            documents,
            url,
            referral,
            referral_answer,
            extra,
        ) = _decode(data)
        return Announcement(
            id_,
            feed,
            scheme,
            number,
            posted_on,
            version,
            digest.hex(),
            None if announced_at is None else _EPOCH + timedelta(0, 0, announced_at),
            _CHANNELS[channel],
            carrier,
            service,
            origin,
            destination,
            mail_class,
            nature,
            gross_weight_g,
            value_minor,
            currency,
            _day(arrived),
            _BASES[basis],
            bag,
            flight,
            Party(*sender),
            Party(*recipient),
            tuple([Line(*line) for line in lines]),
            aliases,
            documents,
            url,
            referral,
            referral_answer,
            extra,
        )
    except (msgspec.MsgspecError, LookupError, ValueError, TypeError) as error:
        raise StoreDamaged(
            tr("cache", "An announcement in cache.db cannot be read: {error}.", error=error),
            tr("cache", "Run 'triage check'; the cache can be fetched or imported again."),
        ) from error


def announcement_id(announcement: Announcement) -> str:
    """Feed + number + posting date, digested: the same for every version of an announcement."""
    named = f"{announcement.feed}\n{announcement.number}\n{announcement.posted_on}"
    return blake2b(named.encode("utf-8", "surrogatepass"), digest_size=_DIGEST_BYTES).hexdigest()


def numbered(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """Lines with index 0 get their place in order of appearance; given indexes stay."""
    if all(line.index for line in lines):
        return lines
    return tuple(
        line if line.index else replace(line, index=place)
        for place, line in enumerate(lines, start=1)
    )


def microseconds(at: datetime) -> int:
    """Microseconds since 1970, exact. `at` is aware."""
    return (at - _EPOCH) // _MICROSECOND


def moment(micro: int) -> datetime:
    """The aware UTC time again."""
    return _EPOCH + timedelta(microseconds=micro)


def _party_fields(p: Party) -> tuple[Any, ...]:
    return (
        p.name,
        p.address_lines,
        p.city,
        p.state,
        p.post_code,
        p.country,
        p.phone,
        p.email,
        p.tax_id,
    )


def _line_fields(line: Line) -> tuple[Any, ...]:
    return (
        line.index,
        line.description,
        line.quantity,
        line.net_weight_g,
        line.value_minor,
        line.currency,
        line.hs,
        line.origin,
    )
