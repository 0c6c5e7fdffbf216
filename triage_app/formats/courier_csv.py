"""A courier's CSV -> announcements: one row a commodity, the consignment repeated.

The file is read twice: once to learn what its columns are like and which items' rows stand apart,
once to read the items. See `courier_survey`, `courier_gather`, `courier_items`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from triage_app.formats.courier_gather import gather
from triage_app.formats.courier_items import ItemReader, Named, Namer, NumberedRow, written
from triage_app.formats.courier_survey import KeyCells, Survey, survey
from triage_app.formats.table_rows import BadRow, Table
from triage_app.formats.text_lines import open_stream
from triage_app.model.intake import Reject
from triage_app.model.item import Announcement

NO_NUMBER: Final = "the item's number is missing"
NO_COLUMN: Final = "no column with the item's number"


@dataclass(frozen=True, slots=True)
class ReadItem:
    """What some rows gave: an announcement, rejects, or both; `rows` says how many they were."""

    announcement: Announcement | None
    rejects: tuple[Reject, ...]
    rows: int


def as_it_stands(number: str) -> Named:
    """A number nobody knows the scheme of."""
    return "", number, "", ()


class CourierCsv:
    """One file. `rows` is how many rows it has. Raises FileUnreadable when it cannot be read at
    all."""

    def __init__(self, path: Path, feed: str = "", name: Namer = as_it_stands) -> None:
        """`feed` is where the announcements come from; `name` says what number a cell names."""
        self._path = path
        self._feed = feed
        self._name = name
        with open_stream(path) as stream:
            self._survey: Survey | None = survey(Table(stream))
        self.rows = self._survey.rows if self._survey else 0

    def items(self) -> Iterator[ReadItem]:
        """Each item once, in file order but for those whose rows stand apart, which come last.
        Memory stays the same for any length of file."""
        with open_stream(self._path) as stream:
            table = Table(stream)
            rows = table.rows()
            if self._survey is None:
                first = next(rows, None)
                yield _no_column(table, first)
                return
            reader = ItemReader(self._survey, self._feed, self._name)
            key_cells = KeyCells(self._survey.columns)
            for gathered in gather(rows, key_cells, self._survey.scattered):
                yield self._read(reader, gathered)

    def _read(self, reader: ItemReader, gathered: list[NumberedRow] | BadRow) -> ReadItem:
        if isinstance(gathered, BadRow):
            return ReadItem(None, (_reject(gathered),), 1)
        assert self._survey is not None
        columns = self._survey.columns
        if not gathered[0][1][columns.place["number"]].strip():
            column = columns.name("number")
            refused = (Reject(line, column, NO_NUMBER, written(c)) for line, c in gathered)
            return ReadItem(None, tuple(refused), len(gathered))
        found = reader.read(gathered)
        return ReadItem(found.announcement, found.rejects, len(gathered))


def _reject(bad: BadRow) -> Reject:
    return Reject(bad.line, "", bad.why, bad.raw)


def _no_column(table: Table, first: object) -> ReadItem:
    if not table.header and isinstance(first, BadRow):
        return ReadItem(None, (_reject(first),), 1)
    return ReadItem(None, (Reject(1, "", NO_COLUMN, written(table.header)),), 1)
