"""How the station stands: the last acts, the cache's age and the road, as they are now."""

from PySide6.QtCore import QObject, QTimer

from triage_app.ui.desk_lanes import DeskLanes
from triage_app.ui.header import Header
from triage_app.ui.opening import Opening
from triage_app.ui.strip import Strip

ROAD_EVERY_MS = 15_000
SHOWN_ACTS = 8


class Standing(QObject):
    """Looks after the road by itself once it has begun."""

    def __init__(
        self, opening: Opening, lanes: DeskLanes, header: Header, strip: Strip, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._opening = opening
        self._lanes = lanes
        self._header = header
        self._strip = strip
        self._timer = QTimer(self, interval=ROAD_EVERY_MS)
        self._timer.timeout.connect(self.sync)

    def begin(self) -> None:
        """Let what waits go out from now on, again and again."""
        self._timer.start()

    def rest(self) -> None:
        """The stores are closed."""
        self._timer.stop()

    def sync(self) -> None:
        """Let what waits go out; the road's state is shown either way."""
        self._lanes.sync_now(self.show_present)

    def show_present(self) -> None:
        house = self._opening.house
        if house is None:
            return
        station = house.station
        self._strip.show_acts(station.latest_acts(SHOWN_ACTS))
        self._strip.show_age(station.age())
        self._header.show_road(station.road())
