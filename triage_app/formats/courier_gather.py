"""Rows in file order -> the rows of each item, wherever they stand in the file.

Rows that follow each other are an item as they come. Rows of items the survey found scattered are
left to a reading of their own, in which they wait in temporary files by their key's digest, so that
memory holds a small part of them.
"""

import marshal
import zlib
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from itertools import pairwise
from tempfile import SpooledTemporaryFile
from typing import Final

from triage_app.formats.courier_survey import ItemKey, KeyCells, begins_of, digest
from triage_app.formats.table_rows import BadRow, NumberedRow

PARTS: Final = 64
HELD_BYTES: Final = 1 << 20
"""Of each part, before it goes to the disk."""

Rows = Iterator[NumberedRow | BadRow]
Gathered = list[NumberedRow] | BadRow


def gather(rows: Rows, key_cells: KeyCells, scattered: frozenset[int]) -> Iterator[Gathered]:
    """The rows of one item at a time, and rows that could not be read in their places between
    items; rows of scattered items are left out."""
    current: list[NumberedRow] = []
    bad: list[BadRow] = []
    last: ItemKey | None = None
    of = key_cells.of
    for row in rows:
        if isinstance(row, BadRow):
            bad.append(row)
            continue
        key = of(row[1])
        if key != last:
            if current:
                yield current
            yield from bad
            current, bad, last = [], [], key
        if not scattered or digest(key) not in scattered:
            current.append(row)
    if current:
        yield current
    yield from bad


def gather_block(
    rows: Sequence[NumberedRow | BadRow], key_cells: KeyCells, scattered: frozenset[int]
) -> Iterator[Gathered]:
    """`gather`, of rows that are all there."""
    good = [row for row in rows if not isinstance(row, BadRow)]
    if len(good) != len(rows):
        yield from gather(iter(rows), key_cells, scattered)
        return
    if not good:  # a block of nothing but empty cells
        return
    keys = key_cells.column([cells for _, cells in good])
    for begin, end in pairwise([*begins_of(keys), len(good)]):
        if not scattered or digest(keys[begin]) not in scattered:
            yield good[begin:end]


def gather_scattered(
    rows: Rows, key_cells: KeyCells, scattered: frozenset[int]
) -> Iterator[list[NumberedRow]]:
    """The rows of one scattered item at a time."""
    with Waiting() as waiting:
        for row in rows:
            if not isinstance(row, BadRow):
                key = key_cells.of(row[1])
                if digest(key) in scattered:
                    waiting.put(key, row)
        yield from waiting.items()


class Waiting:
    """Rows put aside by key; `items` gives them back together."""

    def __init__(self) -> None:
        self._files = ExitStack()
        self._parts: dict[int, SpooledTemporaryFile[bytes]] = {}

    def __enter__(self) -> "Waiting":
        return self

    def __exit__(self, *_: object) -> None:
        self._files.close()

    def put(self, key: ItemKey, row: NumberedRow) -> None:
        """Put a row of the item aside."""
        number = zlib.crc32("\n".join(key).encode("utf-8", "surrogatepass")) % PARTS
        part = self._parts.get(number)
        if part is None:
            held: SpooledTemporaryFile[bytes] = SpooledTemporaryFile(HELD_BYTES)  # noqa: SIM115
            part = self._parts[number] = self._files.enter_context(held)  # the stack closes it
        marshal.dump((key, row), part)

    def items(self) -> Iterator[list[NumberedRow]]:
        """The rows of each item together, in the order they came."""
        for _, part in sorted(self._parts.items()):
            part.seek(0)
            found: dict[ItemKey, list[NumberedRow]] = {}
            while True:
                try:
                    key, row = marshal.load(part)  # written by this process, into its own file
                except EOFError:
                    break
                found.setdefault(key, []).append(row)
            yield from found.values()
            part.truncate(0)
