"""Announcement <-> a row: what is looked for in columns, the rest one packed value.

The value is MessagePack arrays, fields in the order of the dataclasses: half the size of one with
names. Fields are only ever added at the end, in the model and here: an older value is a shorter
one.
"""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from hashlib import blake2b
from typing import Any, Final, NamedTuple

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
_decode = msgspec.msgpack.Decoder(list).decode


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


def unpack(row: Row) -> Announcement:
    """The announcement of a row. Raises StoreDamaged when its data are not ours."""
    try:
        f = _decode(row.data)
        aliases, documents, extra = f[18], f[19], f[23]
        return Announcement(
            id=row.id,
            feed=f[0],
            scheme=f[1],
            number=row.number,
            posted_on=row.posted_on,
            version=row.version,
            digest=row.digest.hex(),
            announced_at=None if f[2] is None else moment(f[2]),
            channel=_CHANNELS[f[3]],
            carrier=f[4],
            service=f[5],
            origin=f[6],
            destination=f[7],
            mail_class=f[8],
            nature=f[9],
            gross_weight_g=f[10],
            value_minor=f[11],
            currency=f[12],
            arrived_on=date.fromordinal(row.arrived),
            arrived_basis=_BASES[row.basis],
            bag=f[13],
            flight=f[14],
            sender=_party(*f[15]),
            recipient=_party(*f[16]),
            lines=tuple([Line(*line) for line in f[17]]),
            aliases=tuple([(kind, number) for kind, number in aliases]) if aliases else (),
            documents=tuple(documents),
            url=f[20],
            referral=f[21],
            referral_answer=f[22],
            extra=tuple([(name, text) for name, text in extra]) if extra else (),
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


def _party(name: str, address_lines: list[str], *rest: str) -> Party:
    return Party(name, tuple(address_lines), *rest)
