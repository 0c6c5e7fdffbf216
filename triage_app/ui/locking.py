"""Who sits at the window: locked by a key, by a pause, or when nobody is logged in any more."""

from time import monotonic

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QMainWindow, QStackedWidget, QToolTip, QWidget

from triage_app.flow.commands import SCANNERS
from triage_app.flow.desk import Desk, OpenStation
from triage_app.model.errors import Fault
from triage_app.model.inspector import Inspector
from triage_app.model.outcome import Refusal
from triage_app.model.scan import Scan
from triage_app.ui.desk_lanes import DeskLanes
from triage_app.ui.lock_page import LockPage
from triage_app.ui.theme import Tokens
from triage_app.ui.words import say, tr

_TOUCHES = (QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.Wheel)


class Locking(QObject):
    """`locked`: all of the one before is to go from the window now; `unlocked` carries the
    Inspector who logged in; `refused`: a scan came that nobody looked at."""

    locked = Signal()
    unlocked = Signal(object)
    refused = Signal()

    def __init__(
        self, desk: Desk, tokens: Tokens, lanes: DeskLanes, inside: QWidget, window: QMainWindow
    ) -> None:
        super().__init__(window)
        self._desk = desk
        self._tokens = tokens
        self._lanes = lanes
        self._window = window
        self._stack = QStackedWidget()
        self._stack.addWidget(inside)
        window.setCentralWidget(self._stack)
        self._page: LockPage | None = None
        self._inside = inside
        self._house: OpenStation | None = None
        self._touched_s = 0.0
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._look_at_pause)

    @property
    def is_locked(self) -> bool:
        return self._page is not None and self._stack.currentWidget() is self._page

    @property
    def page(self) -> LockPage:
        """The locked screen, once it was made."""
        assert self._page is not None
        return self._page

    def begin(self, house: OpenStation) -> None:
        """The stores are open: whoever has to log in here does."""
        self._house = house
        if not house.people.are_set_up:
            return
        handle = self._window.windowHandle()
        if handle is not None:
            handle.installEventFilter(self)
        if house.people.here is None:
            self.lock()
        else:
            self._touch()

    def rest(self) -> None:
        """The stores are closed for a moment."""
        self._house = None

    def lock(self, why: str = "") -> bool:
        """Cover everything; False where nobody has to log in, so nobody could come back."""
        house = self._house
        if house is None or not house.people.are_set_up:
            return False
        if not self.is_locked:
            self._timer.stop()
            while (popup := QApplication.activePopupWidget()) is not None:
                popup.close()
            QToolTip.hideText()
            if self._page is None:
                self._page = LockPage(self._tokens)
                self._page.entered.connect(self._log_in)
                self._stack.addWidget(self._page)
            self._stack.setCurrentWidget(self._page)
            self.locked.emit()
        self._desk.at_desk.id = ""
        self.page.begin(why)
        self.page.repaint()
        return True

    def hand_over(self, scan: Scan) -> None:
        """A badge was scanned: whoever sits here goes, its holder is asked for the PIN."""
        if self.lock():
            self._take(scan)

    def admits(self, scan: Scan) -> bool:
        """Whether a scan may be looked at now; where it may not, that is said."""
        house = self._house
        if house is None or not house.people.are_set_up:
            return True
        if self.is_locked:
            self._take(scan)
            return False
        if house.people.here is None:
            self.lock(tr("Locking", "Log in: inspectors are set up here, or yours was disabled."))
            self.refused.emit()
            return False
        self._touch()
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _TOUCHES and not self.is_locked:
            self._touched_s = monotonic()
        return False

    def _touch(self) -> None:
        self._touched_s = monotonic()
        if not self._timer.isActive():
            self._wait(self._limit_s)

    @property
    def _limit_s(self) -> float:
        return self._desk.settings.station.lock_after_min * 60.0

    def _wait(self, seconds: float) -> None:
        if self._limit_s > 0:
            self._timer.start(int(seconds * 1000) + 1)

    def _look_at_pause(self) -> None:
        left_s = self._limit_s - (monotonic() - self._touched_s)
        if left_s > 0:
            self._wait(left_s)
        else:
            self.lock(tr("Locking", "Locked after a pause. Drafts are kept for who wrote them."))

    def _take(self, scan: Scan) -> None:
        """A badge says who comes; anything else is kept out."""
        people = self._house.people if self._house else None
        holder = people.badge_holder(scan.text) if people and scan.source in SCANNERS else None
        if isinstance(holder, Inspector):
            self.page.show_holder(holder, scan.text)
            return
        if isinstance(holder, Refusal):
            self.page.say(say(holder.reason))
        else:
            self.page.say(
                tr("Locking", "Locked: the scan was not looked at. Log in, then scan it again.")
            )
        self.refused.emit()

    def _log_in(self, who: str, pin: str) -> None:
        """On the lane: the answer takes a while on purpose."""
        self._lanes.store.run(
            lambda house: house.people.log_in(who, pin), self._let_in, self._stay_out
        )

    def _let_in(self, answer: Inspector | Refusal) -> None:
        if isinstance(answer, Refusal):
            self.page.refuse(say(answer.reason))
            self.refused.emit()
            return
        self.page.begin("")
        self.unlocked.emit(answer)
        self._stack.setCurrentWidget(self._inside)
        self._touch()

    def _stay_out(self, fault: Fault) -> None:
        self.page.refuse(f"{say(fault.what)} {say(fault.next_step)}")
