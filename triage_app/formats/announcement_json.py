"""Announcement <-> one JSON object, the native form; resources/formats/announcement.schema.json is
its document, and the tests hold the two together.

Weights are whole grams, money whole minor units, dates ISO 8601, times with their zone. What is not
known is left out.
"""

from datetime import date
from typing import Annotated, Final, Literal

from msgspec import Meta, Struct

from triage_app.formats.country_cells import country
from triage_app.formats.courier_cells import LARGEST
from triage_app.formats.courier_items import Namer
from triage_app.formats.courier_parts import numbered
from triage_app.formats.json_checks import ObjectWrong, check_times, text
from triage_app.formats.referral_json import (
    Moment,
    ReferralObject,
    referral_objects,
    referrals_in,
)
from triage_app.model.item import Announcement, ArrivalBasis, Channel, Line, Party, Referral
from triage_app.model.referring import is_bare

VERSION: Final = "triage-announcement/1"
"""A new version is made when an older program would misread a file of it."""

Amount = Annotated[int, Meta(ge=0, le=LARGEST)]
Pair = tuple[str, str]


class PartyObject(Struct, forbid_unknown_fields=True, omit_defaults=True):
    """A sender or recipient."""

    name: str = ""
    address_lines: list[str] = []
    city: str = ""
    state: str = ""
    post_code: str = ""
    country: str = ""
    phone: str = ""
    email: str = ""
    tax_id: str = ""


class LineObject(Struct, forbid_unknown_fields=True, omit_defaults=True):
    """A content line; without an index it has its place."""

    index: Amount = 0
    description: str = ""
    quantity: Amount | None = None
    net_weight_g: Amount | None = None
    value_minor: Amount | None = None
    currency: str = ""
    hs: str = ""
    origin: str = ""


class AnnouncementObject(Struct, forbid_unknown_fields=True, omit_defaults=True):
    """One announced item. `aliases` are [kind, number], `extra` [column, what stood in it]."""

    number: Annotated[str, Meta(min_length=1)]
    format: Literal["triage-announcement/1"] = VERSION
    posted_on: date | None = None
    announced_at: Moment | None = None
    channel: Channel = Channel.POST
    carrier: str = ""
    service: str = ""
    origin: str = ""
    destination: str = ""
    mail_class: str = ""
    nature: str = ""
    gross_weight_g: Amount | None = None
    value_minor: Amount | None = None
    currency: str = ""
    arrived_on: date | None = None
    arrived_basis: ArrivalBasis = ArrivalBasis.EVENT
    bag: str = ""
    flight: str = ""
    sender: PartyObject | None = None
    recipient: PartyObject | None = None
    lines: list[LineObject] = []
    aliases: list[Pair] = []
    documents: list[str] = []
    url: str = ""
    referral: str = ""
    referral_answer: str = ""
    referrals: list[ReferralObject] = []
    extra: list[Pair] = []


def announced(
    found: AnnouncementObject, feed: str, name: Namer, unknown: tuple[Pair, ...] = ()
) -> Announcement:
    """The announcement in its normal form: trimmed, codes in capitals, empty parts left out, scheme
    and carrier as the number says; `unknown` is kept in `extra`. Raises ObjectWrong."""
    number = text(found.number)
    if not number:
        raise ObjectWrong("number", "the item's number is missing")
    check_times(found, ("posted_on", "announced_at", "arrived_on"))
    scheme, number, carrier, others = name(number)
    aliases = [(text(kind), text(alias)) for kind, alias in found.aliases]
    return Announcement(
        id="",
        feed=feed,
        scheme=scheme,
        number=number,
        posted_on=found.posted_on.isoformat() if found.posted_on else "",
        announced_at=found.announced_at,
        channel=found.channel,
        carrier=text(found.carrier) or carrier,
        service=text(found.service),
        origin=country(text(found.origin)),
        destination=country(text(found.destination)),
        mail_class=text(found.mail_class),
        nature=text(found.nature),
        gross_weight_g=found.gross_weight_g,
        value_minor=found.value_minor,
        currency=text(found.currency).upper(),
        arrived_on=found.arrived_on,
        arrived_basis=found.arrived_basis if found.arrived_on else ArrivalBasis.TODAY,
        bag=text(found.bag),
        flight=text(found.flight),
        sender=_party(found.sender),
        recipient=_party(found.recipient),
        lines=numbered(_lines(found.lines)),
        aliases=tuple(
            dict.fromkeys(pair for pair in [*aliases, *others] if pair[1] not in ("", number))
        ),
        documents=_texts(found.documents),
        url=text(found.url),
        extra=(*((column, said) for column, said in found.extra), *unknown),
        referrals=_referrals(found),
    )


def object_of(a: Announcement) -> AnnouncementObject:
    """What stands in a file for an announcement; its id, feed, version and scheme do not: the feed
    is who hands the file over, the scheme is the number's."""
    bare = a.referrals[0] if len(a.referrals) == 1 and is_bare(a.referrals[0]) else None
    return AnnouncementObject(
        number=a.number,
        posted_on=date.fromisoformat(a.posted_on) if a.posted_on else None,
        announced_at=a.announced_at,
        channel=a.channel,
        carrier=a.carrier,
        service=a.service,
        origin=a.origin,
        destination=a.destination,
        mail_class=a.mail_class,
        nature=a.nature,
        gross_weight_g=a.gross_weight_g,
        value_minor=a.value_minor,
        currency=a.currency,
        arrived_on=a.arrived_on,
        arrived_basis=a.arrived_basis if a.arrived_on else ArrivalBasis.EVENT,
        bag=a.bag,
        flight=a.flight,
        sender=_party_object(a.sender),
        recipient=_party_object(a.recipient),
        lines=[
            LineObject(
                *(line.index, line.description, line.quantity, line.net_weight_g),
                *(line.value_minor, line.currency, line.hs, line.origin),
            )
            for line in a.lines
        ],
        aliases=list(a.aliases),
        documents=list(a.documents),
        url=a.url,
        referral=bare.code if bare else "",
        referral_answer=bare.answer if bare else "",
        referrals=[] if bare else referral_objects(a.referrals),
        extra=list(a.extra),
    )


def _texts(cells: list[str]) -> tuple[str, ...]:
    return tuple(filter(None, map(text, cells)))


def _party(p: PartyObject | None) -> Party:
    if p is None:
        return Party()
    return Party(
        text(p.name),
        _texts(p.address_lines),
        text(p.city),
        text(p.state),
        text(p.post_code),
        country(text(p.country)),
        text(p.phone),
        text(p.email),
        text(p.tax_id),
    )


def _party_object(p: Party) -> PartyObject | None:
    if p == Party():
        return None
    return PartyObject(
        *(p.name, list(p.address_lines), p.city, p.state, p.post_code),
        *(p.country, p.phone, p.email, p.tax_id),
    )


def _referrals(found: AnnouncementObject) -> tuple[Referral, ...]:
    bare = Referral(text(found.referral), answer=text(found.referral_answer))
    return (*(() if bare == Referral() else (bare,)), *referrals_in(found.referrals))


def _lines(found: list[LineObject]) -> list[Line]:
    """Each line once. Raises ObjectWrong where an index is given to two."""
    lines: dict[int, Line] = {}
    for place, one in enumerate(found):
        line = Line(
            one.index,
            text(one.description),
            *(one.quantity, one.net_weight_g, one.value_minor),
            text(one.currency).upper(),
            text(one.hs).replace(".", "").replace(" ", ""),
            country(text(one.origin)),
        )
        if one.index and lines.get(one.index, line) != line:
            why = f"line {one.index} is there already and says otherwise"
            raise ObjectWrong(f"lines[{place}].index", why)
        lines[one.index or -place - 1] = line
    return list(lines.values())
