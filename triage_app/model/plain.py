"""An announcement as plain values, in the one order its content is packed, compared and digested.

Taking in millions of items, most of the time would go into building nouns that are only taken apart
again; what reads a file may make these instead, what stores them needs no more.
"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Final, NamedTuple

from triage_app.model.item import Announcement, Line, Party, Referral
from triage_app.model.referring import is_bare

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)

PlainParty = tuple[str, tuple[str, ...], str, str, str, str, str, str, str]
"""The fields of a Party, in order."""
PlainLine = tuple[int, str, int | None, int | None, int | None, str, str, str]
"""The fields of a Line, in order."""
PlainReferral = tuple[str, str, int | None, str, str, str, int | None]
"""The fields of a Referral, in order; times are microseconds since 1970."""


class Content(NamedTuple):
    """The announced content: the fields of an Announcement that no other column of the store says.
    Fields are only ever added at the end: what was packed earlier is a shorter one. `announced_at`
    is microseconds since 1970, `channel` the channel's value. One referral of which nothing but its
    code and answer is known stands in `referral` and `referral_answer`, others in `referrals`."""

    feed: str
    scheme: str
    announced_at: int | None
    channel: str
    carrier: str
    service: str
    origin: str
    destination: str
    mail_class: str
    nature: str
    gross_weight_g: int | None
    value_minor: int | None
    currency: str
    bag: str
    flight: str
    sender: PlainParty
    recipient: PlainParty
    lines: tuple[PlainLine, ...]
    aliases: tuple[tuple[str, str], ...]
    documents: tuple[str, ...]
    url: str
    referral: str
    referral_answer: str
    extra: tuple[tuple[str, str], ...]
    referrals: tuple[PlainReferral, ...] = ()


class PlainItem(NamedTuple):
    """An announcement without id: `arrived` is a day's ordinal, None where nobody says it; `basis`
    the value of an ArrivalBasis."""

    number: str
    posted_on: str
    version: int
    arrived: int | None
    basis: str
    content: Content


def plain_item(a: Announcement) -> PlainItem:
    """The announcement as plain values."""
    arrived = a.arrived_on.toordinal() if a.arrived_on else None
    return PlainItem(
        a.number, a.posted_on, a.version, arrived, a.arrived_basis.value, content_of(a)
    )


def content_of(a: Announcement) -> Content:
    """What is announced, without number, posting date and arrival."""
    referral, answer, referrals = _referrals(a.referrals)
    return Content(
        a.feed,
        a.scheme,
        microseconds(a.announced_at) if a.announced_at else None,
        a.channel.value,
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
        plain_party(a.sender),
        plain_party(a.recipient),
        tuple([plain_line(line) for line in numbered(a.lines)]),
        a.aliases,
        a.documents,
        a.url,
        referral,
        answer,
        a.extra,
        referrals,
    )


def _referrals(told: tuple[Referral, ...]) -> tuple[str, str, tuple[PlainReferral, ...]]:
    if not told:
        return "", "", ()
    if len(told) == 1 and is_bare(told[0]):
        return told[0].code, told[0].answer, ()
    return "", "", tuple(map(plain_referral, told))


def plain_referral(r: Referral) -> PlainReferral:
    """A referral's fields in order."""
    asked = microseconds(r.asked_at) if r.asked_at else None
    answered = microseconds(r.answered_at) if r.answered_at else None
    return (r.code, r.asked_by, asked, r.asked, r.answer, r.answered_by, answered)


def referrals_of(code: str, answer: str, told: tuple[PlainReferral, ...]) -> tuple[Referral, ...]:
    """The referrals of a content's last fields."""
    bare = (Referral(code, answer=answer),) if code or answer else ()
    return (*bare, *(_referral(*plain) for plain in told))


def _referral(
    code: str,
    asked_by: str,
    asked: int | None,
    what: str,
    answer: str,
    answered_by: str,
    answered: int | None,
) -> Referral:
    return Referral(
        code,
        asked_by,
        None if asked is None else moment(asked),
        what,
        answer,
        answered_by,
        None if answered is None else moment(answered),
    )


def plain_party(p: Party) -> PlainParty:
    """A party's fields in order."""
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


def plain_line(line: Line) -> PlainLine:
    """A line's fields in order."""
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
    return (at - EPOCH) // _MICROSECOND


def moment(micro: int) -> datetime:
    """The aware UTC time again."""
    return EPOCH + timedelta(microseconds=micro)
