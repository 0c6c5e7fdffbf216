"""What a search found, as rows: only what is on the screen is put into words."""

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QWidget

from triage_app.model.risk import Verdict
from triage_app.model.search import Hit
from triage_app.model.visible import visible
from triage_app.ui.theme import State
from triage_app.ui.words import clock_time, grouped, money, tr, utc_now

AnyIndex = QModelIndex | QPersistentModelIndex
_NO_INDEX = QModelIndex()
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
STATE = Qt.ItemDataRole.UserRole + 1
"""The State a row's mark has, None for none."""
DETAIL = Qt.ItemDataRole.UserRole + 2
"""What stands small under a cell's words."""
NUMBER, STANDING = 0, 6
_ROLES = (
    Qt.ItemDataRole.DisplayRole,
    Qt.ItemDataRole.ToolTipRole,
    Qt.ItemDataRole.AccessibleTextRole,
    DETAIL,
)
MOST_ROWS = 100_000
_VERDICTS = {
    Verdict.CLEAR: State.CLEAR,
    Verdict.LOOK: State.LOOK,
    Verdict.HOLD: State.HOLD,
}


class FoundModel(QAbstractTableModel):
    """`more_wanted` carries the key behind which the next rows are wanted: the view is near its
    end. They come by `add_hits`."""

    more_wanted = Signal(int)

    def __init__(
        self, local: Callable[[datetime], datetime], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._local = local
        self._hits: list[Hit] = []
        self._more = False
        self._asked = False
        self._titles = _titles()

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
            self.beginInsertRows(_NO_INDEX, first, first + len(hits) - 1)
            self._hits += hits
            self.endInsertRows()

    def number_at(self, row: int) -> str:
        """The item's number as it is announced."""
        return self._hits[row].announcement.number

    def canFetchMore(self, parent: AnyIndex = _NO_INDEX) -> bool:
        return not parent.isValid() and self._more and not self._asked

    def fetchMore(self, parent: AnyIndex = _NO_INDEX) -> None:
        if self.canFetchMore(parent):
            self._asked = True
            self.more_wanted.emit(self._hits[-1].key)

    def rowCount(self, parent: AnyIndex = _NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._hits)

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
            return self._titles[section][0]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if self._titles[section][1] else _LEFT
        return None

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if self._titles[index.column()][1] else _LEFT
        hit = self._hits[index.row()]
        if role == STATE:
            return state_of_hit(hit) if index.column() == STANDING else None
        if role in _ROLES:
            first, second = self._cell(hit, index.column())
            if role == Qt.ItemDataRole.DisplayRole:
                return first
            if role == DETAIL:
                return second
            return ", ".join(filter(None, (first, second)))
        return None

    def _cell(self, hit: Hit, column: int) -> tuple[str, str]:
        """What a cell says, and what stands small under it."""
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
        return ("", "") if hit.verdict is None else (_verdict_word(hit.verdict), seen)

    def _seen(self, at: datetime) -> str:
        """When it was on the bench: the time of today, else the day as well."""
        if at.date() == self._local(utc_now()).date():
            return tr("FoundModel", "seen {time}", time=clock_time(at))
        return tr("FoundModel", "seen {day} {time}", day=f"{at:%d %b}", time=clock_time(at))


def state_of_hit(hit: Hit) -> State | None:
    """The mark beside its words; an open hold stands before what was judged."""
    if hit.held:
        return State.HOLD
    return None if hit.verdict is None else _VERDICTS[hit.verdict]


def _verdict_word(verdict: Verdict) -> str:
    words = {
        Verdict.CLEAR: tr("FoundModel", "clear"),
        Verdict.LOOK: tr("FoundModel", "look"),
        Verdict.HOLD: tr("FoundModel", "hold"),
    }
    return words[verdict]


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


def _titles() -> tuple[tuple[str, bool], ...]:
    """(title, numeric) of each column."""
    return (
        (tr("FoundModel", "Number"), False),
        (tr("FoundModel", "Arrived"), False),
        (tr("FoundModel", "Sender"), False),
        (tr("FoundModel", "Recipient"), False),
        (tr("FoundModel", "Goods"), False),
        (tr("FoundModel", "Value"), True),
        (tr("FoundModel", "Standing"), False),
    )
