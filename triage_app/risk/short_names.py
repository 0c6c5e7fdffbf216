"""A given name -> the names it may be the short or pet form of."""

from collections.abc import Mapping
from functools import cache

from triage_app.assets import asset

NOBODY: frozenset[int] = frozenset()


@cache
def _families() -> Mapping[str, frozenset[int]]:
    """Form -> which lines of `resources/names/short_names.txt` it stands in."""
    families: dict[str, frozenset[int]] = {}
    lines = asset("names", "short_names.txt").read_text("utf-8").splitlines()
    for number, line in enumerate(lines):
        for form in () if line.startswith("#") else line.split():
            families[form] = families.get(form, NOBODY) | {number}
    return families


def one_name(one: str, other: str) -> bool:
    """Whether both may be short for, or in full, the same name."""
    families = _families()
    return not families.get(one, NOBODY).isdisjoint(families.get(other, NOBODY))
