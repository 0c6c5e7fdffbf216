"""First reading of a courier's CSV: which items' rows stand apart, and what its columns leave no
doubt about (day or month first, decimal point or comma). Nothing is kept but eight bytes an item.
"""

from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from triage_app.formats.courier_cells import mark_told, order_told
from triage_app.formats.courier_columns import Columns, load_synonyms, read_header
from triage_app.formats.table_rows import BadRow, Cells, Table

DATES: Final = ("posted_on", "announced_at", "arrived_on", "flight_on")
NUMBERS: Final = ("quantity", "net_weight", "gross_weight", "value", "total_value")
_SEPARATORS = str.maketrans("", "", " -")
_FEW: Final = 2_000
"""Different cells of a column that are asked; most files have far fewer dates."""

ItemKey = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Survey:
    """What the first reading found. `scattered` are hashes of keys whose rows stand apart; `order`
    and `mark` say for a field how its column is written, "" where it does not tell."""

    columns: Columns
    rows: int
    scattered: frozenset[int]
    order: Mapping[str, str]
    mark: Mapping[str, str]


class KeyCells:
    """Row -> the item it belongs to, as far as two rows of a file can be compared: its number
    without spaces and hyphens, its posting date as written."""

    def __init__(self, columns: Columns) -> None:
        self._number = columns.place["number"]
        self._posted = columns.place.get("posted_on", -1)

    def of(self, cells: Cells) -> ItemKey:
        number = cells[self._number].translate(_SEPARATORS).upper()
        return number, cells[self._posted].strip() if self._posted >= 0 else ""


def survey(table: Table) -> Survey | None:
    """Read the whole table once. None when it has no column with the items' numbers."""
    rows = table.rows()
    first = next(rows, None)
    columns = read_header(table.header, load_synonyms())
    if "number" not in columns.place:
        return None
    doubts = [
        *(_Doubt(field, columns.place[field], "-/") for field in DATES if field in columns.place),
        *(_Doubt(field, columns.place[field], ".,") for field in NUMBERS if field in columns.place),
    ]
    count, keys = _read(_with_first(first, rows), KeyCells(columns), doubts)
    return Survey(
        columns=columns,
        rows=count,
        scattered=_repeated(keys),
        order={d.field: _agreed(map(order_told, d.cells)) for d in doubts if d.signs == "-/"},
        mark={d.field: _agreed(map(mark_told, d.cells)) for d in doubts if d.signs == ".,"},
    )


@dataclass(slots=True)
class _Doubt:
    """A column that may be written in two ways: cells that hold one of its signs."""

    field: str
    at: int
    signs: str
    cells: set[str]

    def __init__(self, field: str, at: int, signs: str) -> None:
        self.field, self.at, self.signs = field, at, signs
        self.cells = set()


def _with_first(
    first: tuple[int, Cells] | BadRow | None, rows: Iterator[tuple[int, Cells] | BadRow]
) -> Iterator[tuple[int, Cells] | BadRow]:
    if first is not None:
        yield first
    yield from rows


def _read(
    rows: Iterator[tuple[int, Cells] | BadRow], key_cells: KeyCells, doubts: Sequence[_Doubt]
) -> tuple[int, "array[int]"]:
    """How many rows there are, and a hash where a row is of another item than the one before."""
    keys = array("q")
    last: ItemKey | None = None
    count = 0
    of = key_cells.of
    for row in rows:
        count += 1
        if isinstance(row, BadRow):
            continue
        cells = row[1]
        key = of(cells)
        if key != last:
            keys.append(hash(key))
            last = key
        for doubt in doubts:
            cell = cells[doubt.at]
            if not cell.isalnum() and len(doubt.cells) < _FEW:
                doubt.cells.add(cell.strip())
    return count, keys


def _repeated(keys: "array[int]") -> frozenset[int]:
    """The hashes that stand in `keys` more than once."""
    if len(keys) < 2:
        return frozenset()
    import numpy as np

    ordered = np.frombuffer(keys, dtype=np.int64).copy()
    ordered.sort()
    return frozenset(np.unique(ordered[1:][ordered[1:] == ordered[:-1]]).tolist())


def _agreed(told: Iterator[str]) -> str:
    """What all that tell say; "" where none tells or two disagree."""
    said = {one for one in told if one}
    return said.pop() if len(said) == 1 else ""
