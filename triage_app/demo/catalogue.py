"""The texts and goods of planted cases, and the demonstration screening list, as values."""

import csv
import tomllib
from dataclasses import dataclass
from typing import Any

from triage_app.assets import asset
from triage_app.demo.goods import Drawn, Kind


@dataclass(frozen=True, slots=True)
class Offer:
    """Goods of a planted case; `grams` and `usd` of all of it."""

    description: str
    hs: str
    grams: int
    usd: int

    def drawn(self, origin: str) -> Drawn:
        """The same as contents of an item."""
        kind = Kind("planted", self.hs, "box", self.grams, self.usd, (1,), 0, {}, {})
        return Drawn(kind, origin, self.description, 1, self.grams, self.usd * 100)


@dataclass(frozen=True, slots=True)
class Catalogue:
    vague: tuple[str, ...]
    referrals: tuple[str, ...]
    offers: dict[str, tuple[Offer, ...]]
    """By rule id."""
    decoys: dict[str, tuple[Offer, ...]]
    """By rule id: innocent goods that look like a case."""
    no_such_codes: tuple[str, ...]
    xinjiang: tuple[tuple[str, str, str], ...]
    split_kinds: tuple[str, ...]
    undervalued_kinds: tuple[str, ...]
    listed: tuple[tuple[str, str], ...]
    """(name, "person" or "entity") of the demonstration screening list."""


OFFERS = {
    "pill-press": "pill_press",
    "precursor": "precursor",
    "lithium-no-un": "lithium",
    "forced-labour": "forced_labour",
    "drug-words": "drugs",
    "hazmat-no-un": "hazmat",
    "firearm-parts": "weapons",
    "false-documents": "documents",
    "restricted-agriculture": "agriculture",
    "counterfeit-price": "copies",
    "hs-mismatch": "miscoded",
}


def load_catalogue() -> Catalogue:
    """The tables that ship with the program."""
    table = tomllib.loads(asset("demo", "plants.toml").read_text("utf-8"))
    with asset("demo", "screening.csv").open(encoding="utf-8", newline="") as rows:
        listed = tuple((row["name"], row["type"]) for row in csv.DictReader(rows))
    return Catalogue(
        vague=tuple(table["vague"]),
        referrals=tuple(table["referrals"]),
        offers={rule: _offers(table[key]) for rule, key in OFFERS.items()},
        decoys={rule: _offers(rows) for rule, rows in table["decoys"].items()},
        no_such_codes=tuple(table["no_such_codes"]),
        xinjiang=tuple((city, state, code) for city, state, code in table["xinjiang"]),
        split_kinds=tuple(table["split_kinds"]),
        undervalued_kinds=tuple(table["undervalued_kinds"]),
        listed=listed,
    )


def _offers(rows: list[list[Any]]) -> tuple[Offer, ...]:
    return tuple(Offer(*row) for row in rows)
