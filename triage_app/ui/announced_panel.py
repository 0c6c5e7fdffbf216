"""The announcement with its lines: announced, measured, found."""

from dataclasses import dataclass

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from triage_app.model.examination import Examination
from triage_app.model.item import Announcement, Line, MailItem
from triage_app.model.visible import visible
from triage_app.ui.theme import Tokens
from triage_app.ui.words import delta, money, tr, weight

AnyIndex = QModelIndex | QPersistentModelIndex
_NO_INDEX = QModelIndex()
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class Column:
    title: str
    numeric: bool


def _columns() -> tuple[Column, ...]:
    return (
        Column(tr("AnnouncedPanel", "#"), True),
        Column(tr("AnnouncedPanel", "Description"), False),
        Column(tr("AnnouncedPanel", "HS"), False),
        Column(tr("AnnouncedPanel", "Pieces"), True),
        Column(tr("AnnouncedPanel", "Net"), True),
        Column(tr("AnnouncedPanel", "Value"), True),
        Column(tr("AnnouncedPanel", "From"), False),
    )


class LinesModel(QAbstractTableModel):
    """Content lines as rows; nothing is made before it is seen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines: tuple[Line, ...] = ()
        self._columns = _columns()

    def show_lines(self, lines: tuple[Line, ...]) -> None:
        self.beginResetModel()
        self._lines = lines
        self.endResetModel()

    def rowCount(self, parent: AnyIndex = _NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: AnyIndex = _NO_INDEX) -> int:
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
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if self._columns[section].numeric else _LEFT
        return None

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if self._columns[index.column()].numeric else _LEFT
        if role == Qt.ItemDataRole.DisplayRole:
            return _cells(self._lines[index.row()])[index.column()]
        if role == Qt.ItemDataRole.ToolTipRole and index.column() == 1:
            return visible(self._lines[index.row()].description)
        return None


def _cells(line: Line) -> tuple[str, ...]:
    return (
        str(line.index),
        visible(line.description, 200) or tr("AnnouncedPanel", "(no description)"),
        visible(line.hs, 16) or "–",
        "–" if line.quantity is None else f"{line.quantity:,}",
        weight(line.net_weight_g),
        money(line.value_minor, line.currency),
        visible(line.origin, 8) or "–",
    )


class AnnouncedPanel(QFrame):
    def __init__(self, tokens: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        self._heading = QLabel(tr("AnnouncedPanel", "Announced"))
        self._heading.setProperty("heading", True)
        self._gross = _plain(QLabel())
        self._measured = _plain(QLabel())
        self._facts = _plain(QLabel())
        self._facts.setProperty("small", True)
        self._facts.setWordWrap(True)
        self._model = LinesModel(self)
        self._table = QTableView()
        self._set_up_table()
        self._place(tokens)

    def show_theme(self, tokens: Tokens) -> None:
        self._widths(tokens)

    def show_examination(self, examination: Examination) -> None:
        item = examination.item
        announced = item.announcement
        if announced is None:
            self.show_nothing(
                tr(
                    "AnnouncedPanel",
                    "On no manifest of this station. Examine and record it as it is.",
                )
            )
            return
        self._model.show_lines(announced.lines)
        self._gross.setText(
            tr(
                "AnnouncedPanel",
                "gross {weight}   ·   {value}",
                weight=weight(announced.gross_weight_g),
                value=money(announced.value_minor, announced.currency),
            )
        )
        self._measured.setText(_measured(item))
        self._facts.setText(_facts(announced))

    def show_nothing(self, why: str) -> None:
        self._model.show_lines(())
        self._gross.setText("")
        self._measured.setText("")
        self._facts.setText(why)

    def _set_up_table(self) -> None:
        table = self._table
        table.setModel(self._model)
        table.setAccessibleName(tr("AnnouncedPanel", "Announced content lines"))
        table.setFrameShape(QFrame.Shape.NoFrame)
        table.setShowGrid(False)
        table.setWordWrap(True)
        table.verticalHeader().hide()
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setTabKeyNavigation(False)
        header = table.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)

    def _place(self, tokens: Tokens) -> None:
        px = tokens.px
        top = QHBoxLayout()
        top.addWidget(self._heading)
        top.addStretch()
        top.addWidget(self._gross)
        top.addWidget(self._measured)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(16), px(8), px(8), px(8))
        layout.setSpacing(px(4))
        layout.addLayout(top)
        layout.addWidget(self._table, 1)
        layout.addWidget(self._facts)
        self._widths(tokens)

    def _widths(self, tokens: Tokens) -> None:
        for column, wide in ((0, 32), (2, 88), (3, 64), (4, 80), (5, 120), (6, 56)):
            self._table.setColumnWidth(column, tokens.px(wide))
        self._table.verticalHeader().setDefaultSectionSize(tokens.px(32))


def _plain(label: QLabel) -> QLabel:
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label


def _measured(item: MailItem) -> str:
    announced = item.announcement
    if item.measured_weight_g is None or announced is None:
        return ""
    said = weight(item.measured_weight_g)
    if announced.gross_weight_g:
        said = f"{said} {delta(item.measured_weight_g, announced.gross_weight_g)}"
    return tr("AnnouncedPanel", "measured {weight}", weight=said)


def _facts(announced: Announcement) -> str:
    parts = [
        _fact(tr("AnnouncedPanel", "posted"), announced.posted_on),
        _fact(
            tr("AnnouncedPanel", "arrived"),
            announced.arrived_on.isoformat() if announced.arrived_on else "",
        ),
        _fact(tr("AnnouncedPanel", "route"), _route(announced)),
        _fact(tr("AnnouncedPanel", "flight"), announced.flight),
        _fact(tr("AnnouncedPanel", "nature"), announced.nature),
        _fact(tr("AnnouncedPanel", "version"), str(announced.version)),
    ]
    return "   ·   ".join(part for part in parts if part)


def _fact(title: str, value: str) -> str:
    return f"{title} {visible(value, 60)}" if value else ""


def _route(announced: Announcement) -> str:
    ends = [end for end in (announced.origin, announced.destination) if end]
    return " → ".join(ends)
