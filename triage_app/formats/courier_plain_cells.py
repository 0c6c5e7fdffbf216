"""The cells of one kind, many at once -> what they say; each different cell is read once."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final, TypeVar

from triage_app.formats.country_cells import country
from triage_app.formats.courier_cells import CellWrong, day, grams, instant, minor, whole
from triage_app.formats.courier_columns import MORE_ADDRESS, PARTY
from triage_app.formats.courier_parts import ALIASES, BETWEEN, basis, channel, listed_aliases, parts
from triage_app.formats.courier_survey import Survey
from triage_app.formats.table_rows import Cells
from triage_app.model.item import ArrivalBasis, Channel
from triage_app.model.money import minor_digits
from triage_app.model.plain import PlainParty, microseconds

K = TypeVar("K")

MOST_KEPT: Final = 8_192
"""Different cells of a kind that are remembered at once."""

_CENTS = re.compile(r"[0-9]{1,12}\.[0-9]{2}(?:\n[0-9]{1,12}\.[0-9]{2})*", re.ASCII)

Pairs = tuple[tuple[str, str], ...]


class Wrong:
    """Stands where a cell is that a second look has to be taken at."""


class Memo(dict[K, Any]):
    """What was read of each different cell: a value, or WRONG."""

    def __init__(self, read: Callable[[K], Any]) -> None:
        super().__init__()
        self._read = read

    def __missing__(self, cell: K) -> Any:
        value: Any
        try:
            value = self._read(cell)
        except CellWrong:
            value = WRONG
        if len(self) >= MOST_KEPT:
            self.clear()
        self[cell] = value
        return value

    def column(self, cells: Iterable[K]) -> list[Any]:
        """Of each of the cells."""
        if type(cells) is Absent:
            empty: Any = ""
            return [self[empty]] * len(cells)
        return list(map(self.__getitem__, cells))


class Absent(list[str]):
    """The cells of a column that the file does not have: empty, one or more."""


WRONG: Final = Wrong()


class Money:
    """Values of one field, whose decimal mark may be known; nearly all are of one currency."""

    def __init__(self, mark: str) -> None:
        self._pointed = mark != ","
        self._of = Memo[str](
            lambda currency: Memo[str](lambda cell: minor(cell, currency, mark) if cell else None)
        )

    def column(self, cells: list[str], currencies: list[str]) -> list[Any]:
        """Of each of the cells, in its currency."""
        if isinstance(cells, Absent):
            return [None] * len(cells)
        if len(set(currencies)) == 1:
            cents = self._cents(cells, currencies[0])
            column: list[Any] = cents or self._of[currencies[0]].column(cells)
            return column
        of = self._of
        return [of[currency][cell] for cell, currency in zip(cells, currencies, strict=True)]

    def _cents(self, cells: list[str], currency: str) -> list[int]:
        """The cells read all at once where each is as plain as "12.50"; else none."""
        text = "\n".join(cells)
        if not (self._pointed and minor_digits(currency) == 2 and _CENTS.fullmatch(text)):
            return []
        cents = list(map(int, text.replace(".", "").split("\n")))
        return cents if len(cents) == len(cells) else []


class Columns:
    """Some rows as columns, by field; cells are trimmed, of a field without a column empty."""

    def __init__(self, rows: Sequence[Cells], place: Mapping[str, int]) -> None:
        self._columns = list(zip(*rows, strict=True))
        self._place = place
        self._none = Absent([""] * len(rows))

    def of(self, field: str) -> list[str]:
        """The field's cells."""
        at = self._place.get(field, -1)
        return list(map(str.strip, self._columns[at])) if at >= 0 else self._none

    def has(self, field: str) -> bool:
        """Whether the file has a column of that field."""
        return field in self._place

    def together(self, fields: Iterable[str]) -> Iterable[tuple[str, ...]]:
        """Of each row the cells of those fields."""
        return zip(*map(self.of, fields), strict=True)


class PlainCells:
    """How each kind of cell is read in one file; a wrong one gives WRONG."""

    def __init__(self, survey: Survey) -> None:
        mark, order, unit = survey.mark, survey.order, survey.columns.unit
        counted = mark.get("quantity", "")

        def arrival(cells: tuple[str, ...]) -> tuple[int | None, str]:
            arrived, its_basis, flown = cells
            if arrived:
                said = basis(its_basis) if its_basis else ArrivalBasis.EVENT
                return day(arrived, order.get("arrived_on", "")).toordinal(), said.value
            if flown:
                found = day(flown, order.get("flight_on", ""))
                return found.toordinal(), ArrivalBasis.FLIGHT.value
            return None, ArrivalBasis.TODAY.value

        def weight(field: str) -> Memo[str]:
            how = unit.get(field, ""), mark.get(field, "")
            return Memo(lambda cell: grams(cell, *how) if cell else None)

        self.indexes = Memo[str](lambda cell: whole(cell) if cell else 0)
        self.quantities = Memo[str](lambda cell: whole(cell, counted) if cell else None)
        self.net_weights = weight("net_weight")
        self.gross_weights = weight("gross_weight")
        self.values = Money(mark.get("value", ""))
        self.totals = Money(mark.get("total_value", ""))
        self.capitals = Memo[str](str.upper)
        self.countries = Memo[str](country)
        self.tariffs = Memo[str](lambda cell: cell.replace(".", "").replace(" ", ""))
        self.arrivals = Memo[tuple[str, ...]](arrival)
        posted, announced = order.get("posted_on", ""), order.get("announced_at", "")
        self.posted = Memo[str](lambda cell: day(cell, posted).isoformat() if cell else "")
        self.announced = Memo[str](
            lambda cell: microseconds(instant(cell, announced)) if cell else None
        )
        self.channels = Memo[str](
            lambda cell: channel(cell).value if cell else Channel.EXPRESS.value
        )
        self.documents = Memo[str](parts)
        self.aliases = Memo[tuple[str, ...]](_aliases)

    def parties(self, cells: Columns, who: str) -> Iterable[PlainParty]:
        """Of each row its sender or recipient, as `courier_parts.party`."""
        name, address, *between, its_country, phone, email, tax_id = [
            cells.of(f"{who}_{part}") for part in PARTY
        ]
        if any(map(cells.has, [f"{who}_{part}" for part in MORE_ADDRESS])):
            more = cells.together([f"{who}_{part}" for part in MORE_ADDRESS])
            lines = [
                (*parts(one), *filter(None, others))
                for one, others in zip(address, more, strict=True)
            ]
        elif BETWEEN in "\n".join(address):
            lines = list(map(parts, address))
        else:
            lines = [(cell,) if cell else () for cell in address]
        countries = self.countries.column(its_country)
        return zip(name, lines, *between, countries, phone, email, tax_id, strict=True)


def _aliases(cells: tuple[str, ...]) -> Pairs:
    """The numbers of columns of their own, then those of the column `aliases`, each once."""
    *named, listed = cells
    told = [*zip(ALIASES, named, strict=True), *listed_aliases(listed)]
    return tuple(dict.fromkeys(pair for pair in told if pair[1]))
