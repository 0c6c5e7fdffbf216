"""Announcements in a stream -> scorecards, and corrections for the posts as they are met."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Final

from triage_app.flow.identify import identify
from triage_app.model.item import Announcement
from triage_app.model.quality import Correction
from triage_app.risk.quality import Checks, Tally, post_of, shortfalls

ASKED_EVERY: Final = 500

Before = Callable[[Announcement], Announcement | None]
"""The version an announcement replaced; asked only of those that are not the first."""
Asked = Callable[[Correction], None]


def grade(
    announcements: Iterable[Announcement],
    tally: Tally,
    checks: Checks,
    before: Before,
    today: date,
    asked: Asked | None = None,
    told: Callable[[int], bool] = lambda _done: True,
) -> bool:
    """Count every announcement into `tally`; whether all were. `asked` is handed what a post would
    be asked to mend; `told` how many are done, again and again: False stops."""
    for count, one in enumerate(announcements, 1):
        previous = before(one) if one.version > 1 else None
        wrong = shortfalls(one, identify(one.number), previous, checks, today)
        tally.add(one, wrong)
        ask = tuple(each for each in wrong if each.ask)
        if asked is not None and ask and (post := post_of(one)):
            asked(Correction(post, one.number, one.posted_on, ask))
        if count % ASKED_EVERY == 0 and not told(count):
            return False
    return True
