"""A work item, its outcomes and holds -> the first day something is due, and what."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from typing import Final, NamedTuple

from triage_app.model.deadline import HOLD_ENDS, Deadline, DueDates
from triage_app.model.plain import moment
from triage_app.model.work import WorkItem
from triage_app.store.work_acts import Standing


class Due(NamedTuple):
    """Ordered by day."""

    day: date
    what: str


class NoDeadlines:
    """Fits DueDates where no table says any; days are those of UTC."""

    rows: Final[Sequence[Deadline]] = ()

    def day_of(self, at: datetime) -> date:
        return at.astimezone(UTC).date()

    def due(self, deadline: Deadline, start: datetime) -> date:
        raise LookupError(deadline.id)


def first_due(
    item: WorkItem, outcomes: Sequence[Standing], until: Sequence[int | None], dates: DueDates
) -> Due | None:
    """What is due first; None where nothing is. `outcomes` in order of time, `until` of the open
    holds in microseconds."""
    days = [Due(dates.day_of(moment(end)), HOLD_ENDS) for end in until if end]
    last = outcomes[-1] if outcomes else None
    if last and last.due:
        days.append(Due(date.fromordinal(last.due), last.due_for))
    days += _running(item, outcomes, dates)
    return min(days, default=None)


def _running(item: WorkItem, outcomes: Sequence[Standing], dates: DueDates) -> Iterator[Due]:
    """Each deadline that runs."""
    for deadline in dates.rows:
        start = _start(deadline, item, outcomes)
        if start is not None:
            yield Due(dates.due(deadline, start), deadline.title)


def _start(deadline: Deadline, item: WorkItem, outcomes: Sequence[Standing]) -> datetime | None:
    """What it counts from; None where it does not run: nothing started it, or something ended it
    since."""
    begun = [n for n, act in enumerate(outcomes) if act.outcome in deadline.starts]
    since = outcomes[begun[-1] + 1 :] if begun else outcomes
    if any(act.outcome in deadline.ends for act in since):
        return None
    if begun:
        act = outcomes[begun[-1]]
        if deadline.id in act.waived.split():
            return None
        acted_at = moment(act.at)
        return (item.presented_at or acted_at) if deadline.from_presented else acted_at
    return None if deadline.starts or not item.targeted else item.presented_at
