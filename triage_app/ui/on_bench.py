"""The item on the bench: shown, looked at once more when something is written of it, cleared."""

import logging
from functools import partial

from PySide6.QtCore import QObject, Signal

from triage_app.flow.desk import OpenStation
from triage_app.model.examination import Examination
from triage_app.model.identity import Unidentified
from triage_app.model.item import ImageRef, ItemKey
from triage_app.model.visible import visible
from triage_app.ui.bench_page import BenchPage
from triage_app.ui.deciding import Deciding
from triage_app.ui.desk_lanes import DeskLanes
from triage_app.ui.opening import Opening
from triage_app.ui.picture_showing import PictureShowing
from triage_app.ui.sound import Sounds, sound_of

_LOG = logging.getLogger(__name__)


class OnBench(QObject):
    """`examined` tells what has been shown."""

    examined = Signal(object)

    def __init__(
        self,
        page: BenchPage,
        deciding: Deciding,
        opening: Opening,
        lanes: DeskLanes,
        sounds: Sounds,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._page = page
        self._deciding = deciding
        self._opening = opening
        self._lanes = lanes
        self._sounds = sounds
        self._pictures = PictureShowing(lanes, page.pictures, self)
        self._examination: Examination | None = None
        self._wants_judging = False
        deciding.recorded.connect(self.look_again)
        deciding.refused.connect(self.look_again)

    @property
    def examination(self) -> Examination | None:
        """What is shown now; None while nothing is."""
        return self._examination

    @property
    def key(self) -> ItemKey | None:
        return self._examination.item.key if self._examination else None

    @property
    def xray(self) -> ImageRef | None:
        """The X-ray shown or awaited beside it."""
        return self._pictures.xray

    def show_examination(self, examination: Examination) -> None:
        """Another look at an item; an unfinished form of the one before is kept."""
        self._deciding.begin(examination)
        self._examination, self._wants_judging = examination, False
        _note(examination)
        self._page.show_examination(examination)
        self._deciding.restore_draft()
        self._sounds.play(sound_of(examination))
        self._pictures.show_examination(examination)
        self._lanes.store.run(partial(_keep_judgement, examination))
        self.examined.emit(examination)

    def clear(self) -> None:
        """The bench for the next item; what was unfinished is kept."""
        self._deciding.begin(None)
        self._examination, self._wants_judging = None, False
        self._pictures.show_nothing()
        self._page.show_nothing()

    def stand_by(self) -> None:
        """The stores are being opened anew: what was said of them in place of an item goes."""
        if self._examination is None:
            self._page.show_nothing()

    def look_again(self) -> None:
        """What was written about the item shows beside it at once."""
        house = self._opening.house
        if house is None or self._examination is None:
            return
        shown = self._examination
        self._examination = house.station.look_again(shown)
        self._deciding.show_examination(self._examination)
        self._page.show_acts(self._examination)
        self._pictures.show_attached(self._examination)
        weight = self._examination.item.measured_weight_g
        if self._wants_judging or weight != shown.item.measured_weight_g:
            self.judge_again()

    def judge_again(self) -> None:
        """Other lists are in use, or it was weighed. What the inspector sees is what an act holds:
        one that is being written is waited for."""
        house, shown = self._opening.house, self._examination
        self._wants_judging = shown is not None and self._deciding.is_writing
        if house is None or shown is None or self._wants_judging:
            return
        judged = self._examination = house.station.judge_again(shown)
        self._deciding.show_examination(judged)
        self._lanes.store.run(partial(_keep_judgement, judged))
        if judged.assessment.flags != shown.assessment.flags:
            self._page.show_judgement(judged)
            self._sounds.play(sound_of(judged))


def _keep_judgement(examination: Examination, house: OpenStation) -> None:
    house.station.keep_judgement(examination)


def _note(examination: Examination) -> None:
    """A code nobody understood goes to the log, escaped, for whoever sets the scanners up."""
    identity = examination.item.identity
    if isinstance(identity, Unidentified):
        _LOG.info("not understood, by %s: %s", examination.scan.source, visible(identity.text, 200))
