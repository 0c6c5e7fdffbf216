"""The rows of one item -> its announcement, and the rows that cannot be read."""

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from operator import itemgetter
from typing import Any, Final, TypeVar

from triage_app.formats.country_cells import country
from triage_app.formats.courier_cells import CellWrong, day, grams, instant, minor, whole
from triage_app.formats.courier_columns import LINE_FIELDS, REFERRED
from triage_app.formats.courier_parts import (
    ALIASES,
    basis,
    channel,
    listed_aliases,
    numbered,
    parts,
    party,
    party_places,
    said_pairs,
)
from triage_app.formats.courier_survey import Survey
from triage_app.formats.referral_json import listed_referrals
from triage_app.formats.table_rows import SHOWN, Cells, NumberedRow
from triage_app.model.intake import Reject
from triage_app.model.item import Announcement, ArrivalBasis, Channel, Line, Referral

T = TypeVar("T")

_FIELDS: Final = (
    *("number", "posted_on", "announced_at", "channel", "carrier", "service", "origin"),
    *("destination", "mail_class", "nature", "gross_weight", "total_value", "total_currency"),
    *("arrived_on", "arrived_basis", "flight_on", "bag", "flight", "documents", "url"),
    *("referral", "referral_answer", *REFERRED, "aliases", "extra", *ALIASES, *LINE_FIELDS),
)

_GoodRow = tuple[int, Cells, Cells]
"""Line, cells trimmed and an empty one after them (for what has no column), cells as they are."""
Named = tuple[str, str, str, tuple[tuple[str, str], ...]]
"""(scheme, number, carrier, other numbers as (kind, number)) of a number as it stands."""
Namer = Callable[[str], Named]


@dataclass(frozen=True, slots=True)
class ItemRead:
    """What the rows of one item gave; `announcement` is None when none could be read."""

    announcement: Announcement | None
    rejects: tuple[Reject, ...]


class _RowWrong(Exception):
    """A row that cannot be read: by which field, and why."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(reason)
        self.field = field
        self.reason = reason


class ItemReader:
    """Rows of one file, by its columns."""

    def __init__(self, survey: Survey, feed: str, name: Namer) -> None:
        columns = survey.columns
        self._columns = columns
        self._at = {field: columns.place.get(field, -1) for field in _FIELDS}
        self._feed = feed
        self._name = name
        self._survey = survey
        beside = {columns.place.get(f) for f in LINE_FIELDS} | {at for at, _ in columns.unknown}
        self._item_places = [at for at in range(len(columns.names)) if at not in beside]
        self._item_cells: Callable[[Cells], Any] = itemgetter(*self._item_places)
        self._sender = party_places(columns.place, "sender")
        self._recipient = party_places(columns.place, "recipient")

    def read(self, rows: Sequence[NumberedRow]) -> ItemRead:
        """One item. Of cells that say something of the whole item the first row counts; what a
        later one says otherwise is kept in `extra`."""
        rejects: list[Reject] = []
        good: list[_GoodRow] = []
        lines: list[Line] = []
        for line, cells in rows:
            stripped = [*map(str.strip, cells), ""]
            try:
                self._take_line(stripped, lines)
            except _RowWrong as wrong:
                rejects.append(self._reject(line, cells, wrong))
            else:
                good.append((line, stripped, cells))
        return self._item(good, lines, rejects)

    def _item(self, good: list[_GoodRow], lines: list[Line], rejects: list[Reject]) -> ItemRead:
        while good:
            merged, extra = self._merged(good)
            try:
                announcement = self._announcement(merged, lines, extra)
            except _RowWrong as wrong:
                at = self._at.get(wrong.field, -1)
                guilty = next(i for i, row in enumerate(good) if row[1][at] == merged[at])
                line, _, cells = good.pop(guilty)
                rejects.append(self._reject(line, cells, wrong))
                lines = self._lines_of(good)
            else:
                return ItemRead(announcement, tuple(rejects))
        return ItemRead(None, tuple(rejects))

    def _lines_of(self, good: Sequence[_GoodRow]) -> list[Line]:
        lines: list[Line] = []
        for _, cells, _ in good:
            self._take_line(cells, lines)
        return lines

    def _take_line(self, cells: Cells, lines: list[Line]) -> None:
        """Add the row's content line, if it has one. The same row twice is one line."""
        at = self._at
        description, hs = cells[at["description"]], cells[at["hs"]]
        quantity, net = cells[at["quantity"]], cells[at["net_weight"]]
        value, currency = cells[at["value"]], cells[at["currency"]].upper()
        origin = cells[at["line_origin"]]
        if not (description or hs or quantity or net or value or origin):
            return
        unit = self._columns.unit.get("net_weight", "")
        mark = self._survey.mark
        line = Line(
            self._read("line_index", cells, whole) or 0,
            description,
            self._read("quantity", cells, whole, mark.get("quantity", "")) if quantity else None,
            self._read("net_weight", cells, grams, unit, mark.get("net_weight", ""))
            if net
            else None,
            self._read("value", cells, minor, currency, mark.get("value", "")) if value else None,
            currency,
            hs.replace(".", "").replace(" ", ""),
            country(origin),
        )
        same = [other for other in lines if line.index and other.index == line.index]
        if same and same[0] != line:
            raise _RowWrong("line_index", f"line {line.index} is there already and says otherwise")
        if not same:
            lines.append(line)

    def _announcement(
        self, c: Cells, lines: Sequence[Line], extra: tuple[tuple[str, str], ...]
    ) -> Announcement:
        at, mark = self._at, self._survey.mark
        scheme, number, carrier, others = self._name(c[at["number"]])
        currency = c[at["total_currency"]].upper() or c[at["currency"]].upper()
        posted = self._day("posted_on", c)
        arrived, arrived_basis = self._arrival(c)
        unit = self._columns.unit.get("gross_weight", "")
        return Announcement(
            id="",
            feed=self._feed,
            scheme=scheme,
            number=number,
            posted_on=posted.isoformat() if posted else "",
            announced_at=self._read(
                "announced_at", c, instant, self._survey.order.get("announced_at", "")
            ),
            channel=self._read("channel", c, channel) or Channel.EXPRESS,
            carrier=c[at["carrier"]] or carrier,
            service=c[at["service"]],
            origin=country(c[at["origin"]]),
            destination=country(c[at["destination"]]),
            mail_class=c[at["mail_class"]],
            nature=c[at["nature"]],
            gross_weight_g=self._read("gross_weight", c, grams, unit, mark.get("gross_weight", "")),
            value_minor=self._read("total_value", c, minor, currency, mark.get("total_value", "")),
            currency=currency,
            arrived_on=arrived,
            arrived_basis=arrived_basis,
            bag=c[at["bag"]],
            flight=c[at["flight"]],
            sender=party(*[c[place] for place in self._sender]),
            recipient=party(*[c[place] for place in self._recipient]),
            lines=numbered(lines),
            aliases=self._aliases(c, number, others),
            documents=parts(c[at["documents"]]),
            url=c[at["url"]],
            extra=(*said_pairs(c[at["extra"]]), *extra),
            referrals=self._referrals(c),
        )

    def _referrals(self, c: Cells) -> tuple[Referral, ...]:
        """The one the item's cells speak of, then those of a cell that lists several."""
        at, order = self._at, self._survey.order
        said = Referral(
            c[at["referral"]],
            c[at["referral_by"]],
            self._read("referral_at", c, instant, order.get("referral_at", "")),
            c[at["referral_text"]],
            c[at["referral_answer"]],
            c[at["referral_answered_by"]],
            self._read("referral_answered_at", c, instant, order.get("referral_answered_at", "")),
        )
        one = () if said == Referral() else (said,)
        listed = self._read("referrals", c, listed_referrals) or ()
        return (*one, *listed)

    def _arrival(self, c: Cells) -> tuple[date | None, ArrivalBasis]:
        arrived = self._day("arrived_on", c)
        if arrived is not None:
            return arrived, self._read("arrived_basis", c, basis) or ArrivalBasis.EVENT
        flown = self._day("flight_on", c)
        return flown, ArrivalBasis.FLIGHT if flown else ArrivalBasis.TODAY

    def _aliases(
        self, c: Cells, number: str, others: tuple[tuple[str, str], ...]
    ) -> tuple[tuple[str, str], ...]:
        """Other numbers of the item, each once: the file's, then those its own number names."""
        named = [(kind, c[self._at[kind]]) for kind in ALIASES]
        named += listed_aliases(c[self._at["aliases"]])
        named += others
        return tuple(dict.fromkeys((kind, n) for kind, n in named if n and n != number))

    def _merged(self, rows: Sequence[_GoodRow]) -> tuple[Cells, tuple[tuple[str, str], ...]]:
        """The item-level cells of all rows as one row, and what does not fit in: unknown columns
        word for word and what later rows say otherwise, each (column, cell) once."""
        unknown = self._columns.unknown
        extra = [(name, cells[at]) for _, _, cells in rows for at, name in unknown]
        merged = rows[0][1]
        if len(rows) > 1:
            merged = list(merged)
            for _, cells, _ in rows[1:]:
                if self._item_cells(cells) != self._item_cells(rows[0][1]):
                    extra += self._take_over(merged, cells)
        return merged, tuple(dict.fromkeys(pair for pair in extra if pair[1].strip()))

    def _take_over(self, into: Cells, cells: Cells) -> list[tuple[str, str]]:
        otherwise = []
        for at in self._item_places:
            if cells[at] and not into[at]:
                into[at] = cells[at]
            elif cells[at] and cells[at] != into[at]:
                otherwise.append((self._columns.names[at], cells[at]))
        return otherwise

    def _day(self, field: str, cells: Cells) -> date | None:
        return self._read(field, cells, day, self._survey.order.get(field, ""))

    def _read(self, field: str, cells: Cells, read: Callable[..., T], *how: str) -> T | None:
        """The value of a field's cell, None where there is none. Raises _RowWrong."""
        cell = cells[self._at[field]]
        if not cell:
            return None
        try:
            return read(cell, *how)
        except CellWrong as wrong:
            raise _RowWrong(field, str(wrong)) from wrong

    def _reject(self, line: int, cells: Cells, wrong: _RowWrong) -> Reject:
        return Reject(line, self._columns.name(wrong.field), wrong.reason, written(cells))


def written(cells: Cells) -> str:
    """Cells as a row of CSV, cut to SHOWN."""
    out = io.StringIO()
    csv.writer(out, lineterminator="").writerow(cells)
    return out.getvalue()[:SHOWN]
