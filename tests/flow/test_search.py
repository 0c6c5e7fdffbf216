"""The day of `unseen` is the facility's day; an empty question asks for nothing."""

from datetime import UTC, datetime

import pytest

from triage_app.flow.clock import SystemClock
from triage_app.flow.search import FIRST_SHOWN, MOST_COUNTED, Search
from triage_app.model.search import Counted, Findings, SearchFor

EVENING = datetime(2026, 3, 3, 3, 30, tzinfo=UTC)
"""Still the second of March in New York."""


class Index:
    """Remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[SearchFor, datetime, int, int]] = []
        self.missing = 3
        self.untidy = 2

    def find(self, asked: SearchFor, *, since: datetime, before: int, limit: int) -> Findings:
        self.asked.append((asked, since, before, limit))
        return Findings(behind=self.missing)

    def count(self, asked: SearchFor, *, since: datetime, most: int) -> Counted:
        self.asked.append((asked, since, 0, most))
        return Counted(7)

    def behind(self) -> int:
        return self.missing

    def catch_up(self, most: int) -> int:
        taken, self.missing = min(most, self.missing), max(0, self.missing - most)
        return taken

    def tidy(self) -> bool:
        self.untidy -= 1
        return self.untidy > 0


def test_today_begins_at_the_facility_s_midnight() -> None:
    index = Index()
    search = Search(index, SystemClock("America/New_York", lambda: EVENING))
    asked = SearchFor("candles", unseen=True)

    assert search.find(asked, before=9).behind == 3
    assert search.count(asked) == Counted(7)

    midnight = datetime(2026, 3, 2, 5, tzinfo=UTC)
    assert index.asked == [
        (asked, midnight, 9, FIRST_SHOWN),
        (asked, midnight, 0, MOST_COUNTED),
    ]


def test_it_catches_up_until_nothing_is_missing() -> None:
    search = Search(Index(), SystemClock("UTC", lambda: EVENING))

    assert (search.catch_up(2), search.behind()) == (2, 1)
    assert (search.catch_up(2), search.catch_up(2)) == (1, 0)
    assert (search.tidy(), search.tidy()) == (True, False)


@pytest.mark.parametrize(
    ("asked", "asks"),
    [
        (SearchFor(), False),
        (SearchFor(" ...\0"), False),
        (SearchFor("深"), True),
        (SearchFor(held=True), True),
        (SearchFor(origin="CN"), True),
    ],
)
def test_only_words_and_facets_ask_for_something(asked: SearchFor, asks: bool) -> None:
    assert asked.asks is asks
