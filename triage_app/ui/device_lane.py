"""Scanners that are not keyboards reach the window: what their threads say, as signals here."""

from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, Signal, SignalInstance
from PySide6.QtWidgets import QWidget

from triage_app.flow.device_ports import ScanSources
from triage_app.model.scan import Scan, ShownWeight, TakenPicture
from triage_app.model.sentence import Sentence
from triage_app.ui.words import say


class DeviceLane(QObject):
    """`scanned` carries a Scan, `pictured` a TakenPicture, `weighed` a ShownWeight, `noticed` what
    to tell the inspector; all on the GUI thread, each device's in order. The devices stop when the
    window closes, and nothing comes afterwards."""

    scanned = Signal(object)
    pictured = Signal(object)
    weighed = Signal(object)
    noticed = Signal(str)
    _came = Signal(int, object)

    def __init__(self, sources: ScanSources, window: QWidget) -> None:
        super().__init__(window)
        self._sources = sources
        self._window = window
        self._listening = False
        self._session = 0
        self._came.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        window.installEventFilter(self)

    def start(self) -> None:
        """Listen from now on; returns at once. A window that is closed already hears nothing."""
        if not self._listening and self._window.isVisible():
            self._listening = True
            self._session += 1
            hand_over = partial(self._came.emit, self._session)
            self._sources.start(hand_over, hand_over, hand_over, hand_over)

    def stop(self) -> None:
        if self._listening:
            self._listening = False
            self._sources.stop()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._window and event.type() == QEvent.Type.Close:
            self.stop()
        return False

    def _deliver(self, session: int, came: Scan | TakenPicture | ShownWeight | Sentence) -> None:
        if not self._listening or session != self._session:
            return
        if isinstance(came, Sentence):
            self.noticed.emit(say(came))
        else:
            self._signal_of(came).emit(came)

    def _signal_of(self, came: Scan | TakenPicture | ShownWeight) -> SignalInstance:
        if isinstance(came, Scan):
            return self.scanned
        return self.weighed if isinstance(came, ShownWeight) else self.pictured
