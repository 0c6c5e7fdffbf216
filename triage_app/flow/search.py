"""SearchFor -> Findings: announced items by what is written on them. One mode of the window."""

from datetime import datetime, time

from triage_app.flow.ports import Clock, SearchIndex
from triage_app.model.search import Counted, Findings, SearchFor

FIRST_SHOWN = 50
MOST_COUNTED = 10_000


class Search:
    """Answers from the station's own disk; the index may be some announcements behind. Belongs to
    one thread, as the connections behind it do."""

    def __init__(self, index: SearchIndex, clock: Clock) -> None:
        self._index = index
        self._clock = clock

    def find(self, asked: SearchFor, limit: int = FIRST_SHOWN, before: int = 0) -> Findings:
        """The newest `limit` that fit; those after them from under the last hit's key, `before`."""
        return self._index.find(asked, since=self._day_began(), before=before, limit=limit)

    def count(self, asked: SearchFor) -> Counted:
        """How many fit; not counted beyond MOST_COUNTED."""
        return self._index.count(asked, since=self._day_began(), most=MOST_COUNTED)

    def behind(self) -> int:
        """How many announcements came, changed or went that the index does not know yet."""
        return self._index.behind()

    def catch_up(self, most: int) -> int:
        """Let the index take in up to `most` more; how many it took, 0 where nothing is missing or
        another process is at it."""
        return self._index.catch_up(most)

    def tidy(self) -> bool:
        """Let the index put together some of what it took in bit by bit, for quicker answers;
        whether there may be more of it."""
        return self._index.tidy()

    def _day_began(self) -> datetime:
        """Midnight of the facility's day."""
        here = self._clock.local(self._clock.now())
        return datetime.combine(here.date(), time(), here.tzinfo)
