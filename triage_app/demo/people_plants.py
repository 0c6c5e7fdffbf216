"""Planted people: split lots, listed names, many names at one place; and innocent doubles."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from triage_app.demo.catalogue import Catalogue
from triage_app.demo.lots import split_lot, split_lot_size
from triage_app.demo.maker import Maker, Wanted
from triage_app.demo.misspelling import misspelled
from triage_app.demo.planting import Plant, Planted, decoy_of, one, truth_of
from triage_app.model.item import Announcement, Party

DEAR_MINOR = 180_000
"""Two such items pass formal entry (2,500 USD) together, one does not."""
CHEAP_MINOR = 4_900


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


TWINS, NAMESAKES, PARCELS = 2, 2, 3
_LOOK_ALIKES = 3


def _no_lot(maker: Maker, table: Catalogue, nth: int, arrived: date) -> Sequence[Planted]:
    """In turns: twins at one address, two people of one name, one person's small parcels."""
    made = (_twins, _namesakes, _parcels)[nth % _LOOK_ALIKES](maker, arrived)
    what = ("twins at one address", "two people of one name", "small parcels of one day")
    return [decoy_of(item, "split-lot", nth, what[nth % _LOOK_ALIKES]) for item in made]


def _no_lot_size(nth: int) -> int:
    return (TWINS, NAMESAKES, PARCELS)[nth % _LOOK_ALIKES]


def _twins(maker: Maker, arrived: date) -> list[Announcement]:
    """One family name, one home, one telephone; another given name, that begins otherwise."""
    person = _with_phone(maker.new_person())
    while not (person.name.isascii() and len(person.name.split()) == 2):
        person = _with_phone(maker.new_person())
    given, family = person.name.split()
    names = (name for name in ("Roberta", "Aurelio", "Ximena") if name[0] != given[0])
    other = replace(person, name=f"{next(names)} {family}", email="")
    return [_worth(maker, arrived, to, DEAR_MINOR) for to in (person, other)]


def _namesakes(maker: Maker, arrived: date) -> list[Announcement]:
    """The same name in two homes, each with a telephone."""
    one_, other = (_with_phone(maker.new_person()) for _ in range(2))
    return [_worth(maker, arrived, to, DEAR_MINOR) for to in (one_, replace(other, name=one_.name))]


def _with_phone(party: Party) -> Party:
    return party if party.phone else replace(party, phone="+1 202 555 0107")


def _parcels(maker: Maker, arrived: date) -> list[Announcement]:
    person = maker.new_person()
    return [_worth(maker, arrived, person, CHEAP_MINOR) for _ in range(PARCELS)]


def _worth(maker: Maker, arrived: date, recipient: Party, minor: int) -> Announcement:
    """A camera lens or two, worth so much in USD; no gift."""
    kind = maker.goods.by_id["camera-lens"]
    quantity = max(1, round(minor / 100 / kind.usd))
    goods = maker.goods.draw(
        kind, "JP" if "JP" in kind.origins else next(iter(kind.origins)), maker.rng, quantity
    )
    goods = replace(goods, usd_minor=minor - maker.rng.randint(0, 999))
    item = maker.clean(Wanted(arrived_on=arrived, goods=(goods,), recipient=recipient))
    return replace(item, nature="11")


def _list_name(maker: Maker, table: Catalogue, nth: int, arrived: date) -> Sequence[Planted]:
    item = maker.clean(Wanted(arrived_on=arrived))
    listed, kind = table.listed[nth % len(table.listed)]
    as_sender = kind == "entity"
    name = misspelled(
        listed, 2 * maker.rng.randrange(3) + 1 if as_sender else maker.rng.randrange(6), maker.rng
    )
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


def _like_listed(maker: Maker, table: Catalogue, nth: int, arrived: date) -> Sequence[Planted]:
    """Shares the last word with a listed name and nothing else."""
    item = maker.clean(Wanted(arrived_on=arrived))
    people = [name for name, kind in table.listed if kind != "entity"]
    last = people[nth % len(people)].split()[-1]
    name = f"{maker.rng.choice(('Wilhelmina', 'Octavius', 'Perpetua'))} {last}"
    item = replace(item, recipient=replace(item.recipient, name=name, email=""))
    return [decoy_of(item, "list-name", nth, f"shares the name {last} with a listed person")]


NAMES, FLATMATES = 7, 4
PHONES, COUPLE = 4, 2


def _names_at_address(
    maker: Maker, _table: Catalogue, nth: int, arrived: date
) -> Sequence[Planted]:
    items = _at_one_home(maker, arrived, NAMES)
    return [
        Planted(one_, truth_of(one_, "names-at-address", nth, f"{NAMES} names at one address"))
        for one_ in items
    ]


def _flatmates(maker: Maker, _table: Catalogue, nth: int, arrived: date) -> Sequence[Planted]:
    items = _at_one_home(maker, arrived, FLATMATES)
    return [decoy_of(one_, "names-at-address", nth, "flatmates") for one_ in items]


def _at_one_home(maker: Maker, arrived: date, count: int) -> list[Announcement]:
    home = maker.new_person()
    people = [maker.new_person() for _ in range(count)]
    return [
        maker.clean(
            Wanted(
                arrived_on=arrived,
                recipient=replace(
                    person,
                    address_lines=home.address_lines,
                    city=home.city,
                    state=home.state,
                    post_code=home.post_code,
                ),
            )
        )
        for person in people
    ]


MANY_A_DAY, BUSY_DAY = 9, 4


def _frequent(maker: Maker, _table: Catalogue, nth: int, arrived: date) -> Sequence[Planted]:
    person = maker.new_person()
    items = [_worth(maker, arrived, person, CHEAP_MINOR) for _ in range(MANY_A_DAY)]
    text = f"{MANY_A_DAY} items a day"
    return [Planted(one_, truth_of(one_, "frequent-recipient", nth, text)) for one_ in items]


def _busy_day(maker: Maker, _table: Catalogue, nth: int, arrived: date) -> Sequence[Planted]:
    person = maker.new_person()
    items = [_worth(maker, arrived, person, CHEAP_MINOR) for _ in range(BUSY_DAY)]
    return [decoy_of(one_, "frequent-recipient", nth, "a day after the sales") for one_ in items]


def _phone_shared(maker: Maker, _table: Catalogue, nth: int, arrived: date) -> Sequence[Planted]:
    items = _on_one_phone(maker, arrived, PHONES)
    return [
        Planted(one_, truth_of(one_, "phone-shared", nth, f"{PHONES} names on one telephone"))
        for one_ in items
    ]


def _couple(maker: Maker, _table: Catalogue, nth: int, arrived: date) -> Sequence[Planted]:
    items = _on_one_phone(maker, arrived, COUPLE)
    return [decoy_of(one_, "phone-shared", nth, "two on one telephone") for one_ in items]


def _on_one_phone(maker: Maker, arrived: date, count: int) -> list[Announcement]:
    phone = _with_phone(maker.new_person()).phone
    people = [replace(maker.new_person(), phone=phone) for _ in range(count)]
    return [maker.clean(Wanted(arrived_on=arrived, recipient=person)) for person in people]


PEOPLE_PLANTS = (
    Plant("split-lot", 0.0008, _split_lot, split_lot_size, _no_lot, _no_lot_size),
    Plant("list-name", 0.002, _list_name, decoys=_like_listed, decoy_size=one),
    Plant(
        "names-at-address",
        0.0002,
        _names_at_address,
        lambda _: NAMES,
        _flatmates,
        lambda _: FLATMATES,
    ),
    Plant(
        "frequent-recipient",
        0.0001,
        _frequent,
        lambda _: MANY_A_DAY,
        _busy_day,
        lambda _: BUSY_DAY,
    ),
    Plant("phone-shared", 0.0003, _phone_shared, lambda _: PHONES, _couple, lambda _: COUPLE),
)
