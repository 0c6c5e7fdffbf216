"""What the stations of one process share on one home: keys, rules, lists, each made once."""

from threading import Lock

from triage_app.assets import asset
from triage_app.flow.outcomes import load_outcomes
from triage_app.flow.station import Judging
from triage_app.model.inspector import AtDesk
from triage_app.model.outcome import OutcomeCode
from triage_app.model.sentence import Sentence
from triage_app.risk.kept_pack import kept_pack, pack_text
from triage_app.risk.lists import ScreeningLists
from triage_app.risk.names import person_key
from triage_app.risk.rules import RulePack
from triage_app.risk.sampling import RandomSlice
from triage_app.settings import Settings
from triage_app.store.cache import OpenCache
from triage_app.store.keys import StoreKeys, open_keys

PACK = "us-2026"
Notices = tuple[Sentence, ...]


class Shared:
    """What the stations of one process share on one home, each made once; any thread may ask."""

    def __init__(self, settings: Settings, keys: StoreKeys | None = None) -> None:
        self.settings = settings
        self._lock = Lock()
        self._keys = keys
        self._pack: RulePack | None = None
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

    def pack(self, cache: OpenCache) -> RulePack:
        with self._lock:
            if self._pack is None:
                self._pack = rule_pack(cache)
            return self._pack

    def judging(self, sample: RandomSlice) -> Judging:
        """What an item is judged by at this moment, on every thread: the newest that was read."""
        assert self._pack is not None, "a station is put together once its pack was read"
        return Judging(self._pack, self._lists, sample, person_key)

    def renew(self, cache: OpenCache) -> tuple[str, ...]:
        """Judge from now on by the lists as the cache keeps them; the names of those that are
        other ones, came or went. What they build at their first use is built before."""
        before = self._lists.versions
        versions = cache.list_versions()
        changed = {name for name, _ in set(before.items()) ^ set(versions.items())}
        if changed:
            lists = ScreeningLists(cache.lists(), versions)
            lists.prepare()
            with self._lock:
                self._lists = lists
        return tuple(sorted(changed))

    def notices(self, *more: Sentence) -> Notices:
        """What a person should know of how the stores were opened, by any thread so far."""
        with self._lock:
            fresh = (notice for notice in more if notice and notice not in self._notices)
            self._notices += tuple(fresh)
            return self._notices

    def lists(self, cache: OpenCache) -> ScreeningLists:
        """The lists as the cache keeps them now; searched and remembered together."""
        versions = cache.list_versions()
        with self._lock:
            if self._lists.versions != versions:
                self._lists = ScreeningLists(cache.lists(), versions)
            return self._lists


def rule_pack(cache: OpenCache) -> RulePack:
    """The shipped pack: as the cache keeps it ready, else read from its file and kept there."""
    path = asset("rules", f"{PACK}.toml")
    source = path.read_text("utf-8")
    if text := cache.kept(PACK):
        kept = kept_pack(text, source)
        if kept is not None:
            return kept
    from triage_app.risk.pack import load_pack  # only a first start needs the reader

    pack = load_pack(source, path.name)
    cache.keep(PACK, pack_text(pack))
    return pack


def outcome_table() -> tuple[OutcomeCode, ...]:
    return load_outcomes(asset("outcomes.toml").read_text("utf-8"))
