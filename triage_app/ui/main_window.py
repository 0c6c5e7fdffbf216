"""Places the bench and connects it to the lanes. No rules of triage live here."""

import logging
from collections import deque
from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QMainWindow

from triage_app.flow.desk import Desk, OpenStation
from triage_app.model.act import Act
from triage_app.model.errors import Fault
from triage_app.model.examination import Examination
from triage_app.model.identity import Unidentified
from triage_app.model.scan import Scan, ScanSource
from triage_app.model.visible import visible
from triage_app.ui.bench_page import BenchPage
from triage_app.ui.commanding import Commanding
from triage_app.ui.deciding import Deciding
from triage_app.ui.desk_lanes import DeskLanes
from triage_app.ui.modes import SEARCH, WORK, Modes
from triage_app.ui.offering import Offering
from triage_app.ui.opening import Opening
from triage_app.ui.picture_showing import PictureShowing
from triage_app.ui.picture_taking import PictureTaking
from triage_app.ui.scan_routing import ScanRouting
from triage_app.ui.searching import Searching
from triage_app.ui.sound import Sound, Sounds, sound_of
from triage_app.ui.tending import Tending
from triage_app.ui.theme import Tokens
from triage_app.ui.words import say, tr, utc_now
from triage_app.ui.working import Working

_LOG = logging.getLogger(__name__)
ROAD_EVERY_MS = 15_000
SHOWN_ACTS = 8


class MainWindow(QMainWindow):
    """`ready`: a scan is answered in one frame from now on; `opened`: the stores were opened or
    refused. `examined` and `outcome_recorded` tell what has been shown and what has been written.
    """

    opened = Signal()
    ready = Signal()
    examined = Signal(object)
    outcome_recorded = Signal(object)

    def __init__(self, desk: Desk, tokens: Tokens) -> None:
        super().__init__()
        self._desk = desk
        self._examination: Examination | None = None
        self._waiting_scans: deque[Scan] = deque()
        self._when_by_hand: Callable[[Callable[[], None]], None] = lambda act: act()
        self._sounds = Sounds(on=desk.settings.ui.sound)
        self._lanes = DeskLanes(desk, self)
        self._opening = Opening(desk, self._lanes, self)
        self._tending = Tending(desk.purge_command, self)
        self._timer = QTimer(self, interval=ROAD_EVERY_MS)
        self.page = BenchPage(tokens, desk.outcomes, desk.inspector, desk.local)
        self._pictures = PictureShowing(self._lanes, self.page.pictures, self)
        self.deciding = Deciding(desk, self._lanes, self.page.outcomes, self)
        self.routing = ScanRouting(self.focusWidget, self)
        self._commanding = Commanding(
            self.deciding, self.page.outcomes, self.page.pictures.xray.canvas, self
        )
        self.taking = PictureTaking(self._lanes, desk.inspector, self._shown_now, self)
        self.working = Working(desk, tokens, self)
        self.searching = Searching(desk, tokens, self)
        self.modes = Modes(tokens, self.page, self.page.strip)
        self.modes.add(WORK, tr("MainWindow", "Work list"), self.working.make_page)
        self.modes.add(SEARCH, tr("MainWindow", "Search"), self.searching.make_page)
        self.setCentralWidget(self.modes)
        self.setWindowTitle(
            tr("MainWindow", "Triage – {station}", station=desk.settings.station.name)
        )
        self._connect()

    @property
    def is_busy(self) -> bool:
        """Whether something asked for is still to be written or shown."""
        return self._lanes.is_busy or self.searching.is_busy or self.working.is_busy

    def _begin(self, house: OpenStation) -> None:
        """The point look-ups of this thread; what they judge by is built by now. Scans waited."""
        self.deciding.open_with(house)
        self._show_present()
        self.page.show_opened([say(notice) for notice in house.notices])
        while self._waiting_scans:
            self.examine(self._waiting_scans.popleft())
        self._timer.start()
        self.ready.emit()
        self.opened.emit()
        self._lanes.rehearse()

    def _stay_closed(self, fault: Fault) -> None:
        self._timer.stop()
        self.page.strip.show_notice(f"{say(fault.what)} {say(fault.next_step)}")
        self.page.show_refused(tr("MainWindow", "NO STORE"), say(fault.what), say(fault.next_step))
        self.opened.emit()

    def examine(self, scan: Scan) -> None:
        """A scan in any state brings its item to the bench; it never commits anything."""
        house = self._opening.house
        if house is None:
            self._waiting_scans.append(scan)
            return
        on_bench = self._examination.item.key if self._examination else None
        self.routing.route(scan, house.station, on_bench)
        self.modes.show_bench()  # after it: a command obeys only what was shown when it was scanned

    def heed_hands(self, when_by_hand: Callable[[Callable[[], None]], None]) -> None:
        """How a shortcut that writes is kept from labels: see ScanFilter.when_by_hand."""
        self._when_by_hand = when_by_hand

    def say_torn(self) -> None:
        """A scan came of which a part was lost, or keys that a label bade the scanner press:
        nobody's text, and obeyed by nothing."""
        self._say_refused(
            tr(
                "MainWindow",
                "Part of a scan was lost, or a label typed keys of its own: nothing was done. "
                "Let go of all keys and scan it again.",
            )
        )

    def _say_refused(self, why: str) -> None:
        """A scan that does nothing is heard: who works by scanner alone does not look up."""
        self._sounds.play(Sound.NOT_UNDERSTOOD)
        self.page.strip.show_notice(why)

    def _show_filled(self, field: str, text: str) -> None:
        self.page.header.last.show_said(f"{visible(field, 60)} · {visible(text, 200)}")
        self.page.outcomes.form.focus_next_empty()

    def sync(self) -> None:
        """Let what waits go out; the road's state is shown either way."""
        self._lanes.sync_now(self._show_present)

    def show_fault(self, fault: Fault) -> None:
        """What happened and the next step, where the eye finds it and nothing is covered."""
        if self._opening.mend_after(fault):
            said = tr("MainWindow", "The stores are looked through and opened anew; scans wait.")
            self.page.strip.show_notice(f"{say(fault.what)} {said}")
        else:
            self.page.strip.show_notice(f"{say(fault.what)} {say(fault.next_step)}")

    def closeEvent(self, event: QCloseEvent) -> None:
        self.deciding.keep_unfinished()
        self._tending.close()
        self._lanes.close()
        self.searching.close()
        self.working.close()
        self._sounds.close()
        self._opening.close()
        super().closeEvent(event)

    def _connect(self) -> None:
        page = self.page
        self._opening.opened.connect(self._begin)
        self._opening.refused.connect(self._stay_closed)
        self._opening.closed.connect(self.deciding.close)
        self._timer.timeout.connect(self.sync)
        page.header.code_typed.connect(self._take_typed)
        offering = Offering(self, self.modes, lambda act: self._when_by_hand(act))
        self.taking.listen_to(offering, page.pictures)
        self.taking.said.connect(page.strip.show_notice)
        self.taking.scanned.connect(self.examine)
        self.taking.attached.connect(self._show_attached)
        self.taking.attached.connect(self.modes.show_bench)
        self._lanes.faulted.connect(self.show_fault)
        importing = self._lanes.importing
        importing.progressed.connect(page.strip.show_work)
        importing.ended.connect(page.strip.hide_work)
        importing.imported.connect(self._show_present)
        importing.imported.connect(self.searching.indexing.look)
        page.strip.work_stopped.connect(importing.stop)
        self.ready.connect(self.searching.indexing.begin)
        self._opening.closed.connect(self.searching.indexing.let_go)
        self.searching.indexing.faulted.connect(self.show_fault)
        self.searching.chosen.connect(self.examine)
        self.modes.brought.connect(self.searching.follow)
        self._tending.said.connect(page.strip.show_notice)
        for busy in (self.ready, self.examined, self.outcome_recorded):
            busy.connect(self._tending.wait_for_quiet)
        self.deciding.recorded.connect(self._acknowledge)
        self.deciding.refused.connect(self._look_again)
        self.deciding.refused.connect(lambda: self._sounds.play(Sound.NOT_UNDERSTOOD))
        self.deciding.said.connect(page.strip.show_notice)
        self._connect_scans()
        self._connect_work()
        undo = QShortcut(QKeySequence("Ctrl+Z"), self)
        undo.setAutoRepeat(False)  # a key held down is one undo
        undo.activated.connect(lambda: self._when_by_hand(self.deciding.undo_last))
        QShortcut(QKeySequence("Ctrl+L"), self, self._focus_entry)
        help_key = QShortcut(QKeySequence("Shift+F1"), self, page.show_help)
        help_key.activated.connect(self.modes.show_bench)

    def _connect_scans(self) -> None:
        page, routing, commanding = self.page, self.routing, self._commanding
        routing.examined.connect(self._present)
        routing.commanded.connect(commanding.obey)
        routing.diagnosed.connect(page.show_diagnosis)
        routing.filled.connect(self._show_filled)
        routing.faulted.connect(self.show_fault)
        routing.said.connect(page.strip.show_notice)
        for asker in (routing.refused, commanding.refused):
            asker.connect(self._say_refused)
        commanding.obeyed.connect(page.header.show_command)
        commanding.next_asked.connect(self._clear)
        commanding.lock_asked.connect(self._clear)
        commanding.lock_asked.connect(page.show_cleared)
        commanding.sync_asked.connect(self.sync)
        commanding.help_asked.connect(page.show_help)

    def _connect_work(self) -> None:
        page, working = self.page, self.working
        self._opening.closed.connect(working.reopen)
        self._lanes.importing.imported.connect(working.look)
        self.ready.connect(working.begin)
        self.examined.connect(working.take)
        self.deciding.recorded.connect(working.look)
        self.modes.brought.connect(working.follow)
        working.chosen.connect(self.examine)
        working.said.connect(page.strip.show_notice)
        working.bag_counted.connect(page.header.show_bag)
        working.covered.connect(page.strip.show_coverage)
        working.recorded.connect(self._show_present)

    def _focus_entry(self) -> None:
        self.modes.show_bench()
        self.page.header.entry.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _take_typed(self, text: str) -> None:
        self.examine(Scan(text, utc_now(), ScanSource.TYPED))

    def _present(self, examination: Examination) -> None:
        self.deciding.begin(examination)
        self._examination = examination
        _note(examination)
        self.page.show_examination(examination)
        self.deciding.restore_draft()
        self._sounds.play(sound_of(examination))
        self._pictures.show_examination(examination)
        self._lanes.store.run(lambda house: house.station.keep_judgement(examination))
        self.examined.emit(examination)

    def _clear(self) -> None:
        """The bench for the next item; what was unfinished is kept."""
        self.deciding.begin(None)
        self._examination = None
        self._pictures.show_nothing()
        self.page.show_nothing()

    def _look_again(self) -> None:
        """What was written about the item shows beside it at once."""
        house = self._opening.house
        if house is None or self._examination is None:
            return
        self._examination = house.station.look_again(self._examination)
        self.deciding.show_examination(self._examination)
        self.page.show_acts(self._examination)
        self._pictures.show_attached(self._examination)

    def _acknowledge(self, act: Act) -> None:
        self._look_again()
        self._show_present()
        # not the entry: a text field would keep Ctrl+Z for itself
        self.page.flags.setFocus(Qt.FocusReason.OtherFocusReason)
        self.outcome_recorded.emit(act)
        self.sync()

    def _show_present(self) -> None:
        """Acts, cache and road as they stand now."""
        house = self._opening.house
        if house is None:
            return
        station = house.station
        self.page.strip.show_acts(station.latest_acts(SHOWN_ACTS))
        self.page.strip.show_age(station.age())
        self.page.header.show_road(station.road())

    def _show_attached(self) -> None:
        """A picture kept with the item on the bench shows at once."""
        self._look_again()
        self._show_present()

    def _shown_now(self) -> Examination | None:
        return self._examination


def _note(examination: Examination) -> None:
    """A code nobody understood goes to the log, escaped, for whoever sets the scanners up."""
    identity = examination.item.identity
    if isinstance(identity, Unidentified):
        _LOG.info("not understood, by %s: %s", examination.scan.source, visible(identity.text, 200))
