"""Planted cases: for each rule, an item (or a group) it is there to find, and what was done."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from triage_app.demo.catalogue import Catalogue
from triage_app.demo.lots import split_lot, split_lot_size
from triage_app.demo.maker import Maker, Wanted
from triage_app.demo.misspelling import misspelled
from triage_app.demo.truth import Case
from triage_app.model.item import Announcement, Channel, Party, Referral


@dataclass(frozen=True, slots=True)
class Planted:
    """An announcement and, if something was planted in it, the truth about it."""

    announcement: Announcement
    case: Case | None = None


@dataclass(frozen=True, slots=True)
class Plant:
    """How one rule's cases are made: `make(maker, catalogue, nth, arrived_on)`; `size(nth)` items.
    `share` is the part of all items that are its cases."""

    rule: str
    share: float
    make: Callable[[Maker, Catalogue, int, date], Sequence[Planted]]
    size: Callable[[int], int] = lambda _nth: 1


def truth_of(
    announcement: Announcement, rule: str, nth: int, planted: str, **detail: object
) -> Case:
    """The truth about one planted item. `siblings` may be among the details."""
    siblings = detail.pop("siblings", ())
    return Case(
        case=f"{rule or 'dense-mass'}-{nth + 1:04}",
        rule=rule,
        scheme=announcement.scheme,
        number=announcement.number,
        posted_on=announcement.posted_on,
        arrived_on=announcement.arrived_on.isoformat() if announcement.arrived_on else "",
        planted=planted,
        siblings=tuple(siblings) if isinstance(siblings, Sequence) else (),
        detail=detail,
    )


def _split_lot(maker: Maker, table: Catalogue, nth: int, arrived: date) -> Sequence[Planted]:
    lot = split_lot(maker, table.split_kinds, nth, arrived)
    numbers = [one.number for one in lot.items]
    return [
        Planted(
            one,
            truth_of(
                one,
                "split-lot",
                nth,
                "one order sent in lots to one person spelled differently",
                siblings=[number for number in numbers if number != one.number],
                spelling=one.recipient.name,
                person=lot.person.name,
                total_usd_minor=lot.total_usd_minor,
                limit_usd=lot.limit_usd,
            ),
        )
        for one in lot.items
    ]


def _undervalued(maker: Maker, table: Catalogue, nth: int, arrived: date) -> Sequence[Planted]:
    kind = table.undervalued_kinds[nth % len(table.undervalued_kinds)]
    item = maker.clean(Wanted(arrived_on=arrived, kind=kind))
    percent = maker.rng.randint(2, 5)
    line = item.lines[0]
    honest = line.value_minor or 0
    stated = max(1, honest * percent // 100)
    item = replace(item, lines=(replace(line, value_minor=stated),), value_minor=stated)
    text = f"value stated at {percent} % of what such goods cost"
    case = truth_of(item, "undervalued", nth, text, honest_minor=honest, stated_minor=stated)
    return [Planted(item, case)]


def _list_name(maker: Maker, table: Catalogue, nth: int, arrived: date) -> Sequence[Planted]:
    item = maker.clean(Wanted(arrived_on=arrived))
    listed, kind = table.listed[nth % len(table.listed)]
    as_sender = kind == "entity"
    name = misspelled(listed, nth * 2 + 1 if as_sender else nth, maker.rng)
    if as_sender:
        item = replace(item, sender=replace(item.sender, name=name))
    else:
        item = replace(item, recipient=replace(item.recipient, name=name, email=""))
    who = "sender" if as_sender else "recipient"
    case = truth_of(
        item,
        "list-name",
        nth,
        f"{who} is on the demonstration list, misspelled",
        who=who,
        listed=listed,
        spelling=name,
    )
    return [Planted(item, case)]


def _vague_text(maker: Maker, table: Catalogue, nth: int, arrived: date) -> Sequence[Planted]:
    item = maker.clean(Wanted(arrived_on=arrived))
    text = table.vague[nth % len(table.vague)]
    lines = tuple(replace(line, description=text) for line in item.lines)
    item = replace(item, lines=lines)
    case = truth_of(item, "vague-text", nth, f'description is "{text}"')
    return [Planted(item, case)]


def _missing_data(maker: Maker, _table: Catalogue, nth: int, arrived: date) -> Sequence[Planted]:
    item = maker.clean(Wanted(arrived_on=arrived))
    what, without = _LEFT_OUT[nth % len(_LEFT_OUT)]
    item = without(item)
    return [Planted(item, truth_of(item, "missing-data", nth, f"{what} left out", missing=what))]


def _without_value(item: Announcement) -> Announcement:
    lines = tuple(replace(line, value_minor=None, currency="") for line in item.lines)
    return replace(item, lines=lines, value_minor=None, currency="")


_LEFT_OUT: tuple[tuple[str, Callable[[Announcement], Announcement]], ...] = (
    ("recipient address", lambda a: replace(a, recipient=replace(a.recipient, address_lines=()))),
    ("value", _without_value),
    ("recipient name", lambda a: replace(a, recipient=replace(a.recipient, name="", email=""))),
    (
        "description",
        lambda a: replace(a, lines=tuple(replace(line, description="") for line in a.lines)),
    ),
    ("sender name", lambda a: replace(a, sender=replace(a.sender, name=""))),
)


def _weight_mismatch(maker: Maker, _table: Catalogue, nth: int, arrived: date) -> Sequence[Planted]:
    item = maker.clean(Wanted(arrived_on=arrived))
    net = sum(line.net_weight_g or 0 for line in item.lines)
    gross = max(5, net * maker.rng.randint(35, 70) // 100)
    item = replace(item, gross_weight_g=gross)
    text = f"contents weigh {net} g, the whole item {gross} g"
    return [Planted(item, truth_of(item, "weight-mismatch", nth, text, net_g=net, gross_g=gross))]


REST_DAYS = 560
"""Longer ago than an S10 number must rest (UPU S10: twelve months), before either later use."""


def _number_reused(maker: Maker, _table: Catalogue, nth: int, arrived: date) -> Sequence[Planted]:
    item = maker.clean(Wanted(arrived_on=arrived, channel=Channel.POST))
    earlier = []
    for days in (REST_DAYS, 30 + maker.rng.randint(0, 120)):
        other = maker.clean(
            Wanted(
                arrived_on=arrived - timedelta(days=days),
                country=item.origin,
                channel=Channel.POST,
            )
        )
        earlier.append(replace(other, number=item.number, mail_class=item.mail_class))
    long_ago, lately = earlier
    case = truth_of(
        item,
        "number-reused",
        nth,
        f"number posted on {long_ago.posted_on}, then too soon on {lately.posted_on}"
        f" and {item.posted_on}",
        earlier_posted_on=[long_ago.posted_on, lately.posted_on],
    )
    again = truth_of(
        lately,
        "number-reused",
        nth,
        "the earlier of two uses too near each other",
        earlier_posted_on=[long_ago.posted_on],
    )
    return [Planted(long_ago), Planted(lately, again), Planted(item, case)]


def _offer(rule: str, what: str, origins: Sequence[str]) -> Callable[..., Sequence[Planted]]:
    def make(maker: Maker, table: Catalogue, nth: int, arrived: date) -> Sequence[Planted]:
        offers = table.offers[rule]
        offer = offers[nth % len(offers)]
        goods = offer.drawn(origins[nth % len(origins)])
        item = maker.clean(Wanted(arrived_on=arrived, goods=(goods,)))
        case = truth_of(item, rule, nth, f"{what}: {offer.description}")
        return [Planted(item, case)]

    return make


def _forced_labour(maker: Maker, table: Catalogue, nth: int, arrived: date) -> Sequence[Planted]:
    offers = table.offers["forced-labour"]
    offer = offers[nth % len(offers)]
    city, state, code = table.xinjiang[nth % len(table.xinjiang)]
    draft = maker.clean(Wanted(arrived_on=arrived, goods=(offer.drawn("CN"),)))
    word = offer.description.split()[0].strip(",").capitalize()
    sender = Party(
        name=f"{city} {word} Products Co Ltd",
        address_lines=(f"{12 + nth % 80} Renmin Road",),
        city=city,
        state=state,
        post_code=code,
        country="CN",
        phone=f"+86 99 {maker.rng.randint(10**7, 10**8 - 1)}",
    )
    item = replace(draft, sender=sender)
    text = f"{offer.description}, sent from {city}"
    return [Planted(item, truth_of(item, "forced-labour", nth, text, region=state))]


def _referral_open(maker: Maker, table: Catalogue, nth: int, arrived: date) -> Sequence[Planted]:
    item = maker.clean(Wanted(arrived_on=arrived))
    referral = table.referrals[nth % len(table.referrals)]
    item = replace(item, referrals=(Referral(referral),))
    case = truth_of(item, "referral-open", nth, f"referral {referral} was never answered")
    return [Planted(item, case)]


PLANTS = (
    Plant("split-lot", 0.0008, _split_lot, split_lot_size),
    Plant("undervalued", 0.003, _undervalued),
    Plant("list-name", 0.002, _list_name),
    Plant("vague-text", 0.004, _vague_text),
    Plant("missing-data", 0.004, _missing_data),
    Plant("weight-mismatch", 0.003, _weight_mismatch),
    Plant("number-reused", 0.001, _number_reused, lambda _nth: 3),
    Plant("pill-press", 0.002, _offer("pill-press", "pill-press part", ("CN", "HK", "IN"))),
    Plant("precursor", 0.002, _offer("precursor", "precursor", ("CN", "IN", "NL"))),
    Plant("lithium-no-un", 0.003, _offer("lithium-no-un", "no UN number", ("KR", "VN", "JP"))),
    Plant("forced-labour", 0.002, _forced_labour),
    Plant("referral-open", 0.002, _referral_open),
)
"""In the order of truth.RULES."""
