"""The search mode: a field, what narrows it, and what was found."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from triage_app.model.search import SearchFor
from triage_app.ui.found_model import FoundModel
from triage_app.ui.found_table import FoundTable
from triage_app.ui.theme import Tokens
from triage_app.ui.words import tr

PAUSE_MS = 150
"""Between two keys of somebody who still types."""
LONGEST = 1_000


class SearchPage(QWidget):
    """`asked` carries a SearchFor, again and again as it is typed; `chosen` an item's number."""

    asked = Signal(object)
    chosen = Signal(str)

    def __init__(
        self,
        tokens: Tokens,
        local: Callable[[datetime], datetime],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("bench")
        self.model = FoundModel(local, self)
        self.table = FoundTable(tokens, self.model)
        self.field = _SearchField()
        self.origin = _facet_field(tr("SearchPage", "From country"), tokens.px(136))
        self.carrier = _facet_field(tr("SearchPage", "Carrier"), tokens.px(176))
        self.flagged = _chip(tr("SearchPage", "Fla&gged"))
        self.held = _chip(tr("SearchPage", "&Held"))
        self.unseen = _chip(tr("SearchPage", "&Not seen today"))
        self._said = _label("small")
        self._warned = _label("strong")
        self._headline = _label("big")
        self._lesson = _label("")
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._middle = QStackedLayout()
        self._place(tokens)
        self._connect()
        self.show_nothing_asked()

    @property
    def question(self) -> SearchFor:
        """What the field and the facets ask for now."""
        return SearchFor(
            self.field.text(),
            self.origin.text().strip(),
            self.carrier.text().strip(),
            self.flagged.isChecked(),
            self.held.isChecked(),
            self.unseen.isChecked(),
        )

    @property
    def said(self) -> str:
        """What stands over the table."""
        return self._said.text()

    @property
    def warned(self) -> str:
        return self._warned.text()

    @property
    def taught(self) -> str:
        """What stands in place of the table; "" while the table is shown."""
        several = (self._headline.text(), self._lesson.text())
        return "\n".join(several) if self._middle.currentIndex() else ""

    def begin(self) -> None:
        """The cursor where it is wanted; what was asked is asked anew: items were seen since."""
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()
        self._ask_now()

    def show_count(self, text: str) -> None:
        self._said.setText(text)

    def warn(self, text: str) -> None:
        """What the reader must know of the answer; "" for nothing."""
        self._warned.setText(text)
        self._warned.setVisible(bool(text))

    def show_table(self) -> None:
        self._middle.setCurrentIndex(0)

    def show_nothing_asked(self) -> None:
        """How to ask."""
        self._teach(
            tr("SearchPage", "Search all that was announced"),
            tr(
                "SearchPage",
                "A word finds what begins with it; three letters also find it inside a word.\n"
                "A part of a number is enough:  4829 US,  555 0100\n"
                "Two characters are enough in Chinese, Japanese and Korean:  深圳\n"
                "More words narrow it:  shenzhen candles newark\n\n"
                "Flagged, Held and Not seen today work without a word, too.\n\n"
                "Enter goes to the items and opens one on the bench.\n"
                "A scan brings the bench at any time.",
            ),
        )
        self.show_count("")
        self.warn("")

    def show_nothing_found(self) -> None:
        self._teach(
            tr("SearchPage", "Nothing announced fits"),
            tr(
                "SearchPage",
                "Fewer words or letters find more; see what narrows it above.\n"
                "What no manifest announced is not here: scan the item.",
            ),
        )

    def _teach(self, headline: str, lesson: str) -> None:
        self._headline.setText(headline)
        self._lesson.setText(lesson)
        self._middle.setCurrentIndex(1)

    def _ask_now(self) -> None:
        self._pause.stop()
        self.asked.emit(self.question)

    def _enter(self) -> None:
        """What is found already gets the cursor, else it is asked for at once."""
        if self._pause.isActive():
            self._ask_now()
        elif not self.taught:
            self.table.choose_first()

    def _connect(self) -> None:
        self._pause.timeout.connect(self._ask_now)
        self.table.chosen.connect(self.chosen)
        self.field.entered.connect(self._enter)
        self.field.down_pressed.connect(self.table.choose_first)
        for field in (self.field, self.origin, self.carrier):
            field.textChanged.connect(self._pause.start)
        for field in (self.origin, self.carrier):
            field.returnPressed.connect(self._enter)
        for chip in (self.flagged, self.held, self.unseen):
            chip.toggled.connect(self._ask_now)

    def _place(self, tokens: Tokens) -> None:
        px = tokens.px
        narrowing = QHBoxLayout()
        narrowing.setSpacing(px(8))
        for widget in (self.flagged, self.held, self.unseen, self.origin, self.carrier):
            narrowing.addWidget(widget)
        narrowing.addStretch(1)
        narrowing.addWidget(self._said)
        card = QFrame()
        card.setProperty("card", True)
        inner = QVBoxLayout(card)
        inner.setContentsMargins(px(8), px(8), px(8), px(8))
        inner.addLayout(self._middle)
        self._middle.addWidget(self.table)
        self._middle.addWidget(self._empty(tokens))
        self._warned.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(8), px(8), px(8), 0)
        layout.setSpacing(px(8))
        layout.addWidget(self.field)
        layout.addLayout(narrowing)
        layout.addWidget(self._warned)
        layout.addWidget(card, 1)

    def _empty(self, tokens: Tokens) -> QWidget:
        px = tokens.px
        empty = QWidget()
        column = QVBoxLayout(empty)
        column.setContentsMargins(px(24), px(24), px(24), px(24))
        column.setSpacing(px(16))
        column.addWidget(self._headline)
        column.addWidget(self._lesson)
        column.addStretch(1)
        return empty


class _SearchField(QLineEdit):
    """`entered` by Enter, `down_pressed` to go to what was found; Esc empties it."""

    entered = Signal()
    down_pressed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(tr("SearchPage", "Search"))
        self.setPlaceholderText(tr("SearchPage", "Number, name, address, telephone, goods …"))
        self.setMaxLength(LONGEST)
        self.setProperty("big", True)
        self.returnPressed.connect(self.entered)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down:
            self.down_pressed.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.clear()
        else:
            super().keyPressEvent(event)


def _chip(text: str) -> QPushButton:
    chip = QPushButton(text)
    chip.setCheckable(True)
    chip.setProperty("chip", True)
    chip.setAccessibleName(text.replace("&", ""))
    return chip


def _facet_field(name: str, wide: int) -> QLineEdit:
    field = QLineEdit()
    field.setPlaceholderText(name)
    field.setAccessibleName(name)
    field.setMaxLength(80)
    field.setFixedWidth(wide)
    return field


def _label(kind: str) -> QLabel:
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    if kind:
        label.setProperty(kind, True)
    return label
