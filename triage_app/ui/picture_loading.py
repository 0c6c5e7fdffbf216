"""ImageRef -> Picture, on the images lane: read the blob, decode it in a process that may die."""

from collections import OrderedDict
from collections.abc import Callable
from typing import TYPE_CHECKING

from triage_app.flow.desk import OpenStation
from triage_app.model.errors import Fault
from triage_app.model.item import ImageRef

if TYPE_CHECKING:  # numpy and the decoders come with them: only the lane loads those
    from triage_app.imaging.picture import Picture, Unreadable


class PictureLoader:
    """Belongs to the images lane. Keeps the latest pictures within `memory_mb`."""

    def __init__(self, open_station: Callable[[], OpenStation], memory_mb: int) -> None:
        from triage_app.imaging.worker import DecodePool

        self._open = open_station()
        self._pool = DecodePool()
        self._kept: OrderedDict[str, Picture] = OrderedDict()
        self._room = memory_mb * 1_000_000

    def load(self, ref: ImageRef) -> "Picture | Unreadable":
        """The picture, or the reason it cannot be shown."""
        from triage_app.imaging.picture import Picture, Unreadable

        if ref.sha256 in self._kept:
            self._kept.move_to_end(ref.sha256)
            return self._kept[ref.sha256]
        try:
            data = self._open.station.picture(ref)
        except Fault as fault:
            return Unreadable(fault.what)
        loaded = self._pool.decode(data)
        if isinstance(loaded, Picture):
            self._keep(ref.sha256, loaded)
        return loaded

    def close(self) -> None:
        self._pool.close()
        self._open.close()

    def _keep(self, sha256: str, picture: "Picture") -> None:
        self._kept[sha256] = picture
        while len(self._kept) > 1 and self._size() > self._room:
            self._kept.popitem(last=False)

    def _size(self) -> int:
        return sum(int(picture.samples.nbytes) for picture in self._kept.values())
