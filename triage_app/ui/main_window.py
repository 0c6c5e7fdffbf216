"""Places the bench and connects it to the lanes. No rules of triage live here."""

from collections import deque
from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QMainWindow

from triage_app.flow.desk import Desk, OpenStation
from triage_app.model.errors import Fault
from triage_app.model.scan import Scan, ScanSource
from triage_app.ui.bench_page import BenchPage
from triage_app.ui.commanding import Commanding
from triage_app.ui.deciding import Deciding
from triage_app.ui.desk_lanes import DeskLanes
from triage_app.ui.hand_over import HandOver
from triage_app.ui.locking import Locking
from triage_app.ui.marking import Marking
from triage_app.ui.modes import SEARCH, SUPERVISOR, TRAY, WORK, Modes
from triage_app.ui.offering import Offering
from triage_app.ui.on_bench import OnBench
from triage_app.ui.opening import Opening
from triage_app.ui.picture_taking import PictureTaking
from triage_app.ui.renewing import Renewing
from triage_app.ui.rule_words import RuleWords, language_of
from triage_app.ui.scan_routing import ScanRouting
from triage_app.ui.searching import Searching
from triage_app.ui.shortcut_keys import ShortcutKeys
from triage_app.ui.sound import Sounds
from triage_app.ui.standing import Standing
from triage_app.ui.supervising import Supervising
from triage_app.ui.tending import Tending
from triage_app.ui.theme import Tokens
from triage_app.ui.traying import Traying
from triage_app.ui.weighing import Weighing
from triage_app.ui.words import say, tr, utc_now
from triage_app.ui.working import Working

AFTER_READY_MS = 150
"""The first paint and a first scan come before what nobody waits for."""


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
        self._waiting_scans: deque[Scan] = deque()
        self._sounds = Sounds(on=desk.settings.ui.sound)
        self._lanes = DeskLanes(desk, self)
        self._language = desk.settings.ui.language
        self._rule_words = RuleWords(self)
        self._opening = Opening(desk, self._lanes, self)
        self._tending = Tending(desk.quiet_commands, self)
        page = self.page = BenchPage(tokens, desk.outcomes, desk.inspector, desk.local)
        self.standing = Standing(self._opening, self._lanes, page.header, page.strip, self)
        self.deciding = Deciding(desk, self._lanes, page.outcomes, self)
        who = partial(_who, desk)
        self.on_bench = OnBench(page, self.deciding, self._opening, self._lanes, self._sounds, self)
        self.weighing = Weighing(
            page.announced.weight, self.on_bench, self._lanes, partial(_who, desk)
        )
        self.renewing = Renewing(self._lanes, self)
        self.routing = ScanRouting(self.focusWidget, self)
        self._commanding = Commanding(self.deciding, page.outcomes, page.pictures.xray.canvas, self)
        self.taking = PictureTaking(self._lanes, who, self.on_bench, self)
        self.marking = Marking(self._lanes, who, self.on_bench, self)
        self.working = Working(desk, tokens, self)
        self.searching = Searching(desk, tokens, self)
        self.supervising = Supervising(desk, tokens, self)
        self.modes = Modes(tokens, page, page.strip)
        self.modes.add(WORK, tr("MainWindow", "Work list"), self.working.make_page)
        self.traying = Traying(desk, self._lanes, tokens, self)
        self.modes.add(TRAY, tr("MainWindow", "Images"), self.traying.make_page)
        self.modes.add(SEARCH, tr("MainWindow", "Search"), self.searching.make_page)
        self.modes.add(SUPERVISOR, tr("MainWindow", "Supervisor"), self.supervising.make_page)
        self.keys = ShortcutKeys(self)
        self._later = QTimer(self, singleShot=True, interval=AFTER_READY_MS)
        self.locking = Locking(desk, tokens, self._lanes, self.modes, self)
        self.hand_over = HandOver(self, self)
        self.setWindowTitle(
            tr("MainWindow", "Triage – {station}", station=desk.settings.station.name)
        )
        self._connect_stores()
        self._connect_bench()
        self._connect_scans()
        self._connect_modes()

    @property
    def is_busy(self) -> bool:
        """Whether something asked for is still to be written or shown."""
        modes = (self.searching, self.working, self.supervising)
        return self._lanes.is_busy or any(mode.is_busy for mode in modes)

    def examine(self, scan: Scan) -> None:
        """A scan in any state brings its item to the bench; it never commits anything."""
        house = self._opening.house
        if house is None:
            self._waiting_scans.append(scan)
            return
        if not self.locking.admits(scan):
            return
        self.routing.route(scan, house.station, self.on_bench.key)
        self.modes.show_bench()  # after it: a command obeys only what was shown when it was scanned

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

    def show_fault(self, fault: Fault) -> None:
        """What happened and the next step, where the eye finds it and nothing is covered."""
        if self._opening.mend_after(fault):
            said = tr("MainWindow", "The stores are looked through and opened anew; scans wait.")
            self.page.strip.show_notice(f"{say(fault.what)} {said}")
        else:
            self.page.strip.show_notice(f"{say(fault.what)} {say(fault.next_step)}")

    def closeEvent(self, event: QCloseEvent) -> None:
        self._later.stop()
        self.renewing.rest()
        self.deciding.keep_unfinished()
        self._tending.close()
        self._lanes.close()
        self.searching.close()
        self.working.close()
        self.supervising.close()
        self._sounds.close()
        self._opening.close()
        super().closeEvent(event)

    def _begin(self, house: OpenStation) -> None:
        """The point look-ups of this thread; what they judge by is built by now. Scans waited."""
        self.deciding.open_with(house)
        self._learn_rule_words()
        self.locking.begin(house)
        self.standing.show_present()
        self.page.show_opened([say(notice) for notice in house.notices])
        while self._waiting_scans:
            self.examine(self._waiting_scans.popleft())
        self.standing.begin()
        self.renewing.begin()
        self.ready.emit()
        self.opened.emit()
        self._lanes.rehearse()

    def _learn_rule_words(self) -> None:
        """What the pack in use says, in the reader's language."""
        house = self._opening.house
        if house is not None:
            language = language_of(self._language)
            self._rule_words.show_texts(house.station.rule_texts(language))

    def _stay_closed(self, fault: Fault) -> None:
        self.standing.rest()
        self.renewing.rest()
        self.page.strip.show_notice(f"{say(fault.what)} {say(fault.next_step)}")
        self.page.show_refused(tr("MainWindow", "NO STORE"), say(fault.what), say(fault.next_step))
        self.opened.emit()

    def _say_refused(self, why: str) -> None:
        """A scan that does nothing is heard: who works by scanner alone does not look up."""
        self._sounds.refuse()
        self.page.strip.show_notice(why)

    def _take_typed(self, text: str) -> None:
        self.examine(Scan(text, utc_now(), ScanSource.TYPED))

    def _connect_stores(self) -> None:
        self._opening.opened.connect(self._begin)
        self._opening.refused.connect(self._stay_closed)
        self._opening.said.connect(self.page.strip.show_notice)
        self._opening.closed.connect(self.deciding.close)
        self._opening.closed.connect(self.on_bench.stand_by)
        self._opening.stores_closed.connect(self.searching.indexing.let_go)
        self._opening.closed.connect(self.working.reopen)
        self._opening.closed.connect(self.renewing.rest)
        for follow in (self._learn_rule_words, self.on_bench.judge_again):
            self.renewing.renewed.connect(follow)
        self.renewing.said.connect(self.page.strip.show_notice)
        self._opening.closed.connect(self.supervising.reopen)
        self._lanes.faulted.connect(self.show_fault)
        importing, strip = self._lanes.importing, self.page.strip
        for look in (self.standing.show_present, self.searching.indexing.look, self.working.look):
            importing.imported.connect(look)
        importing.progressed.connect(strip.show_work)
        importing.ended.connect(strip.hide_work)
        strip.work_stopped.connect(importing.stop)
        for busy in (self.ready, self.examined, self.outcome_recorded):
            busy.connect(self._tending.wait_for_quiet)
        self._tending.said.connect(strip.show_notice)

    def _connect_bench(self) -> None:
        page, deciding, keys = self.page, self.deciding, self.keys
        self.on_bench.examined.connect(self.examined)
        deciding.recorded.connect(self.standing.show_present)
        deciding.recorded.connect(page.rest_focus)
        deciding.recorded.connect(self.outcome_recorded)
        deciding.recorded.connect(self.standing.sync)
        deciding.refused.connect(self._sounds.refuse)
        deciding.said.connect(page.strip.show_notice)
        self.taking.listen_to(Offering(self, self.modes, keys.by_hand), page.pictures)
        self.taking.said.connect(page.strip.show_notice)
        self.taking.scanned.connect(self.examine)
        for follow in (
            self.on_bench.look_again,
            self.standing.show_present,
            self.modes.show_bench,
        ):
            self.taking.attached.connect(follow)
        self.weighing.refused.connect(page.strip.show_notice)
        for follow in (self.standing.show_present, page.return_focus, self.standing.sync):
            self.weighing.weighed.connect(follow)
        for show in (self.modes.show_bench, page.announced.weight.open):
            keys.weight_asked.connect(show)
        page.pictures.marked.connect(self.marking.take)
        self.marking.said.connect(page.strip.show_notice)
        for follow in (self.on_bench.look_again, self.standing.show_present):
            self.marking.marked.connect(follow)
        keys.undo_asked.connect(deciding.undo_last)
        for show in (self.modes.show_bench, page.focus_entry):
            keys.entry_asked.connect(show)
        for show in (page.show_help, self.modes.show_bench):
            keys.help_asked.connect(show)

    def _connect_scans(self) -> None:
        page, routing, commanding = self.page, self.routing, self._commanding
        page.header.code_typed.connect(self._take_typed)
        routing.examined.connect(self.on_bench.show_examination)
        routing.commanded.connect(commanding.obey)
        routing.diagnosed.connect(page.show_diagnosis)
        routing.filled.connect(page.show_filled)
        routing.faulted.connect(self.show_fault)
        routing.said.connect(page.strip.show_notice)
        for refuser in (routing.refused, commanding.refused):
            refuser.connect(self._say_refused)
        commanding.obeyed.connect(page.header.show_command)
        commanding.next_asked.connect(self.on_bench.clear)
        for asker in (self.keys, commanding):
            asker.lock_asked.connect(self.hand_over.lock)
        routing.badged.connect(self.locking.hand_over)
        self.locking.refused.connect(self._sounds.refuse)
        self._opening.closed.connect(self.locking.rest)
        commanding.sync_asked.connect(self.standing.sync)
        commanding.help_asked.connect(page.show_help)

    def _connect_modes(self) -> None:
        page, working, searching = self.page, self.working, self.searching
        self.ready.connect(searching.indexing.begin)
        searching.indexing.faulted.connect(self.show_fault)
        searching.chosen.connect(self.examine)
        self.ready.connect(self._later.start)
        self._later.timeout.connect(working.begin)
        self.examined.connect(working.take)
        self.deciding.recorded.connect(working.look)
        self.supervising.said.connect(page.strip.show_notice)
        self.supervising.rules_changed.connect(self._opening.judge_anew)
        self.examined.connect(self.traying.see)
        self.traying.said.connect(page.strip.show_notice)
        self.traying.counted.connect(self.modes.count_waiting)
        for follow in (self.on_bench.look_again, self.standing.show_present):
            self.traying.attached.connect(follow)
        self._later.timeout.connect(self.traying.look)
        for begin in (searching, working, self.traying, self.supervising):
            self.modes.brought.connect(begin.follow)
        working.chosen.connect(self.examine)
        working.said.connect(page.strip.show_notice)
        working.bag_counted.connect(page.header.show_bag)
        working.covered.connect(page.strip.show_coverage)
        working.recorded.connect(self.standing.show_present)
        working.ahead.connect(self._lanes.load_ahead)


def _who(desk: Desk) -> str:
    return desk.who
