"""SearchFor -> Findings: announced items by what is written on them. One mode of the window."""

from dataclasses import replace
from datetime import datetime, time

from triage_app.flow.clearance import Clearance
from triage_app.flow.ports import Clock, SearchIndex
from triage_app.model.search import Counted, Findings, SearchFor
from triage_app.model.work import loose

FIRST_SHOWN = 50
MOST_COUNTED = 10_000


class Search:
    """Answers from the station's own disk; the index may be some announcements behind. Belongs to
    one thread, as the connections behind it do."""

    def __init__(
        self, index: SearchIndex, clock: Clock, clearance: Clearance | None = None
    ) -> None:
        """`clearance` says what may be shown of what is found; None: all."""
        self._index = index
        self._clock = clock
        self._clearance = clearance

    def find(self, asked: SearchFor, limit: int = FIRST_SHOWN, before: int = 0) -> Findings:
        """The newest `limit` that fit; those after them from under the last hit's key, `before`."""
        found = self._index.find(
            self._sayable(asked), since=self._day_began(), before=before, limit=limit
        )
        if self._clearance is None:
            return found
        return replace(found, hits=self._clearance.hits(found.hits))

    def count(self, asked: SearchFor) -> Counted:
        """How many fit; not counted beyond MOST_COUNTED."""
        return self._index.count(self._sayable(asked), since=self._day_began(), most=MOST_COUNTED)

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

    def _sayable(self, asked: SearchFor) -> SearchFor:
        """Without the items that no word or country may find, which would tell what is written on
        them. Their own number finds them, and lists without a word hold them."""
        if self._clearance is None or not (asked.text or asked.origin or asked.carrier):
            return asked
        hidden, text = self._clearance.hidden(), loose(asked.text)
        return replace(asked, without=frozenset(one for one in hidden if loose(one) != text))

    def _day_began(self) -> datetime:
        """Midnight of the facility's day."""
        here = self._clock.local(self._clock.now())
        return datetime.combine(here.date(), time(), here.tzinfo)
