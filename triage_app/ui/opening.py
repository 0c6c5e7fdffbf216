"""The window's own station: opened once its lanes have built what all share, and opened anew when
something in the stores could not be read, or when a disk that took nothing has room again."""

from PySide6.QtCore import QObject, QTimer, Signal

from triage_app.flow.desk import Desk, OpenStation
from triage_app.model.errors import DiskFault, Fault, StoreDamaged
from triage_app.ui.desk_lanes import DeskLanes
from triage_app.ui.words import tr

LOOK_FOR_ROOM_MS = 10_000


class Opening(QObject):
    """`opened` carries the station of this thread, `refused` why there is none; `closed` says that
    the one before is gone and another is coming, `stores_closed` that nothing may hold a store;
    `said` is for the inspector."""

    opened = Signal(object)
    refused = Signal(object)
    closed = Signal()
    stores_closed = Signal()
    said = Signal(str)

    def __init__(self, desk: Desk, lanes: DeskLanes, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._lanes = lanes
        self._over = False
        self._mended = False
        self.house: OpenStation | None = None
        self._wants_room = False
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._look_for_room)
        lanes.prepared.connect(self._open_here)
        lanes.refused.connect(self._give_up)

    def mend_after(self, fault: Fault) -> bool:
        """Where a store could not be read: let go of all of them and open them anew, which sets a
        damaged cache aside. Once only; whether it is done."""
        if not isinstance(fault, StoreDamaged) or self._mended or self._over:
            return False
        try:
            self._desk.doubt_cache()
        except Fault:  # the disk takes nothing: opening anew would find the same
            return False
        self._mended = True
        self._open_anew()
        return True

    def close(self) -> None:
        """For good."""
        self._over = True
        self._timer.stop()
        self._let_go()

    def _open_here(self) -> None:
        if self._over:
            return
        try:
            self.house = self._desk.open_station()
        except Fault as fault:
            self._give_up(fault)
            return
        room_again = self._wants_room and not self.house.only_read
        self._wants_room = False
        self.opened.emit(self.house)
        if self.house.only_read:
            self._wait_for_room()
        elif room_again:
            self.said.emit(
                tr("Opening", "The disk takes what is written again: recording goes on.")
            )

    def _give_up(self, fault: Fault) -> None:
        if self.mend_after(fault):
            return
        self.refused.emit(fault)
        if isinstance(fault, DiskFault):
            self._wait_for_room()

    def _wait_for_room(self) -> None:
        self._wants_room = True
        self._timer.start(LOOK_FOR_ROOM_MS)

    def _look_for_room(self) -> None:
        self._lanes.look_for_room(self._hear_of_room)

    def _hear_of_room(self, takes: bool) -> None:
        if takes and not self._over:
            self._open_anew()
        elif not self._over:
            self._timer.start(LOOK_FOR_ROOM_MS)

    def judge_anew(self) -> None:
        """Other rules are in use: the stations are opened anew, what does not judge stays."""
        self._timer.stop()
        self._let_go()
        self.closed.emit()
        self._lanes.reopen()

    def _open_anew(self) -> None:
        self.stores_closed.emit()
        self.judge_anew()

    def _let_go(self) -> None:
        if self.house is not None:
            self.house.close()
            self.house = None
