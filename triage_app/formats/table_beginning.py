"""The first lines of a table -> where its column names stand and what parts its cells."""

import csv
import re
from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

DELIMITERS: Final = ",;\t|"
"""What a table whose names nobody knows may be parted by; the first of two as likely."""
LOOKED_AT: Final = 20
"""Lines in which the column names may stand: above them are titles and blanks."""
LONGEST_HEADER: Final = 20_000
"""Characters; in a longer line every character that may part it is not tried."""
FEWEST: Final = 2
"""Names that a line must have which is not the first."""
_QUOTED = re.compile('"[^"]*"')
_TOLD = re.compile(r"sep=(.)\s*", re.IGNORECASE)
"""Excel's own word for the delimiter, a line before the names."""

Known = Callable[[Sequence[str]], int]
"""How many cells are names of columns that are known; 0 where those it takes are not among them."""


def nothing_known(_: Sequence[str]) -> int:
    """Of a table of any kind."""
    return 0


class Beginning(NamedTuple):
    """Which of the lines holds the names, the delimiter, and which of those before hold text."""

    at: int
    delimiter: str
    above: tuple[int, ...]


class HeaderSearch:
    """Looks at a table's lines from the first, until `found`; `beginning` is its answer then, and
    the best there is when the lines are at their end."""

    def __init__(self, known: Known) -> None:
        self._known = known
        self._told = ""
        self._lines = 0
        self._filled: list[int] = []
        self._most = 0
        self._first = Beginning(0, DELIMITERS[0], ())
        self._beginning: Beginning | None = None

    @property
    def found(self) -> bool:
        return self._beginning is not None

    @property
    def beginning(self) -> Beginning:
        """Where no line has names that are known: the first with anything on it."""
        return self._beginning or self._first

    def look(self, line: str) -> None:
        """Look at one more line."""
        at, self._lines = self._lines, self._lines + 1
        if not line.strip():
            return
        if not self._filled and not self._told and (told := _TOLD.fullmatch(line)):
            self._told = told[1]
            return
        names, delimiter = self._names(line)
        filled = sum(bool(cell.strip()) for cell in parted(line, delimiter))
        is_first = not self._filled
        if is_first:
            self._first = Beginning(at, delimiter, ())
        if names and (is_first or (names >= FEWEST and filled > self._most)):
            self._beginning = Beginning(at, delimiter, tuple(self._filled))
        self._filled.append(at)
        self._most = max(self._most, filled)

    def _names(self, line: str) -> tuple[int, str]:
        """The delimiter that gives the most known names, and how many they are."""
        if self._told:
            return self._known(parted(line, self._told)), self._told
        usual = usual_delimiter(line)
        best = self._known(parted(line, usual)), usual
        for delimiter in _other_delimiters(line, usual):
            best = max(best, (self._known(parted(line, delimiter)), delimiter), key=_first_of)
        return best


def usual_delimiter(line: str) -> str:
    """The one that parts a line into the most cells."""
    return max(DELIMITERS, key=_QUOTED.sub("", line).count)


def parted(line: str, delimiter: str) -> list[str]:
    """The cells of one line; of a quote that is not closed what there is."""
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return []


def _other_delimiters(line: str, usual: str) -> list[str]:
    """Every other character that may part a line's cells, in the order they come."""
    if len(line) > LONGEST_HEADER:
        return []
    bare = dict.fromkeys(_QUOTED.sub("", line.strip("\r\n")))
    return [c for c in bare if c != usual and not c.isalnum() and c not in ' "_\r\n']


def _first_of(pair: tuple[int, str]) -> int:
    return pair[0]
