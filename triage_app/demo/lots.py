"""Split lots: one order to one person, sent as several items of one day, each under a limit."""

from dataclasses import dataclass, replace
from datetime import date
from random import Random

from triage_app.demo.maker import Maker, Wanted
from triage_app.demo.misspelling import misspelled, street_otherwise
from triage_app.demo.name_pairs import written_again
from triage_app.model.item import Announcement, Party

UNDER_THE_EXEMPTION = (
    (date(2025, 8, 21), ("KR", "JP", "DE", "VN")),
    (date(2025, 4, 22), ("CN",)),
)
"""Days on which up to 800 USD was free for these origins (19 CFR 10.151; China and Hong Kong only
until 2025-05-01). On later days a lot is split against formal entry: over 2,500 USD, 19 CFR 143.21.
"""
EXEMPTION_USD, FORMAL_ENTRY_USD = 800, 2_500


@dataclass(frozen=True, slots=True)
class Lot:
    items: tuple[Announcement, ...]
    person: Party
    total_usd_minor: int
    limit_usd: int


def split_lot_size(nth: int) -> int:
    """Three to six items."""
    return 3 + nth % 4


def split_lot(maker: Maker, kinds: tuple[str, ...], nth: int, arrived: date) -> Lot:
    """The `nth` lot: every second one against the exemption while it stood, else against formal
    entry on `arrived`. Each item stays under the limit, all together pass it."""
    size = split_lot_size(nth)
    early = nth % 2 == 1
    limit = EXEMPTION_USD if early else FORMAL_ENTRY_USD
    day, origin = _when_and_whence(maker, kinds[nth % len(kinds)], nth, arrived, early=early)
    kind = _kind_of(maker, kinds, nth, origin)
    person = maker.new_person()
    sender = maker.people.sender(maker.places.countries[origin], maker.rng)
    items = []
    total = 0
    for part in range(size):
        target = limit * 100 * (1.12 + 0.2 * maker.rng.random()) / size
        quantity = max(1, round(target / 100 / maker.goods.by_id[kind].usd))
        goods = maker.goods.draw(maker.goods.by_id[kind], origin, maker.rng, quantity)
        goods = replace(goods, usd_minor=_rounded(target))
        total += goods.usd_minor
        items.append(
            maker.clean(
                Wanted(
                    arrived_on=day,
                    goods=(goods,),
                    sender=sender,
                    recipient=spelled(person, part, nth, maker),
                )
            )
        )
    return Lot(tuple(items), person, total, limit)


def spelled(person: Party, part: int, nth: int, maker: Maker) -> Party:
    """The same person on the `part`-th item: name, address and telephone written in other ways.
    The first is as it should be; every third item has no telephone."""
    if part == 0:
        return person
    rng = maker.rng
    lines = tuple(_line_otherwise(line, part + nth, rng) for line in person.address_lines)
    phone = "" if part % 3 == 2 else person.phone.replace(" ", "-" if part % 2 else "")
    name = person.name
    if len(name.split()) > 1 and rng.random() < OTHER_HAND:
        name = written_again(name, rng)
    else:
        name = misspelled(name, part + nth - 1, rng)
    return replace(
        person,
        name=name,
        address_lines=lines,
        phone=phone,
        email="",
    )


OTHER_HAND = 0.4
"""Share of names written by another hand: without a name, torn, run together, digits, a title."""
UNITS = ("Apt", "Unit", "#", "Ste", "Apartment", "APT.")


def _line_otherwise(line: str, nth: int, rng: Random) -> str:
    """A street abbreviated or shouted; a flat by another of its words, or left out."""
    if not line.startswith("Apt "):
        return street_otherwise(line, nth)
    word = rng.choice((*UNITS, ""))
    return f"{word} {line[4:]}" if word else ""


def _when_and_whence(
    maker: Maker, kind: str, nth: int, arrived: date, *, early: bool
) -> tuple[date, str]:
    if not early:
        return arrived, maker.goods.origin(maker.goods.by_id[kind], maker.rng)
    day, origins = UNDER_THE_EXEMPTION[nth // 2 % len(UNDER_THE_EXEMPTION)]
    return day, origins[nth // 4 % len(origins)]


def _kind_of(maker: Maker, kinds: tuple[str, ...], nth: int, origin: str) -> str:
    """The lot's kind, or the next one that comes from there."""
    turned = kinds[nth % len(kinds) :] + kinds
    return next(kind for kind in turned if origin in maker.goods.by_id[kind].origins)


def _rounded(minor: float) -> int:
    return round(minor / 100) * 100 - 1
