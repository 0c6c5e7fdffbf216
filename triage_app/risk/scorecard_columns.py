"""A table's columns -> the features a scorecard may use, and why the other columns are left out.

A column is days, codes or numbers by what its cells are, never by its title: office "40" and HS
"760711" are codes although they look like numbers.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from statistics import median
from typing import Final

from triage_app.risk.scorecard import Feature, number

BANDS: Final = 12
STARTS: Final = (2, 4)
"""Characters: chapter and heading of an HS code."""
FEW: Final = 100
"""Whole numbers of fewer different values are codes: offices, kinds, flags."""
MOST_NUMBERS: Final = 6
"""Columns of numbers that are set in relation to each other."""
NEARLY_ALL: Final = 0.98
ONE_A_ROW: Final = 0.9
"""Different values a row from which on a column names the row rather than describing it."""
_DAY = re.compile(r"\d{4}-\d\d-\d\d([T ].*)?")
_DAY_DIGITS = re.compile(r"(19|20)\d\d(0[1-9]|1[0-2])([0-2]\d|3[01])")

Columns = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Found:
    """`features` may be paired; those of `alone` (monotone ones) may not. `order` is the day of
    each row as text that sorts, empty without such a column."""

    features: tuple[Feature, ...]
    alone: tuple[tuple[Feature, int], ...]
    left_out: Mapping[str, str]
    ordered_by: str
    order: Sequence[str]


def find_features(
    columns: Columns,
    rising: Collection[str] = (),
    falling: Collection[str] = (),
    *,
    repeats: bool = True,
) -> Found:
    """All features of the columns. A column of `rising` may only add points as its number grows,
    one of `falling` only as it shrinks. `repeats` allows "the same value before"."""
    features: list[Feature] = []
    alone: list[tuple[Feature, int]] = []
    left_out: dict[str, str] = {}
    numbers: list[str] = []
    ordered_by, order = "", list[str]()
    for name, cells in columns.items():
        kind = kind_of(cells)
        if name in rising or name in falling:
            alone.append((_banded(name, cells), 1 if name in rising else -1))
        elif kind == "day":
            left_out[name] = "days only say what came before what"
            if not ordered_by:
                ordered_by = name
                order = [cell.strip().replace("-", "") for cell in cells]
        elif kind in ("same", "one a row"):
            left_out[name] = {
                "same": "it is the same in every row",
                "one a row": "it names the row",
            }[kind]
        elif kind == "number":
            numbers.append(name)
            features.append(_banded(name, cells))
            if repeats:
                features.append(Feature("repeat", name))
        else:
            features.extend(_written(name, cells))
    features.extend(_ratios(columns, numbers))
    return Found(tuple(features), tuple(alone), left_out, ordered_by, order)


def kind_of(cells: Sequence[str]) -> str:
    """What a column is: "day", "number", "code", "same" (says nothing) or "one a row"."""
    filled = [stripped for cell in cells if (stripped := cell.strip())]
    different = set(filled)
    if len(different) < 2 and len(filled) in (0, len(cells)):
        return "same"
    if _nearly(filled, _DAY) or _nearly(filled, _DAY_DIGITS):
        return "day"
    if _are_numbers(filled, different):
        return "number"
    if len(different) > ONE_A_ROW * len(cells):
        return "one a row"
    return "code"


def _nearly(cells: Sequence[str], pattern: re.Pattern[str]) -> bool:
    return sum(1 for cell in cells if pattern.fullmatch(cell)) >= NEARLY_ALL * len(cells) > 0


def _are_numbers(filled: Sequence[str], different: Collection[str]) -> bool:
    """Numbers that measure something: not whole ones of one length or with zeros in front."""
    if sum(1 for cell in filled if number(cell) is not None) < NEARLY_ALL * len(filled):
        return False
    whole = [cell for cell in different if cell.isdigit()]
    if len(whole) < NEARLY_ALL * len(different):
        return True
    lengths = Counter(map(len, whole))
    one_length = max(lengths.values()) >= NEARLY_ALL * len(whole)
    padded = any(cell[0] == "0" and len(cell) > 1 for cell in whole)
    return not one_length and not padded and len(different) >= FEW


def _written(name: str, cells: Sequence[str]) -> Iterator[Feature]:
    yield Feature("written", name)
    filled = [cell.strip() for cell in cells if cell.strip()]
    lengths = Counter(map(len, filled))
    length, rows = lengths.most_common(1)[0]
    if rows >= NEARLY_ALL * len(filled) and all(cell.isdigit() for cell in set(filled)):
        yield from (Feature("start", name, length=short) for short in STARTS if short + 1 < length)


def _banded(name: str, cells: Sequence[str]) -> Feature:
    values = [value for cell in cells if (value := number(cell)) is not None]
    return Feature("band", name, cuts=cuts_of(values))


def _ratios(columns: Columns, numbers: Sequence[str]) -> Iterator[Feature]:
    """Each number per each other, the greater per the smaller: value per weight."""
    many = [name for name in numbers if len(set(columns[name])) >= FEW][:MOST_NUMBERS]
    middle = {n: median([v for c in columns[n] if (v := number(c)) is not None]) for n in many}
    for one, other in combinations(many, 2):
        above, below = sorted((one, other), key=lambda n: (-middle[n], n))
        plain = Feature("ratio", above, below)
        values = [
            value
            for high, low in zip(columns[above], columns[below], strict=True)
            if (value := plain.measure({above: high, below: low})) is not None
        ]
        yield Feature("ratio", above, below, cuts=cuts_of(values))


def cuts_of(values: Sequence[float]) -> tuple[float, ...]:
    """Where bands of about as many rows each part; fewer where many rows have one value."""
    ordered = sorted(values)
    places = [len(ordered) * i // BANDS for i in range(1, BANDS)]
    cuts = sorted({ordered[at] for at in places}) if ordered else []
    if cuts and cuts[0] == ordered[0]:
        del cuts[0]
    return tuple(cuts)
