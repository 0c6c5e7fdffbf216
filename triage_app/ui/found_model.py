"""What a search found, as rows: only what is on the screen is put into words."""

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from triage_app.model.search import Hit
from triage_app.model.visible import visible
from triage_app.ui.row_model import NO_INDEX, AnyIndex, Column, RowModel, state_of, verdict_word
from triage_app.ui.theme import State
from triage_app.ui.words import clock_time, grouped, money, tr, utc_now

MOST_ROWS = 100_000


class FoundModel(RowModel):
    """`more_wanted` carries the key behind which the next rows are wanted: the view is near its
    end. They come by `add_hits`."""

    more_wanted = Signal(int)

    def __init__(
        self, local: Callable[[datetime], datetime], parent: QWidget | None = None
    ) -> None:
        super().__init__(_columns(), parent)
        self._local = local
        self._hits: list[Hit] = []
        self._more = False
        self._asked = False

    def show_hits(self, hits: Sequence[Hit], *, more: bool) -> None:
        """These and no others."""
        self.beginResetModel()
        self._hits = list(hits)
        self._more = more
        self._asked = False
        self.endResetModel()

    def add_hits(self, hits: Sequence[Hit], *, more: bool) -> None:
        """These behind those that are there."""
        self._asked = False
        self._more = more and len(self._hits) + len(hits) < MOST_ROWS
        if hits:
            first = len(self._hits)
            self.beginInsertRows(NO_INDEX, first, first + len(hits) - 1)
            self._hits += hits
            self.endInsertRows()

    def number_at(self, row: int) -> str:
        """The item's number as it is announced."""
        return self._hits[row].announcement.number

    def canFetchMore(self, parent: AnyIndex = NO_INDEX) -> bool:
        return not parent.isValid() and self._more and not self._asked

    def fetchMore(self, parent: AnyIndex = NO_INDEX) -> None:
        if self.canFetchMore(parent):
            self._asked = True
            self.more_wanted.emit(self._hits[-1].key)

    def rowCount(self, parent: AnyIndex = NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._hits)

    def state(self, row: int) -> State | None:
        hit = self._hits[row]
        return state_of(hit.verdict, held=hit.held)

    def cell(self, row: int, column: int) -> tuple[str, str]:
        hit = self._hits[row]
        one = hit.announcement
        match column:
            case 0:
                return grouped(visible(one.number, 60)), visible(one.carrier, 60)
            case 1:
                return one.arrived_on.isoformat() if one.arrived_on else "–", ""
            case 2:
                return visible(one.sender.name, 200) or "–", _origin(one.origin, one.sender.city)
            case 3:
                return visible(one.recipient.name, 200) or "–", visible(hit.place, 80)
            case 4:
                return _goods(hit)
            case 5:
                return money(one.value_minor, one.currency), ""
        return self._standing(hit)

    def _standing(self, hit: Hit) -> tuple[str, str]:
        if hit.set_aside:
            return tr("FoundModel", "HOLD"), tr("FoundModel", "set aside, call supervisor")
        seen = "" if hit.seen_at is None else self._seen(self._local(hit.seen_at))
        if hit.held:
            return tr("FoundModel", "HOLD"), seen
        return ("", "") if hit.verdict is None else (verdict_word(hit.verdict), seen)

    def _seen(self, at: datetime) -> str:
        """When it was on the bench: the time of today, else the day as well."""
        if at.date() == self._local(utc_now()).date():
            return tr("FoundModel", "seen {time}", time=clock_time(at))
        return tr("FoundModel", "seen {day} {time}", day=f"{at:%d %b}", time=clock_time(at))


def _goods(hit: Hit) -> tuple[str, str]:
    lines = hit.announcement.lines
    if not lines:
        return "–", ""
    first = lines[0]
    hs = tr("FoundModel", "HS {hs}", hs=visible(first.hs, 16)) if first.hs else ""
    more = tr("FoundModel", "{n} lines", n=len(lines)) if len(lines) > 1 else ""
    said = visible(first.description, 200) or tr("FoundModel", "(no description)")
    return said, " · ".join(filter(None, (hs, more)))


def _origin(origin: str, city: str) -> str:
    return " ".join(filter(None, (visible(city, 60), visible(origin, 8))))


def _columns() -> tuple[Column, ...]:
    return (
        Column(tr("FoundModel", "Number")),
        Column(tr("FoundModel", "Arrived")),
        Column(tr("FoundModel", "Sender")),
        Column(tr("FoundModel", "Recipient")),
        Column(tr("FoundModel", "Goods")),
        Column(tr("FoundModel", "Value"), numeric=True),
        Column(tr("FoundModel", "Standing")),
    )
