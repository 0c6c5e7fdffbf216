"""Where people live and send from: cities, post codes, streets, exchange offices, flights."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass

from triage_app.assets import asset


@dataclass(frozen=True, slots=True)
class City:
    """A city of recipients. The last two digits of `area` are its alone."""

    city: str
    state: str
    area: str
    post_codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Country:
    """A country of senders. `cities` are (city, state, post code); `per_usd` its currency's units
    for a dollar, for making values only; `company` has {name} in it; `post` is the share of items
    sent by post."""

    code: str
    office: str
    airline: str
    flight: str
    currency: str
    per_usd: float
    faker: str
    company: str
    dial: str
    post: float
    senders: int
    cities: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Places:
    streets: tuple[str, ...]
    street_kinds: tuple[str, ...]
    cities: tuple[City, ...]
    countries: Mapping[str, Country]
    names: tuple[tuple[str, int], ...]
    """Recipients' locales and their weights."""


def load_places() -> Places:
    """The table that ships with the program."""
    table = tomllib.loads(asset("demo", "places.toml").read_text("utf-8"))
    countries = (
        Country(**{**row, "cities": tuple((c, s, p) for c, s, p in row["cities"])})
        for row in table["countries"]
    )
    return Places(
        streets=tuple(table["streets"]),
        street_kinds=tuple(table["street_kinds"]),
        cities=tuple(
            City(row["city"], row["state"], row["area"], tuple(row["post_codes"]))
            for row in table["cities"]
        ),
        countries={country.code: country for country in countries},
        names=tuple((row["faker"], row["weight"]) for row in table["names"]),
    )
