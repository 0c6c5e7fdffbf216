"""Announcement <-> one JSON object, the native form; resources/formats/announcement.schema.json is
its document, and the tests hold the two together.

Weights are whole grams, money whole minor units, dates ISO 8601, times with their zone. What is not
known is left out.
"""

from datetime import date, datetime
from typing import Annotated, Final, Literal

from msgspec import Meta, Struct

from triage_app.formats.country_cells import country
from triage_app.formats.courier_cells import LARGEST, CellWrong, believable
from triage_app.formats.courier_items import Namer
from triage_app.formats.courier_parts import numbered
from triage_app.model.item import Announcement, ArrivalBasis, Channel, Line, Party

VERSION: Final = "triage-announcement/1"
"""A new version is made when an older program would misread a file of it."""

Amount = Annotated[int, Meta(ge=0, le=LARGEST)]
Moment = Annotated[datetime, Meta(tz=True)]
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
    extra: list[Pair] = []


class ObjectWrong(Exception):
    """Inside the room only: an object that is no announcement; where in it, and why."""

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(reason)
        self.place = place
        self.reason = reason


def announced(
    found: AnnouncementObject, feed: str, name: Namer, unknown: tuple[Pair, ...] = ()
) -> Announcement:
    """The announcement in its normal form: trimmed, codes in capitals, empty parts left out, scheme
    and carrier as the number says; `unknown` is kept in `extra`. Raises ObjectWrong."""
    number = _text(found.number)
    if not number:
        raise ObjectWrong("number", "the item's number is missing")
    _check_days(found)
    scheme, number, carrier, others = name(number)
    aliases = [(_text(kind), _text(alias)) for kind, alias in found.aliases]
    return Announcement(
        id="",
        feed=feed,
        scheme=scheme,
        number=number,
        posted_on=found.posted_on.isoformat() if found.posted_on else "",
        announced_at=found.announced_at,
        channel=found.channel,
        carrier=_text(found.carrier) or carrier,
        service=_text(found.service),
        origin=country(_text(found.origin)),
        destination=country(_text(found.destination)),
        mail_class=_text(found.mail_class),
        nature=_text(found.nature),
        gross_weight_g=found.gross_weight_g,
        value_minor=found.value_minor,
        currency=_text(found.currency).upper(),
        arrived_on=found.arrived_on,
        arrived_basis=found.arrived_basis if found.arrived_on else ArrivalBasis.TODAY,
        bag=_text(found.bag),
        flight=_text(found.flight),
        sender=_party(found.sender),
        recipient=_party(found.recipient),
        lines=numbered(_lines(found.lines)),
        aliases=tuple(
            dict.fromkeys(pair for pair in [*aliases, *others] if pair[1] not in ("", number))
        ),
        documents=_texts(found.documents),
        url=_text(found.url),
        referral=_text(found.referral),
        referral_answer=_text(found.referral_answer),
        extra=(*((column, said) for column, said in found.extra), *unknown),
    )


def _check_days(found: AnnouncementObject) -> None:
    """Raises ObjectWrong for a day of another age, an empty clock or a filler."""
    for place in ("posted_on", "announced_at", "arrived_on"):
        said = getattr(found, place)
        try:
            if said is not None:
                believable(said, said.isoformat())
        except CellWrong as wrong:
            raise ObjectWrong(place, str(wrong)) from wrong


def object_of(a: Announcement) -> AnnouncementObject:
    """What stands in a file for an announcement; its id, feed, version and scheme do not: the feed
    is who hands the file over, the scheme is the number's."""
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
        referral=a.referral,
        referral_answer=a.referral_answer,
        extra=list(a.extra),
    )


def _text(cell: str) -> str:
    """Trimmed, without NUL characters, which stand for nothing."""
    return cell.replace("\0", "").strip()


def _texts(cells: list[str]) -> tuple[str, ...]:
    return tuple(filter(None, map(_text, cells)))


def _party(p: PartyObject | None) -> Party:
    if p is None:
        return Party()
    return Party(
        _text(p.name),
        _texts(p.address_lines),
        _text(p.city),
        _text(p.state),
        _text(p.post_code),
        country(_text(p.country)),
        _text(p.phone),
        _text(p.email),
        _text(p.tax_id),
    )


def _party_object(p: Party) -> PartyObject | None:
    if p == Party():
        return None
    return PartyObject(
        *(p.name, list(p.address_lines), p.city, p.state, p.post_code),
        *(p.country, p.phone, p.email, p.tax_id),
    )


def _lines(found: list[LineObject]) -> list[Line]:
    """Each line once. Raises ObjectWrong where an index is given to two."""
    lines: dict[int, Line] = {}
    for place, one in enumerate(found):
        line = Line(
            one.index,
            _text(one.description),
            *(one.quantity, one.net_weight_g, one.value_minor),
            _text(one.currency).upper(),
            _text(one.hs).replace(".", "").replace(" ", ""),
            country(_text(one.origin)),
        )
        if one.index and lines.get(one.index, line) != line:
            why = f"line {one.index} is there already and says otherwise"
            raise ObjectWrong(f"lines[{place}].index", why)
        lines[one.index or -place - 1] = line
    return list(lines.values())
