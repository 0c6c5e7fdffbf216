"""Announcements -> WorkItems: is it there, is it held, what was decided, until when."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Final, NamedTuple

from triage_app.model.deadline import DueDates
from triage_app.model.item import SHARED, Announcement
from triage_app.model.joining import REUSED_AFTER
from triage_app.model.plain import moment
from triage_app.model.risk import Verdict
from triage_app.model.work import Presence, WorkItem
from triage_app.store.sealed import Connection, translated
from triage_app.store.work_acts import ASKED_AT_ONCE, NotedActs, Standing
from triage_app.store.work_due import first_due

_HELD: Final = (
    "SELECT number, max(cleared_only), min(iif(cleared_only, NULL, until)) FROM hold"
    " WHERE lifted_at IS NULL AND (until IS NULL OR until > ?) AND number IN (%s) GROUP BY number"
)
_JUDGED: Final = (
    "SELECT announcement_id, verdict, present_at FROM judgement WHERE announcement_id IN (%s)"
)


_POSTED: Final = (
    "SELECT alias.number, announcement.posted_on FROM alias"
    " JOIN announcement ON announcement.key = alias.announcement"
    " WHERE alias.kind = '' AND alias.number IN (%s) AND EXISTS (SELECT 1 FROM alias AS other"
    " WHERE other.number = alias.number AND other.kind = ''"
    " AND other.announcement <> alias.announcement)"
)


class Held(NamedTuple):
    """The open holds on a number together; `until` in microseconds."""

    set_aside: bool
    until: int | None


class WorkItems:
    """Looks items up for a list, many at once."""

    def __init__(self, connection: Connection, acts: NotedActs, dates: DueDates) -> None:
        self._connection = connection
        self._acts = acts
        self._dates = dates

    def of(self, announcements: Sequence[Announcement], now_micro: int) -> Iterator[WorkItem]:
        """Each announcement with where it stands now, in the order given."""
        own = [own_numbers(one) for one in announcements]
        numbers = sorted({number for several in own for number in several})
        holds = self._held(numbers, now_micro)
        acts = self._acts.on(numbers, now_micro)
        seen = self._judged([one.id for one in announcements])
        posted = self._posted(sorted({one.number for one in announcements}))
        for one, several in zip(announcements, own, strict=True):
            verdict, seen_at = seen.get(one.id, (None, None))
            standing = [
                act
                for number in several
                for act in acts.get(number, ())
                if _same_posting(act.posted_on, one.posted_on)
            ]
            held = [holds[number] for number in several if number in holds]
            acts_here = sorted(standing, key=lambda act: act.at)
            item = _item(one, verdict, seen_at, acts_here, held, self._dates)
            others = other_uses(one.posted_on, posted.get(one.number, ()))
            yield replace(item, other_posted=others) if others else item

    def _held(self, numbers: Sequence[str], now_micro: int) -> dict[str, Held]:
        return {
            number: Held(bool(aside), until)
            for number, aside, until in self._asked(_HELD, numbers, now_micro)
        }

    def _judged(self, ids: Sequence[str]) -> dict[str, tuple[Verdict, int | None]]:
        """By announcement id: the last verdict kept, and when the item was examined, lying here."""
        return {
            id_: (Verdict(verdict), present_at)
            for id_, verdict, present_at in self._asked(_JUDGED, ids)
        }

    def _posted(self, numbers: Sequence[str]) -> dict[str, list[str]]:
        """By number the posting dates of all items that bear it as their own, where there are
        several."""
        found: dict[str, list[str]] = {}
        for number, posted_on in self._asked(_POSTED, numbers):
            found.setdefault(number, []).append(posted_on)
        return found

    def _asked(self, statement: str, values: Sequence[str], *before: int) -> Iterator[Any]:
        """The rows of a statement for many values, some at a time."""
        for start in range(0, len(values), ASKED_AT_ONCE):
            some = values[start : start + ASKED_AT_ONCE]
            with translated():
                rows = self._connection.execute(
                    statement % ",".join("?" * len(some)), (*before, *some)
                ).fetchall()
            yield from rows


def other_uses(posted_on: str, all_posted: Sequence[str]) -> tuple[str, ...]:
    """The other known posting dates within twelve months: a number may be used again after them
    (UPU S10)."""
    if not posted_on:
        return ()
    here = date.fromisoformat(posted_on)
    others = {day for day in all_posted if day and day != posted_on}
    near = (day for day in others if abs(date.fromisoformat(day) - here) <= REUSED_AFTER)
    return tuple(sorted(near, reverse=True))


def own_numbers(announcement: Announcement) -> list[str]:
    """The numbers whose holds and acts are the item's."""
    others = [number for kind, number in announcement.aliases if kind not in SHARED]
    return list(dict.fromkeys([announcement.number, *others]))


def _same_posting(one: str, other: str) -> bool:
    return not one or not other or one == other


def _item(
    announcement: Announcement,
    verdict: Verdict | None,
    seen_at: int | None,
    acts: Sequence[Standing],
    held: Sequence[Held],
    dates: DueDates,
) -> WorkItem:
    outcomes = [act for act in acts if act.outcome]
    last = outcomes[-1] if outcomes else None
    there = [act.at for act in acts if not act.absent] + ([seen_at] if seen_at else [])
    gone = [act.at for act in acts if act.absent]
    hidden = any(hold.set_aside for hold in held) or any(act.hidden for act in outcomes)
    item = WorkItem(
        announcement=announcement,
        presence=_presence(there, gone),
        presented_at=moment(min(there)) if there else None,
        verdict=verdict,
        held=bool(held) or hidden,
        set_aside=hidden,
        outcome=last.outcome if last and not last.hidden else "",
    )
    due = None if hidden else first_due(item, outcomes, [one.until for one in held], dates)
    return replace(item, due_on=due.day, due_for=due.what) if due else item


def _presence(there: Sequence[int], gone: Sequence[int]) -> Presence:
    """What was said last counts: an item not found in one bag may turn up in the next."""
    if gone and max(gone) > max(there, default=0):
        return Presence.NOT_FOUND
    return Presence.PRESENTED if there else Presence.MISSING
