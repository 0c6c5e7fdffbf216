"""A cell that names a country -> its two letters (ISO 3166-1), as rules and law ask for them."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache, lru_cache

from triage_app.assets import asset

_SIGNS = re.compile(r"[\W_]+")


@lru_cache(maxsize=8_192)
def country(cell: str) -> str:
    """ "China", "CHN" or "cn" -> "CN", by resources/formats/countries.toml; a word nobody knows
    stays, in capitals. Never raises: a strange country is for the inspector to see."""
    if len(cell) == 2 and cell.isalpha() and cell.upper() != "UK":
        return cell.upper()
    return _known().get(_bare(cell), cell.upper())


@cache
def _known() -> Mapping[str, str]:
    table = tomllib.loads(asset("formats", "countries.toml").read_text("utf-8"))
    return {_bare(name): code for code, names in table.items() for name in names}


def _bare(text: str) -> str:
    return _SIGNS.sub("", text.casefold())
