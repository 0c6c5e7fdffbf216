"""Parts of an announcement from cells: parties, lists in one cell, codes of our own."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Final

from triage_app.formats.country_cells import country as two_letters
from triage_app.formats.courier_cells import CellWrong
from triage_app.formats.courier_columns import MORE_ADDRESS, PARTY
from triage_app.model.item import ArrivalBasis, Channel, Line, Party

ALIASES: Final = ("house", "master", "receptacle", "sscc")
BETWEEN: Final = " | "
"""Between address lines, documents and other numbers in one cell."""


def numbered(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Lines without an index of their own get their place, or the next index nobody has."""
    if all(line.index for line in lines):
        return tuple(lines)
    taken = {line.index for line in lines}
    given = []
    for place, line in enumerate(lines, start=1):
        if not line.index:
            index = place
            while index in taken:
                index += 1
            taken.add(index)
            line = replace(line, index=index)
        given.append(line)
    return tuple(given)


def party_places(place: Mapping[str, int], who: str) -> tuple[int, ...]:
    """Where the cells of `party` stand; -1 where the file has no such column."""
    return tuple(place.get(f"{who}_{part}", -1) for part in (*PARTY, *MORE_ADDRESS))


@lru_cache(maxsize=8_192)
def party(
    name: str,
    address: str,
    city: str,
    state: str,
    post_code: str,
    country: str,
    phone: str,
    email: str,
    tax_id: str,
    *more: str,
) -> Party:
    """A sender or recipient from its cells, `more` being further address lines."""
    lines = (*parts(address), *(line for line in more if line))
    return Party(name, lines, city, state, post_code, two_letters(country), phone, email, tax_id)


def parts(cell: str) -> tuple[str, ...]:
    """What one cell holds with BETWEEN between, empty parts left out."""
    if BETWEEN in cell:
        return tuple([part for part in cell.split(BETWEEN) if part])
    return (cell,) if cell else ()


def listed_aliases(cell: str) -> list[tuple[str, str]]:
    """The (kind, number) pairs of a cell that lists other numbers as "kind:number"."""
    told = []
    for part in parts(cell):
        kind, _, alias = part.partition(":")
        told.append((kind, alias) if alias else ("other", kind))
    return told


def channel(cell: str) -> Channel:
    """Raises CellWrong."""
    try:
        return Channel(cell.casefold())
    except ValueError as error:
        raise CellWrong(f"'{cell[:40]}' is no channel (post or express)") from error


def basis(cell: str) -> ArrivalBasis:
    """Raises CellWrong."""
    try:
        return ArrivalBasis(cell.casefold())
    except ValueError as error:
        raise CellWrong(f"'{cell[:40]}' is no basis (event, flight, scan or today)") from error


def said_pairs(cell: str) -> tuple[tuple[str, str], ...]:
    """The pairs in a column `extra`, which our own export writes as JSON; any other text is the
    cell of a column of that name."""
    if not cell:
        return ()
    try:
        pairs = [(name, value) for name, value in json.loads(cell)]
    except (ValueError, TypeError, RecursionError):
        return (("extra", cell),)
    if all(isinstance(part, str) for pair in pairs for part in pair):
        return tuple(pairs)
    return (("extra", cell),)
