"""Flags under the band, heaviest first, one line each; Right opens the evidence."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen, QPolygonF, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from triage_app.model.examination import Examination
from triage_app.model.risk import Flag
from triage_app.ui.flag_rows import (
    CARD,
    CITATION,
    STATE,
    WHY_NOT,
    flag_row,
    flag_rows,
    identity_rows,
    law_row,
    row,
    sum_row,
    why_not_row,
)
from triage_app.ui.shapes import shape_path
from triage_app.ui.theme import State, Tokens, text_font, tone
from triage_app.ui.words import say, tr

UNFOLDED = 7
MOST_LINES, LONG_LINES = 3, 12

AnyIndex = QModelIndex | QPersistentModelIndex


class FlagsPanel(QTreeWidget):
    def __init__(self, tokens: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._examination: Examination | None = None
        self.setAccessibleName(tr("FlagsPanel", "Reasons"))
        self.setHeaderHidden(True)
        self.setRootIsDecorated(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAnimated(False)
        self._ink = tokens.muted
        self._delegate = FlagLine(tokens, self)
        self.setItemDelegate(self._delegate)
        self.setIndentation(tokens.px(20))
        self.itemExpanded.connect(self._fill_late)
        self.setExpandsOnDoubleClick(False)
        self.itemClicked.connect(self._unfold)

    def show_theme(self, tokens: Tokens) -> None:
        self._ink = tokens.muted
        self._delegate.show_theme(tokens)
        self.setIndentation(tokens.px(20))
        self.scheduleDelayedItemsLayout()

    def show_examination(self, examination: Examination) -> None:
        self._examination = examination
        self.clear()
        assessment = examination.assessment
        flags = assessment.flags
        rows = flag_rows(assessment, flags[:UNFOLDED])
        if len(flags) > UNFOLDED:
            rows.append(self._more_row(flags[UNFOLDED:]))
        rows += identity_rows(examination)
        if any(flag.points_micro for flag in flags):
            rows.append(sum_row(assessment))
        if assessment.law:
            rows.append(law_row(assessment))
        if not examination.item.set_aside:
            rows.append(why_not_row(len(assessment.not_flagged)))
        self.addTopLevelItems(rows)

    def show_nothing(self) -> None:
        self._examination = None
        self.clear()

    def _more_row(self, flags: Sequence[Flag]) -> QTreeWidgetItem:
        more = row(tr("FlagsPanel", "{n} more reasons", n=len(flags)), "", State.IDLE)
        more.addChildren([flag_row(flag) for flag in flags])
        return more

    def _fill_late(self, opened: QTreeWidgetItem) -> None:
        """The rules that did not fire are listed only when somebody asks."""
        if opened.data(0, Qt.ItemDataRole.UserRole) != WHY_NOT or opened.childCount() > 0:
            return
        if self._examination is None:
            return
        opened.addChildren(
            [
                row(f"{not_flagged.rule} – {say(not_flagged.why)}", "", State.IDLE)
                for not_flagged in self._examination.assessment.not_flagged
            ]
        )

    def _unfold(self, clicked: QTreeWidgetItem) -> None:
        """The whole line is the target, not its small arrow alone: hands wear gloves."""
        clicked.setExpanded(not clicked.isExpanded())

    def drawBranches(self, painter: QPainter, rect: QRect, index: AnyIndex) -> None:
        """An arrow in the theme's ink that grows with the scale; the style's own does not."""
        if not self.model().hasChildren(index):
            return
        wide = self.indentation()
        half = wide / 4
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(rect.right() - wide / 2, rect.center().y())
        painter.rotate(90 if self.isExpanded(index) else 0)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._ink))
        corners = ((half, 0.0), (-half * 0.7, -half), (-half * 0.7, half))
        painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in corners]))
        painter.restore()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()


class FlagLine(QStyledItemDelegate):
    """Paints one flag: mark, words wrapped over two lines at most, citation at the right."""

    def __init__(self, tokens: Tokens, parent: QTreeWidget) -> None:
        super().__init__(parent)
        self._view = parent
        self.show_theme(tokens)

    def show_theme(self, tokens: Tokens) -> None:
        self._tokens = tokens
        self._font = text_font(tokens, 15)
        self._small = text_font(tokens, 13)
        self._metrics = QFontMetrics(self._font)
        self._small_metrics = QFontMetrics(self._small)

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        px = self._tokens.px
        width = _width_for(option, index) - self._citation_width(index) - px(40)
        text = self._metrics.boundingRect(
            QRect(0, 0, max(px(120), width), 10_000),
            Qt.TextFlag.TextWordWrap,
            str(index.data(Qt.ItemDataRole.DisplayRole)),
        )
        lines = MOST_LINES if not index.parent().isValid() else LONG_LINES
        height = min(text.height(), lines * self._metrics.lineSpacing())
        return QSize(px(200), max(px(32), height + px(10)))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        px, rect = self._tokens.px, option.rect
        painter.save()
        if self._view.selectionModel().isSelected(index):
            painter.fillRect(rect, QColor(self._tokens.chosen))
        if index.data(CARD):
            self._frame(painter, rect)
        state = index.data(STATE)
        if state is not None:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            mark = QRect(rect.left() + px(4), rect.center().y() - px(7), px(15), px(15))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(tone(State(state), self._tokens))
            painter.drawPath(shape_path(State(state), mark.toRectF()))
        cited = self._citation_width(index)
        words = rect.adjusted(px(28), px(4), -cited - px(12), -px(4))
        painter.setFont(self._font)
        painter.setPen(QColor(self._tokens.text))
        said = str(index.data(Qt.ItemDataRole.DisplayRole))
        if self._metrics.horizontalAdvance(said) <= words.width():
            painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, said)
        else:
            room = words.width() * max(1, words.height() // self._metrics.lineSpacing())
            cut = self._metrics.elidedText(said, Qt.TextElideMode.ElideRight, int(room * 0.92))
            painter.drawText(words, Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap, cut)
        painter.setFont(self._small)
        painter.setPen(QColor(self._tokens.muted))
        right = rect.adjusted(rect.width() - cited - px(8), 0, -px(8), 0)
        painter.drawText(
            right,
            Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight,
            self._small_metrics.elidedText(
                str(index.data(CITATION) or ""), Qt.TextElideMode.ElideRight, right.width()
            ),
        )
        painter.restore()

    def _frame(self, painter: QPainter, rect: QRect) -> None:
        """A handling card is framed: it is no reason, and the first thing to read."""
        px = self._tokens.px
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(self._tokens.accent), px(2)))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(rect.adjusted(px(2), px(1), -px(4), -px(2)), px(6), px(6))

    def _citation_width(self, index: AnyIndex) -> int:
        citation = str(index.data(CITATION) or "")
        if not citation:
            return 0
        wide = self._small_metrics.horizontalAdvance(citation) + self._tokens.px(8)
        return min(wide, self._tokens.px(160))


def _width_for(option: QStyleOptionViewItem, index: AnyIndex) -> int:
    view = option.widget
    if not isinstance(view, QTreeWidget):
        return option.rect.width()
    depth = 2 if index.parent().isValid() else 1
    return view.viewport().width() - depth * view.indentation()
