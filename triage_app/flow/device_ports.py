"""What the window needs of devices: scanners that are not keyboards, a scale, cameras' folders."""

from collections.abc import Callable
from typing import Protocol

from triage_app.model.scan import Scan, ShownWeight, TakenPicture
from triage_app.model.sentence import Sentence


class ScanSources(Protocol):
    """Scanners that are not keyboards, a scale, and folders cameras write into."""

    def start(
        self,
        on_scan: Callable[[Scan], None],
        on_picture: Callable[[TakenPicture], None],
        on_notice: Callable[[Sentence], None],
        on_weight: Callable[[ShownWeight], None],
    ) -> None:
        """Listen from now on; may be started again once stopped. Returns at once. The callbacks
        come on threads of their own, each device's in order; a notice is said once."""
        ...

    def stop(self) -> None:
        """End every thread. Those that do not end within a second end with the program."""
        ...
