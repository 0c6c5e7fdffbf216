"""Time as acts need it, from the machine's clocks."""

import os
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from triage_app.model.errors import SettingsWrong
from triage_app.model.sentence import tr

_BOOT_ID_FILE = Path("/proc/sys/kernel/random/boot_id")


class SystemClock:
    """Fits ports.Clock. Raises SettingsWrong for a zone name the machine does not know."""

    def __init__(
        self, time_zone: str, wall: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self._zone = _zone(time_zone)
        self._wall = wall
        self._boot_id = _boot_id()

    def now(self) -> datetime:
        return self._wall()

    def today(self) -> date:
        return self._wall().astimezone(self._zone).date()

    def local(self, at: datetime) -> datetime:
        """The same instant on the facility's wall."""
        return at.astimezone(self._zone)

    def monotonic_ns(self) -> int:
        return time.monotonic_ns()

    def boot_id(self) -> str:
        return self._boot_id


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise SettingsWrong(
            tr("settings", "station.time_zone '{name}' is no IANA time zone.", name=name),
            tr("settings", "Write one such as America/New_York in settings.toml."),
        ) from error


def _boot_id() -> str:
    """Changes at each start of the machine; where the system tells none, at each start of ours."""
    try:
        return _BOOT_ID_FILE.read_text("ascii").strip()
    except OSError:
        return os.urandom(16).hex()
