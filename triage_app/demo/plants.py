"""Planted cases: for each rule, an item (or a group) it is there to find, and what was done."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from triage_app.demo.catalogue import Catalogue
from triage_app.demo.data_plants import DATA_PLANTS
from triage_app.demo.goods_plants import GOODS_PLANTS
from triage_app.demo.maker import Maker, Wanted
from triage_app.demo.people_plants import PEOPLE_PLANTS
from triage_app.demo.planting import Plant, Planted, decoy_of, one, truth_of
from triage_app.model.item import Announcement, Channel, Referral


def _undervalued(maker: Maker, table: Catalogue, nth: int, arrived: date) -> Sequence[Planted]:
    kind = table.undervalued_kinds[nth % len(table.undervalued_kinds)]
    item = maker.coded(Wanted(arrived_on=arrived, kind=kind))
    percent = maker.rng.randint(2, 5)
    line = item.lines[0]
    honest = line.value_minor or 0
    stated = max(1, honest * percent // 100)
    item = replace(item, lines=(replace(line, value_minor=stated),), value_minor=stated)
    text = f"value stated at {percent} % of what such goods cost"
    case = truth_of(item, "undervalued", nth, text, honest_minor=honest, stated_minor=stated)
    return [Planted(item, case)]


def _cheap(maker: Maker, table: Catalogue, nth: int, arrived: date) -> Sequence[Planted]:
    """Goods on sale: two thirds of what they cost, no more suspicious than that."""
    kind = table.undervalued_kinds[nth % len(table.undervalued_kinds)]
    item = maker.coded(Wanted(arrived_on=arrived, kind=kind))
    stated = maker.goods.by_id[kind].usd * maker.rng.uniform(0.55, 0.7)
    line = item.lines[0]
    minor = round(stated * 100) * (line.quantity or 1)
    item = replace(
        item,
        currency="USD",
        value_minor=minor,
        lines=(replace(line, value_minor=minor, currency="USD"),),
    )
    return [decoy_of(item, "undervalued", nth, "on sale at two thirds of the usual")]


def _overvalued(maker: Maker, table: Catalogue, nth: int, arrived: date) -> Sequence[Planted]:
    kind = table.undervalued_kinds[nth % len(table.undervalued_kinds)]
    item = maker.coded(Wanted(arrived_on=arrived, kind=kind))
    times = maker.rng.randint(40, 90)
    line = item.lines[0]
    stated = (line.value_minor or 0) * times
    item = replace(item, lines=(replace(line, value_minor=stated),), value_minor=stated)
    text = f"value stated at {times} times what such goods cost"
    return [Planted(item, truth_of(item, "overvalued", nth, text, stated_minor=stated))]


def _missing_data(maker: Maker, _table: Catalogue, nth: int, arrived: date) -> Sequence[Planted]:
    item = maker.clean(Wanted(arrived_on=arrived))
    what, without = _LEFT_OUT[nth % len(_LEFT_OUT)]
    item = without(item)
    also = ("address-incomplete",)
    case = truth_of(item, "missing-data", nth, f"{what} left out", missing=what, also=also)
    return [Planted(item, case)]


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


def _well_packed(maker: Maker, _table: Catalogue, nth: int, arrived: date) -> Sequence[Planted]:
    """Something light in a heavy box."""
    item = maker.clean(Wanted(arrived_on=arrived))
    net = sum(line.net_weight_g or 0 for line in item.lines)
    item = replace(item, gross_weight_g=net * 3 + maker.rng.randint(100, 900))
    return [decoy_of(item, "weight-mismatch", nth, "packed three times as heavy as it is")]


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
    rested = decoy_of(long_ago, "number-reused", nth, "the number used before it had rested")
    return [rested, Planted(lately, again), Planted(item, case)]


def _referral_open(maker: Maker, table: Catalogue, nth: int, arrived: date) -> Sequence[Planted]:
    item = maker.clean(Wanted(arrived_on=arrived))
    referral = table.referrals[nth % len(table.referrals)]
    item = replace(item, referrals=(Referral(referral),))
    case = truth_of(item, "referral-open", nth, f"referral {referral} was never answered")
    return [Planted(item, case)]


def _do_not_load(maker: Maker, _table: Catalogue, nth: int, arrived: date) -> Sequence[Planted]:
    item = maker.clean(Wanted(arrived_on=arrived))
    code = maker.rng.choice(("DNL", "DNL 6H", "6J", "Q01"))
    item = replace(item, referrals=(Referral(code),))
    text = f"loaded against {code}"
    return [Planted(item, truth_of(item, "do-not-load", nth, text, also=("referral-open",)))]


def _answered(maker: Maker, _table: Catalogue, nth: int, arrived: date) -> Sequence[Planted]:
    """A referral that was asked and cleared, in one column or two."""
    item = maker.clean(Wanted(arrived_on=arrived))
    told = maker.rng.choice(
        ((Referral("RFI 7H", answer="7I"),), (Referral("RFS"), Referral("", answer="8I")))
    )
    item = replace(item, referrals=told)
    return [decoy_of(item, "referral-open", nth, "a referral that was cleared")]


PLANTS = (
    *PEOPLE_PLANTS,
    Plant("undervalued", 0.003, _undervalued, decoys=_cheap, decoy_size=one),
    Plant("overvalued", 0.0015, _overvalued),
    Plant("missing-data", 0.004, _missing_data),
    Plant("weight-mismatch", 0.003, _weight_mismatch, decoys=_well_packed, decoy_size=one),
    Plant("number-reused", 0.001, _number_reused, lambda _nth: 3),
    Plant("referral-open", 0.002, _referral_open, decoys=_answered, decoy_size=one),
    Plant("do-not-load", 0.001, _do_not_load),
    *GOODS_PLANTS,
    *DATA_PLANTS,
)
"""In the order of truth.RULES."""
