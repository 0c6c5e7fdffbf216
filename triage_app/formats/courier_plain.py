"""The rows of one item -> its plain item, at a glance; what takes a second look is left to
`courier_items`, whose reading this one never differs from.

Cells repeat: each different one is read once. Nouns are not built, since all of them would be taken
apart again (`model.plain`).
"""

from collections.abc import Callable, Sequence
from operator import itemgetter
from typing import Any, Final, TypeVar

from triage_app.formats.country_cells import country as two_letters
from triage_app.formats.courier_cells import CellWrong, day, grams, instant, minor, whole
from triage_app.formats.courier_columns import LINE_FIELDS
from triage_app.formats.courier_items import Namer, NumberedRow
from triage_app.formats.courier_parts import (
    ALIASES,
    basis,
    channel,
    listed_aliases,
    parts,
    party_places,
    said_pairs,
)
from triage_app.formats.courier_survey import Survey
from triage_app.formats.table_rows import Cells
from triage_app.model.item import ArrivalBasis, Channel
from triage_app.model.plain import (
    Content,
    PlainItem,
    PlainLine,
    PlainParty,
    microseconds,
)

K = TypeVar("K")
V = TypeVar("V")

MOST_KEPT: Final = 8_192
"""Different cells of a kind that are remembered at once."""
_HEAD_FIELDS: Final = (
    *("number", "posted_on", "announced_at", "channel", "carrier", "service"),
    *("origin", "destination", "mail_class", "nature"),
)
_SUM_FIELDS: Final = ("gross_weight", "total_value", "total_currency", "currency", "bag", "flight")
_TAIL_FIELDS: Final = ("documents", "url", "referral", "referral_answer", "extra")
_ARRIVAL_FIELDS: Final = ("arrived_on", "arrived_basis", "flight_on")

Pairs = tuple[tuple[str, str], ...]


class _Memo(dict[K, V]):
    """What was read of each different cell. Reading one raises CellWrong where it is wrong."""

    def __init__(self, read: Callable[[K], V]) -> None:
        super().__init__()
        self._read = read

    def __missing__(self, cell: K) -> V:
        value = self._read(cell)
        if len(self) >= MOST_KEPT:
            self.clear()
        self[cell] = value
        return value


class PlainReader:
    """Rows of one file, by its columns."""

    def __init__(self, survey: Survey, feed: str, name: Namer) -> None:
        self._feed = feed
        self._name = name
        self._unknown = survey.columns.unknown
        place = survey.columns.place
        beside = {place.get(f) for f in LINE_FIELDS} | {at for at, _ in self._unknown}
        self._said_of_item = _getter(
            [at for at in range(len(survey.columns.names)) if at not in beside]
        )
        self._line_cells = _getter([place.get(field, -1) for field in LINE_FIELDS])
        self._head_cells = _getter([place.get(field, -1) for field in _HEAD_FIELDS])
        self._sum_cells = _getter([place.get(field, -1) for field in _SUM_FIELDS])
        self._tail_cells = _getter([place.get(field, -1) for field in _TAIL_FIELDS])
        self._arrival_cells = _getter([place.get(field, -1) for field in _ARRIVAL_FIELDS])
        self._alias_cells = _getter([place.get(field, -1) for field in (*ALIASES, "aliases")])
        self._sender_cells = _getter(party_places(place, "sender"))
        self._recipient_cells = _getter(party_places(place, "recipient"))
        self._read_with(survey)

    def _read_with(self, survey: Survey) -> None:
        """How cells are read, in this file."""
        mark, order, unit = survey.mark, survey.order, survey.columns.unit

        def arrival(cells: tuple[str, str, str]) -> tuple[int | None, str]:
            arrived, its_basis, flown = cells
            if arrived:
                said = basis(its_basis) if its_basis else ArrivalBasis.EVENT
                return day(arrived, order.get("arrived_on", "")).toordinal(), said.value
            if flown:
                found = day(flown, order.get("flight_on", ""))
                return found.toordinal(), ArrivalBasis.FLIGHT.value
            return None, ArrivalBasis.TODAY.value

        def weight(field: str) -> _Memo[str, int | None]:
            how = unit.get(field, ""), mark.get(field, "")
            return _Memo(lambda cell: grams(cell, *how) if cell else None)

        def money(field: str) -> _Memo[tuple[str, str], int | None]:
            how = mark.get(field, "")
            return _Memo(lambda cell: minor(*cell, how) if cell[0] else None)

        self._indexes = _Memo[str, int](lambda cell: whole(cell) if cell else 0)
        counted = mark.get("quantity", "")
        self._quantities = _Memo[str, int | None](
            lambda cell: whole(cell, counted) if cell else None
        )
        self._net_weights = weight("net_weight")
        self._gross_weights = weight("gross_weight")
        self._values = money("value")
        self._totals = money("total_value")
        self._capitals = _Memo[str, str](str.upper)
        self._countries = _Memo[str, str](two_letters)
        self._tariffs = _Memo[str, str](lambda cell: cell.replace(".", "").replace(" ", ""))
        self._arrivals = _Memo(arrival)
        posted, announced = order.get("posted_on", ""), order.get("announced_at", "")
        self._posted = _Memo[str, str](lambda cell: day(cell, posted).isoformat() if cell else "")
        self._announced = _Memo[str, int | None](
            lambda cell: microseconds(instant(cell, announced)) if cell else None
        )
        self._channels = _Memo[str, str](
            lambda cell: channel(cell).value if cell else Channel.EXPRESS.value
        )
        self._senders = _Memo[tuple[str, ...], PlainParty](_party)
        self._aliases = _Memo[tuple[str, ...], Pairs](_aliases)

    def read(self, rows: Sequence[NumberedRow]) -> PlainItem | None:
        """One item. None when a cell of it is wrong, when its rows do not say the same of it or
        when their lines need to be sorted out."""
        first = [*map(str.strip, rows[0][1]), ""]
        try:
            lines = [*self._line(first, 1)]
            if len(rows) > 1:
                said = self._said_of_item(first)
                for _, cells in rows[1:]:
                    stripped = [*map(str.strip, cells), ""]
                    if self._said_of_item(stripped) != said:
                        return None
                    lines += self._line(stripped, len(lines) + 1)
            return self._item(first, lines, rows)
        except (CellWrong, _Unsorted):
            return None

    def _line(self, cells: Cells, place: int) -> tuple[PlainLine, ...]:
        """The row's content line, if it has one. Raises _Unsorted where its own index is not its
        place."""
        index, description, quantity, net, value, currency, hs, origin = self._line_cells(cells)
        if not (description or hs or quantity or net or value):
            return ()
        if index and self._indexes[index] != place:
            raise _Unsorted
        currency = self._capitals[currency]
        return (
            (
                place,
                description,
                self._quantities[quantity],
                self._net_weights[net],
                self._values[value, currency],
                currency,
                self._tariffs[hs],
                self._countries[origin],
            ),
        )

    def _item(self, cells: Cells, lines: list[PlainLine], rows: Sequence[NumberedRow]) -> PlainItem:
        head = self._head_cells(cells)
        written, posted, announced, via, carrier, service, origin, destination, kind, nature = head
        gross, total, total_currency, currency, bag, flight = self._sum_cells(cells)
        documents, url, referral, answer, extra = self._tail_cells(cells)
        scheme, number, its_carrier, others = self._name(written)
        currency = self._capitals[total_currency or currency]
        arrived, arrived_basis = self._arrivals[self._arrival_cells(cells)]
        unknown = self._unknown_cells(rows) if self._unknown else ()
        content = Content(
            self._feed,
            scheme,
            self._announced[announced],
            self._channels[via],
            carrier or its_carrier,
            service,
            self._countries[origin],
            self._countries[destination],
            kind,
            nature,
            self._gross_weights[gross],
            self._totals[total, currency],
            currency,
            bag,
            flight,
            self._senders[self._sender_cells(cells)],
            _party(self._recipient_cells(cells)),
            tuple(lines),
            self._other_numbers(cells, number, others),
            parts(documents),
            url,
            referral,
            answer,
            (*said_pairs(extra), *unknown) if extra else unknown,
        )
        return PlainItem(number, self._posted[posted], 1, arrived, arrived_basis, content)

    def _other_numbers(self, cells: Cells, number: str, others: Pairs) -> Pairs:
        """As `ItemReader` has them: the file's, then those the number itself names."""
        told = self._aliases[self._alias_cells(cells)]
        if not others and number not in [alias for _, alias in told]:
            return told
        named = [pair for pair in (*told, *others) if pair[1] not in ("", number)]
        return tuple(dict.fromkeys(named))

    def _unknown_cells(self, rows: Sequence[NumberedRow]) -> Pairs:
        """Unknown columns word for word, each (column, cell) once."""
        said = [(name, cells[at]) for _, cells in rows for at, name in self._unknown]
        return tuple(dict.fromkeys([pair for pair in said if pair[1].strip()]))


class _Unsorted(Exception):
    """Lines whose own indexes are not simply 1, 2, 3."""


def _getter(places: Sequence[int]) -> Callable[[Cells], Any]:
    """A tuple of the cells at those places, however many they are."""
    if len(places) > 1:
        return itemgetter(*places)
    return lambda cells: tuple([cells[at] for at in places])


def _party(cells: tuple[str, ...]) -> PlainParty:
    """As `courier_parts.party`."""
    name, address, city, state, post_code, country, phone, email, tax_id, *more = cells
    lines = (*parts(address), *[line for line in more if line])
    return name, lines, city, state, post_code, two_letters(country), phone, email, tax_id


def _aliases(cells: tuple[str, ...]) -> Pairs:
    """The numbers of columns of their own, then those of the column `aliases`, each once."""
    *named, listed = cells
    told = [*zip(ALIASES, named, strict=True), *listed_aliases(listed)]
    return tuple(dict.fromkeys(pair for pair in told if pair[1]))
