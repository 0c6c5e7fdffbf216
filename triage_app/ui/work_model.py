"""The work list as rows: a hundred thousand, of which those seen last are in memory."""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from datetime import date, datetime

from PySide6.QtCore import QAbstractTableModel, QModelIndex, Qt, Signal
from PySide6.QtWidgets import QWidget

from triage_app.model.risk import Verdict
from triage_app.model.visible import visible
from triage_app.model.work import Presence, WorkItem
from triage_app.ui.found_model import DETAIL, STATE, AnyIndex
from triage_app.ui.theme import State
from triage_app.ui.words import clock_time, grouped, tr, utc_now

PAGE = 50
KEPT_PAGES = 60
MOST_WANTED = 3
"""A view shows two pages at the most; of pages it flew past none is fetched any more."""
NUMBER, FLOWN, STANDING = 0, 1, 5
_NO_INDEX = QModelIndex()
_SIDE = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_ROLES = (
    Qt.ItemDataRole.DisplayRole,
    Qt.ItemDataRole.ToolTipRole,
    Qt.ItemDataRole.AccessibleTextRole,
    DETAIL,
)


class WorkModel(QAbstractTableModel):
    """`rows_wanted` carries (first, count) of rows that are seen and not here; one question at a
    time, the next one goes out with the answer: `add_rows`."""

    rows_wanted = Signal(int, int)

    def __init__(
        self, local: Callable[[datetime], datetime], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._local = local
        self._rows = 0
        self._pages: OrderedDict[int, Sequence[WorkItem]] = OrderedDict()
        self._wanted: list[int] = []
        self._asked: int | None = None
        self._titles = _titles()

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
            last = self.index(first + len(items) - 1, len(self._titles) - 1)
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

    def rowCount(self, parent: AnyIndex = _NO_INDEX) -> int:
        return 0 if parent.isValid() else self._rows

    def columnCount(self, parent: AnyIndex = _NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._titles)

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._titles[section]
        return _SIDE if role == Qt.ItemDataRole.TextAlignmentRole else None

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _SIDE
        if role != STATE and role not in _ROLES:
            return None
        item = self.item_at(index.row())
        if role == STATE:
            return state_of_item(item) if item and index.column() == STANDING else None
        if item is None:
            return tr("WorkModel", "…") if index.column() == NUMBER else ""
        first, second = self._cell(item, index.column())
        if role == Qt.ItemDataRole.DisplayRole:
            return first
        if role == DETAIL:
            return second
        return ", ".join(filter(None, (first, second)))

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
        """What a cell says, and what stands small under it."""
        one = item.announcement
        match column:
            case 0:
                return grouped(visible(one.number, 60)), visible(one.carrier, 60)
            case 1:
                return _flown(one.flight, one.arrived_on), visible(one.bag, 40)
            case 2:
                city = " ".join(filter(None, (one.recipient.city, one.recipient.state)))
                return visible(one.recipient.name, 200) or "–", visible(city, 80)
            case 3:
                return _goods(item), _from(item)
            case 4:
                return due_words(item.due_on, self._local(utc_now()).date())
        return self._standing(item)

    def _standing(self, item: WorkItem) -> tuple[str, str]:
        if item.set_aside:
            word = tr("WorkModel", "HOLD, call supervisor")
        elif item.held:
            word = tr("WorkModel", "HOLD")
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


def state_of_item(item: WorkItem) -> State | None:
    """The mark beside its words; an open hold stands before what was judged."""
    if item.held or item.verdict is Verdict.HOLD:
        return State.HOLD
    if item.verdict is Verdict.LOOK:
        return State.LOOK
    return State.CLEAR if item.verdict is Verdict.CLEAR else None


def verdict_word(verdict: Verdict | None) -> str:
    """The station's word for an item nobody holds."""
    if verdict is None:
        return tr("WorkModel", "not judged")
    words = {
        Verdict.CLEAR: tr("WorkModel", "clear"),
        Verdict.LOOK: tr("WorkModel", "look"),
        Verdict.HOLD: tr("WorkModel", "hold"),
    }
    return words[verdict]


def due_words(due_on: date | None, today: date) -> tuple[str, str]:
    """The day, and how far it is."""
    if due_on is None:
        return "", ""
    days = (due_on - today).days
    if days == 0:
        far = tr("WorkModel", "today")
    elif days < 0:
        far = tr("WorkModel", "{n} d over", n=-days)
    else:
        far = tr("WorkModel", "in {n} d", n=days)
    return due_on.isoformat(), far


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


def _titles() -> tuple[str, ...]:
    return (
        tr("WorkModel", "Number"),
        tr("WorkModel", "Flight and bag"),
        tr("WorkModel", "Recipient"),
        tr("WorkModel", "Goods and sender"),
        tr("WorkModel", "Due"),
        tr("WorkModel", "Standing"),
    )
