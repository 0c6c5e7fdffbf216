"""The unfinished form of the item on the bench: kept as it is typed, restored when it is back."""

from collections.abc import Mapping

from PySide6.QtCore import QObject, QTimer, Signal

from triage_app.flow.desk import Desk, OpenStation
from triage_app.model.item import ItemKey
from triage_app.ui.desk_lanes import DeskLanes
from triage_app.ui.outcome_bar import OutcomeBar
from triage_app.ui.words import tr

KEEP_AFTER_MS = 1_000
OUTCOME = "outcome"


class DraftKeeping(QObject):
    """Drafts are the inspector's own, one an item; they outlive a crash by `KEEP_AFTER_MS` of
    typing. `said` names the draft for the strip."""

    said = Signal(str)

    def __init__(self, desk: Desk, lanes: DeskLanes, bar: OutcomeBar, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._lanes = lanes
        self._bar = bar
        self._open: OpenStation | None = None
        self._key: ItemKey | None = None
        self._unwritten: dict[tuple[str, ItemKey], Mapping[str, str]] = {}
        self._aside: dict[str, Mapping[str, str]] = {}
        self._timer = QTimer(self, singleShot=True, interval=KEEP_AFTER_MS)
        self._timer.timeout.connect(self._keep)
        bar.form.edited.connect(self._timer.start)
        bar.form.left.connect(self._set_aside)
        bar.outcome_entered.connect(self._timer.stop)

    def open_with(self, house: OpenStation) -> None:
        self._open = house

    def close(self) -> None:
        self._open = None

    def begin(self, key: ItemKey | None) -> None:
        """The item on the bench from now on; None for none."""
        self._timer.stop()
        self._key = key
        self._aside.clear()

    def typed(self, code: str) -> Mapping[str, str]:
        """What was typed for an outcome of the item on the bench before; {} where nothing was."""
        draft = self.draft()
        if draft.get(OUTCOME) == code:
            return {name: text for name, text in draft.items() if name != OUTCOME}
        return self._aside.get(code, {})

    def draft(self) -> Mapping[str, str]:
        """The draft of the item on the bench, its outcome under "outcome"; {} for none."""
        if self._key is None or self._open is None:
            return {}
        own = self._desk.who, self._key
        if own in self._unwritten:
            return self._unwritten[own]
        return self._open.station.draft(self._desk.who, self._key) or {}

    def leave(self, coming: ItemKey | None = None) -> None:
        """The item goes (or its own label was scanned again): its form is kept and named."""
        if self._keep() and self._key is not None and self._key != coming:
            number = self._key.number
            self.said.emit(
                tr("DraftKeeping", "Draft kept for {item}; scan it again to go on.", item=number)
            )

    def keep(self, key: ItemKey, code: str, texts: Mapping[str, str], inspector: str) -> None:
        """Keep a form that is not open any more, for who filled it in."""
        self._write(key, {OUTCOME: code, **texts}, inspector)

    def _keep(self) -> bool:
        """Whether there was a form to keep."""
        self._timer.stop()
        asking, texts = self._bar.asking, self._bar.form.texts()
        if self._key is None or asking is None or not any(texts.values()):
            return False
        self._write(self._key, {OUTCOME: asking.code, **texts})
        return True

    def _set_aside(self) -> None:
        """The inspector went back: nothing waits for the item any more, and a second thought finds
        what was typed."""
        self._timer.stop()
        code = self._bar.form.outcome
        if self._key is None or code is None:
            return
        self._aside[code.code] = self._bar.form.texts()
        if self.draft():
            self._write(self._key, {})

    def _write(self, key: ItemKey, fields: Mapping[str, str], inspector: str = "") -> None:
        inspector = inspector or self._desk.who
        own = inspector, key
        self._unwritten[own] = fields

        def written(_: object) -> None:
            if self._unwritten.get(own) is fields:
                del self._unwritten[own]

        self._lanes.store.run(
            lambda house: house.station.keep_draft(inspector, key, fields), written
        )
