"""Pictures that wait for their item: sealed, each under the hash of its content."""

from pathlib import Path

import msgspec

from triage_app.model.errors import StoreDamaged
from triage_app.model.tray import Waiting
from triage_app.store.blobs import BlobFolder

FOLDER = "tray"


class TrayFolder:
    """Fits flow.tray.Tray. Two sealed files a picture: its bytes, and what is known of it."""

    def __init__(self, home: Path, key: bytes) -> None:
        self._pictures = BlobFolder(home / FOLDER / "pictures", key)
        self._known = BlobFolder(home / FOLDER / "known", key)
        self._names: dict[str, str] = {}
        self._waiting: dict[str, Waiting] = {}
        for name in self._known.names():
            self._read(name)

    def waiting(self) -> tuple[Waiting, ...]:
        """In the order they came."""
        return tuple(sorted(self._waiting.values(), key=lambda one: (one.came_at, one.sha256)))

    def add(self, data: bytes, waiting: Waiting) -> bool:
        """Keep one, durable on return; False where it waits already."""
        if waiting.sha256 in self._waiting:
            return False
        self._pictures.put(data)
        self._names[waiting.sha256] = self._known.put(msgspec.json.encode(waiting))
        self._waiting[waiting.sha256] = waiting
        return True

    def data(self, waiting: Waiting) -> bytes:
        """Its bytes as they came. Raises StoreDamaged."""
        return self._pictures.get(waiting.sha256)

    def take(self, waiting: Waiting) -> None:
        """It waits no longer."""
        name = self._names.pop(waiting.sha256, "")
        self._waiting.pop(waiting.sha256, None)
        if name:
            self._known.delete(name)
        self._pictures.delete(waiting.sha256)

    def _read(self, name: str) -> None:
        try:
            waiting = msgspec.json.decode(self._known.get(name), type=Waiting)
        except (StoreDamaged, msgspec.DecodeError):
            return  # what is left of it cannot be shown; its file stays for whoever looks after it
        self._names[waiting.sha256] = name
        self._waiting[waiting.sha256] = waiting
