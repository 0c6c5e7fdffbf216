"""The table of what was found; Enter or a double click chooses an item."""

from collections.abc import Mapping

from PySide6.QtCore import QModelIndex, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from triage_app.ui.row_model import CODED, DETAIL, NUMBER, STATE, AnyIndex, RowModel
from triage_app.ui.shapes import shape_path
from triage_app.ui.theme import State, Tokens, code_font, text_font, tone
from triage_app.ui.words import tr

_ENTERS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
NUMBER_LETTERS = 23


class FoundTable(QTableView):
    """`widths` are columns of a fixed width in px at 100 %; `shares` those that share what the
    others leave, and their parts; `letters` has the column of numbers. `chosen` carries the number
    of the item to bring to the bench."""

    chosen = Signal(str)

    def __init__(
        self,
        tokens: Tokens,
        model: RowModel,
        parent: QWidget | None = None,
        *,
        widths: Mapping[int, int],
        shares: Mapping[int, int],
        letters: int = NUMBER_LETTERS,
    ) -> None:
        super().__init__(parent)
        self._tokens = tokens
        self._model = model
        self._widths = widths
        self._shares = shares
        self._letters = letters
        self.setModel(model)
        self.setAccessibleName(tr("FoundTable", "Items found"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("barred", True)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(tokens.px(52))
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setHighlightSections(False)
        self.setItemDelegate(FoundCell(tokens, self))
        self.doubleClicked.connect(self._choose)
        model.modelReset.connect(self.scrollToTop)

    def choose_first(self) -> None:
        """The first row under the cursor, ready for Enter."""
        if self._model.rowCount():
            self.setCurrentIndex(self._model.index(0, 0))
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTERS and self.currentIndex().isValid():
            self._choose(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        px, wide = self._tokens.px, self.viewport().width()
        letters = QFontMetrics(code_font(self._tokens, 15, bold=False)).averageCharWidth()
        widths = {column: px(width) for column, width in self._widths.items()}
        widths[NUMBER] = letters * self._letters + px(20)
        left = max(0, wide - sum(widths.values()))
        parts = sum(self._shares.values())
        widths |= {column: left * share // parts for column, share in self._shares.items()}
        for column, width in widths.items():
            self.setColumnWidth(column, width)

    def _choose(self, index: QModelIndex) -> None:
        if number := self._model.number_at(index.row()):
            self.chosen.emit(number)


class FoundCell(QStyledItemDelegate):
    """Paints one cell: its words, what stands small under them, and the mark of its state."""

    def __init__(self, tokens: Tokens, parent: QTableView) -> None:
        super().__init__(parent)
        self._table = parent
        self._tokens = tokens
        self._words = text_font(tokens, 15)
        self._number = code_font(tokens, 15, bold=False)
        self._small = text_font(tokens, 13)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        px, rect = self._tokens.px, QRect(option.rect)
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            self._paint_chosen(painter, rect, first=index.column() == NUMBER)
        painter.fillRect(rect.adjusted(0, rect.height() - 1, 0, 0), QColor(self._tokens.line))
        state = index.data(STATE)
        if state is not None:
            self._paint_mark(painter, rect, State(state))
        words = rect.adjusted(px(36) if state is not None else px(12), px(7), -px(4), -px(6))
        right = index.data(Qt.ItemDataRole.TextAlignmentRole) & Qt.AlignmentFlag.AlignRight
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        detail = str(index.data(DETAIL) or "")
        font = self._number if index.column() == NUMBER else self._words
        said = str(index.data(Qt.ItemDataRole.DisplayRole))
        painter.setPen(QColor(self._tokens.text))
        upper = side | Qt.AlignmentFlag.AlignTop
        self._paint_text(painter, words, said, font, upper, coded=font is self._number)
        painter.setPen(QColor(self._tokens.muted))
        lower = side | Qt.AlignmentFlag.AlignBottom
        coded = bool(index.data(CODED))
        self._paint_text(painter, words, detail, self._small, lower, coded=coded)
        painter.restore()

    def _paint_chosen(self, painter: QPainter, rect: QRect, *, first: bool) -> None:
        """The row's ground; a bar at its left where the keys go to it."""
        painter.fillRect(rect, QColor(self._tokens.chosen))
        if first and self._table.hasFocus():
            bar = QRect(rect.left(), rect.top(), self._tokens.px(4), rect.height())
            painter.fillRect(bar, QColor(self._tokens.accent))

    def _paint_mark(self, painter: QPainter, rect: QRect, state: State) -> None:
        px = self._tokens.px
        mark = QRectF(rect.left() + px(12), rect.top() + px(9), px(15), px(15))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tone(state, self._tokens))
        painter.drawPath(shape_path(state, mark))

    def _paint_text(
        self,
        painter: QPainter,
        rect: QRect,
        text: str,
        font: QFont,
        where: Qt.AlignmentFlag,
        *,
        coded: bool,
    ) -> None:
        """Codes are cut in the middle, words at their end."""
        mode = Qt.TextElideMode.ElideMiddle if coded else Qt.TextElideMode.ElideRight
        painter.setFont(font)
        painter.drawText(rect, where, QFontMetrics(font).elidedText(text, mode, rect.width()))
