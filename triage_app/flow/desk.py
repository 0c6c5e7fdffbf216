"""What the window is handed: the modes' classes and how to open them on another thread."""

from collections.abc import Callable
from dataclasses import field
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from triage_app.flow.compared import Looks
from triage_app.flow.device_ports import ScanSources
from triage_app.flow.people import People
from triage_app.flow.search import Search
from triage_app.flow.station import Station
from triage_app.flow.tray import Tray
from triage_app.flow.worklist import WorkList
from triage_app.model.errors import KeyMissing
from triage_app.model.inspector import AtDesk
from triage_app.model.noun import noun
from triage_app.model.outcome import OutcomeCode
from triage_app.model.road import SyncReport
from triage_app.model.sentence import Sentence, tr
from triage_app.settings import Settings

if TYPE_CHECKING:  # what signs and reads packs is not needed for the first scan
    from triage_app.flow.rules_house import OpenRules


class OpenStation(Protocol):
    """A station with its own connections; belongs to the thread that opened it."""

    @property
    def station(self) -> Station: ...

    @property
    def notices(self) -> tuple[Sentence, ...]:
        """What a person should know of how the stores were opened."""
        ...

    @property
    def people(self) -> People:
        """Who works here, and who sits at this desk."""
        ...

    @property
    def demonstration(self) -> bool: ...

    @property
    def only_read(self) -> bool:
        """Whether it was opened on a disk that takes nothing: then nothing can be recorded."""
        ...

    def renew(self) -> tuple[str, ...]:
        """Judge by the lists as they are kept now, on every thread; the names of those that are
        other ones than before."""
        ...

    def close(self) -> None: ...


def _takes() -> bool:
    """Nothing is written that a disk could refuse."""
    return True


def _nothing() -> None:
    """Nothing is kept to be doubted."""


class OpenSearch(Protocol):
    """A search with its own connections; belongs to the thread that opened it."""

    @property
    def search(self) -> Search: ...

    def close(self) -> None: ...


def nothing_to_search() -> OpenSearch:
    """Where a window is put together without it."""
    raise KeyMissing(
        tr("desk", "There is nothing to search here."),
        tr("desk", "Start the window on a station's home."),
    )


class OpenWork(Protocol):
    """A work list with its own connections; belongs to the thread that opened it."""

    @property
    def work(self) -> WorkList: ...

    def close(self) -> None: ...


def nothing_to_work() -> OpenWork:
    """Where a window is put together without it."""
    raise KeyMissing(
        tr("desk", "There is nothing to work here."),
        tr("desk", "Start the window on a station's home."),
    )


def no_rules() -> "OpenRules":
    """Where a window is put together without them."""
    raise KeyMissing(
        tr("desk", "There are no rules here."),
        tr("desk", "Start the window on a station's home."),
    )


def no_tray() -> Tray:
    """Where a window is put together without it."""
    raise KeyMissing(
        tr("desk", "There is no tray here."),
        tr("desk", "Start the window on a station's home."),
    )


@noun(frozen=True, slots=True)
class Desk:
    """`local` gives the facility's wall time. `sync` opens and closes what it needs itself; None
    where no hub is set. `import_command` begins the command line of a child process that takes
    files in, `index_command` of one that takes new announcements into the search index. `devices`
    are the scanners that are not keyboards; None where none are listened to. `pictures` is the
    folder an X-ray machine writes into, `open_tray` where what nobody could pair waits,
    `open_looks` what pictures looked like; None where they are not compared.
    `doubt_cache` lets
    the next opening look through the cache first. `disk_takes` tells, off the GUI thread, whether
    the home's disk takes what is written. `quiet_commands` let old announcements
    go and back the record up once a day; () where the window leaves them. `preview_command` is one
    that says what the edits of the rules that are kept would change, `rejudge_command` one that
    judges anew what was judged by other rules, `measure_command` begins the one that measures.
    `inspector` is who acts here until inspectors are set up; `at_desk` who logged in, shared by
    every lane."""

    settings: Settings
    local: Callable[[datetime], datetime]
    outcomes: tuple[OutcomeCode, ...]
    inspector: str
    open_station: Callable[[], OpenStation]
    sync: Callable[[], SyncReport] | None
    import_command: tuple[str, ...]
    devices: ScanSources | None = None
    doubt_cache: Callable[[], None] = _nothing
    disk_takes: Callable[[], bool] = _takes
    open_search: Callable[[], OpenSearch] = nothing_to_search
    index_command: tuple[str, ...] = ()
    open_work: Callable[[], OpenWork] = nothing_to_work
    bag_command: tuple[str, ...] = ()
    quiet_commands: tuple[tuple[str, ...], ...] = ()
    open_rules: "Callable[[], OpenRules]" = no_rules
    preview_command: tuple[str, ...] = ()
    rejudge_command: tuple[str, ...] = ()
    measure_command: tuple[str, ...] = ()
    pictures: ScanSources | None = None
    open_tray: Callable[[], Tray] = no_tray
    open_looks: Callable[[], Looks] | None = None
    at_desk: AtDesk = field(default_factory=AtDesk)

    @property
    def who(self) -> str:
        """In whose name acts and drafts are written now."""
        return self.at_desk.id or self.inspector
