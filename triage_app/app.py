"""The only file that knows every room of the station: it puts the parts together."""

import sys
from contextlib import ExitStack
from dataclasses import replace
from functools import partial
from threading import Lock
from types import TracebackType
from typing import TYPE_CHECKING

from triage_app import __version__
from triage_app.assets import asset
from triage_app.flow.clock import SystemClock
from triage_app.flow.commands import CommandReader, every_command
from triage_app.flow.desk import Desk
from triage_app.flow.fetching import CURSOR_NOTE
from triage_app.flow.ids import uuid7
from triage_app.flow.outcomes import load_outcomes
from triage_app.flow.pack_editions import NOW as PACK_NOW
from triage_app.flow.pack_editions import pack_in_use
from triage_app.flow.record import Recorder
from triage_app.flow.search import Search
from triage_app.flow.station import Judging, Shelves, Station
from triage_app.flow.worklist import WorkList
from triage_app.model.errors import DiskFault, KeyMissing, StoreDamaged
from triage_app.model.noun import noun
from triage_app.model.outcome import OutcomeCode
from triage_app.model.road import SyncReport
from triage_app.model.sentence import NOTHING, Sentence, tr
from triage_app.risk.lists import ScreeningLists
from triage_app.risk.names import person_key
from triage_app.risk.rules import RulePack
from triage_app.risk.sampling import RandomSlice
from triage_app.settings import Settings, inspector_here
from triage_app.store.blobs import BlobFolder
from triage_app.store.cache import OpenCache, open_cache, open_cache_to_read
from triage_app.store.cache_care import doubt, open_mended
from triage_app.store.cache_facility import note_facility
from triage_app.store.durable_file import takes_files
from triage_app.store.home_lock import HomeLock
from triage_app.store.keys import NewKeys, StoreKeys, make_keys, open_keys
from triage_app.store.record import OpenRecord, open_record

if TYPE_CHECKING:  # what one mode alone needs, or some stations
    from triage_app.devices.device_set import DeviceSet
    from triage_app.store.search import CacheSearch

Notices = tuple[Sentence, ...]


@noun(frozen=True, slots=True)
class Parts:
    """One thread's station with its own connections; closed by whoever opened it. `notices` are
    what a person should know of how the stores were opened."""

    settings: Settings
    keys: StoreKeys
    cache: OpenCache
    record: OpenRecord
    evidence: BlobFolder
    pack: RulePack
    lists: ScreeningLists
    sample: RandomSlice
    clock: SystemClock
    station: Station
    notices: Notices
    only_read: bool = False

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


class Shared:
    """What the stations of one process share on one home, each made once; any thread may ask."""

    def __init__(self, settings: Settings, keys: StoreKeys | None = None) -> None:
        self.settings = settings
        self._lock = Lock()
        self._keys = keys
        self._pack: RulePack | None = None
        self._pack_note = ""
        self._pack_notice = NOTHING
        self._lists = ScreeningLists()
        self._notices: Notices = ()
        self.opening = Lock()
        self.outcomes = outcome_table()

    def keys(self) -> StoreKeys:
        with self._lock:
            if self._keys is None:
                self._keys = open_keys(self.settings.home, self.settings.store.key)
            return self._keys

    def pack(self, cache: OpenCache, record: OpenRecord) -> RulePack:
        """The pack in use, by what the record says now."""
        note = record.outbox.note(PACK_NOW)
        with self._lock:
            if self._pack is None or self._pack_note != note:
                self._pack, self._pack_notice = pack_in_use(note, cache)
                self._pack_note = note
            return self._pack

    def notices(self, *more: Sentence) -> Notices:
        """What a person should know of how the stores were opened, by any thread so far."""
        with self._lock:
            fresh = (notice for notice in more if notice and notice not in self._notices)
            self._notices += tuple(fresh)
            said = (self._pack_notice,) if self._pack_notice else ()
            return (*self._notices, *said)

    def lists(self, cache: OpenCache) -> ScreeningLists:
        """The lists as the cache keeps them now; searched and remembered together."""
        versions = cache.list_versions()
        with self._lock:
            if self._lists.versions != versions:
                self._lists = ScreeningLists(cache.lists(), versions)
            return self._lists


def home_exists(settings: Settings) -> bool:
    return (settings.home / "record.db").exists()


def _refuse_no_home(settings: Settings) -> None:
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
    _refuse_no_home(settings)
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
        parts = _put_together(shared, keys, cache, record, notices)
        undone.pop_all()
    return replace(parts, only_read=True)


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
    shared: Shared, keys: StoreKeys, cache: OpenCache, record: OpenRecord, notices: Notices
) -> Parts:
    settings = shared.settings
    clock = SystemClock(settings.station.time_zone)
    evidence = BlobFolder(settings.home / "evidence", keys.evidence)
    pack, lists = shared.pack(cache, record), shared.lists(cache)
    secret_id, secret = record.record.sampling_secret()
    sample = RandomSlice(secret_id, secret, settings.random.share)
    outcomes = shared.outcomes
    recorder = Recorder(
        record=record.record,
        outcomes=outcomes,
        clock=clock,
        new_id=uuid7,
        app_version=__version__,
        party_key=person_key,
        holds_now=cache.reader.holds,
        hub_clock_offset_ms=lambda: int(record.outbox.note("hub_clock_offset_ms") or 0),
    )
    station = Station(
        shelves=Shelves(cache.reader, record.record, record.outbox, cache.images, evidence),
        judging=Judging(pack, lists, sample, person_key),
        recorder=recorder,
        commands=CommandReader(record.sheets, every_command(outcomes)),
        clock=clock,
        hub_configured=bool(settings.hub.url),
    )
    return Parts(
        settings, keys, cache, record, evidence, pack, lists, sample, clock, station, notices
    )


@noun(frozen=True, slots=True)
class WorkParts:
    """One thread's work list with its own connections; closed by whoever opened it."""

    work: WorkList
    parts: Parts

    def close(self) -> None:
        self.parts.close()


def assemble_work(settings: Settings, shared: Shared | None = None) -> WorkParts:
    """Open a home's stores for this thread and put a work list together on them."""
    parts = assemble(settings, shared)
    return WorkParts(work_of(parts), parts)


def work_of(parts: Parts) -> WorkList:
    """The work list of a station that is open on this thread."""
    from triage_app.flow.deadlines import Deadlines, load_deadlines
    from triage_app.store.work_list import CacheWork

    outcomes = outcome_table()
    table = load_deadlines(asset("deadlines.toml").read_text("utf-8"), outcomes)
    deadlines = Deadlines(table, parts.clock)
    return WorkList(
        shelf=CacheWork(parts.cache.connection, parts.clock.now, deadlines),
        trail=parts.record.record,
        station=parts.station,
        outcomes=outcomes,
        clock=parts.clock,
        deadlines=table.rows,
    )


@noun(frozen=True, slots=True)
class SearchParts:
    """One thread's search with its own connections; closed by whoever opened it."""

    search: Search
    _index: "CacheSearch"
    _cache: OpenCache

    def close(self) -> None:
        self._index.close()
        self._cache.close()


def assemble_search(settings: Settings, shared: Shared | None = None) -> SearchParts:
    """Open a home's cache and the index beside it, for this thread."""
    from triage_app.store.search import CacheSearch

    _refuse_no_home(settings)
    keys = (shared or Shared(settings)).keys()
    clock = SystemClock(settings.station.time_zone)
    with ExitStack() as undone:
        cache = open_cache(settings.home, keys)
        undone.callback(cache.close)
        index = CacheSearch(settings.home, keys.cache, cache.connection, clock.now)
        undone.pop_all()
    return SearchParts(Search(index, clock), index, cache)


def make_desk(settings: Settings, *, devices: bool = False) -> Desk:
    """What the window is handed; nothing is opened yet. With `devices` it listens to the scanners
    the settings name and lets old announcements go: a window played for pictures or figures leaves
    both alone.

    Raises SettingsWrong where a scanner's port cannot be read."""
    clock = SystemClock(settings.station.time_zone)
    shared = Shared(settings)
    child = (sys.executable, "-m", "triage_app", "--home", str(settings.home))
    return Desk(
        settings=settings,
        local=clock.local,
        outcomes=shared.outcomes,
        inspector=inspector_here(),
        open_station=partial(assemble, settings, shared),
        sync=partial(sync_home, settings) if settings.hub.url else None,
        import_command=(*child, "import"),
        devices=device_set(settings, clock) if devices else None,
        doubt_cache=partial(doubt, settings.home),
        disk_takes=partial(takes_files, settings.home),
        open_search=partial(assemble_search, settings, shared),
        open_work=partial(assemble_work, settings, shared),
        bag_command=(*child, "reconcile"),
        index_command=(*child, "search", "--catch-up", "--json"),
        open_rules=partial(assemble, settings, shared),
        rejudge_command=(*child, "assess", "--stale", "--json"),
        preview_command=(*child, "pack", "preview", "draft", "--json", "--progress"),
        purge_command=(*child, "purge", "--by-itself", "--json") if devices else (),
    )


def device_set(settings: Settings, clock: SystemClock) -> "DeviceSet | None":
    """The scanners the settings name, none opened yet; None where they name none."""
    if not (settings.scanner.serial_ports or settings.scanner.camera_folder):
        return None
    from triage_app.devices.device_set import DeviceSet

    return DeviceSet(settings.scanner, settings.home, clock.now)


def sync_home(settings: Settings, shared: Shared | None = None) -> SyncReport:
    """One sync run on connections of its own, the only one on this home. `shared` knows afterwards
    what a person should know.

    Raises HomeTaken naming the holder, HubUnreachable, HubRefusedStation.
    """
    from triage_app.flow.sync import sync_once
    from triage_app.uplink import open_road

    with (
        HomeLock(settings.home, "sync"),
        assemble(settings, shared) as parts,
        open_road(settings, parts.record.outbox) as road,
    ):
        return sync_once(parts.record.outbox, road, parts.evidence, parts.cache.writer, parts.clock)


def outcome_table() -> tuple[OutcomeCode, ...]:
    return load_outcomes(asset("outcomes.toml").read_text("utf-8"))


def enroll_home(settings: Settings, url: str, code: str) -> str:
    """Register the station with a hub; the hub's name. The code works once.

    Raises HubUnreachable, HubRefusedStation.
    """
    from triage_app.uplink.credentials import keep_credentials
    from triage_app.uplink.enrolment import Applicant, enrol

    with assemble(settings) as parts:
        applicant = Applicant(
            settings.station.name,
            settings.station.facility,
            parts.record.public_key(),
            parts.demonstration,
        )
        credentials = enrol(replace(settings.hub, url=url), code, applicant)
        keep_credentials(parts.record.outbox, credentials)
    return credentials.hub
