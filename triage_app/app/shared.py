"""What the stations of one process share on one home: keys, rules, lists, each made once."""

from threading import Lock

from triage_app.assets import asset
from triage_app.flow.outcomes import load_outcomes
from triage_app.flow.pack_editions import NOW as PACK_NOW
from triage_app.flow.pack_editions import pack_in_use
from triage_app.flow.station import Judging
from triage_app.model.inspector import AtDesk
from triage_app.model.outcome import OutcomeCode
from triage_app.model.sentence import NOTHING, Sentence
from triage_app.risk.lists import ScreeningLists
from triage_app.risk.names import person_key
from triage_app.risk.rules import RulePack
from triage_app.risk.sampling import RandomSlice
from triage_app.settings import Settings
from triage_app.store.cache import OpenCache
from triage_app.store.keys import StoreKeys, open_keys
from triage_app.store.record import OpenRecord

Notices = tuple[Sentence, ...]


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
        self.at_desk = AtDesk()

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

    def judging(self, sample: RandomSlice) -> Judging:
        """What an item is judged by at this moment, on every thread: the newest that was read."""
        assert self._pack is not None, "a station is put together once its pack was read"
        return Judging(self._pack, self._lists, sample, person_key)

    def renew(self, cache: OpenCache, record: OpenRecord) -> tuple[str, ...]:
        """Judge from now on by the lists as the cache keeps them and the pack the record names;
        the names of those that are other ones, came or went. What they build at their first use
        is built before."""
        was, before = self._pack, self._lists.versions
        pack = self.pack(cache, record)
        if pack is not was:
            pack.lexicons.prepare()
        versions = cache.list_versions()
        changed = {name for name, _ in set(before.items()) ^ set(versions.items())}
        if changed:
            lists = ScreeningLists(cache.lists(), versions)
            lists.prepare()
            with self._lock:
                self._lists = lists
        return (*([pack.name] if pack is not was else ()), *sorted(changed))

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


def outcome_table() -> tuple[OutcomeCode, ...]:
    return load_outcomes(asset("outcomes.toml").read_text("utf-8"))
