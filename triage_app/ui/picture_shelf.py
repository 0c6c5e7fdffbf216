"""Decoded pictures within a budget of memory, by their content; any thread may look."""

from collections import OrderedDict
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # numpy comes with it
    from triage_app.imaging.picture import Picture


class PictureShelf:
    """Those looked at last stay; the latest always does, however large."""

    def __init__(self, room_bytes: int) -> None:
        self._room = room_bytes
        self._kept: OrderedDict[str, Picture] = OrderedDict()
        self._lock = Lock()

    def get(self, sha256: str) -> "Picture | None":
        """The picture if it is here; it counts as looked at."""
        with self._lock:
            picture = self._kept.get(sha256)
            if picture is not None:
                self._kept.move_to_end(sha256)
            return picture

    def keep(self, sha256: str, picture: "Picture") -> None:
        """Keep what is shown now; the ones looked at longest ago make room."""
        with self._lock:
            self._kept[sha256] = picture
            self._kept.move_to_end(sha256)
            while len(self._kept) > 1 and self._size() > self._room:
                self._kept.popitem(last=False)

    def keep_ahead(self, sha256: str, picture: "Picture", wanted: frozenset[str]) -> bool:
        """Keep what may be shown next; whether there was room beside the others `wanted`: only
        what nobody wants makes room."""
        with self._lock:
            unwanted = [name for name in self._kept if name not in wanted]
            size = _bytes(picture)
            while unwanted and self._size() + size > self._room:
                del self._kept[unwanted.pop(0)]
            if self._size() + size > self._room:
                return False
            self._kept[sha256] = picture
            return True

    def _size(self) -> int:
        return sum(_bytes(picture) for picture in self._kept.values())


def _bytes(picture: "Picture") -> int:
    return sum(int(page.nbytes) for page in picture.pages)
