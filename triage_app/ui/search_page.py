"""The search mode: a field, what narrows it, and what was found."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from triage_app.model.search import SearchFor
from triage_app.ui.found_model import FoundModel
from triage_app.ui.found_table import FoundTable
from triage_app.ui.listing import Listing, chip, narrowing_field
from triage_app.ui.theme import Tokens
from triage_app.ui.words import tr

PAUSE_MS = 150
"""Between two keys of somebody who still types."""
LONGEST = 1_000
LONGEST_FACET = 80
WIDTHS = {1: 112, 5: 128, 6: 216}
SHARES = {2: 6, 3: 5, 4: 6}


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
        self.table = FoundTable(tokens, self.model, widths=WIDTHS, shares=SHARES)
        self.field = _SearchField()
        self.origin = narrowing_field(
            tr("SearchPage", "From country"), tokens.px(136), LONGEST_FACET
        )
        self.carrier = narrowing_field(tr("SearchPage", "Carrier"), tokens.px(176), LONGEST_FACET)
        self.flagged = chip(tr("SearchPage", "Fla&gged"))
        self.held = chip(tr("SearchPage", "&Held"))
        self.unseen = chip(tr("SearchPage", "&Not seen today"))
        facets = (self.flagged, self.held, self.unseen, self.origin, self.carrier)
        self.listing = Listing(tokens, self.table, facets)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
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

    def begin(self) -> None:
        """The cursor where it is wanted; what was asked is asked anew: items were seen since."""
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()
        self._ask_now()

    def show_nothing_asked(self) -> None:
        """How to ask."""
        self.listing.teach(
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
        self.listing.show_count("")
        self.listing.warn("")

    def show_nothing_found(self, behind: int = 0) -> None:
        """Nothing fits of what the index holds; `behind` announcements it lacks as yet."""
        if behind:
            self.listing.teach(
                tr("SearchPage", "Nothing found as yet"),
                tr(
                    "SearchPage",
                    "{n} announcements are not searched yet; what was asked is asked again by\n"
                    "itself once they are. A scan finds them now.",
                    n=f"{behind:,}",
                ),
            )
            return
        self.listing.teach(
            tr("SearchPage", "Nothing announced fits"),
            tr(
                "SearchPage",
                "Fewer words or letters find more; see what narrows it above.\n"
                "What no manifest announced is not here: scan the item.",
            ),
        )

    def _ask_now(self) -> None:
        self._pause.stop()
        self.asked.emit(self.question)

    def _enter(self) -> None:
        """What is found already gets the cursor, else it is asked for at once."""
        if self._pause.isActive():
            self._ask_now()
        elif not self.listing.taught:
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
        for narrows in (self.flagged, self.held, self.unseen):
            narrows.toggled.connect(self._ask_now)

    def _place(self, tokens: Tokens) -> None:
        px = tokens.px
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(8), px(8), px(8), 0)
        layout.setSpacing(px(8))
        layout.addWidget(self.field)
        layout.addWidget(self.listing, 1)


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
