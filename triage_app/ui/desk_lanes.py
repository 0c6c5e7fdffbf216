"""The lanes behind the window: store, images, labels, sync; and the child that takes files in."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from triage_app.flow.desk import Desk, OpenStation
from triage_app.model.errors import Fault
from triage_app.model.item import ImageRef, MailItem
from triage_app.model.looks import Compared
from triage_app.model.road import SyncReport
from triage_app.ui.importing import Importing
from triage_app.ui.lanes import Lane
from triage_app.ui.picture_loading import PictureLoader
from triage_app.ui.picture_looking import PictureLooker
from triage_app.ui.picture_shelf import PictureShelf

if TYPE_CHECKING:  # numpy comes with it
    from triage_app.imaging.picture import Picture, Unreadable


class DeskLanes(QObject):
    """One worker each; a fault on any of them comes out as `faulted`.

    The store lane begins at once: it opens its station and builds what all stations share, so
    that the next one opens in a few milliseconds. `prepared` says so, or `refused` why not.
    """

    prepared = Signal()
    refused = Signal(object)
    faulted = Signal(object)

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.importing = Importing(desk.import_command, self)
        self.store = Lane("store", desk.open_station, _close_station)
        self._shelf = PictureShelf(desk.settings.images.memory_mb * 1_000_000)
        self._ahead: tuple[ImageRef, ...] = ()
        self._is_ahead = False
        self._images = Lane(
            "images",
            lambda: PictureLoader(
                desk.open_station,
                self._shelf,
                desk.open_looks,
                desk.settings.images.mm_per_pixel,
            ),
            PictureLoader.close,
        )
        self.labels = Lane(
            "labels",
            lambda: PictureLooker(desk.open_station, desk.open_tray, desk.settings.images.tags),
            PictureLooker.close,
        )
        self._sync = Lane("sync", lambda: desk)
        for lane in (self.store, self._images, self.labels):
            lane.faulted.connect(self.faulted)
        self.store.run(_prepare, self._prepared, self.refused.emit)

    def reopen(self) -> None:
        """Every lane lets go of its stores, one after the other; then they are opened as at the
        start, and `prepared` or `refused` says so again."""
        lanes = iter((self.labels, self._images, self.store))

        def let_go() -> None:
            lane = next(lanes, None)
            if lane is None:
                self.store.run(_prepare, self._prepared, self.refused.emit)
            else:
                lane.let_go(let_go)

        let_go()

    def look_for_room(self, heard: Callable[[bool], object]) -> None:
        """Tell whether the home's disk takes what is written; it may be long about it."""
        self._sync.ask(lambda desk: desk.disk_takes(), heard)

    def rehearse(self) -> None:
        """Load on the store lane what the first names compared would load."""
        self.store.run(_rehearse)

    def load_pictures(
        self, refs: Sequence[ImageRef], show: "Callable[[list[Picture | Unreadable]], object]"
    ) -> None:
        """Decode the pictures, then `show` them in the same order: at once where they were decoded
        ahead."""
        ready = [self._shelf.get(ref.sha256) for ref in refs]
        if all(picture is not None for picture in ready):
            show([picture for picture in ready if picture is not None])
        else:
            self._images.ask(lambda loader: [loader.load(ref) for ref in refs], show)

    def compare(
        self, item: MailItem, ref: ImageRef, show: Callable[[tuple[Compared, ...]], object]
    ) -> None:
        """Find earlier pictures worth seeing beside one of the item's."""
        self._images.ask(lambda loader: loader.compare(item, ref), show)

    def load_ahead(self, refs: Sequence[ImageRef]) -> None:
        """Decode what may be asked for next, the likeliest first, one by one: what is asked for
        meanwhile comes between. What was to be decoded ahead before is not any more."""
        self._ahead = tuple(refs)
        if not self._is_ahead:
            self._load_next()

    def _load_next(self) -> None:
        asked = self._ahead
        self._is_ahead = bool(asked)
        if not asked:
            return
        wanted = frozenset(ref.sha256 for ref in asked)

        def loaded(has_room: bool) -> None:
            if asked == self._ahead:
                self._ahead = asked[1:] if has_room else ()
            self._load_next()

        def failed(_: Fault) -> None:
            loaded(False)  # said when the picture is asked for

        self._images.ask(lambda loader: loader.load_ahead(asked[0], wanted), loaded, failed)

    def sync_now(self, done: Callable[[], object]) -> None:
        """One sync run at a time; where no hub is set, only `done`."""
        if self._desk.sync is None or self._sync.is_busy:
            done()
            return

        def ended(_: SyncReport | Fault) -> None:
            done()

        self._sync.run(lambda desk: desk.sync(), ended, failed=ended)

    def _prepared(self, _: None) -> None:
        self.prepared.emit()

    @property
    def is_busy(self) -> bool:
        """Whether something asked for is still to be written or shown."""
        return any(lane.is_busy for lane in (self.store, self._images, self.labels))

    def close(self) -> None:
        """Finish what waits on each lane, then end them."""
        self.importing.close()
        for lane in (self.labels, self.store, self._images, self._sync):
            lane.close()


def _prepare(house: OpenStation) -> None:
    house.station.prepare()


def _rehearse(house: OpenStation) -> None:
    house.station.rehearse()


def _close_station(house: OpenStation) -> None:
    house.close()
