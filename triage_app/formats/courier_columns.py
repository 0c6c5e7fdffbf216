"""A header row -> which column is which field, by the synonyms in resources/formats."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from triage_app.assets import asset

_PLAIN = re.compile(r"[\W_]+")
_UNIT = re.compile(r"[\s_(\[]*(kgs?|kilograms?|grams?|g|lbs?|pounds?|oz|ounces?)[)\]\s]*$", re.I)
_UNIT_BEGINNINGS: Final = (
    ("kg", ("kg", "kilo")),
    ("lb", ("lb", "pound")),
    ("oz", ("oz", "ounce")),
    ("g", ("g",)),
)
PARTY: Final = (
    "name",
    "address",
    "city",
    "state",
    "post_code",
    "country",
    "phone",
    "email",
    "tax_id",
)
MORE_ADDRESS: Final = ("address_2", "address_3")
LINE_FIELDS: Final = (
    "line_index",
    "description",
    "quantity",
    "net_weight",
    "value",
    "currency",
    "hs",
    "line_origin",
)
"""What may differ from row to row of one item."""
REFERRED: Final = (
    "referral_by",
    "referral_at",
    "referral_text",
    "referral_answered_by",
    "referral_answered_at",
    "referrals",
)
"""What may be said of a referral beside its code and its answer."""
LONGEST_NAME: Final = 200
"""Characters; the search for a unit takes the square of them."""
ROW_TOTAL: Final = "row_total"
"""A total beside no other value is the row's own; beside a line's value it is the item's."""


@dataclass(frozen=True, slots=True)
class Columns:
    """`place` is the index of each field's column; `unknown` are the rest as (index, name);
    `unit` the weight unit a column's name says, by field; `names` the header as it stands."""

    place: Mapping[str, int]
    unknown: tuple[tuple[int, str], ...]
    unit: Mapping[str, str]
    names: tuple[str, ...]

    def name(self, field: str) -> str:
        """The field's column as the file calls it."""
        return self.names[self.place[field]]


@cache
def load_synonyms() -> Mapping[str, str]:
    """Plain column name -> field."""
    table = tomllib.loads(asset("formats", "courier_headers.toml").read_text("utf-8"))
    return {plain(name): field for field, names in table["header"].items() for name in names}


def plain(name: str) -> str:
    """A column's name without case, spaces and punctuation."""
    return _PLAIN.sub("", name).casefold()


def read_header(row: Sequence[str], synonyms: Mapping[str, str]) -> Columns:
    """Which column is which; the first of two columns for one field counts, the other is kept
    verbatim among the unknown."""
    place: dict[str, int] = {}
    for at, name in enumerate(row):
        if field := _field(name, synonyms):
            place.setdefault(field, at)
    if ROW_TOTAL in place:
        meant = "total_value" if "value" in place else "value"
        place.setdefault(meant, place.pop(ROW_TOTAL))
    known = set(place.values())
    names = tuple(name.strip() or f"column {at + 1}" for at, name in enumerate(row))
    return Columns(
        place,
        tuple((at, name) for at, name in enumerate(names) if at not in known),
        {f: unit for f, at in place.items() if f.endswith("weight") and (unit := _unit(row[at]))},
        names,
    )


def known_names(row: Sequence[str]) -> int:
    """How many cells of a row name columns; 0 where none is the item's number."""
    synonyms = load_synonyms()
    fields = [_field(name, synonyms) for name in row]
    return sum(map(bool, fields)) if "number" in fields else 0


def _field(name: str, synonyms: Mapping[str, str]) -> str:
    """What a column of that name holds; "" where nobody knows."""
    if len(name) > LONGEST_NAME:
        return ""
    return synonyms.get(plain(name)) or synonyms.get(plain(_UNIT.sub("", name))) or ""


def unit_of(word: str) -> str:
    """kg, g, lb or oz for a word that begins so; "" for another."""
    lower = word.casefold()
    return next((unit for unit, begin in _UNIT_BEGINNINGS if lower.startswith(begin)), "")


def _unit(name: str) -> str:
    found = _UNIT.search(name)
    return unit_of(found[1]) if found else ""
