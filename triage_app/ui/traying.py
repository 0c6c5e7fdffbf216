"""The tray: pictures of the watched folder that found no item, until a person says which it is."""

from collections import deque
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from triage_app.flow.desk import Desk
from triage_app.flow.pictured import NotTaken
from triage_app.flow.tray import suggest
from triage_app.model.act import Act
from triage_app.model.examination import Examination
from triage_app.model.scan import ScanSource, TakenPicture
from triage_app.model.tray import OnBenchSince, Waiting
from triage_app.model.visible import visible
from triage_app.ui import tray_looking
from triage_app.ui.desk_lanes import DeskLanes
from triage_app.ui.modes import TRAY
from triage_app.ui.theme import Tokens
from triage_app.ui.tray_looking import WithItem
from triage_app.ui.words import say, tr

if TYPE_CHECKING:  # made when it is brought
    from triage_app.imaging.picture import Picture, Unreadable
    from triage_app.ui.tray_page import TrayPage

REMEMBERED = 500
"""Items that were on the bench, among which the one of a picture is looked for."""


class Traying(QObject):
    """`attached` comes once a picture is kept with an item, `counted` carries how many wait, `said`
    is for the inspector."""

    attached = Signal()
    counted = Signal(int)
    said = Signal(str)

    def __init__(self, desk: Desk, lanes: DeskLanes, tokens: Tokens, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._lanes = lanes
        self._tokens = tokens
        self._made: TrayPage | None = None
        self._seen: deque[OnBenchSince] = deque(maxlen=REMEMBERED)

    @property
    def page(self) -> "TrayPage":
        """The page, once it was made."""
        assert self._made is not None
        return self._made

    def make_page(self) -> "TrayPage":
        """The page, when the mode is brought first."""
        from triage_app.ui.tray_page import TrayPage

        page = self._made = TrayPage(self._tokens, self._desk.local)
        page.chosen.connect(self._preview)
        page.attach_asked.connect(self._attach)
        page.leave_asked.connect(self._leave)
        return page

    def see(self, examination: Examination) -> None:
        """An item came to the bench; what was only looked up did not."""
        if examination.scan.source is not ScanSource.LIST:
            key = examination.item.key
            self._seen.append(OnBenchSince(key.number, examination.started_at))

    def follow(self, mode: int) -> None:
        """Begin where this mode was brought."""
        if mode == TRAY:
            self.page.begin()
            self.look()

    def look(self) -> None:
        """What waits now."""
        self._lanes.labels.ask(tray_looking.all_waiting, self._show)

    def take(self, taken: TakenPicture) -> None:
        """A picture came into the watched folder."""
        inspector = self._desk.who
        self._lanes.labels.run(
            partial(tray_looking.take_picture, taken=taken, inspector=inspector),
            partial(self._tell, taken.name),
        )

    def _tell(self, name: str, done: WithItem | Waiting | NotTaken) -> None:
        shown = visible(name, 60)
        if isinstance(done, NotTaken):
            self.said.emit(f"{shown}: {say(done.reason)}")
        elif isinstance(done, Waiting):
            self.said.emit(tr("Traying", "{name} waits for its item: Ctrl+3.", name=shown))
            self.look()
        elif done.act:
            said = tr(
                "Traying",
                "{name}: attached to {number} by its {by}.",
                name=shown,
                number=visible(done.number, 40),
                by=done.by,
            )
            self.said.emit(said)
            self.attached.emit()

    def _show(self, waiting: tuple[Waiting, ...]) -> None:
        self.counted.emit(len(waiting))
        if self._made is None:
            return
        within_s = self._desk.settings.images.pair_within_s
        meant = {one.sha256: suggest(one.came_at, self._seen, within_s) for one in waiting}
        self._made.show_waiting(waiting, meant)
        for one in waiting:
            if self._made.wants_thumb(one):
                self._lanes.labels.ask(
                    partial(tray_looking.thumb_of, waiting=one), partial(self._made.show_thumb, one)
                )

    def _preview(self, waiting: Waiting) -> None:
        self._lanes.labels.ask(
            partial(tray_looking.preview_of, waiting=waiting), partial(self._show_preview, waiting)
        )

    def _show_preview(self, waiting: Waiting, picture: "Picture | Unreadable") -> None:
        self.page.show_preview(waiting, picture)

    def _attach(self, waiting: Waiting, code: str) -> None:
        inspector = self._desk.who
        self._lanes.labels.run(
            partial(tray_looking.attach_waiting, waiting=waiting, code=code, inspector=inspector),
            partial(self._acknowledge, code),
        )

    def _acknowledge(self, code: str, done: Act | NotTaken) -> None:
        if isinstance(done, NotTaken):
            self.page.warn(say(done.reason))
            return
        self.said.emit(tr("Traying", "Attached to {code}.", code=visible(code, 40)))
        self.attached.emit()
        self.look()

    def _leave(self, waiting: Waiting) -> None:
        self._lanes.labels.run(
            partial(tray_looking.leave_out, waiting=waiting), partial(self._left, waiting)
        )

    def _left(self, waiting: Waiting, _: None) -> None:
        name = visible(waiting.name, 60)
        self.said.emit(
            tr("Traying", "{name} is out of the tray; its file stays in its folder.", name=name)
        )
        self.look()
