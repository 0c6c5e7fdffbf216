"""Lists and rule packs taken in while the window is open: the next scan is judged by them, and what
lies on the bench too."""

from PySide6.QtCore import QObject, QTimer, Signal

from triage_app.flow.desk import OpenStation
from triage_app.model.errors import Fault
from triage_app.model.visible import visible
from triage_app.ui.desk_lanes import DeskLanes
from triage_app.ui.words import tr

LOOK_EVERY_MS = 5_000
MOST_NAMED = 3


class Renewing(QObject):
    """`renewed` says that items are judged by other lists or rules from now on, `said` which."""

    renewed = Signal()
    said = Signal(str)

    def __init__(self, lanes: DeskLanes, parent: QObject) -> None:
        super().__init__(parent)
        self._lanes = lanes
        self._timer = QTimer(self, interval=LOOK_EVERY_MS)
        self._timer.timeout.connect(self.look)

    def begin(self) -> None:
        """Look for newer lists from now on."""
        self._timer.start()

    def rest(self) -> None:
        """The stores are closed."""
        self._timer.stop()

    def look(self) -> None:
        """Read what is newer, off this thread; nothing waits for it."""
        self._lanes.store.ask(_renew, self._tell, _untold)

    def _tell(self, names: tuple[str, ...]) -> None:
        if not names:
            return
        shown = ", ".join(visible(name, 40) for name in names[:MOST_NAMED])
        more = len(names) - MOST_NAMED
        if more > 0:
            shown = tr("Renewing", "{names} and {n} more", names=shown, n=more)
        self.said.emit(tr("Renewing", "In use from now on: {names}.", names=shown))
        self.renewed.emit()


def _renew(house: OpenStation) -> tuple[str, ...]:
    return house.renew()


def _untold(_: Fault) -> None:
    """A scan meets the same fault and tells of it; the next look may find it gone."""
