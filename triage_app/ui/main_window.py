"""Places the bench and connects it to the lanes. No rules of triage live here."""

import logging
from collections import deque

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
from triage_app.ui.offering import Offering
from triage_app.ui.opening import Opening
from triage_app.ui.picture_taking import PictureTaking
from triage_app.ui.pictures_panel import xray_refs
from triage_app.ui.scan_routing import ScanRouting
from triage_app.ui.sound import Sound, Sounds, sound_of
from triage_app.ui.theme import Tokens
from triage_app.ui.words import say, tr, utc_now

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
        self._sounds = Sounds(on=desk.settings.ui.sound)
        self._lanes = DeskLanes(desk, self)
        self._opening = Opening(desk, self._lanes, self)
        self._timer = QTimer(self, interval=ROAD_EVERY_MS)
        self.page = BenchPage(tokens, desk.outcomes, desk.inspector, desk.local)
        self.deciding = Deciding(desk, self._lanes, self.page.outcomes, self)
        self.routing = ScanRouting(self.focusWidget, self)
        self._commanding = Commanding(
            self.deciding, self.page.outcomes, self.page.pictures.xray.canvas, self
        )
        self.taking = PictureTaking(self._lanes, desk.inspector, self._shown_now, self)
        self.setCentralWidget(self.page)
        self.setWindowTitle(
            tr("MainWindow", "Triage – {station}", station=desk.settings.station.name)
        )
        self._connect()

    @property
    def is_busy(self) -> bool:
        """Whether something asked for is still to be written or shown."""
        return self._lanes.is_busy

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

    def say_torn(self) -> None:
        """A scan came of which a part was lost; it is nobody's text and no number."""
        self._sounds.play(Sound.NOT_UNDERSTOOD)
        self.page.strip.show_notice(
            tr("MainWindow", "Part of a scan was lost: let go of all keys and scan it again.")
        )

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
        self._lanes.close()
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
        self.taking.listen_to(Offering(self, page), page.pictures)
        self.taking.said.connect(page.strip.show_notice)
        self.taking.scanned.connect(self.examine)
        self.taking.attached.connect(self._show_attached)
        self._lanes.faulted.connect(self.show_fault)
        self._lanes.imported.connect(self._show_present)
        self.deciding.recorded.connect(self._acknowledge)
        self.deciding.refused.connect(self._look_again)
        self.deciding.said.connect(page.strip.show_notice)
        self._connect_scans()
        QShortcut(QKeySequence("Ctrl+Z"), self, self.deciding.undo_last)
        QShortcut(QKeySequence("Ctrl+L"), self, self._focus_entry)
        QShortcut(QKeySequence("Shift+F1"), self, page.show_help)

    def _connect_scans(self) -> None:
        page, routing, commanding = self.page, self.routing, self._commanding
        routing.examined.connect(self._present)
        routing.commanded.connect(commanding.obey)
        routing.diagnosed.connect(page.show_diagnosis)
        routing.filled.connect(page.outcomes.form.focus_next_empty)
        routing.faulted.connect(self.show_fault)
        for asker in (routing.said, commanding.said):
            asker.connect(page.strip.show_notice)
        commanding.obeyed.connect(page.header.show_command)
        commanding.next_asked.connect(self._clear)
        commanding.lock_asked.connect(self._clear)
        commanding.lock_asked.connect(page.show_cleared)
        commanding.sync_asked.connect(self.sync)
        commanding.help_asked.connect(page.show_help)

    def _focus_entry(self) -> None:
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
        self._lanes.load_pictures(examination, self.page.pictures, self._is_shown)
        self._lanes.store.run(lambda house: house.station.keep_judgement(examination))
        self.examined.emit(examination)

    def _clear(self) -> None:
        """The bench for the next item; what was unfinished is kept."""
        self.deciding.begin(None)
        self._examination = None
        self.page.show_nothing()

    def _is_shown(self, examination: Examination) -> bool:
        return self._examination is not None and self._examination.scan is examination.scan

    def _look_again(self) -> None:
        """What was written about the item shows beside it at once."""
        house = self._opening.house
        if house is None or self._examination is None:
            return
        self._examination = house.station.look_again(self._examination)
        self.deciding.show_examination(self._examination)
        self.page.show_acts(self._examination)

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
        """An X-ray kept with the item on the bench shows at once; what is looked at stays."""
        before = self._examination
        self._look_again()
        self._show_present()
        now = self._examination
        if now and before and xray_refs(now.item.images) != xray_refs(before.item.images):
            self._lanes.load_pictures(now, self.page.pictures, self._is_shown)

    def _shown_now(self) -> Examination | None:
        return self._examination


def _note(examination: Examination) -> None:
    """A code nobody understood goes to the log, escaped, for whoever sets the scanners up."""
    identity = examination.item.identity
    if isinstance(identity, Unidentified):
        _LOG.info("not understood, by %s: %s", examination.scan.source, visible(identity.text, 200))
