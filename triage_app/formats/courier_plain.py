"""The rows of many items -> their plain items, at a glance; what takes a second look is left to
`courier_items`, whose reading this one never differs from.

Rows are taken as columns, for each step over a column is one call that reads hundreds of cells.
Cells repeat: each different one is read once. Nouns are not built, since all of them would be taken
apart again (`model.plain`).
"""

from collections.abc import Iterable, Sequence
from itertools import repeat
from operator import itemgetter
from typing import Any, Final

from triage_app.formats.courier_columns import LINE_FIELDS, REFERRED
from triage_app.formats.courier_items import Namer
from triage_app.formats.courier_parts import ALIASES, said_pairs
from triage_app.formats.courier_plain_cells import (
    WRONG,
    Columns,
    Pairs,
    PlainCells,
)
from triage_app.formats.courier_survey import Survey
from triage_app.formats.table_rows import Cells, NumberedRow
from triage_app.model.plain import Content, PlainItem, PlainLine

_ARRIVAL: Final = ("arrived_on", "arrived_basis", "flight_on")

Rows = Sequence[NumberedRow]
Doubts = set[int]
"""Places of items that take a second look."""
Lines = tuple[PlainLine, ...]


class PlainReader:
    """Rows of one file, by its columns."""

    def __init__(self, survey: Survey, feed: str, name: Namer) -> None:
        self._feed = feed
        self._name = name
        self._place = survey.columns.place
        self._unknown = survey.columns.unknown
        self._cells = PlainCells(survey)
        beside = {self._place.get(f) for f in LINE_FIELDS} | {at for at, _ in self._unknown}
        of_item = [at for at in range(len(survey.columns.names)) if at not in beside]
        self._said_of_item = itemgetter(*of_item)

    def read(self, items: Sequence[Rows]) -> list[PlainItem | None]:
        """The items, each from its rows. None in the place of one with a wrong cell, whose rows do
        not say the same of it, or whose lines need to be sorted out."""
        doubts: Doubts = set()
        lines = self._lines(items, doubts)
        cells = Columns([rows[0][1] for rows in items], self._place)
        found: list[PlainItem | None] = list(self._items(cells, lines, self._extra(items), doubts))
        for place in doubts:
            found[place] = None
        return found

    def _lines(self, items: Sequence[Rows], doubts: Doubts) -> list[Lines]:
        """The content lines of each item."""
        rows = [cells for item in items for _, cells in item]
        if len(rows) == len(items):
            lines = self._line_of_each(rows, range(len(rows)), repeat(1), doubts)
            return [(line,) if line else () for line in lines]
        owners = [place for place, item in enumerate(items) for _ in item]
        within = [place for item in items for place in range(1, len(item) + 1)]
        lines = self._line_of_each(rows, owners, within, doubts)
        found: list[Lines] = []
        at = 0
        for place, item in enumerate(items):
            ends = at + len(item)
            its = tuple([line for line in lines[at:ends] if line])
            found.append(its)
            if len(item) > 1 and not (len(its) == len(item) and self._agree(rows[at:ends])):
                doubts.add(place)
            at = ends
        return found

    def _agree(self, rows: Sequence[Cells]) -> bool:
        """Whether all rows say the same of their item."""
        said = self._said_of_item
        first = said(rows[0])
        return all(said(row) == first for row in rows[1:])

    def _line_of_each(
        self,
        rows: Sequence[Cells],
        owners: Sequence[int],
        places: Iterable[int],
        doubts: Doubts,
    ) -> list[PlainLine | None]:
        """The content line of each row, None where it has none. In doubt where a line's own index
        is not its place."""
        cells, read = Columns(rows, self._place), self._cells
        said = [cells.of(f) for f in ("description", "hs", "quantity", "net_weight", "value")]
        descriptions, tariffs, quantities, weights, values = said
        currencies = read.capitals.column(cells.of("currency"))
        origins = cells.of("line_origin")
        lines: list[PlainLine | None] = list(
            zip(
                places,
                descriptions,
                _sure(read.quantities.column(quantities), owners, doubts),
                _sure(read.net_weights.column(weights), owners, doubts),
                _sure(
                    read.values.column(values, currencies),
                    owners,
                    doubts,
                ),
                currencies,
                read.tariffs.column(tariffs),
                read.countries.column(origins),
                strict=False,
            )
        )
        indexes = _sure(read.indexes.column(cells.of("line_index")), owners, doubts)
        if any(indexes):
            doubts.update(
                owner
                for owner, index, line in zip(owners, indexes, lines, strict=True)
                if index and line and index != line[0]
            )
        if "" in descriptions:
            lines = [
                line if any(cell) else None
                for line, cell in zip(lines, zip(*said, origins, strict=True), strict=True)
            ]
        return lines

    def _items(
        self, cells: Columns, lines: list[Lines], extra: Iterable[Pairs], doubts: Doubts
    ) -> Iterable[PlainItem]:
        of, read, every = cells.of, self._cells, range(len(lines))
        named = zip(*map(self._name, of("number")), strict=True)
        schemes, numbers, its_carriers, others = map(list, named)
        currencies = [
            total or currency
            for total, currency in zip(
                read.capitals.column(of("total_currency")),
                read.capitals.column(of("currency")),
                strict=True,
            )
        ]
        arrivals = _sure(read.arrivals.column(cells.together(_ARRIVAL)), every, doubts, (None, ""))
        said_more = cells.together(REFERRED)
        doubts.update(place for place, said in enumerate(said_more) if any(said))
        contents = zip(
            repeat(self._feed),
            schemes,
            _sure(read.announced.column(of("announced_at")), every, doubts),
            _sure(read.channels.column(of("channel")), every, doubts),
            [said or its for said, its in zip(of("carrier"), its_carriers, strict=True)],
            of("service"),
            read.countries.column(of("origin")),
            read.countries.column(of("destination")),
            of("mail_class"),
            of("nature"),
            _sure(read.gross_weights.column(of("gross_weight")), every, doubts),
            _sure(read.totals.column(of("total_value"), currencies), every, doubts),
            currencies,
            of("bag"),
            of("flight"),
            read.parties(cells, "sender"),
            read.parties(cells, "recipient"),
            lines,
            map(
                _other_numbers,
                read.aliases.column(cells.together((*ALIASES, "aliases"))),
                numbers,
                others,
            ),
            read.documents.column(of("documents")),
            of("url"),
            of("referral"),
            of("referral_answer"),
            _with_said(of("extra"), extra),
            repeat(()),
            strict=False,
        )
        return map(
            PlainItem,
            numbers,
            _sure(read.posted.column(of("posted_on")), every, doubts),
            repeat(1),
            [arrived for arrived, _ in arrivals],
            [basis for _, basis in arrivals],
            map(Content._make, contents),
        )

    def _extra(self, items: Sequence[Rows]) -> Iterable[Pairs]:
        """Of each item its unknown columns word for word, each (column, cell) once."""
        if not self._unknown:
            return repeat(())
        return [self._unknown_cells(rows) for rows in items]

    def _unknown_cells(self, rows: Rows) -> Pairs:
        said = [(name, cells[at]) for _, cells in rows for at, name in self._unknown]
        return tuple(dict.fromkeys([pair for pair in said if pair[1].strip()]))


def _sure(column: list[Any], owners: Sequence[int], doubts: Doubts, instead: Any = None) -> Any:
    """The column, with `instead` where a cell is wrong and its owner in doubt."""
    if WRONG not in column:
        return column
    doubts.update(owner for owner, value in zip(owners, column, strict=True) if value is WRONG)
    return [instead if value is WRONG else value for value in column]


def _with_said(cells: list[str], extra: Iterable[Pairs]) -> Iterable[Pairs]:
    """What a column `extra` says, then the other columns nobody knows."""
    if not any(cells):
        return extra
    return [
        (*said_pairs(cell), *unknown) if cell else unknown
        for cell, unknown in zip(cells, extra, strict=False)
    ]


def _other_numbers(told: Pairs, number: str, others: Pairs) -> Pairs:
    """As `ItemReader` has them: the file's, then those the number itself names."""
    if not others and (not told or number not in [alias for _, alias in told]):
        return told
    named = [pair for pair in (*told, *others) if pair[1] not in ("", number)]
    return tuple(dict.fromkeys(named))
