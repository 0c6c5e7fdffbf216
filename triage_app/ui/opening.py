"""The window's own station: opened once its lanes have built what all share, and opened anew when
something in the stores could not be read."""

from PySide6.QtCore import QObject, Signal

from triage_app.flow.desk import Desk, OpenStation
from triage_app.model.errors import Fault, StoreDamaged
from triage_app.ui.desk_lanes import DeskLanes


class Opening(QObject):
    """`opened` carries the station of this thread, `refused` why there is none; `closed` says that
    the one before is gone and another is coming."""

    opened = Signal(object)
    refused = Signal(object)
    closed = Signal()

    def __init__(self, desk: Desk, lanes: DeskLanes, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._lanes = lanes
        self._over = False
        self._mended = False
        self.house: OpenStation | None = None
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
        self._let_go()
        self.closed.emit()
        self._lanes.reopen()
        return True

    def close(self) -> None:
        """For good."""
        self._over = True
        self._let_go()

    def _open_here(self) -> None:
        if self._over:
            return
        try:
            self.house = self._desk.open_station()
        except Fault as fault:
            self._give_up(fault)
        else:
            self.opened.emit(self.house)

    def _give_up(self, fault: Fault) -> None:
        if not self.mend_after(fault):
            self.refused.emit(fault)

    def _let_go(self) -> None:
        if self.house is not None:
            self.house.close()
            self.house = None
