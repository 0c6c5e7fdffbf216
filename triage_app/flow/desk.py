"""What the window is handed: the modes' classes and how to open them on another thread."""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from triage_app.flow.ports import ScanSources
from triage_app.flow.station import Station
from triage_app.model.noun import noun
from triage_app.model.outcome import OutcomeCode
from triage_app.model.road import SyncReport
from triage_app.model.sentence import Sentence
from triage_app.settings import Settings


class OpenStation(Protocol):
    """A station with its own connections; belongs to the thread that opened it."""

    @property
    def station(self) -> Station: ...

    @property
    def notices(self) -> tuple[Sentence, ...]:
        """What a person should know of how the stores were opened."""
        ...

    @property
    def demonstration(self) -> bool: ...

    def close(self) -> None: ...


def _nothing() -> None:
    """Nothing is kept to be doubted."""


@noun(frozen=True, slots=True)
class Desk:
    """`local` gives the facility's wall time. `sync` opens and closes what it needs itself; None
    where no hub is set. `import_command` begins the command line of a child process that takes
    files in. `devices` are the scanners that are not keyboards; None where none are listened to.
    `doubt_cache` lets the next opening look through the cache first."""

    settings: Settings
    local: Callable[[datetime], datetime]
    outcomes: tuple[OutcomeCode, ...]
    inspector: str
    open_station: Callable[[], OpenStation]
    sync: Callable[[], SyncReport] | None
    import_command: tuple[str, ...]
    devices: ScanSources | None = None
    doubt_cache: Callable[[], None] = _nothing
