"""Flags under the band, heaviest first, one line each; Right opens the evidence."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPolygonF, QResizeEvent
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
from triage_app.model.identity import Unidentified
from triage_app.model.risk import Assessment, Flag, Severity
from triage_app.model.visible import visible
from triage_app.ui.shapes import shape_path
from triage_app.ui.theme import State, Tokens, text_font, tone
from triage_app.ui.words import say, tip, tr

UNFOLDED = 7
MOST_LINES, LONG_LINES = 3, 12
_CITATION = Qt.ItemDataRole.UserRole + 1
_STATE = Qt.ItemDataRole.UserRole + 2
_STATES = {
    Severity.HOLD: State.HOLD,
    Severity.LOOK: State.LOOK,
    Severity.NOTE: State.IDLE,
}

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
        flags = examination.assessment.flags
        rows = [_flag_row(flag) for flag in flags[:UNFOLDED]]
        if len(flags) > UNFOLDED:
            rows.append(self._more_row(flags[UNFOLDED:]))
        rows += _identity_rows(examination)
        if examination.assessment.law:
            rows.append(_law_row(examination.assessment))
        if not examination.item.set_aside:
            rows.append(_why_not_row(len(examination.assessment.not_flagged)))
        self.addTopLevelItems(rows)

    def show_nothing(self) -> None:
        self._examination = None
        self.clear()

    def _more_row(self, flags: Sequence[Flag]) -> QTreeWidgetItem:
        row = _row(tr("FlagsPanel", "{n} more reasons", n=len(flags)), "", State.IDLE)
        row.addChildren([_flag_row(flag) for flag in flags])
        return row

    def _fill_late(self, row: QTreeWidgetItem) -> None:
        """The rules that did not fire are listed only when somebody asks."""
        if row.data(0, Qt.ItemDataRole.UserRole) != "why-not" or row.childCount() > 0:
            return
        if self._examination is None:
            return
        row.addChildren(
            [
                _row(f"{not_flagged.rule} – {say(not_flagged.why)}", "", State.IDLE)
                for not_flagged in self._examination.assessment.not_flagged
            ]
        )

    def _unfold(self, row: QTreeWidgetItem) -> None:
        """The whole line is the target, not its small arrow alone: hands wear gloves."""
        row.setExpanded(not row.isExpanded())

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
        state = index.data(_STATE)
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
                str(index.data(_CITATION) or ""), Qt.TextElideMode.ElideRight, right.width()
            ),
        )
        painter.restore()

    def _citation_width(self, index: AnyIndex) -> int:
        citation = str(index.data(_CITATION) or "")
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


def _flag_row(flag: Flag) -> QTreeWidgetItem:
    row = _row(say(flag.text), flag.citation, _STATES[flag.severity])
    for name, value in flag.evidence.items():
        row.addChildren(_evidence_rows(name, value))
    points = f"{flag.points_micro / 1_000_000:+.2f}"
    row.addChild(
        _row(
            tr(
                "FlagsPanel",
                "rule {rule} · {points} points · pack {pack}",
                rule=flag.rule,
                points=points,
                pack=flag.pack,
            ),
            "",
            None,
        )
    )
    return row


def _evidence_rows(name: str, value: object) -> list[QTreeWidgetItem]:
    """One line a fact; a list of facts becomes one line each."""
    title = name.replace("_", " ")
    if isinstance(value, list | tuple):
        return [_row(f"{title}: {_flat(entry)}", "", None) for entry in value]
    return [_row(f"{title}: {_flat(value)}", "", None)]


def _flat(value: object) -> str:
    if isinstance(value, Mapping):
        return " · ".join(f"{key} {_flat(inner)}" for key, inner in value.items() if inner != "")
    if isinstance(value, list | tuple):
        return ", ".join(_flat(inner) for inner in value)
    return visible(str(value), 300)


def _identity_rows(examination: Examination) -> list[QTreeWidgetItem]:
    """Why a code names nothing, and codes close to it that do exist here. (What is wrong with a
    number that is known by its kind stands in the header, and as a flag.)"""
    identity = examination.item.identity
    rows = []
    if isinstance(identity, Unidentified):
        rows.append(_row(say(identity.reason), "", State.LOOK))
    if examination.item.near:
        near = ", ".join(examination.item.near)
        rows.append(
            _row(tr("FlagsPanel", "Close to it and announced: {near}", near=near), "", None)
        )
    return rows


def _law_row(assessment: Assessment) -> QTreeWidgetItem:
    """The law on the day of arrival, folded: an aid, not a reason."""
    row = _row(
        tr(
            "FlagsPanel",
            "law on {day}: {n} rules apply",
            day=assessment.as_of.isoformat(),
            n=len(assessment.law),
        ),
        "",
        State.IDLE,
    )
    row.addChildren([_row(say(note.text), note.citation, None) for note in assessment.law])
    return row


def _why_not_row(count: int) -> QTreeWidgetItem:
    row = _row(tr("FlagsPanel", "why not: {n} rules did not fire", n=count), "", None)
    row.setData(0, Qt.ItemDataRole.UserRole, "why-not")
    row.setChildIndicatorPolicy(QTreeWidgetItem.ChildIndicatorPolicy.ShowIndicator)
    return row


def _row(text: str, citation: str, state: State | None) -> QTreeWidgetItem:
    row = QTreeWidgetItem([text])
    row.setData(0, _CITATION, visible(citation, 80))
    row.setData(0, _STATE, state.value if state is not None else None)
    row.setData(0, Qt.ItemDataRole.AccessibleTextRole, f"{text} {citation}".strip())
    row.setToolTip(0, tip(visible(text)))
    return row
