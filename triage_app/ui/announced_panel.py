"""The announcement with its lines: announced, measured, found."""

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from triage_app.flow.veil import SET_ASIDE
from triage_app.model.examination import Examination
from triage_app.model.item import Announcement, Line, MailItem, Referral
from triage_app.model.noun import noun
from triage_app.model.visible import visible
from triage_app.ui.theme import Tokens, text_font
from triage_app.ui.weight_entry import WeightEntry
from triage_app.ui.words import delta, money, say, tip, tr, weight

AnyIndex = QModelIndex | QPersistentModelIndex
_NO_INDEX = QModelIndex()
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_DETAILS = Qt.ItemDataRole.UserRole + 1
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter

MOST_REFERRALS = 5


@noun(frozen=True, slots=True)
class Column:
    title: str
    numeric: bool


def _columns() -> tuple[Column, ...]:
    return (
        Column(tr("AnnouncedPanel", "#"), numeric=True),
        Column(tr("AnnouncedPanel", "Description"), numeric=False),
        Column(tr("AnnouncedPanel", "Net"), numeric=True),
        Column(tr("AnnouncedPanel", "Value"), numeric=True),
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
        if role == _DETAILS:
            return _details(self._lines[index.row()])
        if role == Qt.ItemDataRole.AccessibleTextRole and index.column() == 1:
            line = self._lines[index.row()]
            return f"{visible(line.description, 300)}, {_details(line)}"
        if role == Qt.ItemDataRole.ToolTipRole and index.column() == 1:
            return tip(visible(self._lines[index.row()].description))
        return None


def _cells(line: Line) -> tuple[str, ...]:
    return (
        str(line.index),
        visible(line.description, 300) or tr("AnnouncedPanel", "(no description)"),
        weight(line.net_weight_g),
        money(line.value_minor, line.currency),
    )


def _details(line: Line) -> str:
    """What stands small under the description."""
    hs = tr("AnnouncedPanel", "HS {hs}", hs=visible(line.hs, 16)) if line.hs else ""
    pieces = "" if line.quantity is None else tr("AnnouncedPanel", "{n} pcs", n=line.quantity)
    origin = tr("AnnouncedPanel", "from {origin}", origin=visible(line.origin, 8))
    parts = (hs or tr("AnnouncedPanel", "no HS"), pieces, origin if line.origin else "")
    return "   ·   ".join(part for part in parts if part)


class GoodsLine(QStyledItemDelegate):
    """A description over its details, so that its words have the column's whole width.

    What is chosen is asked of the table: naming QStyle costs 3 ms at every start.
    """

    def __init__(self, tokens: Tokens, parent: QTableView) -> None:
        super().__init__(parent)
        self._view = parent
        self._tokens = tokens
        self._font, self._small = text_font(tokens, 15), text_font(tokens, 13)
        self._metrics = QFontMetrics(self._font)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        px, rect = self._tokens.px, option.rect
        painter.save()
        if self._view.selectionModel().isSelected(index):
            painter.fillRect(rect, QColor(self._tokens.chosen))
        inner = rect.adjusted(px(4), px(4), -px(4), -px(4))
        said = self._metrics.elidedText(
            str(index.data()), Qt.TextElideMode.ElideRight, inner.width()
        )
        painter.setFont(self._font)
        painter.setPen(QColor(self._tokens.text))
        painter.drawText(inner, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft, said)
        painter.setFont(self._small)
        painter.setPen(QColor(self._tokens.muted))
        painter.drawText(
            inner,
            Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft,
            str(index.data(_DETAILS)),
        )
        painter.restore()


class AnnouncedPanel(QFrame):
    def __init__(self, tokens: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        self._heading = QLabel(tr("AnnouncedPanel", "Announced"))
        self._heading.setProperty("heading", True)
        self._gross = _plain(QLabel())
        self._measured = _plain(QLabel())
        self._measured.setProperty("strong", True)
        self._measured.setAlignment(_RIGHT)
        self.weight = WeightEntry(tokens)
        self._facts = _plain(QLabel())
        self._facts.setProperty("small", True)
        self._facts.setWordWrap(True)
        self._model = LinesModel(self)
        self._table = QTableView()
        self._set_up_table()
        self._place(tokens)

    @property
    def said(self) -> str:
        """What stands under the lines now."""
        return self._facts.text()

    @property
    def measured_text(self) -> str:
        """What stands there as its weight on the scale; "" where it was not weighed."""
        return self._measured.text()

    def show_theme(self, tokens: Tokens) -> None:
        self._widths(tokens)

    def show_examination(self, examination: Examination) -> None:
        item = examination.item
        self.weight.set_ready(True)
        self._show_announced(item)
        self.show_measured(item)

    def show_measured(self, item: MailItem) -> None:
        """What it weighs, beside what was announced."""
        said = _measured(item)
        self._measured.setText(said)
        told = tr("AnnouncedPanel", "Measured weight: {said}", said=said.replace("\n", ", "))
        self._measured.setAccessibleName(told if said else "")

    def _show_announced(self, item: MailItem) -> None:
        announced = item.announcement
        if item.set_aside:
            self.show_nothing(say(SET_ASIDE))
            return
        if announced is None:
            self._show_no_lines(
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
        self._facts.setText(_facts(announced))

    def show_nothing(self, why: str) -> None:
        """No item lies on the bench."""
        self.weight.set_ready(False)
        self._measured.setText("")
        self._show_no_lines(why)

    def _show_no_lines(self, why: str) -> None:
        self._model.show_lines(())
        self._gross.setText("")
        self._facts.setText(why)

    def _set_up_table(self) -> None:
        table = self._table
        table.setModel(self._model)
        table.setAccessibleName(tr("AnnouncedPanel", "Announced content lines"))
        table.setFrameShape(QFrame.Shape.NoFrame)
        table.setShowGrid(False)
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
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(16), px(8), px(8), px(8))
        layout.setSpacing(px(4))
        layout.addLayout(top)
        layout.addWidget(self._table, 1)
        foot = QHBoxLayout()
        foot.setSpacing(px(8))
        foot.addWidget(self._facts, 1, Qt.AlignmentFlag.AlignBottom)
        foot.addWidget(self._measured, 0, Qt.AlignmentFlag.AlignVCenter)
        foot.addWidget(self.weight, 0, Qt.AlignmentFlag.AlignBottom)
        layout.addLayout(foot)
        self._widths(tokens)

    def _widths(self, tokens: Tokens) -> None:
        for column, wide in ((0, 32), (2, 80), (3, 112)):
            self._table.setColumnWidth(column, tokens.px(wide))
        self._table.verticalHeader().setDefaultSectionSize(tokens.px(48))
        self._table.setItemDelegateForColumn(1, GoodsLine(tokens, self._table))


def _plain(label: QLabel) -> QLabel:
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label


def _measured(item: MailItem) -> str:
    announced = item.announcement
    if item.measured_weight_g is None:
        return ""
    said = weight(item.measured_weight_g)
    if announced is not None and announced.gross_weight_g:
        said = f"{said}\n{delta(item.measured_weight_g, announced.gross_weight_g)}"
    return said


def _facts(announced: Announcement) -> str:
    parts = [
        _fact(tr("AnnouncedPanel", "posted"), announced.posted_on),
        _fact(
            tr("AnnouncedPanel", "arrived"),
            announced.arrived_on.isoformat() if announced.arrived_on else "",
        ),
        _fact(tr("AnnouncedPanel", "route"), _route(announced)),
        _fact(tr("AnnouncedPanel", "flight"), announced.flight),
        _nature(announced.nature),
        _fact(tr("AnnouncedPanel", "version"), str(announced.version)),
        *(_referral(one) for one in announced.referrals[:MOST_REFERRALS]),
    ]
    return "   ·   ".join(part for part in parts if part)


def _referral(told: Referral) -> str:
    """What was asked before loading and what was answered; its evidence says by whom and when."""
    if not told.code:
        return _fact(tr("AnnouncedPanel", "referral answered"), told.answer)
    answer = told.answer or tr("AnnouncedPanel", "not answered")
    return _fact(tr("AnnouncedPanel", "referral"), f"{told.code}: {answer}")


def _fact(title: str, value: str) -> str:
    return f"{title} {visible(value, 60)}" if value else ""


def _nature(code: str) -> str:
    """The nature of the transaction in words (UPU customs declaration data, see model.item)."""
    words = {
        "11": tr("AnnouncedPanel", "sale"),
        "21": tr("AnnouncedPanel", "returned goods"),
        "31": tr("AnnouncedPanel", "gift"),
        "32": tr("AnnouncedPanel", "commercial sample"),
        "91": tr("AnnouncedPanel", "documents"),
        "991": tr("AnnouncedPanel", "mixed"),
        "999": tr("AnnouncedPanel", "other"),
    }
    return words.get(code) or _fact(tr("AnnouncedPanel", "nature"), code)


def _route(announced: Announcement) -> str:
    ends = [end for end in (announced.origin, announced.destination) if end]
    return " → ".join(ends)
