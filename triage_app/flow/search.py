"""SearchFor -> Findings: announced items by what is written on them. One mode of the window."""

from collections.abc import Iterator
from datetime import datetime
from itertools import islice

from triage_app.flow.ports import Clock, ManifestCache, SearchIndex
from triage_app.model.item import Announcement
from triage_app.model.risk import Verdict
from triage_app.model.search import Findings, Hit, SearchFor

FIRST_SHOWN = 50
READ_AHEAD = 200


class Search:
    """Answers from the station's own disk; the index may be some announcements behind."""

    def __init__(self, *, index: SearchIndex, cache: ManifestCache, clock: Clock) -> None:
        self._index = index
        self._cache = cache
        self._clock = clock

    def find(self, asked: SearchFor, limit: int = FIRST_SHOWN) -> Findings:
        """The newest `limit` that fit."""
        hits = tuple(islice(self._hits(asked), limit + 1))
        return Findings(hits[:limit], len(hits) > limit, self._index.behind())

    def catch_up(self, most: int) -> int:
        """Let the index take in up to `most` more announcements; how many it took."""
        return self._index.catch_up(most)

    def _hits(self, asked: SearchFor) -> Iterator[Hit]:
        found = self._index.find(asked)
        while some := list(islice(found, READ_AHEAD if _narrows(asked) else FIRST_SHOWN)):
            judged = self._index.judged([one.id for one in some])
            for announcement in some:
                hit = self._hit(announcement, *judged.get(announcement.id, (None, None)))
                if _wanted(hit, asked):
                    yield hit

    def _hit(
        self, announcement: Announcement, verdict: Verdict | None, seen_at: datetime | None
    ) -> Hit:
        today = seen_at is not None and self._clock.local(seen_at).date() == self._clock.today()
        held = bool(self._cache.holds(announcement.number))
        return Hit(announcement, verdict, held, today)


def _narrows(asked: SearchFor) -> bool:
    return asked.flagged or asked.unseen


def _wanted(hit: Hit, asked: SearchFor) -> bool:
    if asked.flagged and hit.verdict in (None, Verdict.CLEAR):
        return False
    if asked.held and not hit.held:
        return False
    return not (asked.unseen and hit.seen_today)
