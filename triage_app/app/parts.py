"""A home's stores, opened for one thread, and a station put together on them."""

from contextlib import ExitStack
from functools import partial
from types import TracebackType

from triage_app import __version__
from triage_app.app.shared import Notices, Shared
from triage_app.flow.clearance import Clearance
from triage_app.flow.clock import SystemClock
from triage_app.flow.commands import CommandReader, every_command
from triage_app.flow.fetching import CURSOR_NOTE
from triage_app.flow.ids import uuid7
from triage_app.flow.people import People
from triage_app.flow.record import Recorder
from triage_app.flow.station import Shelves, Station
from triage_app.model.errors import DiskFault, KeyMissing, StoreDamaged
from triage_app.model.inspector import AtDesk
from triage_app.model.noun import noun
from triage_app.model.sentence import Sentence, tr
from triage_app.risk.lists import ScreeningLists
from triage_app.risk.names import person_key
from triage_app.risk.rules import RulePack
from triage_app.risk.sampling import RandomSlice
from triage_app.settings import Settings, inspector_here
from triage_app.store.blobs import BlobFolder
from triage_app.store.cache import OpenCache, open_cache, open_cache_to_read
from triage_app.store.cache_care import doubt, open_mended
from triage_app.store.cache_facility import note_facility
from triage_app.store.keys import NewKeys, StoreKeys, make_keys
from triage_app.store.record import OpenRecord, open_record


@noun(frozen=True, slots=True)
class Parts:
    """One thread's station with its own connections; closed by whoever opened it. `notices` are
    what a person should know of how the stores were opened."""

    settings: Settings
    keys: StoreKeys
    cache: OpenCache
    record: OpenRecord
    evidence: BlobFolder
    clock: SystemClock
    station: Station
    notices: Notices
    only_read: bool
    _shared: Shared

    @property
    def pack(self) -> RulePack:
        return self.station.judging.pack

    @property
    def lists(self) -> ScreeningLists:
        return self.station.judging.lists

    @property
    def sample(self) -> RandomSlice:
        return self.station.judging.sample

    @property
    def people(self) -> People:
        return self.station.clearance.people

    @property
    def inspector(self) -> str:
        """Who acts here: whoever logged in; the machine's own user until inspectors are set up."""
        return self._shared.at_desk.id or inspector_here()

    def renew(self) -> tuple[str, ...]:
        """Judge by the lists and the rule pack in use now; the names of those that are other ones.
        All stations that share with this one follow."""
        return self._shared.renew(self.cache, self.record)

    @property
    def demonstration(self) -> bool:
        return self.record.demonstration or self.cache.demonstration

    def close(self) -> None:
        self.cache.close()
        self.record.close()

    def __enter__(self) -> "Parts":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def home_exists(settings: Settings) -> bool:
    return (settings.home / "record.db").exists()


def refuse_no_home(settings: Settings) -> None:
    if not home_exists(settings):
        raise KeyMissing(
            tr("app", "There is no station at {home} yet.", home=settings.home),
            tr("app", "Start the window to make one, or run 'triage demo' for a made-up one."),
        )


def make_home(settings: Settings) -> NewKeys:
    """Keys and empty stores for a new home. The recovery key in the answer is shown once."""
    settings.home.mkdir(parents=True, exist_ok=True)
    made = make_keys(settings.home, settings.store.key)
    open_cache(settings.home, made.keys).close()
    open_record(settings.home, made.keys, station=settings.station.name).close()
    return made


def assemble(settings: Settings, shared: Shared | None = None) -> Parts:
    """Open a home's stores for this thread and put a station together on them, and on what it
    shares with the other threads' stations."""
    refuse_no_home(settings)
    shared = shared or Shared(settings)
    try:
        return _assembled(settings, shared)
    except DiskFault:
        return _assembled_to_read(settings, shared)


def _assembled(settings: Settings, shared: Shared) -> Parts:
    keys = shared.keys()
    with ExitStack() as undone:
        record = open_record(settings.home, keys, station=settings.station.name)
        undone.callback(record.close)
        with shared.opening:  # whoever finds a cache mended hears that it was
            cache, mended = _opened_cache(settings, keys, shared, record)
            undone.callback(cache.close)
            notices = shared.notices(record.notice, mended)
        note_facility(cache.connection, settings.station.facility)
        if cache.is_new or mended:
            record.outbox.keep_note(CURSOR_NOTE, "")  # what was fetched is gone
        parts = _put_together(shared, keys, cache, record, notices)
        undone.pop_all()
    return parts


def _assembled_to_read(settings: Settings, shared: Shared) -> Parts:
    """On a disk that takes nothing: what was recorded is shown, nothing can be written. Its notice
    is not shared: it ends with the disk's trouble."""
    keys = shared.keys()
    with ExitStack() as undone:
        record = open_record(settings.home, keys, station=settings.station.name, read_only=True)
        undone.callback(record.close)
        cache = open_cache_to_read(settings.home, keys)
        undone.callback(cache.close)
        notices = (*shared.notices(), record.notice)
        parts = _put_together(shared, keys, cache, record, notices, only_read=True)
        undone.pop_all()
    return parts


def _opened_cache(
    settings: Settings, keys: StoreKeys, shared: Shared, record: OpenRecord
) -> tuple[OpenCache, Sentence]:
    """The cache, once what judging needs of it could be read; what was not readable is mended."""
    cache, mended = open_mended(settings.home, keys)
    try:
        shared.pack(cache, record)
        shared.lists(cache)
    except StoreDamaged:
        cache.close()
        doubt(settings.home)
        return open_mended(settings.home, keys)
    except BaseException:
        cache.close()
        raise
    return cache, mended


def _put_together(
    shared: Shared,
    keys: StoreKeys,
    cache: OpenCache,
    record: OpenRecord,
    notices: Notices,
    *,
    only_read: bool = False,
) -> Parts:
    settings = shared.settings
    clock = SystemClock(settings.station.time_zone)
    evidence = BlobFolder(settings.home / "evidence", keys.evidence)
    shared.pack(cache, record)
    shared.lists(cache)
    secret_id, secret = record.record.sampling_secret()
    sample = RandomSlice(secret_id, secret, settings.random.share)
    outcomes = shared.outcomes
    people = people_of(record, clock, shared.at_desk)
    clearance = Clearance(people, cache.reader, record.record, outcomes, clock)
    recorder = Recorder(
        record=record.record,
        outcomes=outcomes,
        clock=clock,
        new_id=uuid7,
        app_version=__version__,
        party_key=person_key,
        holds_now=cache.reader.holds,
        clearance=clearance,
        hub_clock_offset_ms=lambda: int(record.outbox.note("hub_clock_offset_ms") or 0),
    )
    station = Station(
        shelves=Shelves(cache.reader, record.record, record.outbox, cache.images, evidence),
        judging=partial(shared.judging, sample),
        recorder=recorder,
        commands=CommandReader(record.sheets, every_command(outcomes)),
        clock=clock,
        hub_configured=bool(settings.hub.url),
        clearance=clearance,
    )
    return Parts(
        settings, keys, cache, record, evidence, clock, station, notices, only_read, shared
    )


def people_of(record: OpenRecord, clock: SystemClock, at_desk: AtDesk) -> People:
    """The inspectors of a record; needs nothing beside it."""
    plain = Recorder(
        record=record.record, outcomes=(), clock=clock, new_id=uuid7, app_version=__version__
    )
    return People(record.inspectors, plain.say_of_inspector, clock, at_desk)
