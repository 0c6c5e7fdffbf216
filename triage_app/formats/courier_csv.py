"""A courier's CSV -> announcements: one row a commodity, the consignment repeated.

The file is read twice: once to learn what its columns are like and which items' rows stand apart,
once to read the items. See `courier_survey`, `courier_gather`, `courier_items`, `courier_plain`.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final, NamedTuple

from triage_app.formats.courier_blocks import (
    FromBeginning,
    InBlocks,
    SurveyHere,
    Surveyors,
    survey_blocks,
)
from triage_app.formats.courier_columns import known_names
from triage_app.formats.courier_gather import Gathered, gather_scattered
from triage_app.formats.courier_items import ItemReader, Named, Namer, written
from triage_app.formats.courier_plain import PlainReader
from triage_app.formats.courier_survey import KeyCells, Survey, survey
from triage_app.formats.encoding_told import UTF8, told_encoding
from triage_app.formats.table_rows import BadRow, Table
from triage_app.formats.text_lines import open_stream
from triage_app.model.intake import Reject, ToldBag
from triage_app.model.item import Announcement
from triage_app.model.plain import PlainItem, plain_item

NO_NUMBER: Final = "the item's number is missing"
NO_COLUMN: Final = "no column with the item's number"
NOTHING: Final = "the file is empty"

AT_A_GLANCE: Final = 500
"""Items: enough for a step over a column of theirs to cost nothing beside its cells."""

CELLS_AT_ONCE: Final = 100_000
"""Of a table with thousands of columns fewer items: a cell nobody knows is kept with its name."""


@dataclass(frozen=True, slots=True)
class ReadItem:
    """What some rows gave: an announcement, a bag told of, rejects; `rows` says how many they
    were."""

    announcement: Announcement | None
    rejects: tuple[Reject, ...]
    rows: int
    bag: ToldBag | None = None


class ReadPlain(NamedTuple):
    """What some hundred items' rows gave, items, rejects and bags told of each in their order."""

    items: list[PlainItem]
    rejects: tuple[Reject, ...]
    rows: int
    bags: tuple[ToldBag, ...] = ()


def as_it_stands(number: str) -> Named:
    """A number nobody knows the scheme of."""
    return "", number, "", ()


class CourierCsv:
    """One file, learnt of by its first reading.

    It has `rows` rows and falls into `parts`, which can be read one without the other; `encoding`
    is what it is in. Raises FileUnreadable when it cannot be read at all. It can be sent to another
    process.
    """

    def __init__(
        self,
        path: Path,
        feed: str = "",
        name: Namer = as_it_stands,
        surveyors: Surveyors | None = None,
        encoding: str = "",
    ) -> None:
        """`feed` is where the announcements come from; `name` says what number a cell names;
        `surveyors` read the file the first time, parts of it at once. `encoding` is what the file
        is in, if somebody said so."""
        self._path = path
        self._feed = feed
        self._name = name
        self._file: InBlocks | FromBeginning
        self._found: Survey | Reject
        in_blocks = None if encoding else survey_blocks(path, surveyors or SurveyHere())
        if in_blocks is not None:
            self.encoding = UTF8
            shape, self._found = in_blocks
            self._file = InBlocks(path, shape)
        else:
            self.encoding = encoding or told_encoding(path)
            self._file = FromBeginning(path, self.encoding)
            with open_stream(path) as stream:
                table = Table(stream, known_names, encoding=self.encoding)
                self._found = survey(table) or _no_column(table)
        self.rows = 0 if isinstance(self._found, Reject) else self._found.rows

    @property
    def parts(self) -> int:
        """How many parts there are: some thousand rows each, and items whose rows stand apart."""
        if isinstance(self._found, Reject):
            return 1
        return len(self._found.blocks) + bool(self._found.scattered)

    def items(self) -> Iterator[ReadItem]:
        """Each item once, in file order but for those whose rows stand apart, which come last.
        Memory stays the same for any length of file."""
        found = self._found
        if isinstance(found, Reject):
            yield ReadItem(None, (found,), 1)
            return
        reader = ItemReader(found, self._feed, self._name)
        for _, gathered in self._gathered(found, range(self.parts)):
            for rows in gathered:
                refused = _refused(found, rows)
                if refused or isinstance(rows, BadRow):
                    yield ReadItem(None, refused, _count(rows))
                else:
                    read = reader.read(rows)
                    yield ReadItem(read.announcement, read.rejects, len(rows))

    def plain(
        self, parts: Iterable[int], at_once: int = AT_A_GLANCE
    ) -> Iterator[tuple[int, Iterator[ReadPlain]]]:
        """Of those parts, in rising order, each with its items as `items` has them, `at_once` at
        the most; a part's items are taken before the next part."""
        found = self._found
        if isinstance(found, Reject):
            for part in parts:
                yield part, iter([ReadPlain([], (found,), 1)])
            return
        at_once = max(1, min(at_once, CELLS_AT_ONCE // len(found.columns.names)))
        read = _Readers(
            found,
            PlainReader(found, self._feed, self._name),
            ItemReader(found, self._feed, self._name),
        )
        for part, gathered in self._gathered(found, parts):
            yield part, read.plain(gathered, at_once)

    def _gathered(
        self, found: Survey, parts: Iterable[int]
    ) -> Iterator[tuple[int, Iterator[Gathered]]]:
        """Of each of the parts the rows of its items."""
        key_cells = KeyCells(found.columns)
        some = list(parts)
        blocks = [part for part in some if part < len(found.blocks)]
        asked = [found.blocks[part] for part in blocks]
        gathered = self._file.gathered(asked, key_cells, found.scattered)
        yield from zip(blocks, gathered, strict=True)
        if len(blocks) < len(some):
            rows = self._file.every_row(found.blocks)
            yield some[-1], gather_scattered(rows, key_cells, found.scattered)


@dataclass(frozen=True, slots=True)
class _Readers:
    """Reads at a glance, and carefully where that does not do."""

    found: Survey
    glance: PlainReader
    careful: ItemReader

    def plain(self, gathered: Iterator[Gathered], at_once: int) -> Iterator[ReadPlain]:
        """The items in their order."""
        while some := list(islice(gathered, at_once)):
            yield self._read(some)

    def _read(self, some: Sequence[Gathered]) -> ReadPlain:
        at = self.found.columns.place["number"]
        good = [rows for rows in some if not isinstance(rows, BadRow) and rows[0][1][at].strip()]
        seen = self.glance.read(good) if good else []
        if len(good) == len(some):
            items = [item for item in seen if item is not None]
            if len(items) == len(some):
                return ReadPlain(items, (), sum(map(len, good)))
        return self._sorted_out(some, iter(seen))

    def _sorted_out(self, some: Sequence[Gathered], seen: Iterator[PlainItem | None]) -> ReadPlain:
        """The same where something is refused or takes a second look."""
        items: list[PlainItem] = []
        rejects: list[Reject] = []
        for rows in some:
            refused = _refused(self.found, rows)
            if refused or isinstance(rows, BadRow):
                rejects += refused
            elif (plain := next(seen)) is not None:
                items.append(plain)
            else:
                read = self.careful.read(rows)
                rejects += read.rejects
                if read.announcement:
                    items.append(plain_item(read.announcement))
        return ReadPlain(items, tuple(rejects), sum(map(_count, some)))


def _refused(found: Survey, rows: Gathered) -> tuple[Reject, ...]:
    """Why rows give no item before any cell but the number is read; () where they may."""
    if isinstance(rows, BadRow):
        return (Reject(rows.line, rows.column, rows.why, rows.raw),)
    if rows[0][1][found.columns.place["number"]].strip():
        return ()
    column = found.columns.name("number")
    return tuple(Reject(line, column, NO_NUMBER, written(cells)) for line, cells in rows)


def _count(rows: Gathered) -> int:
    return 1 if isinstance(rows, BadRow) else len(rows)


def _no_column(table: Table) -> Reject:
    """What is wrong with a table that names no items; its first row has been asked for."""
    if not table.header and table.bad_header is not None:
        bad = table.bad_header
        return Reject(bad.line, bad.column, bad.why, bad.raw)
    return Reject(1, "", NO_COLUMN if table.header else NOTHING, written(table.header))
