"""An item's X-ray and the looks kept -> earlier pictures worth seeing beside it, with why."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from triage_app.model.item import MailItem
from triage_app.model.looks import Compared, PictureLook

MOST_OF_SENDER = 3
MOST_ALIKE = 3
ALIKE_FROM = 0.8
"""Of 1; on made-up X-rays things of other kinds stay below it, the same thing in noise above."""

Alikeness = Callable[[PictureLook, Sequence[PictureLook]], Sequence[tuple[float, float, float]]]


class Looks(Protocol):
    """Belongs to one thread."""

    def all(self) -> tuple[PictureLook, ...]:
        """The latest seen last."""
        ...

    def add(self, look: PictureLook) -> None:
        """Keep one; a picture that is known keeps its first look."""
        ...


def may_be_compared(item: MailItem) -> bool:
    """A controlled delivery is shown beside nothing and nothing beside it."""
    return not any(hold.cleared_only for hold in item.holds)


def compared(
    look: PictureLook,
    kept: Sequence[PictureLook],
    alikeness: Alikeness,
    outcome_of: Callable[[str], str],
) -> tuple[Compared, ...]:
    """The sender's newest earlier pictures and those that look alike, the nearest first.
    `alikeness` gives (whole, shape, density) of 1 for each of those kept."""
    others = [one for one in kept if one.item != look.item]
    if not others:
        return ()
    rated = list(zip(others, alikeness(look, others), strict=True))
    senders = [row for row in rated if look.sender and row[0].sender == look.sender]
    senders.sort(key=lambda row: row[0].seen_at, reverse=True)
    alike = [row for row in rated if row[1][0] >= ALIKE_FROM]
    alike.sort(key=lambda row: row[1][0], reverse=True)
    chosen = {row[0].ref.sha256: row for row in senders[:MOST_OF_SENDER]}
    for row in alike[:MOST_ALIKE]:
        chosen.setdefault(row[0].ref.sha256, row)
    return tuple(
        Compared(
            one.ref,
            one.item,
            one.seen_at,
            bool(look.sender) and one.sender == look.sender,
            round(100 * shape),
            round(100 * density),
            outcome_of(one.item),
        )
        for one, (_, shape, density) in sorted(chosen.values(), key=_nearest)
    )


def _nearest(row: tuple[PictureLook, tuple[float, float, float]]) -> float:
    return -row[1][0]


def oldest_kept(now: datetime, keep_days: int) -> datetime | None:
    """What was seen before goes with its announcements; None: nothing goes."""
    return now - timedelta(days=keep_days) if keep_days else None
