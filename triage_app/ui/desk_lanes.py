"""The lanes behind the window: store, images, sync, and the child process that takes files in."""

import json
import mimetypes
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QProcess, Signal

from triage_app.flow.desk import Desk, OpenStation
from triage_app.model.act import Act
from triage_app.model.errors import FileUnreadable
from triage_app.model.examination import Examination
from triage_app.model.item import ImageRole
from triage_app.model.road import SyncReport
from triage_app.model.sentence import tr as sentence
from triage_app.ui.lanes import Lane
from triage_app.ui.picture_loading import PictureLoader
from triage_app.ui.pictures_panel import PicturesPanel, product_ref, xray_refs
from triage_app.ui.words import tr

if TYPE_CHECKING:  # numpy comes with it
    from triage_app.imaging.picture import Picture, Unreadable

MANIFEST_SUFFIXES = (".csv", ".tsv", ".txt", ".jsonl", ".edi", ".gz", ".zst")


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
        self._syncing = False
        self.store = Lane("store", desk.open_station, _close_station)
        self._images = Lane(
            "images",
            lambda: PictureLoader(desk.open_station, desk.settings.images.memory_mb),
            PictureLoader.close,
        )
        self._sync = Lane("sync", lambda: desk)
        for lane in (self.store, self._images):
            lane.faulted.connect(self.faulted)
        self.store.run(_prepare, self._prepared, self.refused.emit)

    def load_pictures(
        self,
        examination: Examination,
        panel: PicturesPanel,
        still_shown: Callable[[Examination], bool],
    ) -> None:
        """Decode the item's pictures and show them, unless another item came meanwhile."""
        rays, product = xray_refs(examination.item.images), product_ref(examination.item.images)

        def show_xray(loaded: "list[Picture | Unreadable]") -> None:
            if still_shown(examination):
                panel.show_xray(loaded[0], loaded[1] if len(loaded) > 1 else None)

        def show_product(loaded: "Picture | Unreadable") -> None:
            if still_shown(examination):
                panel.show_product(loaded)

        if rays:
            self._images.run(lambda loader: [loader.load(ref) for ref in rays], show_xray)
        if product is not None:
            self._images.run(lambda loader: loader.load(product), show_product)

    def sync_now(self, done: Callable[[], object]) -> None:
        """One sync run at a time; where no hub is set, only `done`."""
        if self._desk.sync is None or self._syncing:
            done()
            return
        self._syncing = True

        def ended(_: SyncReport | object) -> None:
            self._syncing = False
            done()

        self._sync.run(lambda desk: desk.sync(), ended, failed=ended)

    def take_files(
        self,
        paths: list[str],
        examination: Examination | None,
        notice: Callable[[str], None],
    ) -> None:
        """Manifest files go into the cache, pictures to the item on the bench."""
        manifests = [p for p in paths if Path(p).suffix.lower() in MANIFEST_SUFFIXES]
        pictures = [p for p in paths if p not in manifests]
        if manifests:
            self._take_manifests(manifests, notice)
        if pictures and examination is None:
            notice(tr("DeskLanes", "Scan the item first, then drop its picture."))
        elif pictures and examination is not None:
            self._attach(pictures, examination, notice)

    @property
    def is_busy(self) -> bool:
        """Whether something asked for is still to be written or shown."""
        return self.store.is_busy or self._images.is_busy

    def close(self) -> None:
        """Finish what waits on each lane, then end them."""
        if self._import is not None:
            self._import.terminate()
            self._import.waitForFinished()
        for lane in (self.store, self._images, self._sync):
            lane.close()

    def _prepared(self, _: None) -> None:
        self.prepared.emit()

    def _attach(
        self, paths: list[str], examination: Examination, notice: Callable[[str], None]
    ) -> None:
        inspector, key, role = self._desk.inspector, examination.item.key, ImageRole.PHOTO

        def attach(house: OpenStation) -> list[Act]:
            acts = []
            for path in map(Path, paths):
                media_type = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
                data = _bytes_of(path)
                acts.append(house.station.attach(key, data, media_type, role, inspector))
            return acts

        def attached(acts: list[Act]) -> None:
            said = tr("DeskLanes", "{n} pictures attached to {item}.", n=len(acts), item=key.number)
            notice(said)
            self.imported.emit()

        self.store.run(attach, attached)

    def _take_manifests(self, paths: list[str], notice: Callable[[str], None]) -> None:
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


def _bytes_of(path: Path) -> bytes:
    """A dropped file's bytes. Raises FileUnreadable."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise FileUnreadable(
            sentence("DeskLanes", "{name} cannot be read: {error}.", name=path.name, error=error),
            sentence("DeskLanes", "Check the file and drop it again; nothing was attached."),
        ) from error


def _prepare(house: OpenStation) -> None:
    house.station.prepare()


def _close_station(house: OpenStation) -> None:
    house.close()


def _import_said(output: bytes, errors: bytes) -> str:
    """One sentence on what the child process reported."""
    reports = [json.loads(line) for line in output.splitlines() if line.startswith(b"{")]
    if not reports:
        return errors.decode("utf-8", "replace").strip() or tr(
            "DeskLanes", "The import ended without a report; run: triage import FILE"
        )
    counts = {k: sum(r[k] for r in reports) for k in ("new", "changed", "unchanged", "rejected")}
    return tr(
        "DeskLanes",
        "Imported: {new} new, {changed} changed, {unchanged} unchanged, {rejected} rows rejected.",
        **counts,
    )
