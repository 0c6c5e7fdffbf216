"""A mark drawn on the X-ray -> an act beside its hash; shown from the record, as every mark is."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from triage_app.flow.desk import OpenStation
from triage_app.model.act import Act
from triage_app.model.mark import Mark
from triage_app.model.outcome import Refusal
from triage_app.ui.desk_lanes import DeskLanes
from triage_app.ui.on_bench import OnBench
from triage_app.ui.words import say, tr


class Marking(QObject):
    """`marked` comes once the act is durable, `said` is for the inspector."""

    marked = Signal()
    said = Signal(str)

    def __init__(
        self,
        lanes: DeskLanes,
        who: Callable[[], str],
        bench: OnBench,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._lanes = lanes
        self._who = who
        self._bench = bench

    def take(self, mark: Mark) -> None:
        """Keep a mark on the X-ray of the item on the bench, whatever is scanned meanwhile."""
        key, picture = self._bench.key, self._bench.xray
        if key is None or picture is None:
            return
        inspector, on = self._who(), picture

        def write(house: OpenStation) -> Act | Refusal:
            return house.station.recorder.mark(key, on.sha256, mark, inspector)

        self._lanes.store.run(write, self._tell)

    def _tell(self, written: Act | Refusal) -> None:
        if isinstance(written, Refusal):
            self.said.emit(say(written.reason))
            return
        self.said.emit(tr("Marking", "Marked, kept beside the picture. Ctrl+Z takes it back."))
        self.marked.emit()
