"""People and their addresses: a person's number -> the same party each time, nobody like another.

Names come from Faker, a pool a locale; a recipient is put together from the pools and tables by
arithmetic, so that a million of them need no memory and share no telephone and no address.
"""

from itertools import accumulate
from random import Random
from typing import Any

from triage_app.demo.places import Country, Places
from triage_app.model.item import Party

NAME_DRAWS = 1_500
LAST_DIGITS = 10_000
HOUSES = 2_500
FAMILY_NAME_FIRST = {"zh_CN": "", "zh_TW": "", "ko_KR": "", "ja_JP": " "}
EXCHANGE = 555
GOLDEN = 2_654_435_761


class People:
    """The recipients and senders of one seed."""

    def __init__(self, seed: int, places: Places) -> None:
        self._places = places
        self._seed = seed
        self._names = {locale: self._name_pool(locale) for locale, _ in places.names}
        self._locales = tuple(locale for locale, _ in places.names)
        self._locale_weights = tuple(accumulate(weight for _, weight in places.names))
        self._senders: dict[str, tuple[Party, ...]] = {}
        self._block = len(places.cities) * LAST_DIGITS
        self._step = Random(f"{seed}:people").randrange(self._block // 3, self._block)
        while not _coprime(self._step, self._block):
            self._step += 1

    def recipient(self, person: int) -> Party:
        """The person of that number (0, 1, 2 ...); telephone and address are theirs alone."""
        block, place = divmod(person, self._block)
        shuffled = place * self._step % self._block
        rest, city_index = divmod(shuffled, len(self._places.cities))
        city = self._places.cities[city_index]
        home = rest + block * LAST_DIGITS
        house, street, zip_index = self._home(home)
        mixed = (person + 1) * GOLDEN % 2**32
        name = self._name(mixed)
        apartment = f"Apt {1 + mixed % 40}" if mixed % 100 < 28 else ""
        first_line = f"{house} {street}"
        return Party(
            name=name,
            address_lines=(first_line, apartment) if apartment else (first_line,),
            city=city.city,
            state=city.state,
            post_code=city.post_codes[zip_index % len(city.post_codes)],
            country="US",
            phone=f"+1 {city.area} {EXCHANGE + block} {rest:04}",
            email=f"mail{person}@example.com" if mixed % 10 < 3 else "",
        )

    def sender(self, country: Country, rng: Random) -> Party:
        """A sender of that country: a few of them send most."""
        senders = self.senders(country)
        return senders[int(len(senders) * rng.random() ** 2.2)]

    def senders(self, country: Country) -> tuple[Party, ...]:
        """All senders of a country."""
        if country.code not in self._senders:
            self._senders[country.code] = self._sender_pool(country)
        return self._senders[country.code]

    def _home(self, home: int) -> tuple[int, str, int]:
        """(house number, street, which post code): no two homes of a city have the same house
        number in streets of the same first word."""
        turn, house = divmod(home, HOUSES)
        streets, kinds = self._places.streets, self._places.street_kinds
        word = streets[(turn * 61 + house * 17) % len(streets)]
        kind = kinds[(house + turn) % len(kinds)]
        return 1 + house * 1_013 % HOUSES, f"{word} {kind}", house + turn

    def _name(self, mixed: int) -> str:
        share = mixed % self._locale_weights[-1]
        nth = next(i for i, edge in enumerate(self._locale_weights) if share < edge)
        locale = self._locales[nth]
        first, last = self._names[locale]
        return _full_name(locale, first[(mixed >> 7) % len(first)], last[(mixed >> 17) % len(last)])

    def _name_pool(self, locale: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        fake = self._faker(locale)
        return (
            tuple(dict.fromkeys(fake.first_name() for _ in range(NAME_DRAWS))),
            tuple(dict.fromkeys(fake.last_name() for _ in range(NAME_DRAWS))),
        )

    def _sender_pool(self, country: Country) -> tuple[Party, ...]:
        rng = Random(f"{self._seed}:senders:{country.code}")
        fake = self._faker(country.faker, country.code)
        return tuple(self._sender(country, fake, nth, rng) for nth in range(country.senders))

    def _sender(self, country: Country, fake: Any, nth: int, rng: Random) -> Party:
        city, state, post_code = country.cities[nth % len(country.cities)]
        if country.code in ("CN", "HK") and rng.random() < 0.8:
            name = _romanised_company(city, rng)
            street = f"{rng.randint(1, 980)} {rng.choice(_ROADS)} Road"
        else:
            name = self._foreign_name(country, fake, rng)
            street = _one_line(f"{fake.street_name()} {rng.randint(1, 180)}")
        phone = f"{country.dial} {rng.randint(20, 99)} {rng.randint(10**7, 10**8 - 1)}"
        return Party(
            name=name,
            address_lines=(street,),
            city=city,
            state=state,
            post_code=post_code,
            country=country.code,
            phone=phone if rng.random() < 0.85 else "",
        )

    def _foreign_name(self, country: Country, fake: Any, rng: Random) -> str:
        """A firm three times in four, else a person."""
        last = _one_line(fake.last_name())
        if rng.random() < 0.75:
            return country.company.format(name=last)
        return _full_name(country.faker, _one_line(fake.first_name()), last)

    def _faker(self, locale: str, purpose: str = "") -> Any:
        from faker import Faker

        fake = Faker(locale)
        fake.seed_instance(f"{self._seed}:{locale}:{purpose}")
        return fake


_SYLLABLES = (
    "Xin",
    "Hua",
    "Yuan",
    "Tong",
    "Sheng",
    "Jia",
    "Heng",
    "Rui",
    "Feng",
    "Kai",
    "Bo",
    "Yi",
    "Hong",
    "Ming",
    "Da",
    "Lian",
    "Zhi",
    "Cheng",
    "Fu",
    "Tai",
)
_TRADES = (
    "Trading Co Ltd",
    "Import and Export Co Ltd",
    "Electronic Commerce Co Ltd",
    "Technology Co Ltd",
    "Household Products Co Ltd",
    "Garment Co Ltd",
)
_ROADS = ("Huaqiang North", "Jiefang", "Zhongshan", "Renmin", "Chouzhou", "Nathan", "Binhe")


def _romanised_company(city: str, rng: Random) -> str:
    return (
        f"{city} {rng.choice(_SYLLABLES)}{rng.choice(_SYLLABLES).lower()}"
        f"{rng.choice(('', rng.choice(_SYLLABLES).lower()))} {rng.choice(_TRADES)}"
    )


def _full_name(locale: str, first: str, last: str) -> str:
    gap = FAMILY_NAME_FIRST.get(locale)
    return f"{first} {last}" if gap is None else f"{last}{gap}{first}"


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _coprime(a: int, b: int) -> bool:
    while b:
        a, b = b, a % b
    return a == 1
