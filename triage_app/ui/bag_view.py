"""One bag against its manifest: what is missing first; all of it not found in one step."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from triage_app.model.visible import visible
from triage_app.model.work import BagReconciliation, Extra, Presence, WorkItem
from triage_app.ui.elided_label import ElidedLabel
from triage_app.ui.found_table import FoundTable
from triage_app.ui.not_found_step import NotFoundStep
from triage_app.ui.theme import Tokens
from triage_app.ui.words import say, tr
from triage_app.ui.work_model import FLOWN, WorkModel

WIDTHS = {4: 108, 5: 216}
SHARES = {2: 5, 3: 6}
LONGEST_EFFORT = 500
MOST_EXTRA = 40
_ORDER = (Presence.MISSING, Presence.NOT_FOUND, Presence.PRESENTED)


class BagView(QWidget):
    """`left` asks for the list again, `chosen` carries an item's number; `not_found` says how the
    missing were looked for, once their count was typed; `sheet_asked` wants the bag on paper."""

    left = Signal()
    chosen = Signal(str)
    not_found = Signal(str)
    sheet_asked = Signal()

    def __init__(
        self,
        tokens: Tokens,
        local: Callable[[datetime], datetime],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.model = WorkModel(local, self)
        self.table = FoundTable(tokens, self.model, widths=WIDTHS, shares=SHARES)
        self.table.setAccessibleName(tr("BagView", "Items of the bag, missing ones first"))
        self.table.setColumnHidden(FLOWN, True)  # one flight, one bag
        self.back = QPushButton(tr("BagView", "‹ &List (Esc)"))
        self.sheet = QPushButton(tr("BagView", "&Sheet as PDF"))
        self.effort = QLineEdit()
        self.effort.setMaxLength(LONGEST_EFFORT)
        self.effort.setAccessibleName(tr("BagView", "How the missing items were looked for"))
        self.step = NotFoundStep(tokens)
        self._title = _line(tokens, "big", Qt.TextElideMode.ElideMiddle)
        self._facts = _line(tokens, "small")
        self._counts = _line(tokens, "strong")
        self._extra = _line(tokens, "strong")
        self._bag: object = None
        self._place(tokens)
        self._connect()

    @property
    def counts(self) -> str:
        """What is said of how many are there."""
        return self._counts.whole

    @property
    def extra(self) -> str:
        """What is said of items that lie in the bag and are not announced there."""
        return self._extra.whole

    @property
    def title(self) -> str:
        return self._title.whole

    def begin(self) -> None:
        """The first missing item under the cursor."""
        self.table.choose_first()

    def show_bag(self, found: BagReconciliation) -> None:
        """The bag as it stands; the row looked at stays where it was."""
        row = self.table.currentIndex().row()
        same = (found.bag.number, found.bag.arrived_on) == self._bag
        self._bag = (found.bag.number, found.bag.arrived_on)
        self._title.show_text(tr("BagView", "Bag {bag}", bag=visible(found.bag.number, 40)))
        self._facts.show_text(_facts(found))
        self._counts.show_text(_counts(found))
        self._extra.show_text(_said_extra(found.extra))
        self._extra.setVisible(bool(found.extra))
        self.model.show_items(sorted(found.items, key=_place_of))
        if same and 0 <= row < self.model.rowCount():
            self.table.setCurrentIndex(self.model.index(row, 0))
        if not same or not self.effort.isModified():
            self.effort.setText(say(found.effort))
            self.effort.setCursorPosition(0)
        self.step.show_missing(len(found.missing))
        self.effort.setEnabled(bool(found.missing))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _confirm(self) -> None:
        self.not_found.emit(self.effort.text().strip())

    def _connect(self) -> None:
        self.back.clicked.connect(self.left)
        self.sheet.clicked.connect(self.sheet_asked)
        self.table.chosen.connect(self.chosen)
        self.step.confirmed.connect(self._confirm)

    def _place(self, tokens: Tokens) -> None:
        px = tokens.px
        head = QHBoxLayout()
        head.setSpacing(px(16))
        head.addWidget(self.back)
        head.addWidget(self._title, 3)
        head.addWidget(self._facts, 2)
        card = QFrame()
        card.setProperty("card", True)
        inner = QVBoxLayout(card)
        inner.setContentsMargins(px(8), px(8), px(8), px(8))
        inner.addWidget(self.table)
        foot = QHBoxLayout()
        foot.setSpacing(px(8))
        foot.addWidget(self.sheet)
        foot.addWidget(self.effort, 1)
        foot.addWidget(self.step)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(px(8))
        layout.addLayout(head)
        layout.addWidget(self._counts)
        layout.addWidget(self._extra)
        layout.addWidget(card, 1)
        layout.addLayout(foot)


def _place_of(item: WorkItem) -> tuple[int, bool]:
    """Missing first, the targeted before the others."""
    return _ORDER.index(item.presence), not item.targeted


def _facts(found: BagReconciliation) -> str:
    bag = found.bag
    parts = [visible(bag.flight, 20)]
    if bag.arrived_on:
        parts.append(tr("BagView", "arrived {day}", day=bag.arrived_on.isoformat()))
    if bag.told is not None:
        parts.append(tr("BagView", "the manifest says {n}", n=bag.told))
    if found.others:
        parts.append(tr("BagView", "{n} more bags of this number", n=len(found.others)))
    return " · ".join(filter(None, parts))


def _counts(found: BagReconciliation) -> str:
    return tr(
        "BagView",
        "{presented} of {announced} presented · {missing} missing · {not_found} not found"
        " · {extra} extra",
        presented=len(found.presented),
        announced=len(found.items),
        missing=len(found.missing),
        not_found=len(found.not_found),
        extra=len(found.extra),
    )


def _said_extra(extra: tuple[Extra, ...]) -> str:
    if not extra:
        return ""
    named = ", ".join(_one_extra(one) for one in extra[:MOST_EXTRA])
    return tr("BagView", "In the bag and not announced for it: {named}", named=named)


def _one_extra(extra: Extra) -> str:
    number = visible(extra.number, 60)
    if not extra.announced:
        return tr("BagView", "{number} (on no manifest)", number=number)
    if not extra.announced_bag:
        return tr("BagView", "{number} (announced in no bag)", number=number)
    return tr(
        "BagView", "{number} (bag {bag})", number=number, bag=visible(extra.announced_bag, 40)
    )


def _line(
    tokens: Tokens, kind: str, mode: Qt.TextElideMode = Qt.TextElideMode.ElideRight
) -> ElidedLabel:
    line = ElidedLabel(tokens.px(120), mode)
    line.setProperty(kind, True)
    return line
