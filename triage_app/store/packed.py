"""Announcement <-> a row: what is looked for in columns, the rest one packed value.

The value is MessagePack arrays, fields in the order of `model.plain`: half the size of one with
names. Fields are only ever added at the end: an older value is a shorter one, and keeps its own
type beside the new one.
"""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from hashlib import blake2b
from typing import Any, Final, NamedTuple, TypeAlias

import msgspec

from triage_app.model.errors import StoreDamaged
from triage_app.model.item import Announcement, ArrivalBasis, Channel, Line, Party
from triage_app.model.joining import ANNOUNCED_ARRIVALS
from triage_app.model.plain import (
    EPOCH,
    Content,
    PlainLine,
    PlainParty,
    PlainReferral,
    referrals_of,
)
from triage_app.model.sentence import tr

_DIGEST_BYTES: Final = 16
_CHANNELS: Final = {channel.value: channel for channel in Channel}
_BASES: Final = {basis.value: basis for basis in ArrivalBasis}
_encode = msgspec.msgpack.Encoder().encode
_Pairs: TypeAlias = tuple[tuple[str, str], ...]
_Announced: TypeAlias = tuple[  # as Content, without its names
    str, str, int | None, str, str, str, str, str, str, str,
    int | None, int | None, str, str, str, PlainParty, PlainParty, tuple[PlainLine, ...],
    _Pairs, tuple[str, ...], str, str, str, _Pairs,
]  # fmt: skip
_Referred: TypeAlias = tuple[
    str, str, int | None, str, str, str, str, str, str, str,
    int | None, int | None, str, str, str, PlainParty, PlainParty, tuple[PlainLine, ...],
    _Pairs, tuple[str, ...], str, str, str, _Pairs, tuple[PlainReferral, ...],
]  # fmt: skip
_decode_first: Final[Callable[[bytes], Any]] = msgspec.msgpack.Decoder(_Announced).decode
_decode_referred: Final[Callable[[bytes], Any]] = msgspec.msgpack.Decoder(_Referred).decode
_REFERRED: Final = b"\xdc\x00\x19"
"""How 25 fields begin (MessagePack, array 16)."""
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


def pack(content: Content) -> bytes:
    """The announced content, without what a row's columns say. Equal content, equal bytes: fields
    added later are left out where they say nothing."""
    return _encode(content if content.referrals else content[:-1])


def _decode(data: bytes) -> Any:
    return (_decode_referred if data.startswith(_REFERRED) else _decode_first)(data)


def digest_of(data: bytes, arrived: int, basis: str) -> bytes:
    """The digest of a version: its content and an arrival that was announced (a day's ordinal)."""
    if basis in ANNOUNCED_ARRIVALS:
        data += arrived.to_bytes(4, "big")
    return blake2b(data, digest_size=_DIGEST_BYTES).digest()


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
            *told,
        ) = _decode(data)
        return Announcement(
            id_,
            feed,
            scheme,
            number,
            posted_on,
            version,
            digest.hex(),
            None if announced_at is None else EPOCH + timedelta(0, 0, announced_at),
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
            extra,
            referrals_of(referral, referral_answer, *told or ((),))
            if told or referral or referral_answer
            else (),
        )
    except (msgspec.MsgspecError, LookupError, ValueError, TypeError) as error:
        raise _damaged(error) from error


def unpack_content(data: bytes) -> Content:
    """A row's data as it was packed. Raises StoreDamaged."""
    try:
        return Content(*_decode(data))
    except (msgspec.MsgspecError, TypeError) as error:
        raise _damaged(error) from error


class Priced(NamedTuple):
    """What tells the values of an announcement's lines, as it was packed."""

    origin: str
    currency: str
    lines: Sequence[PlainLine]


_PRICED: Final = {"origin": str, "currency": str, "lines": tuple[PlainLine, ...]}
_AS_FAR: Final = Content._fields[: Content._fields.index("lines") + 1]
_decode_priced: Final[Callable[[bytes], Any]] = msgspec.msgpack.Decoder(
    msgspec.defstruct(  # as Content as far as it is asked; the rest is passed over unread
        "PricedContent",
        [(name, _PRICED.get(name, msgspec.Raw)) for name in _AS_FAR],
        array_like=True,
    )
).decode


def unpack_priced(data: bytes) -> Priced:
    """The little of a row's data that values are worked out from. Raises StoreDamaged."""
    try:
        f = _decode_priced(data)
        return Priced(f.origin, f.currency, f.lines)
    except (msgspec.MsgspecError, LookupError) as error:
        raise _damaged(error) from error


def _damaged(error: Exception) -> StoreDamaged:
    return StoreDamaged(
        tr("cache", "An announcement in cache.db cannot be read: {error}.", error=error),
        tr("cache", "Run 'triage check'; the cache can be fetched or imported again."),
    )


def announcement_id(announcement: Announcement) -> str:
    """Feed + number + posting date, digested: the same for every version of an announcement."""
    return id_of(announcement.feed, announcement.number, announcement.posted_on)


def id_of(feed: str, number: str, posted_on: str) -> str:
    """The id of the announcement of that feed, number and posting date."""
    named = f"{feed}\n{number}\n{posted_on}".encode("utf-8", "surrogatepass")
    return blake2b(named, digest_size=_DIGEST_BYTES).hexdigest()
