"""The rules of a measurement as rows: the same figures the charts draw."""

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QWidget

from triage_app.model.measure import RuleMeasure
from triage_app.model.visible import visible
from triage_app.ui.measurement_words import drift_words, lift_words, share_words
from triage_app.ui.words import tr

AnyIndex = QModelIndex | QPersistentModelIndex
NO_INDEX = QModelIndex()
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
WORDED = (0, 8)
"""Columns of words; the others are figures."""
_SAID = (
    Qt.ItemDataRole.DisplayRole,
    Qt.ItemDataRole.ToolTipRole,
    Qt.ItemDataRole.AccessibleTextRole,
)


class MeasurementModel(QAbstractTableModel):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rules: list[RuleMeasure] = []
        self._titles = (
            tr("Measurement", "Rule"),
            tr("Measurement", "Hits"),
            tr("Measurement", "A day"),
            tr("Measurement", "Examined"),
            tr("Measurement", "Found"),
            tr("Measurement", "Precision (95 %)"),
            tr("Measurement", "Lift (95 %)"),
            tr("Measurement", "Drift"),
            tr("Measurement", "Pack"),
        )

    def show_rules(self, rules: Sequence[RuleMeasure]) -> None:
        """These and no others."""
        self.beginResetModel()
        self._rules = list(rules)
        self.endResetModel()

    def rowCount(self, parent: AnyIndex = NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._rules)

    def columnCount(self, parent: AnyIndex = NO_INDEX) -> int:
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
        return _side(section) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _side(index.column())
        if role not in _SAID:
            return None
        said = self._cells(self._rules[index.row()])[index.column()]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self._titles[index.column()]}: {said}"
        return said

    def _cells(self, one: RuleMeasure) -> tuple[str, ...]:
        hits = one.hits
        if not hits.items:
            quiet = ("–",) * 3
            return (visible(one.rule, 40), "0", *quiet, "–", "–", drift_words(one.drift), one.pack)
        return (
            visible(one.rule, 40),
            f"{hits.items:,}",
            f"{one.per_day:,.1f}",
            f"{hits.examined:,}",
            f"{hits.found:,}",
            share_words(hits.precision),
            lift_words(hits.lift),
            drift_words(one.drift),
            visible(one.pack, 60),
        )


def _side(column: int) -> Qt.AlignmentFlag:
    return _LEFT if column in WORDED else _RIGHT
