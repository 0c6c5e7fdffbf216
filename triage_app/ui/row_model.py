"""Rows of a list as the table shows them: cells of words with something small under them."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QWidget

from triage_app.model.risk import Verdict
from triage_app.ui.theme import State
from triage_app.ui.words import tr

AnyIndex = QModelIndex | QPersistentModelIndex
STATE = Qt.ItemDataRole.UserRole + 1
"""The State a row's mark has, None for none."""
DETAIL = Qt.ItemDataRole.UserRole + 2
"""What stands small under a cell's words."""
CODED = Qt.ItemDataRole.UserRole + 3
"""Whether that is a code."""
NUMBER = 0
"""The column of the item's number."""
NO_INDEX = QModelIndex()
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_ROLES = (
    Qt.ItemDataRole.DisplayRole,
    Qt.ItemDataRole.ToolTipRole,
    Qt.ItemDataRole.AccessibleTextRole,
    DETAIL,
)
_STATES = {
    Verdict.CLEAR: State.CLEAR,
    Verdict.LOOK: State.LOOK,
    Verdict.HOLD: State.HOLD,
}


class Column(NamedTuple):
    """What stands over a column; numbers stand at its right. `coded`: what stands small in it is a
    code, whose end tells as much as its beginning."""

    title: str
    numeric: bool = False
    coded: bool = False


class RowModel(QAbstractTableModel):
    """Says what Qt asks by `cell`, `state` and `number_at`, which each list has its own of. The
    last column says how an item stands, and has its mark."""

    def __init__(self, columns: Sequence[Column], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._columns = columns

    def cell(self, row: int, column: int) -> tuple[str, str]:
        """What a cell says, and what stands small under it."""
        return "", ""

    def state(self, row: int) -> State | None:
        """The mark of a row."""
        return None

    def number_at(self, row: int) -> str:
        """The item's number as it is announced; "" while it is not here."""
        return ""

    def columnCount(self, parent: AnyIndex = NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._columns)

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._columns[section].title
        return self._side(section) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row, column = index.row(), index.column()
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._side(column)
        if role == STATE:
            return self.state(row) if column == len(self._columns) - 1 else None
        if role == CODED:
            return self._columns[column].coded
        if role not in _ROLES:
            return None
        first, second = self.cell(row, column)
        if role == Qt.ItemDataRole.DisplayRole:
            return first
        return second if role == DETAIL else ", ".join(filter(None, (first, second)))

    def _side(self, column: int) -> Qt.AlignmentFlag:
        return _RIGHT if self._columns[column].numeric else _LEFT


def state_of(verdict: Verdict | None, *, held: bool) -> State | None:
    """The mark beside an item's words; an open hold stands before what was judged."""
    if held:
        return State.HOLD
    return None if verdict is None else _STATES[verdict]


def verdict_word(verdict: Verdict) -> str:
    """The station's word for an item nobody holds."""
    words = {
        Verdict.CLEAR: tr("RowModel", "clear"),
        Verdict.LOOK: tr("RowModel", "look"),
        Verdict.HOLD: tr("RowModel", "hold"),
    }
    return words[verdict]
