"""Places the bench and connects it to the lanes. No rules of triage live here."""

import logging
from collections import deque
from datetime import timedelta

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QLineEdit, QMainWindow

from triage_app.flow.desk import Desk, OpenStation
from triage_app.model.act import Act
from triage_app.model.errors import Fault
from triage_app.model.examination import Examination
from triage_app.model.identity import Unidentified
from triage_app.model.scan import Scan, ScanSource
from triage_app.model.visible import visible
from triage_app.ui.bench_page import BenchPage
from triage_app.ui.deciding import Deciding
from triage_app.ui.desk_lanes import DeskLanes
from triage_app.ui.sound import Sound, Sounds, sound_of
from triage_app.ui.theme import Tokens
from triage_app.ui.words import say, tr, utc_now

_LOG = logging.getLogger(__name__)
SAME_SCAN = timedelta(seconds=1)
ROAD_EVERY_MS = 15_000
SHOWN_ACTS = 8


class MainWindow(QMainWindow):
    """`examined` and `outcome_recorded` tell what has been shown and what has been written."""

    ready = Signal()
    prepared = Signal()
    examined = Signal(object)
    outcome_recorded = Signal(object)

    def __init__(self, desk: Desk, tokens: Tokens) -> None:
        super().__init__()
        self._desk = desk
        self._open: OpenStation | None = None
        self._examination: Examination | None = None
        self._waiting_scans: deque[Scan] = deque()
        self._last_scan: Scan | None = None
        self._sounds = Sounds(on=desk.settings.ui.sound)
        self._lanes = DeskLanes(desk, self)
        self.page = BenchPage(tokens, desk.outcomes, desk.inspector, desk.local)
        self.deciding = Deciding(desk, self._lanes, self.page.outcomes, self)
        self.setCentralWidget(self.page)
        self.setWindowTitle(
            tr("MainWindow", "Triage – {station}", station=desk.settings.station.name)
        )
        self._connect()

    @property
    def is_busy(self) -> bool:
        """Whether something asked for is still to be written or shown."""
        return self._lanes.is_busy

    def open_station(self) -> None:
        """Open the stores for the point look-ups; called once the window is painted."""
        try:
            self._open = self._desk.open_station()
        except Fault as fault:
            self.show_fault(fault)
            self.page.band.show_idle(tr("MainWindow", "NO STORE"), say(fault.what))
            return
        self.deciding.open_with(self._open)
        self._show_present()
        while self._waiting_scans:
            self.examine(self._waiting_scans.popleft())
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.sync)
        self._timer.start(ROAD_EVERY_MS)
        self.ready.emit()
        QTimer.singleShot(0, self, self._prepare)

    def _prepare(self) -> None:
        """What judging builds once, built while nobody waits; scans before it work all the same."""
        if self._open is not None:
            self._open.station.prepare()
            self.prepared.emit()

    def examine(self, scan: Scan) -> None:
        """A scan in any state brings its item to the bench; it never commits anything."""
        if self._open is None:
            self._waiting_scans.append(scan)
            return
        if self._is_repeat(scan):
            self.page.strip.show_notice(tr("MainWindow", "Scanned twice: one look."))
            return
        self._last_scan = scan
        try:
            examination = self._open.station.examine(scan)
        except Fault as fault:
            self.show_fault(fault)
            return
        if not self._goes_into_field(scan, examination):
            self.deciding.keep_unfinished()
            self._present(examination)

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
        self.page.strip.show_notice(f"{say(fault.what)} {say(fault.next_step)}")

    def closeEvent(self, event: QCloseEvent) -> None:
        self.deciding.keep_unfinished()
        self._lanes.close()
        self._sounds.close()
        if self._open is not None:
            self._open.close()
            self._open = None
        super().closeEvent(event)

    def _connect(self) -> None:
        page = self.page
        page.header.code_typed.connect(self._take_typed)
        page.pictures.files_dropped.connect(self._take_files)
        self._lanes.faulted.connect(self.show_fault)
        self._lanes.imported.connect(self._show_present)
        self.deciding.recorded.connect(self._acknowledge)
        self.deciding.said.connect(page.strip.show_notice)
        QShortcut(QKeySequence("Ctrl+Z"), self, self.deciding.undo_last)
        QShortcut(QKeySequence("Ctrl+L"), self, self._focus_entry)

    def _focus_entry(self) -> None:
        self.page.header.entry.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _take_typed(self, text: str) -> None:
        self.examine(Scan(text, utc_now(), ScanSource.TYPED))

    def _is_repeat(self, scan: Scan) -> bool:
        last = self._last_scan
        return (
            last is not None
            and last.text == scan.text
            and scan.scanned_at - last.scanned_at < SAME_SCAN
        )

    def _goes_into_field(self, scan: Scan, examination: Examination) -> bool:
        """A focused field that takes scans gets them, unless the code is a known item."""
        field = self.focusWidget()
        if not isinstance(field, QLineEdit) or not field.property("takes_scan"):
            return False
        if examination.item.announcement is not None:
            return False
        field.setText(scan.text)
        return True

    def _present(self, examination: Examination) -> None:
        self._examination = examination
        _note(examination)
        self.deciding.show_examination(examination)
        self.page.show_examination(examination)
        self._sounds.play(sound_of(examination))
        self._lanes.load_pictures(examination, self.page.pictures, self._is_shown)
        self._lanes.store.run(lambda house: house.station.keep_judgement(examination))
        self.examined.emit(examination)

    def _is_shown(self, examination: Examination) -> bool:
        return self._examination is examination

    def _acknowledge(self, act: Act) -> None:
        self._show_present()
        # not the entry: a text field would keep Ctrl+Z for itself
        self.page.flags.setFocus(Qt.FocusReason.OtherFocusReason)
        self.outcome_recorded.emit(act)
        self.sync()

    def _show_present(self) -> None:
        """Acts, cache and road as they stand now."""
        if self._open is None:
            return
        station = self._open.station
        self.page.strip.show_acts(station.latest_acts(SHOWN_ACTS))
        self.page.strip.show_age(station.age())
        self.page.header.show_road(station.road())

    def _take_files(self, paths: object) -> None:
        if isinstance(paths, list):
            self._lanes.take_files(paths, self._examination, self.page.strip.show_notice)


def _note(examination: Examination) -> None:
    """A code nobody understood goes to the log, escaped, for whoever sets the scanners up."""
    identity = examination.item.identity
    if isinstance(identity, Unidentified):
        _LOG.info("not understood, by %s: %s", examination.scan.source, visible(identity.text, 200))
