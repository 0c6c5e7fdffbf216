"""Items judged by lists or rules that are no more -> judged anew, their verdicts kept.

An item at the bench is always judged by what is in use; this is for the verdicts kept beside the
announcements, which lists of flagged items are made from.
"""

from collections.abc import Callable, Iterable
from datetime import date
from typing import NamedTuple, Protocol

from triage_app.flow.announced import announced_item
from triage_app.flow.assess import assess
from triage_app.flow.ports import JudgedShelf, ManifestCache, Record
from triage_app.flow.station import Judging
from triage_app.model.item import Announcement
from triage_app.model.risk import Assessment, Verdict

AT_ONCE = 200
"""Verdicts a transaction: others who write wait no longer than that takes."""

Told = Callable[[int, int], None]
"""How many are done, of how many."""


class Rejudged(NamedTuple):
    """What judging anew changed; counts are items."""

    judged: int = 0
    changed: int = 0
    now_flagged: int = 0
    now_clear: int = 0


class KeepsJudgements(Protocol):
    def keep_judgements(self, judged: Iterable[tuple[Announcement, Assessment]]) -> None: ...


class JudgedCache(ManifestCache, KeepsJudgements, Protocol):
    """The cache, where many verdicts are kept at once."""


def rejudge(
    shelf: JudgedShelf,
    cache: JudgedCache,
    record: Record,
    judging: Judging,
    today: date,
    told: Told,
) -> Rejudged:
    """Judge what is stale. May be cut at any time: what was kept is not stale any more."""
    pack, lists = judging.pack.name, judging.lists.versions
    total, after, done = shelf.stale_count(pack, lists), 0, Rejudged()
    while some := shelf.stale(pack, lists, after, AT_ONCE):
        after = some[-1].place
        judged: list[tuple[Announcement, Assessment]] = []
        for one in some:
            item = announced_item(one.announcement, cache, record, judging.party_key)
            assessment = assess(item, judging.pack, judging.lists, judging.sample, today)
            judged.append((one.announcement, assessment))
            done = _counted(done, one.verdict, assessment.verdict)
        cache.keep_judgements(judged)
        told(done.judged, total)
    return done


def _counted(done: Rejudged, before: str, verdict: Verdict) -> Rejudged:
    was_clear, is_clear = before == Verdict.CLEAR.value, verdict is Verdict.CLEAR
    return Rejudged(
        done.judged + 1,
        done.changed + (before != verdict.value),
        done.now_flagged + (was_clear and not is_clear),
        done.now_clear + (is_clear and not was_clear),
    )
