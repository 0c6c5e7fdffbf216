"""The work list: chips that narrow it, its rows, and the bag that is being emptied."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QPushButton, QStackedWidget, QVBoxLayout, QWidget

from triage_app.model.work import WorkFilter
from triage_app.ui.bag_view import BagView
from triage_app.ui.found_table import FoundTable
from triage_app.ui.listing import Listing, chip, narrowing_field
from triage_app.ui.theme import Tokens
from triage_app.ui.words import tr
from triage_app.ui.work_model import WorkModel

PAUSE_MS = 200
"""Between two keys of somebody who still types."""
LONGEST = 60
WIDTHS = {1: 176, 4: 108, 5: 216}
SHARES = {2: 5, 3: 6}


class WorkPage(QWidget):
    """`asked` carries a WorkFilter, `chosen` an item's number, `bag_asked` a bag's."""

    asked = Signal(object)
    chosen = Signal(str)
    bag_asked = Signal(str)

    def __init__(
        self,
        tokens: Tokens,
        local: Callable[[datetime], datetime],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("bench")
        self.model = WorkModel(local, self)
        self.table = FoundTable(tokens, self.model, widths=WIDTHS, shares=SHARES)
        self.table.setAccessibleName(tr("WorkPage", "Items to work"))
        self.bag = BagView(tokens, local)
        self.targeted = chip(tr("WorkPage", "&Targeted"))
        self.held = chip(tr("WorkPage", "&Held"))
        self.due = chip(tr("WorkPage", "&Due"))
        self.absent = chip(tr("WorkPage", "&Not presented"))
        self.flight = narrowing_field(tr("WorkPage", "Flight"), tokens.px(120), LONGEST)
        self.bag_number = narrowing_field(tr("WorkPage", "Bag"), tokens.px(232), LONGEST)
        self.reconcile = QPushButton(tr("WorkPage", "&Reconcile bag"))
        self.reconcile.setProperty("chip", True)
        chips = (self.targeted, self.held, self.due, self.absent)
        narrowing = (*chips, self.flight, self.bag_number, self.reconcile)
        self.listing = Listing(tokens, self.table, narrowing)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._layers = QStackedWidget()
        self._place(tokens)
        self._connect()
        self._start()

    @property
    def question(self) -> WorkFilter:
        """What the chips and fields ask for now."""
        return WorkFilter(
            self.targeted.isChecked(),
            self.held.isChecked(),
            self.due.isChecked(),
            self.absent.isChecked(),
            self.bag_number.text().strip(),
            self.flight.text().strip(),
        )

    @property
    def is_on_bag(self) -> bool:
        """Whether a bag is shown in place of the list."""
        return self._layers.currentIndex() == 1

    def begin(self) -> None:
        """Drawn anew, for items were seen since; the cursor where the work is."""
        if self.is_on_bag:
            self.bag.begin()
        else:
            self._ask_now()
            self.table.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def show_list(self, rows: int) -> None:
        """So many rows; the one looked at stays where it was."""
        row = max(0, self.table.currentIndex().row())
        self.model.show_list(rows)
        self.listing.show_count(tr("WorkPage", "{n} items", n=f"{rows:,}") if rows else "")
        if rows:
            self.listing.show_table()
            self.table.setCurrentIndex(self.model.index(min(row, rows - 1), 0))
        else:
            self._teach()

    def show_bag(self) -> None:
        self._layers.setCurrentIndex(1)
        self.bag.begin()

    def leave_bag(self) -> None:
        self._layers.setCurrentIndex(0)
        self.begin()

    def _teach(self) -> None:
        """What an empty list means, and how to have another."""
        if self.question.asks:
            self.listing.teach(
                tr("WorkPage", "Nothing to do here"),
                tr(
                    "WorkPage",
                    "No item fits what is chosen above; fewer chips show more.\n\n"
                    "Targeted is what lies under an open hold or was not judged clear:\n"
                    "triage assess --all judges everything that was announced.\n"
                    "A manifest comes in by dropping its file here, or: triage import FILE",
                ),
            )
            return
        self.listing.teach(
            tr("WorkPage", "Choose what to work on"),
            tr(
                "WorkPage",
                "Targeted: under an open hold, or not judged clear.   Held: under an open hold.\n"
                "Due: something must follow by a day, the first day first.\n"
                "Not presented: neither examined here, nor acted on, nor recorded as not found.\n"
                "A flight or a bag alone lists all that came with it.\n\n"
                "Enter opens an item on the bench.\n"
                "Reconcile bag shows what of a bag is there, what is missing and what is extra.\n"
                "A scan brings the bench at any time.",
            ),
        )

    def _start(self) -> None:
        """What a shift begins with: wanted, and not brought yet."""
        for narrows in (self.targeted, self.absent):
            narrows.setChecked(True)
        self._teach()
        self._pause.stop()

    def _ask_now(self) -> None:
        self._pause.stop()
        self.asked.emit(self.question)

    def _ask_bag(self) -> None:
        """The bag that is named above, else the one the chosen row lies in."""
        row = self.table.currentIndex().row()
        item = self.model.item_at(row) if row >= 0 else None
        number = self.bag_number.text().strip() or (item.announcement.bag if item else "")
        if number:
            self.bag_asked.emit(number)
        else:
            self.listing.warn(
                tr("WorkPage", "Type the bag's number, or choose an item that lies in one.")
            )
            self.bag_number.setFocus(Qt.FocusReason.OtherFocusReason)

    def _connect(self) -> None:
        self._pause.timeout.connect(self._ask_now)
        self.table.chosen.connect(self.chosen)
        self.bag.chosen.connect(self.chosen)
        self.bag.left.connect(self.leave_bag)
        self.bag_number.returnPressed.connect(self._ask_bag)
        self.flight.returnPressed.connect(self.table.choose_first)
        self.reconcile.clicked.connect(self._ask_bag)
        for field in (self.flight, self.bag_number):
            field.textChanged.connect(self._pause.start)
        for narrows in (self.targeted, self.held, self.due, self.absent):
            narrows.toggled.connect(self._ask_now)

    def _place(self, tokens: Tokens) -> None:
        px = tokens.px
        self._layers.addWidget(self.listing)
        self._layers.addWidget(self.bag)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(px(8), px(8), px(8), 0)
        whole.addWidget(self._layers)
