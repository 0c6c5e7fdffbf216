"""What pictures look like, kept sealed beside the cache: remade as pictures are looked at."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import msgspec

from triage_app.model.errors import StoreDamaged
from triage_app.model.looks import PictureLook
from triage_app.store.blobs import BlobFolder

FOLDER = "looks"
MOST = 5_000
"""They are opened one by one before the first X-ray is compared."""


class LooksFolder:
    """Fits flow.compared.Looks. What was seen before `since` is let go as it is opened."""

    def __init__(
        self,
        home: Path,
        key: bytes,
        since: Callable[[], datetime | None] = lambda: None,
        most: int = MOST,
    ) -> None:
        self._most = most
        self._folder = BlobFolder(home / FOLDER, key)
        self._kept: dict[str, PictureLook] = {}
        self._names: dict[str, str] = {}
        oldest = since()
        for name in self._folder.names():
            look = self._read(name)
            if look is None or (oldest is not None and look.seen_at < oldest):
                self._folder.delete(name)
            else:
                self._kept[look.ref.sha256] = look
                self._names[look.ref.sha256] = name

    def all(self) -> tuple[PictureLook, ...]:
        """The latest seen last."""
        return tuple(sorted(self._kept.values(), key=lambda look: look.seen_at))

    def add(self, look: PictureLook) -> None:
        """Keep one; a picture that is known keeps its first look. Where there are MOST, the one
        seen longest ago makes room."""
        if look.ref.sha256 in self._kept:
            return
        if len(self._kept) >= self._most:
            oldest = min(self._kept.values(), key=lambda kept: kept.seen_at).ref.sha256
            self._folder.delete(self._names.pop(oldest))
            del self._kept[oldest]
        self._names[look.ref.sha256] = self._folder.put(msgspec.json.encode(look))
        self._kept[look.ref.sha256] = look

    def _read(self, name: str) -> PictureLook | None:
        try:
            return msgspec.json.decode(self._folder.get(name), type=PictureLook)
        except (StoreDamaged, msgspec.DecodeError):
            return None
