"""First reading of a courier's CSV: which items' rows stand apart, and what its columns leave no
doubt about (day or month first, decimal point or comma). Nothing is kept but eight bytes an item.
"""

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise, repeat
from operator import itemgetter
from typing import Final, NamedTuple

from triage_app.formats.courier_cells import mark_told, order_told
from triage_app.formats.courier_columns import Columns, load_synonyms, read_header
from triage_app.formats.table_rows import BadRow, Cells, Table

DATES: Final = ("posted_on", "announced_at", "arrived_on", "flight_on")
NUMBERS: Final = ("quantity", "net_weight", "gross_weight", "value", "total_value")
_SEPARATORS = str.maketrans("", "", " -")
BLOCK_ROWS: Final = 8_192
"""Of a block at the least; a reader of a block holds a good part of it."""
_HEARD_AT_ONCE: Final = 1_024
_FEW: Final = 2_000
"""Different cells of a column that are asked; most files have far fewer dates."""

ItemKey = tuple[str, str]


class Block(NamedTuple):
    """Rows that follow each other: the line they begin on, how many they are, and where their bytes
    stand in the file; of no size where the file has to be read from its beginning."""

    line: int
    rows: int
    offset: int = 0
    size: int = 0


@dataclass(frozen=True, slots=True)
class Survey:
    """What the first reading found. `blocks` are the file's rows in parts that begin with an item;
    `scattered` are digests of keys whose rows stand apart; `order` and `mark` say for a field how
    its column is written, "" where it does not tell."""

    columns: Columns
    rows: int
    blocks: tuple[Block, ...]
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
        number = cells[self._number].upper()
        if not number.isalnum():
            number = number.translate(_SEPARATORS)
        return number, cells[self._posted].strip() if self._posted >= 0 else ""

    def column(self, rows: Sequence[Cells]) -> list[ItemKey]:
        """Of each of the rows."""
        numbers = list(map(str.upper, map(itemgetter(self._number), rows)))
        if not all(map(str.isalnum, numbers)):
            numbers = [n if n.isalnum() else n.translate(_SEPARATORS) for n in numbers]
        if self._posted < 0:
            return list(zip(numbers, repeat("")))
        return list(zip(numbers, map(str.strip, map(itemgetter(self._posted), rows)), strict=True))


def begins_of(keys: Sequence[ItemKey]) -> list[int]:
    """The places of rows that are of another item than the row before; the first of all is."""
    behind = [at for at, (one, other) in enumerate(pairwise(keys), 1) if one != other]
    return [0, *behind] if keys else []


def digest(key: ItemKey) -> int:
    """61 bits of a key, the same in every process: Python's own hash of its bytes as a number."""
    return hash(int.from_bytes("\n".join(key).encode("utf-8", "surrogatepass"), "big"))


def survey(table: Table) -> Survey | None:
    """Read the whole table once. None when it has no column with the items' numbers."""
    rows = table.rows()
    first = next(rows, None)
    columns = read_header(table.header, load_synonyms())
    if "number" not in columns.place:
        return None
    doubts = doubts_of(columns)
    reading = _Reading(table, KeyCells(columns), doubts)
    reading.read(_with_first(first, rows))
    return found_in(columns, reading.blocks, reading.keys, doubts)


def found_in(
    columns: Columns, blocks: Sequence[Block], keys: "array[int]", doubts: Sequence["Doubt"]
) -> Survey:
    """The survey of a file with those blocks; `keys` has a digest for each row that is of another
    item than the row before."""
    return Survey(
        columns=columns,
        rows=sum(block.rows for block in blocks),
        blocks=tuple(blocks),
        scattered=_repeated(keys),
        order={d.field: _agreed(map(order_told, d.cells)) for d in doubts if d.signs == "-/"},
        mark={d.field: _agreed(map(mark_told, d.cells)) for d in doubts if d.signs == ".,"},
    )


def doubts_of(columns: Columns) -> list["Doubt"]:
    """The columns that may be written in two ways."""
    place = columns.place
    return [
        *(Doubt(field, place[field], "-/") for field in DATES if field in place),
        *(Doubt(field, place[field], ".,") for field in NUMBERS if field in place),
    ]


class Doubt:
    """A column that may be written in two ways: cells that hold one of its signs."""

    def __init__(self, field: str, at: int, signs: str) -> None:
        self.field, self.at, self.signs = field, at, signs
        self.cells: dict[str, None] = {}

    def hear(self, rows: Iterable[Cells]) -> bool:
        """Look at the column's cells; whether more of them are wanted."""
        return self.hear_cells(dict.fromkeys(map(itemgetter(self.at), rows)))

    def hear_cells(self, told: Iterable[str]) -> bool:
        """`hear`, of the cells themselves."""
        cells = self.cells
        for cell in told:
            if not cell.isalnum() and len(cells) < _FEW:
                cells[cell.strip()] = None
        return len(cells) < _FEW


def _with_first(
    first: tuple[int, Cells] | BadRow | None, rows: Iterator[tuple[int, Cells] | BadRow]
) -> Iterator[tuple[int, Cells] | BadRow]:
    if first is not None:
        yield first
    yield from rows


class _Reading:
    """One reading of a table: how many rows there are, a digest where a row is of another item than
    the one before, the blocks, and what the doubts heard."""

    def __init__(self, table: Table, key_cells: KeyCells, doubts: Sequence[Doubt]) -> None:
        self.count = 0
        self.keys = array("q")
        self.blocks: list[Block] = []
        self._table = table
        self._key_of = key_cells.of
        self._doubts = list(doubts)
        self._begun = (0, 0)

    def read(self, rows: Iterator[tuple[int, Cells] | BadRow]) -> None:
        table, key_of = self._table, self._key_of
        put = self.keys.append
        last: ItemKey | None = None
        unheard: list[Cells] = []
        begins = count = 0
        full = BLOCK_ROWS
        for row in rows:
            if not isinstance(row, BadRow):
                cells = row[1]
                key = key_of(cells)
                if key != last:
                    last = key
                    put(digest(key))
                    if count >= full and begins:
                        self._end_block(count, begins)
                        self._hear(unheard)
                        unheard, begins = [], 0
                        full = count + BLOCK_ROWS
                unheard.append(cells)
                if len(unheard) == _HEARD_AT_ONCE:
                    self._hear(unheard)
                    unheard = []
            count += 1
            if count >= full:
                begins = table.next_line
        self._hear(unheard)
        self._end_block(count, 0)
        self.count = count

    def _end_block(self, rows: int, next_line: int) -> None:
        line, before = self._begun
        self.blocks.append(Block(line, rows - before))
        self._begun = (next_line, rows)

    def _hear(self, rows: Sequence[Cells]) -> None:
        self._doubts = [doubt for doubt in self._doubts if doubt.hear(rows)]


def ready() -> None:
    """Load what a survey takes to its end, for whoever waits for its parts."""
    import numpy  # noqa: F401


def _repeated(keys: "array[int]") -> frozenset[int]:
    """The hashes that stand in `keys` more than once."""
    if len(keys) < 2:
        return frozenset()
    import numpy as np

    ordered = np.frombuffer(keys, dtype=np.int64).copy()
    ordered.sort()
    return frozenset(ordered[1:][ordered[1:] == ordered[:-1]].tolist())


def _agreed(told: Iterator[str]) -> str:
    """What all that tell say; "" where none tells or two disagree."""
    said = {one for one in told if one}
    return said.pop() if len(said) == 1 else ""
