"""A typed or measured weight -> an act, and the item judged anew by it."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal

from triage_app.model.act import Act
from triage_app.model.errors import Fault
from triage_app.model.examination import Examination
from triage_app.model.outcome import Refusal
from triage_app.model.scan import ShownWeight
from triage_app.ui.desk_lanes import DeskLanes
from triage_app.ui.on_bench import OnBench
from triage_app.ui.weight_entry import WeightEntry
from triage_app.ui.words import say


class Weighing(QObject):
    """`weighed` tells that an act was written, `refused` carries why none was."""

    weighed = Signal()
    refused = Signal(str)

    def __init__(
        self, entry: WeightEntry, on_bench: OnBench, lanes: DeskLanes, who: Callable[[], str]
    ) -> None:
        super().__init__(on_bench)
        self._entry = entry
        self._on_bench = on_bench
        self._lanes = lanes
        self._who = who
        self._resting: ShownWeight | None = None
        entry.asked.connect(entry.open)
        entry.entered.connect(self._keep)
        on_bench.examined.connect(self.begin)

    def offer(self, shown: ShownWeight) -> None:
        """What the scale shows stands in the field, for Enter; nothing is written unasked. What
        rests there when an item is scanned is that item's."""
        self._resting = shown if shown.weight_g else None
        if self._resting is None:
            self._entry.take_back()
        elif self._on_bench.examination is not None:
            self._entry.offer(f"{shown.weight_g} g", shown.scale)

    def begin(self, examination: Examination) -> None:
        """Another item came to the bench."""
        if self._resting is not None and examination.item.measured_weight_g is None:
            self.offer(self._resting)

    def _keep(self, text: str, scale: str) -> None:
        """Write it; the screen shows it once it is durable."""
        examination = self._on_bench.examination
        if examination is None:
            return
        self._entry.wait()
        self._lanes.store.run(
            lambda house: house.station.weigh(examination, text, self._who(), scale),
            partial(self._acknowledge, examination),
            partial(self._give_way, examination),
        )

    def _acknowledge(self, examination: Examination, written: Act | Refusal) -> None:
        same = self._is_shown(examination)
        if isinstance(written, Refusal):
            self.refused.emit(say(written.reason))
            if same:
                self._entry.ask_again()
            return
        if same:
            self._entry.rest()
            self._on_bench.look_again()
        self.weighed.emit()

    def _give_way(self, examination: Examination, fault: Fault) -> None:
        """Nothing was written; what was typed stays for another try."""
        if self._is_shown(examination):
            self._entry.ask_again()
        self._lanes.faulted.emit(fault)

    def _is_shown(self, examination: Examination) -> bool:
        """Whether that item lies on the bench yet; another may have come meanwhile."""
        return self._on_bench.key == examination.item.key
