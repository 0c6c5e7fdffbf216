"""Scanners that are not keyboards reach the window: what their threads say, as signals here."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal, SignalInstance
from PySide6.QtWidgets import QWidget

from triage_app.flow.ports import ScanSources
from triage_app.model.scan import Scan, TakenPicture
from triage_app.model.sentence import Sentence
from triage_app.ui.words import say


class DeviceLane(QObject):
    """`scanned` carries a Scan, `pictured` a TakenPicture, `noticed` what to tell the inspector;
    all on the GUI thread, each device's in order. The devices stop when the window closes, and
    nothing comes afterwards."""

    scanned = Signal(object)
    pictured = Signal(object)
    noticed = Signal(str)
    _came = Signal(object)

    def __init__(self, sources: ScanSources, window: QWidget) -> None:
        super().__init__(window)
        self._sources = sources
        self._window = window
        self._listening = False
        self._came.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        window.installEventFilter(self)

    def start(self) -> None:
        """Listen from now on; returns at once. A window that is closed already hears nothing."""
        if not self._listening and self._window.isVisible():
            self._listening = True
            emit = self._came.emit
            self._sources.start(emit, emit, emit)

    def stop(self) -> None:
        if self._listening:
            self._listening = False
            self._sources.stop()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._window and event.type() == QEvent.Type.Close:
            self.stop()
        return False

    def _deliver(self, came: Scan | TakenPicture | Sentence) -> None:
        if not self._listening:
            return
        if isinstance(came, Sentence):
            self.noticed.emit(say(came))
        else:
            told: SignalInstance = self.scanned if isinstance(came, Scan) else self.pictured
            told.emit(came)
