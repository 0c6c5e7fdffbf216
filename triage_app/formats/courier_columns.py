"""A header row -> which column is which field, by the synonyms in resources/formats."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from triage_app.assets import asset

_PLAIN = re.compile(r"[\W_]+")
_UNIT = re.compile(r"[\s_(\[]*(kgs?|kilograms?|grams?|g|lbs?|pounds?|oz|ounces?)[)\]\s]*$", re.I)
UNIT_GRAMS = {"kg": 1000.0, "g": 1.0, "lb": 453.59237, "oz": 28.349523125}
"""International avoirdupois pound and ounce (1959)."""


@dataclass(frozen=True, slots=True)
class Columns:
    """`place` is the index of each field's column; `unknown` are the rest as (index, name);
    `unit` the weight unit a column's name says, by field."""

    place: Mapping[str, int]
    unknown: tuple[tuple[int, str], ...]
    unit: Mapping[str, str]
    names: tuple[str, ...]


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
    units: dict[str, str] = {}
    unknown = []
    for at, name in enumerate(row):
        field = synonyms.get(plain(name)) or synonyms.get(plain(_UNIT.sub("", name)))
        if field is None or field in place:
            unknown.append((at, name.strip() or f"column {at + 1}"))
            continue
        place[field] = at
        if field.endswith("weight") and (unit := _UNIT.search(name)):
            units[field] = unit_of(unit.group(1))
    return Columns(place, tuple(unknown), units, tuple(row))


def unit_of(word: str) -> str:
    """kg, g, lb or oz for a word that begins so; "" for another."""
    lower = word.casefold()
    for unit, beginnings in (
        ("kg", ("kg", "kilo")),
        ("lb", ("lb", "pound")),
        ("oz", ("oz", "ounce")),
        ("g", ("g",)),
    ):
        if lower.startswith(beginnings):
            return unit
    return ""
