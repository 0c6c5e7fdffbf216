"""ImageRef -> Picture, on the images lane: read the blob, decode it in a process that may die."""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from triage_app.flow.compared import Looks
from triage_app.flow.desk import OpenStation
from triage_app.model.errors import Fault
from triage_app.model.item import ImageRef, MailItem
from triage_app.model.looks import Compared
from triage_app.ui.picture_comparing import PictureComparing
from triage_app.ui.picture_shelf import PictureShelf

if TYPE_CHECKING:  # numpy and the decoders come with them: only the lane loads those
    from triage_app.imaging.picture import Picture, Unreadable


class PictureLoader:
    """Belongs to the images lane; what it decodes it puts on the shelf."""

    def __init__(
        self,
        open_station: Callable[[], OpenStation],
        shelf: PictureShelf,
        open_looks: Callable[[], Looks] | None = None,
        mm_per_pixel: float = 0.0,
    ) -> None:
        from triage_app.imaging.worker import DecodePool

        self._open = open_station()
        self._pool = DecodePool()
        self._shelf = shelf
        self._mm_per_pixel = mm_per_pixel
        self._comparing = (
            PictureComparing(self._open.station, open_looks) if open_looks is not None else None
        )

    def load(self, ref: ImageRef) -> "Picture | Unreadable":
        """The picture, or the reason it cannot be shown."""
        from triage_app.imaging.picture import Picture

        kept = self._shelf.get(ref.sha256)
        if kept is not None:
            return kept
        loaded = self._decoded(ref)
        if isinstance(loaded, Picture):
            self._shelf.keep(ref.sha256, loaded)
        return loaded

    def load_ahead(self, ref: ImageRef, wanted: frozenset[str]) -> bool:
        """Have a picture ready that may be asked for next; whether there was room for it beside the
        others `wanted`. One that cannot be shown is said when it is asked for."""
        from triage_app.imaging.picture import Unreadable

        if self._shelf.get(ref.sha256) is not None:
            return True
        loaded = self._decoded(ref)
        return isinstance(loaded, Unreadable) or self._shelf.keep_ahead(ref.sha256, loaded, wanted)

    def compare(self, item: MailItem, ref: ImageRef) -> tuple[Compared, ...]:
        """Earlier pictures worth seeing beside one of the item's; () for one that cannot be read
        or where nothing is compared."""
        from triage_app.imaging.picture import Picture

        picture = self.load(ref) if self._comparing is not None else None
        if self._comparing is None or not isinstance(picture, Picture):
            return ()
        return self._comparing.compare(item, ref, picture)

    def close(self) -> None:
        self._pool.close()
        self._open.close()

    def _decoded(self, ref: ImageRef) -> "Picture | Unreadable":
        from triage_app.imaging.picture import Unreadable

        try:
            data = self._open.station.picture(ref)
        except Fault as fault:
            return Unreadable(fault.what)
        return self._measured(self._pool.decode(data))

    def _measured(self, picture: "Picture | Unreadable") -> "Picture | Unreadable":
        """What a pixel is in mm, by the settings, where the file does not say."""
        from triage_app.imaging.picture import Unreadable

        if isinstance(picture, Unreadable) or picture.spacing_mm is not None:
            return picture
        if not self._mm_per_pixel or not picture.looks_like_xray:
            return picture
        return replace(picture, spacing_mm=(self._mm_per_pixel, self._mm_per_pixel))
