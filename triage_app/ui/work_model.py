"""The work list as rows: a hundred thousand, of which those seen last are in memory."""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from datetime import date, datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from triage_app.model.deadline import HOLD_ENDS
from triage_app.model.visible import visible
from triage_app.model.work import Presence, WorkItem
from triage_app.ui.row_model import (
    NO_INDEX,
    NUMBER,
    AnyIndex,
    Column,
    RowModel,
    state_of,
    verdict_word,
)
from triage_app.ui.theme import State
from triage_app.ui.words import clock_time, grouped, tr, utc_now

PAGE = 50
KEPT_PAGES = 60
MOST_WANTED = 3
"""A view shows two pages at the most; of pages it flew past none is fetched any more."""
FLOWN = 1


class WorkModel(RowModel):
    """`rows_wanted` carries (first, count) of rows that are seen and not here; one question at a
    time, the next one goes out with the answer: `add_rows`."""

    rows_wanted = Signal(int, int)

    def __init__(
        self, local: Callable[[datetime], datetime], parent: QWidget | None = None
    ) -> None:
        super().__init__(_columns(), parent)
        self._local = local
        self._rows = 0
        self._pages: OrderedDict[int, Sequence[WorkItem]] = OrderedDict()
        self._wanted: list[int] = []
        self._asked: int | None = None

    def show_list(self, rows: int) -> None:
        """So many rows, none of them here yet."""
        self.beginResetModel()
        self._rows = rows
        self._pages.clear()
        self._wanted.clear()
        self._asked = None
        self.endResetModel()

    def show_items(self, items: Sequence[WorkItem]) -> None:
        """These, all at hand."""
        self.beginResetModel()
        self._rows = len(items)
        self._pages = OrderedDict(
            (first // PAGE, items[first : first + PAGE]) for first in range(0, len(items), PAGE)
        )
        self._wanted.clear()
        self._asked = None
        self.endResetModel()

    def add_rows(self, first: int, items: Sequence[WorkItem]) -> None:
        """The rows asked for; those longest unseen give way."""
        self._pages[first // PAGE] = items
        if len(self._pages) > KEPT_PAGES:
            self._pages.popitem(last=False)
        self._asked = None
        if items:
            last = self.index(first + len(items) - 1, self.columnCount() - 1)
            self.dataChanged.emit(self.index(first, 0), last)
        self._ask_next()

    def item_at(self, row: int) -> WorkItem | None:
        """The row's item; None while it is not here, then it is asked for."""
        page = row // PAGE
        items = self._pages.get(page)
        if items is None:
            self._want(page)
            return None
        self._pages.move_to_end(page)
        return items[row % PAGE] if row % PAGE < len(items) else None

    def number_at(self, row: int) -> str:
        """The item's number as it is announced; "" while it is not here."""
        item = self.item_at(row)
        return item.announcement.number if item else ""

    def rowCount(self, parent: AnyIndex = NO_INDEX) -> int:
        return 0 if parent.isValid() else self._rows

    def state(self, row: int) -> State | None:
        item = self.item_at(row)
        return state_of(item.verdict, held=item.held) if item else None

    def cell(self, row: int, column: int) -> tuple[str, str]:
        item = self.item_at(row)
        if item is None:
            return (tr("WorkModel", "…") if column == NUMBER else ""), ""
        return self._cell(item, column)

    def _want(self, page: int) -> None:
        if page == self._asked or page in self._wanted:
            return
        self._wanted = [*self._wanted[1 - MOST_WANTED :], page]
        if self._asked is None:
            self._ask_next()

    def _ask_next(self) -> None:
        if self._wanted:
            self._asked = self._wanted.pop()
            self.rows_wanted.emit(self._asked * PAGE, PAGE)

    def _cell(self, item: WorkItem, column: int) -> tuple[str, str]:
        one = item.announcement
        match column:
            case 0:
                return grouped(visible(one.number, 60)), _which(item)
            case 1:
                return _flown(one.flight, one.arrived_on), visible(one.bag, 40)
            case 2:
                city = " ".join(filter(None, (one.recipient.city, one.recipient.state)))
                return visible(one.recipient.name, 200) or "–", visible(city, 80)
            case 3:
                return _goods(item), _from(item)
            case 4:
                return due_words(item.due_on, self._local(utc_now()).date(), item.due_for)
        return self._standing(item)

    def _standing(self, item: WorkItem) -> tuple[str, str]:
        if item.set_aside:
            word = tr("WorkModel", "HOLD, call supervisor")
        elif item.held:
            word = tr("WorkModel", "HOLD")
        elif item.verdict is None:
            word = tr("WorkModel", "not judged")
        else:
            word = verdict_word(item.verdict)
        return word, self._presence(item)

    def _presence(self, item: WorkItem) -> str:
        if item.presence is Presence.NOT_FOUND:
            return tr("WorkModel", "recorded as not found")
        if item.presence is Presence.MISSING:
            return tr("WorkModel", "not presented")
        said = tr("WorkModel", "presented")
        if item.presented_at is not None:
            said = tr("WorkModel", "presented {at}", at=self._when(item.presented_at))
        return " · ".join(filter(None, (said, visible(item.outcome, 20))))

    def _when(self, at: datetime) -> str:
        here = self._local(at)
        today = self._local(utc_now()).date()
        return clock_time(here) if here.date() == today else f"{here:%d %b}"


def due_words(due_on: date | None, today: date, due_for: str = "") -> tuple[str, str]:
    """The day; how far it is and what is due then. What is over says so by word and sign."""
    if due_on is None:
        return "", ""
    days = (due_on - today).days
    if days == 0:
        far = tr("WorkModel", "today")
    elif days < 0:
        far = tr("WorkModel", "! overdue {n} d", n=-days)
    else:
        far = tr("WorkModel", "in {n} d", n=days)
    what = tr("WorkModel", "hold ends") if due_for == HOLD_ENDS else visible(due_for, 40)
    return due_on.isoformat(), " · ".join(filter(None, (far, what)))


def _which(item: WorkItem) -> str:
    """Its carrier; of a number that was used again within twelve months which item it is."""
    carrier = visible(item.announcement.carrier, 60)
    if not item.other_posted:
        return carrier
    again = tr("WorkModel", "number used again: posted {day}", day=item.announcement.posted_on)
    return " · ".join(filter(None, (again, carrier)))


def _flown(flight: str, arrived_on: date | None) -> str:
    day = f"{arrived_on:%d %b}" if arrived_on else ""
    return " · ".join(filter(None, (visible(flight, 20), day))) or "–"


def _goods(item: WorkItem) -> str:
    lines = item.announcement.lines
    if not lines:
        return "–"
    first = visible(lines[0].description, 200) or tr("WorkModel", "(no description)")
    others = len(lines) - 1
    return tr("WorkModel", "{first}  +{n}", first=first, n=others) if others else first


def _from(item: WorkItem) -> str:
    one = item.announcement
    return ", ".join(filter(None, (visible(one.sender.name, 120), visible(one.origin, 8))))


def _columns() -> tuple[Column, ...]:
    return (
        Column(tr("WorkModel", "Number")),
        Column(tr("WorkModel", "Flight and bag"), coded=True),
        Column(tr("WorkModel", "Recipient")),
        Column(tr("WorkModel", "Goods and sender")),
        Column(tr("WorkModel", "Due")),
        Column(tr("WorkModel", "Standing")),
    )
