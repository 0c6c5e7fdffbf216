"""A courier's CSV -> announcements: one row a commodity, the consignment repeated.

Rows that follow each other with the same number and posting date are one item. Lines without an
index of their own have index 0: whoever stores them numbers them in order of appearance.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from itertools import chain, islice
from typing import BinaryIO, TypeVar

from triage_app.formats.courier_cells import (
    CellWrong,
    day,
    grams,
    instant,
    minor,
    slashed_order,
    whole,
)
from triage_app.formats.courier_columns import Columns, load_synonyms, read_header
from triage_app.formats.text_lines import Row, rows
from triage_app.model.intake import Reject
from triage_app.model.item import Announcement, ArrivalBasis, Channel, Line, Party

T = TypeVar("T")

SAMPLE_ROWS = 500
ALIASES = ("house", "master", "receptacle", "sscc")
DATES = ("posted_on", "announced_at", "arrived_on", "flight_on")
PARTY = ("name", "address", "city", "state", "post_code", "country", "phone", "email", "tax_id")
LINE_BREAK = " | "
"""Between address lines and documents in one cell."""


@dataclass(frozen=True, slots=True)
class ReadItem:
    """What some rows gave: an announcement, or a reject; `rows` says how many."""

    announcement: Announcement | None
    reject: Reject | None
    rows: int


def read_courier_csv(stream: BinaryIO, feed: str) -> Iterator[ReadItem]:
    """Announcements and rejects in file order, in constant memory."""
    table = rows(stream)
    header = next(table, None)
    if header is None:
        return
    columns = read_header(header.cells, load_synonyms())
    if "number" not in columns.place:
        raw = ",".join(header.cells)[:200]
        yield ReadItem(None, Reject(header.line, "", "no column with the item's number", raw), 1)
        return
    sample = list(islice(table, SAMPLE_ROWS))
    reader = RowReader(columns, feed, sample)
    gathered: Announcement | None = None
    count = 0
    for row in chain(sample, table):
        try:
            read = reader.read(row)
        except RowWrong as wrong:
            raw = ",".join(row.cells)[:1000]
            yield ReadItem(None, Reject(row.line, wrong.column, wrong.reason, raw), 1)
            continue
        if gathered is not None and _same_item(gathered, read):
            gathered = replace(gathered, lines=(*gathered.lines, *read.lines))
            count += 1
            continue
        if gathered is not None:
            yield ReadItem(gathered, None, count)
        gathered, count = read, 1
    if gathered is not None:
        yield ReadItem(gathered, None, count)


def _same_item(one: Announcement, other: Announcement) -> bool:
    return one.number == other.number and one.posted_on == other.posted_on


class RowWrong(Exception):
    """Inside the room only: a row that cannot be read, by which column, and why."""

    def __init__(self, column: str, reason: str) -> None:
        super().__init__(reason)
        self.column = column
        self.reason = reason


class RowReader:
    """Rows of one file, by its columns. Slashed dates are read as the sample shows they go."""

    def __init__(self, columns: Columns, feed: str, sample: Sequence[Row]) -> None:
        self._columns = columns
        self._place = columns.place
        self._feed = feed
        self._order = {
            field: slashed_order(
                row.cells[columns.place[field]]
                for row in sample
                if len(row.cells) > columns.place[field]
            )
            for field in DATES
            if field in columns.place
        }
        self._party = lru_cache(maxsize=4096)(_party)

    def read(self, row: Row) -> Announcement:
        """One row as an announcement of one line. Raises RowWrong."""
        cells = row.cells
        if row.wrong:
            raise RowWrong("", row.wrong)
        if len(cells) != len(self._columns.names):
            raise RowWrong(
                "", f"{len(cells)} cells where the header has {len(self._columns.names)}"
            )
        text = self._texts(cells)
        if not text("number"):
            raise RowWrong(self._name("number"), "the item's number is missing")
        currency = text("currency").upper()
        arrived, basis = self._arrival(text)
        return Announcement(
            id="",
            feed=self._feed,
            scheme="",
            number=text("number"),
            posted_on=_iso(self._cell(text, "posted_on", self._day("posted_on"))),
            announced_at=self._cell(
                text, "announced_at", lambda cell: instant(cell, self._order["announced_at"])
            ),
            channel=self._channel(text("channel")),
            carrier=text("carrier"),
            service=text("service"),
            origin=text("origin").upper(),
            destination=text("destination").upper(),
            mail_class=text("mail_class"),
            nature=text("nature"),
            gross_weight_g=self._weight(text, "gross_weight"),
            value_minor=self._cell(text, "total_value", lambda cell: minor(cell, currency)),
            currency=currency,
            arrived_on=arrived,
            arrived_basis=basis,
            bag=text("bag"),
            flight=text("flight"),
            sender=self._party(*(text(f"sender_{part}") for part in PARTY)),
            recipient=self._party(*(text(f"recipient_{part}") for part in PARTY)),
            lines=self._lines(text, currency),
            aliases=tuple((kind, text(kind)) for kind in ALIASES if text(kind)),
            documents=_parts(text("documents")),
            url=text("url"),
            referral=text("referral"),
            referral_answer=text("referral_answer"),
            extra=tuple((name, cells[at]) for at, name in self._columns.unknown if cells[at]),
        )

    def _texts(self, cells: list[str]) -> Callable[[str], str]:
        place = self._place

        def text(field: str) -> str:
            at = place.get(field)
            return "" if at is None else cells[at].strip()

        return text

    def _lines(self, text: Callable[[str], str], currency: str) -> tuple[Line, ...]:
        if not any(text(f) for f in ("description", "hs", "value", "quantity", "net_weight")):
            return ()
        return (
            Line(
                index=self._cell(text, "line_index", whole) or 0,
                description=text("description"),
                quantity=self._cell(text, "quantity", whole),
                net_weight_g=self._weight(text, "net_weight"),
                value_minor=self._cell(text, "value", lambda cell: minor(cell, currency)),
                currency=currency,
                hs="".join(text("hs").replace(".", "").split()),
                origin=text("line_origin").upper(),
            ),
        )

    def _arrival(self, text: Callable[[str], str]) -> tuple[date | None, ArrivalBasis]:
        arrived = self._cell(text, "arrived_on", self._day("arrived_on"))
        if arrived is not None:
            return arrived, ArrivalBasis.EVENT
        flown = self._cell(text, "flight_on", self._day("flight_on"))
        return flown, ArrivalBasis.FLIGHT if flown else ArrivalBasis.TODAY

    def _channel(self, said: str) -> Channel:
        if not said:
            return Channel.EXPRESS
        try:
            return Channel(said.casefold())
        except ValueError as error:
            raise RowWrong(self._name("channel"), f"'{said[:40]}' is no channel") from error

    def _day(self, field: str) -> Callable[[str], date]:
        return lambda cell: day(cell, self._order[field])

    def _weight(self, text: Callable[[str], str], field: str) -> int | None:
        unit = self._columns.unit.get(field, "")
        return self._cell(text, field, lambda cell: grams(cell, unit))

    def _cell(self, text: Callable[[str], str], field: str, read: Callable[[str], T]) -> T | None:
        cell = text(field)
        if not cell:
            return None
        try:
            return read(cell)
        except CellWrong as wrong:
            raise RowWrong(self._name(field), str(wrong)) from wrong

    def _name(self, field: str) -> str:
        """The column as the file calls it."""
        return self._columns.names[self._place[field]]


def _party(
    name: str,
    address: str,
    city: str,
    state: str,
    post_code: str,
    country: str,
    phone: str,
    email: str,
    tax_id: str,
) -> Party:
    lines = _parts(address)
    return Party(name, lines, city, state, post_code, country.upper(), phone, email, tax_id)


def _parts(cell: str) -> tuple[str, ...]:
    return tuple(part for part in cell.split(LINE_BREAK) if part)


def _iso(found: date | None) -> str:
    return found.isoformat() if found else ""
