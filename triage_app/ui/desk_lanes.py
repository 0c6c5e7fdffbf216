"""The lanes behind the window: store, images, labels, sync; and the child that takes files in."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QProcess, Signal

from triage_app.flow.desk import Desk, OpenStation
from triage_app.model.errors import Fault
from triage_app.model.item import ImageRef
from triage_app.model.road import SyncReport
from triage_app.ui.lanes import Lane
from triage_app.ui.picture_loading import PictureLoader
from triage_app.ui.picture_looking import PictureLooker
from triage_app.ui.words import tr

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
    imported = Signal()

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._import: QProcess | None = None
        self.store = Lane("store", desk.open_station, _close_station)
        self._images = Lane(
            "images",
            lambda: PictureLoader(desk.open_station, desk.settings.images.memory_mb),
            PictureLoader.close,
        )
        self.labels = Lane("labels", lambda: PictureLooker(desk.open_station), PictureLooker.close)
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

    def rehearse(self) -> None:
        """Load on the store lane what the first names compared would load."""
        self.store.run(_rehearse)

    def load_pictures(
        self, refs: Sequence[ImageRef], show: "Callable[[list[Picture | Unreadable]], object]"
    ) -> None:
        """Decode the pictures, then `show` them in the same order."""
        self._images.run(lambda loader: [loader.load(ref) for ref in refs], show)

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

    def import_files(self, paths: list[str], notice: Callable[[str], None]) -> None:
        """Manifest files go into the cache by a child process; one import at a time."""
        if self._import is not None:
            notice(tr("DeskLanes", "An import is running; drop the next file when it is done."))
            return
        notice(tr("DeskLanes", "Importing {name} …", name=Path(paths[0]).name))
        process = QProcess(self)
        self._import = process

        def finished(*_: Any) -> None:
            self._import = None
            output = bytes(process.readAllStandardOutput().data())
            errors = bytes(process.readAllStandardError().data())
            notice(_import_said(output, errors))
            process.deleteLater()
            self.imported.emit()

        process.finished.connect(finished)
        program, *words = self._desk.import_command
        process.start(program, [*words, "--json", *paths])

    @property
    def is_busy(self) -> bool:
        """Whether something asked for is still to be written or shown."""
        return any(lane.is_busy for lane in (self.store, self._images, self.labels))

    def close(self) -> None:
        """Finish what waits on each lane, then end them."""
        if self._import is not None:
            self._import.terminate()
            self._import.waitForFinished()
        for lane in (self.labels, self.store, self._images, self._sync):
            lane.close()


def _prepare(house: OpenStation) -> None:
    house.station.prepare()


def _rehearse(house: OpenStation) -> None:
    house.station.rehearse()


def _close_station(house: OpenStation) -> None:
    house.close()


def _import_said(output: bytes, errors: bytes) -> str:
    """What the child process reported: what came in, where refused rows lie, what failed."""
    reports = [json.loads(line) for line in output.splitlines() if line.startswith(b"{")]
    failed = " ".join(errors.decode("utf-8", "replace").split())
    if not reports:
        return failed or tr(
            "DeskLanes", "The import ended without a report; run: triage import FILE"
        )
    counts = {k: sum(r[k] for r in reports) for k in ("new", "changed", "unchanged", "rejected")}
    said = tr(
        "DeskLanes",
        "Imported: {new} new, {changed} changed, {unchanged} unchanged, {rejected} rows rejected.",
        **counts,
    )
    if kept := [r["rejects"] for r in reports if r["rejected"] and r["rejects"]]:
        said += " " + tr("DeskLanes", "Why: {files}", files=", ".join(kept))
    return f"{failed} {said}" if failed else said
