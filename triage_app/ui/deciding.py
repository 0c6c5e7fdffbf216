"""From an outcome key to a written act: fields asked, drafts kept, undo; writing is the lane's."""

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QObject, Signal

from triage_app.flow.desk import Desk, OpenStation
from triage_app.model.act import Act, ActLine
from triage_app.model.errors import Fault
from triage_app.model.examination import Examination
from triage_app.model.outcome import Refusal
from triage_app.model.visible import visible
from triage_app.ui.act_words import said_act
from triage_app.ui.desk_lanes import DeskLanes
from triage_app.ui.draft_keeping import OUTCOME, DraftKeeping
from triage_app.ui.outcome_bar import OutcomeBar
from triage_app.ui.words import say, tr


class Deciding(QObject):
    """`recorded` carries the act once it is durable; `said` a notice for the strip."""

    recorded = Signal(object)
    refused = Signal()
    said = Signal(str)

    def __init__(self, desk: Desk, lanes: DeskLanes, bar: OutcomeBar, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._lanes = lanes
        self._bar = bar
        self._open: OpenStation | None = None
        self._examination: Examination | None = None
        self._writing: Examination | None = None
        self._drafts = DraftKeeping(desk, lanes, bar, self)
        self._drafts.said.connect(self.said)
        bar.outcome_asked.connect(self.ask_outcome)
        bar.outcome_entered.connect(self.record)

    def open_with(self, house: OpenStation) -> None:
        """From now on drafts and defaults can be looked up."""
        self._open = house
        self._drafts.open_with(house)

    def close(self) -> None:
        """The stores are closed for a moment; what is recorded meanwhile waits."""
        self._open = None
        self._drafts.close()

    @property
    def has_item(self) -> bool:
        """Whether there is an item an outcome can be recorded for."""
        return self._examination is not None

    @property
    def is_writing(self) -> bool:
        """Whether an outcome of the item on the bench is on its way to the record."""
        return self._writing is not None and self._writing is self._examination

    def begin(self, examination: Examination | None) -> None:
        """Another item comes to the bench (None: none), after what stood in the form was kept."""
        coming = examination.item.key if examination else None
        if not self.is_writing:
            self._drafts.leave(coming)
        self._drafts.begin(coming)
        self._examination = examination

    def restore_draft(self) -> None:
        """Open the form left unfinished for the item on the bench, if there is one."""
        code = self._drafts.draft().get(OUTCOME, "")
        if code in {outcome.code for outcome in self._desk.outcomes}:
            self.ask_outcome(code)
            self.said.emit(tr("Deciding", "Your draft is back: go on where you left it."))

    def show_examination(self, examination: Examination) -> None:
        """The item on the bench, looked at once more."""
        self._examination = examination

    def ask_outcome(self, code: str) -> None:
        """Open the fields of an outcome, with the item's draft or its defaults."""
        if self._examination is None or self._open is None:
            return
        station, key = self._open.station, self._examination.item.key
        texts = dict(station.recorder.defaults(self._examination, code))
        texts.update(self._drafts.typed(code))
        self._bar.show_form(code, texts, key.number)
        standing = self._examination.item.standing_outcome
        if standing is not None:
            self._bar.form.show_notice(self._recorded_already(standing))

    def record(self, code: str, texts: object) -> None:
        """Write the outcome; the screen is ready once it is durable."""
        examination, inspector = self._examination, self._desk.who
        if examination is None or not isinstance(texts, dict) or self._writing is examination:
            return
        self._writing = examination
        self._lanes.store.run(
            lambda house: house.station.record(examination, code, texts, inspector),
            partial(self._acknowledge, examination, code, texts, inspector),
            partial(self._give_way, examination, code, texts, inspector),
        )

    def undo_last(self) -> None:
        """Undo this inspector's last act by another one; the record knows which that is."""
        inspector, why = self._desk.who, tr("Deciding", "undone at the bench")

        def undo(house: OpenStation) -> tuple[ActLine, Act | Refusal] | None:
            last = house.station.last_undoable(inspector)
            return None if last is None else (last, house.station.undo(last.id, why, inspector))

        self._lanes.store.run(undo, self._acknowledge_undo)

    def keep_unfinished(self) -> None:
        """An unfinished form becomes its item's draft, named in the strip."""
        self._drafts.leave()

    def _recorded_already(self, act: ActLine) -> str:
        return tr(
            "Deciding",
            "Recorded already: {title}, {at}, by {inspector}. Enter adds another outcome after it.",
            title=visible(act.title or act.outcome, 60),
            at=self._desk.local(act.recorded_at).strftime("%d %b %H:%M"),
            inspector=visible(act.inspector, 40),
        )

    def _acknowledge(
        self,
        examination: Examination,
        code: str,
        texts: Mapping[str, str],
        inspector: str,
        written: Act | Refusal,
    ) -> None:
        still_asked = self._is_asked(examination)
        self._writing = None
        if isinstance(written, Refusal):
            if still_asked:
                self._bar.show_refusal(written)
            else:
                self._drafts.keep(examination.item.key, code, texts, inspector)
                self.said.emit(say(written.reason))
            self.refused.emit()
            return
        if still_asked:
            self._bar.show_keys()
        self.recorded.emit(written)

    def _is_asked(self, examination: Examination) -> bool:
        """Whether the form of that look at the item is still open."""
        return self._bar.asking is not None and self._examination is examination

    def _acknowledge_undo(self, done: tuple[ActLine, Act | Refusal] | None) -> None:
        if done is None:
            self.said.emit(tr("Deciding", "There is nothing to undo."))
            return
        undone, written = done
        if isinstance(written, Refusal):
            self.said.emit(say(written.reason))
            return
        self.said.emit(
            tr(
                "Deciding",
                "Undone: {what}, {number}.",
                what=said_act(undone),
                number=visible(undone.item_number, 40),
            )
        )
        self.recorded.emit(written)

    def _give_way(
        self,
        examination: Examination,
        code: str,
        texts: Mapping[str, str],
        inspector: str,
        fault: Fault,
    ) -> None:
        """Nothing was written; what was typed stays for another try."""
        self._writing = None
        if not self._is_asked(examination):
            self._drafts.keep(examination.item.key, code, texts, inspector)
        self._lanes.faulted.emit(fault)
