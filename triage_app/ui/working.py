"""The work list's page and lane, and what of the manifest is here: said on every screen."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from triage_app.flow.desk import Desk
from triage_app.flow.worklist import WorkList
from triage_app.model.errors import Fault
from triage_app.model.examination import Examination
from triage_app.model.item import Announcement, ImageRef
from triage_app.model.scan import Scan, ScanSource
from triage_app.model.work import BagCount, Coverage, WorkFilter, WorkItem
from triage_app.ui.bag_working import BagWorking
from triage_app.ui.modes import WORK
from triage_app.ui.theme import Tokens
from triage_app.ui.words import say, utc_now
from triage_app.ui.work_lane import WorkLane

if TYPE_CHECKING:  # made when it is brought
    from triage_app.ui.work_page import WorkPage

FIRST_LOOK_MS = 1_000
"""After the start: the first scans come first."""
LOOK_EVERY_MS = 30_000
AFTER_SCAN_MS = 60
"""A scan is painted first; of scans that follow each other faster only the last is looked up."""


class Working(QObject):
    """`chosen` carries a Scan that brings an item to the bench, `bag_counted` a BagCount, `covered`
    the Coverage of the facility and of the flight on the bench (or None), `said` a notice, `ahead`
    the pictures of what may come next; `recorded` tells that acts were written."""

    chosen = Signal(object)
    bag_counted = Signal(object)
    covered = Signal(object, object)
    said = Signal(str)
    recorded = Signal()
    ahead = Signal(object)

    def __init__(self, desk: Desk, tokens: Tokens, parent: QObject) -> None:
        super().__init__(parent)
        self._tokens = tokens
        self._local = desk.local
        self._made: WorkPage | None = None
        self._asked = WorkFilter()
        self._announcement: Announcement | None = None
        self._lane = WorkLane(desk, self)
        self._lane.faulted.connect(self._show_fault)
        self.bag = BagWorking(desk, self._lane, self)
        self.bag.counted.connect(self.bag_counted)
        self.bag.said.connect(self.said)
        self.bag.recorded.connect(self.recorded)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look)

    @property
    def is_busy(self) -> bool:
        return self._lane.is_busy

    @property
    def page(self) -> "WorkPage":
        """The page, once it was made."""
        assert self._made is not None
        return self._made

    def make_page(self) -> "WorkPage":
        """The page, when the mode is brought first."""
        from triage_app.ui.work_page import WorkPage

        page = self._made = WorkPage(self._tokens, self._local)
        page.asked.connect(self._ask)
        page.chosen.connect(self._choose)
        page.model.rows_wanted.connect(self._fetch)
        self.bag.serve(page)
        return page

    def begin(self) -> None:
        """Look after bags and coverage from now on."""
        self._lane.catch_up(self.look)
        self._timer.start(FIRST_LOOK_MS)

    def follow(self, mode: int) -> None:
        """Begin where this mode was brought."""
        if mode == WORK:
            self.page.begin()
            self.bag.look()

    def take(self, examination: Examination) -> None:
        """An item was shown: its bag and its flight are what the screen tells of now."""
        self._announcement = examination.item.announcement
        if self.bag.is_open:
            self.bag.take(examination)
        self._timer.start(AFTER_SCAN_MS)

    def look(self) -> None:
        """How far the bag is and how much of the manifest is here. A fault is told when somebody
        asks for the list."""
        self._timer.start(LOOK_EVERY_MS)
        announcement = self._announcement
        self._lane.ask(partial(_coverage, announcement), self._show_coverage, _untold)
        self._lane.ask(partial(_ahead, announcement), self.ahead.emit, _untold)
        if self.bag.is_open:
            self.bag.look()
        elif announcement is not None:
            self._lane.ask(partial(_count, announcement), self._show_count, _untold)

    def reopen(self) -> None:
        """The stores are being opened anew."""
        self._lane.let_go()

    def forget(self) -> None:
        """Its page is gone, with what was asked; no bag is open any more."""
        self._made, self._asked, self._announcement = None, WorkFilter(), None
        self.bag.forget()

    def close(self) -> None:
        self._timer.stop()
        self.bag.close()
        self._lane.close()

    def _show_coverage(self, covered: tuple[Coverage, Coverage | None]) -> None:
        self.covered.emit(*covered)

    def _show_count(self, count: BagCount | None) -> None:
        if count is not None:
            self.bag_counted.emit(count)

    def _choose(self, number: str) -> None:
        self.chosen.emit(Scan(number, utc_now(), ScanSource.LIST))

    def _ask(self, asked: WorkFilter) -> None:
        self._asked = asked
        self._lane.ask(lambda work: work.draw(asked), partial(self._show, asked))

    def _show(self, asked: WorkFilter, rows: int) -> None:
        """The list drawn, unless something else was asked meanwhile."""
        if asked is self._asked:
            self.page.listing.warn("")
            self.page.show_list(rows)

    def _fetch(self, first: int, count: int) -> None:
        asked = self._asked
        self._lane.ask(lambda work: work.rows(first, count), partial(self._add, asked, first))

    def _add(self, asked: WorkFilter, first: int, items: tuple[WorkItem, ...]) -> None:
        if asked is self._asked:
            self.page.model.add_rows(first, items)

    def _show_fault(self, fault: Fault) -> None:
        if self._made is not None:
            self._made.listing.warn(f"{say(fault.what)} {say(fault.next_step)}")


def _coverage(
    announcement: Announcement | None, work: WorkList
) -> tuple[Coverage, Coverage | None]:
    return work.coverage(), work.flight_coverage(announcement) if announcement else None


def _ahead(announcement: Announcement | None, work: WorkList) -> tuple[ImageRef, ...]:
    return work.ahead(announcement)


def _count(announcement: Announcement, work: WorkList) -> BagCount | None:
    return work.count(announcement)


def _untold(_: Fault) -> None:
    """Said when it is asked for."""
