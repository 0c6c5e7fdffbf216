"""Judging anew what was judged by other lists or rules, with a bar; for `lists` and `assess`."""

from triage_app.app import Parts
from triage_app.cli.output import on_terminal
from triage_app.cli.progress import Bar
from triage_app.flow.rejudge import Rejudged, rejudge
from triage_app.flow.station import Judging
from triage_app.risk.lists import ScreeningLists
from triage_app.risk.names import person_key
from triage_app.store.cache_lists import CacheLists


def rejudge_here(parts: Parts) -> Rejudged:
    """By the lists as the cache keeps them now, which may be newer than those of `parts`."""
    versions = parts.cache.list_versions()
    lists = parts.lists
    if lists.versions != versions:
        lists = ScreeningLists(parts.cache.lists(), versions)
    bar = Bar("items") if on_terminal() else None
    done = rejudge(
        CacheLists(parts.cache.connection),
        parts.cache.reader,
        parts.record.record,
        Judging(parts.pack, lists, parts.sample, person_key),
        parts.clock.today(),
        bar.show if bar else lambda _done, _total: None,
    )
    if bar:
        bar.clear()
    return done


def said_of(again: Rejudged) -> str:
    """What judging anew changed, for people."""
    return f"{again.now_flagged:,} are flagged now, {again.now_clear:,} are no more"
