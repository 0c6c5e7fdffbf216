"""Clean announcements: people, goods, numbers, flights and bags put together, one item a call."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from random import Random

from triage_app.demo.calendar import Calendar, announced_before, posted_before
from triage_app.demo.goods import Drawn, GoodsTable, load_goods
from triage_app.demo.numbers import Numbers
from triage_app.demo.people import People
from triage_app.demo.places import Country, Places, load_places
from triage_app.model.item import Announcement, ArrivalBasis, Channel, Line, Party
from triage_app.model.money import minor_digits

FEED = "demo"
BAG_ITEMS = 30
OWN_CURRENCY = 0.4
"""Share of values stated in the sender's currency instead of dollars."""
GIFT_LIMIT_MINOR = 9_000
NO_CODE, HEADING_ONLY, IN_CAPITALS = 0.04, 0.10, 0.90
"""Poor data as they come: up to the first share no HS code, up to the second a heading only, above
the third everything in capitals. No reason to stop an item."""
NO_PHONE = 0.06

EXPRESS = (
    ("ups", "UPS"),
    ("fedex", "FedEx"),
    ("dhl", "DHL"),
    ("impb", "USPS"),
    ("amazon", "Amazon"),
    ("cainiao", "Cainiao"),
)
EXPRESS_WEIGHTS = (26, 48, 66, 80, 88, 100)
"""Cumulative; the last carrier takes items from China and Hong Kong only."""
S10_CLASSES = {"L": "letter", "U": "letter", "R": "letter", "E": "express", "C": "parcel"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a caller asks of an item; whatever is None is drawn."""

    arrived_on: date | None = None
    country: str = ""
    goods: Sequence[Drawn] = ()
    kind: str = ""
    sender: Party | None = None
    recipient: Party | None = None
    channel: Channel | None = None


class Maker:
    """The items of one seed. `day` is the day at the bench, `facility` the code of the place."""

    def __init__(self, seed: int, day: date, facility: str) -> None:
        self.rng = Random(f"{seed}:items")
        self.calendar = Calendar(day)
        self.goods: GoodsTable = load_goods()
        self.places: Places = load_places()
        self.people = People(seed, self.places)
        self.numbers = Numbers(seed, day.year)
        self._facility = facility
        self._next_person = 0
        self._bags: dict[tuple[str, date], tuple[str, str, str, int]] = {}

    def new_person(self) -> Party:
        """A recipient nobody has written to yet."""
        self._next_person += 1
        return self.people.recipient(self._next_person - 1)

    def _poor_person(self) -> Party:
        """A new recipient, now and then without telephone."""
        person = self.new_person()
        return replace(person, phone="") if self.rng.random() < NO_PHONE else person

    @property
    def persons(self) -> int:
        """How many recipients there are so far."""
        return self._next_person

    def clean(self, wanted: Wanted) -> Announcement:
        """An item no rule has a reason to stop at."""
        rng = self.rng
        country, goods = self._contents(wanted)
        channel = wanted.channel or (
            Channel.POST if rng.random() < country.post else Channel.EXPRESS
        )
        arrived = wanted.arrived_on or self.calendar.day
        currency, lines = self._lines(country, goods)
        scheme, number, carrier = self._number(country, channel)
        flight, bag, master = self._transport(country, channel, arrived)
        net = sum(one.net_weight_g for one in goods)
        value = sum(line.value_minor or 0 for line in lines)
        usd = sum(one.usd_minor for one in goods)
        return Announcement(
            id="",
            feed=FEED,
            scheme=scheme,
            number=number,
            posted_on=posted_before(arrived, channel, rng).isoformat(),
            announced_at=announced_before(arrived, rng),
            channel=channel,
            carrier=carrier,
            origin=country.code,
            destination="US",
            mail_class=S10_CLASSES.get(number[0], "parcel") if scheme == "s10" else "parcel",
            nature="31" if usd < GIFT_LIMIT_MINOR and rng.random() < 0.04 else "11",
            gross_weight_g=net + 25 + int(rng.random() * 60) + net // 14,
            value_minor=value,
            currency=currency,
            arrived_on=arrived,
            arrived_basis=ArrivalBasis.FLIGHT,
            bag=bag,
            flight=flight,
            sender=wanted.sender or self.people.sender(country, rng),
            recipient=wanted.recipient or self._poor_person(),
            lines=lines,
            aliases=(("master", master),) if master else (),
        )

    def coded(self, wanted: Wanted) -> Announcement:
        """As `clean`, its lines with their whole HS codes."""
        item = self.clean(wanted)
        codes = {g.kind.id: g.kind.hs for g in wanted.goods} or {wanted.kind: ""}
        (kind,) = codes
        hs = codes[kind] or self.goods.by_id[kind].hs
        return replace(item, lines=tuple(replace(line, hs=hs) for line in item.lines))

    def _contents(self, wanted: Wanted) -> tuple[Country, Sequence[Drawn]]:
        rng, table = self.rng, self.goods
        if wanted.goods:
            return self.places.countries[wanted.goods[0].origin], wanted.goods
        kind = table.by_id[wanted.kind] if wanted.kind else None
        if kind is None:
            kind = table.kind_from(wanted.country, rng) if wanted.country else table.kind(rng)
        origin = wanted.country or table.origin(kind, rng)
        drawn = [table.draw(kind, origin, rng)]
        more = rng.random()
        if more > 0.76 and not wanted.kind:
            drawn += [
                table.draw(table.kind_from(origin, rng), origin, rng)
                for _ in range(2 if more > 0.95 else 1)
            ]
        return self.places.countries[origin], drawn

    def _lines(self, country: Country, goods: Sequence[Drawn]) -> tuple[str, tuple[Line, ...]]:
        own = country.currency != "USD" and self.rng.random() < OWN_CURRENCY
        currency = country.currency if own else "USD"
        poor = self.rng.random()
        return currency, tuple(
            Line(
                index=index,
                description=one.description.upper() if poor > IN_CAPITALS else one.description,
                quantity=one.quantity,
                net_weight_g=one.net_weight_g,
                value_minor=in_currency(one.usd_minor, country) if own else one.usd_minor,
                currency=currency,
                hs=_poor_code(one.kind.hs, poor),
                origin=one.origin,
            )
            for index, one in enumerate(goods, 1)
        )

    def _number(self, country: Country, channel: Channel) -> tuple[str, str, str]:
        if channel is Channel.POST:
            return "s10", self.numbers.s10(country.code), ""
        weights = EXPRESS_WEIGHTS if country.code in ("CN", "HK") else EXPRESS_WEIGHTS[:-1]
        scheme, carrier = self.rng.choices(EXPRESS[: len(weights)], cum_weights=weights)[0]
        return scheme, self.numbers.makers[scheme](), carrier

    def _transport(self, country: Country, channel: Channel, arrived: date) -> tuple[str, str, str]:
        """(flight, bag, master bill); some thirty items share a bag or a bill."""
        place = (f"{country.code}{channel}", arrived)
        flight, bag, master, left = self._bags.pop(place, ("", "", "", 0))
        if left == 0:
            flight, bag, master = self._new_bag(country, channel, arrived)
            left = BAG_ITEMS
            if len(self._bags) > 400:
                self._bags.pop(next(iter(self._bags)))
        self._bags[place] = (flight, bag, master, left - 1)
        return flight, bag, master

    def _new_bag(self, country: Country, channel: Channel, arrived: date) -> tuple[str, str, str]:
        rng = self.rng
        flight = f"{country.flight}{rng.randint(100, 989)}"
        if channel is Channel.POST:
            office = f"US{self._facility[:3]:X<3}A"
            dispatch = arrived.timetuple().tm_yday * 7
            bag = self.numbers.receptacle(country.office, office, dispatch, rng.randrange(1_000))
            return flight, bag, ""
        return (
            flight,
            f"ULD{rng.randint(10_000, 99_999)}{country.flight}",
            self.numbers.master(country.airline),
        )


def _poor_code(hs: str, poor: float) -> str:
    """The HS code as announced: now and then left out or given as a heading only."""
    if poor < NO_CODE:
        return ""
    return hs[:4] if poor < HEADING_ONLY else hs


def in_currency(usd_minor: int, country: Country) -> int:
    """US cents as whole units of the country's currency, in its minor units."""
    units = max(1, round(usd_minor * country.per_usd / 100))
    return int(units * 10 ** minor_digits(country.currency))
