"""The item on the bench -> its pictures, loaded on their lane; an answer that comes late is not
shown beside another item."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from triage_app.model.examination import Examination
from triage_app.model.item import ImageRef
from triage_app.model.looks import Compared
from triage_app.model.mark import standing_marks
from triage_app.model.scan import Scan
from triage_app.ui.desk_lanes import DeskLanes
from triage_app.ui.pictures_panel import PicturesPanel, xray_refs

if TYPE_CHECKING:  # numpy comes with it
    from triage_app.imaging.picture import Picture, Unreadable


class PictureShowing(QObject):
    def __init__(
        self, lanes: DeskLanes, panel: PicturesPanel, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._lanes = lanes
        self._panel = panel
        self._scan: Scan | None = None
        self._rays: tuple[ImageRef, ...] = ()
        panel.choice.chosen.connect(self._load_beside)

    def show_examination(self, examination: Examination) -> None:
        """Load what the panel awaits."""
        self._scan = examination.scan
        self._rays = xray_refs(examination.item.images)
        self._show_marks(examination)
        self._load_rays()
        self._load_beside(self._panel.choice.present)
        self._compare(examination)

    def show_attached(self, examination: Examination) -> None:
        """The same item with what is attached by now: what is new shows at once, what is looked at
        stays otherwise."""
        rays = xray_refs(examination.item.images)
        self._show_marks(examination, rays)
        if rays != self._rays:
            self._rays = rays
            self._panel.await_xray(rays)
            self._load_rays()
            self._compare(examination)
        if self._panel.choice.show_again(examination.item):
            self._panel.await_beside()
            self._load_beside(self._panel.choice.present)

    def show_nothing(self) -> None:
        self._scan = None

    @property
    def xray(self) -> ImageRef | None:
        """The X-ray that is shown or awaited."""
        return self._rays[0] if self._rays and self._scan else None

    def _show_marks(self, examination: Examination, rays: tuple[ImageRef, ...] = ()) -> None:
        ray = next(iter(rays or self._rays), None)
        made = standing_marks(examination.item.acts, ray.sha256) if ray else ()
        self._panel.show_marks(made)

    def _compare(self, examination: Examination) -> None:
        if self._rays:
            heard = partial(self._show_compared, self._scan, self._rays)
            self._lanes.compare(examination.item, self._rays[0], heard)

    def _show_compared(
        self, scan: Scan | None, rays: tuple[ImageRef, ...], found: tuple[Compared, ...]
    ) -> None:
        if scan is self._scan and rays == self._rays and self._panel.choice.show_compared(found):
            self._load_beside(self._panel.choice.present)

    def _load_rays(self) -> None:
        if self._rays:
            self._lanes.load_pictures(self._rays, partial(self._show_rays, self._scan, self._rays))

    def _load_beside(self, ref: ImageRef | None) -> None:
        if ref is not None:
            self._lanes.load_pictures((ref,), partial(self._show_beside, self._scan, ref))

    def _show_rays(
        self,
        scan: Scan | None,
        rays: tuple[ImageRef, ...],
        loaded: "list[Picture | Unreadable]",
    ) -> None:
        if scan is self._scan and rays == self._rays:
            self._panel.show_xray(loaded[0], loaded[1] if len(loaded) > 1 else None)

    def _show_beside(
        self, scan: Scan | None, ref: ImageRef, loaded: "list[Picture | Unreadable]"
    ) -> None:
        if scan is self._scan and ref == self._panel.choice.present:
            self._panel.show_product(loaded[0])
