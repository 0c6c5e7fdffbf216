"""The folder an X-ray machine writes into, as the window listens to it."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from threading import Thread

from triage_app.devices.watched_folder import FolderWatch
from triage_app.model.scan import Scan, ShownWeight, TakenPicture
from triage_app.model.sentence import Sentence

STOP_LIMIT_S = 1.0


class PictureFolder:
    """Fits ports.ScanSources; it scans nothing."""

    def __init__(self, folder: Path, now: Callable[[], datetime]) -> None:
        self._folder = folder
        self._now = now
        self._running: tuple[FolderWatch, Thread] | None = None

    def start(
        self,
        on_scan: Callable[[Scan], None],
        on_picture: Callable[[TakenPicture], None],
        on_notice: Callable[[Sentence], None],
        on_weight: Callable[[ShownWeight], None],
    ) -> None:
        def take(name: str, data: bytes) -> None:
            on_picture(TakenPicture(name, data, self._now(), self._folder.name))

        watch = FolderWatch(self._folder, take, on_notice)
        thread = Thread(target=watch.run, name="device-pictures", daemon=True)
        self._running = watch, thread
        thread.start()

    def stop(self) -> None:
        running, self._running = self._running, None
        if running is not None:
            watch, thread = running
            watch.stop()
            thread.join(STOP_LIMIT_S)
