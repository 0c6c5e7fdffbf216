"""PurgeAsked -> PurgeReport: old announcements go, what someone still needs stays. No act is
touched, and one that is cut can be run again."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Final

from triage_app.flow.pace import Pace
from triage_app.flow.purge_ports import AgedShelf, Retained, ShrinkingFile
from triage_app.model.purge import Aged, PurgeAsked, PurgeReport, Stays

LOOKED_AT_ONCE: Final = 4_000
DROPPED_AT_ONCE: Final = 20
FRESH_FOR: Final = timedelta(days=7)
"""A manifest that tells an old day, or a cache fetched anew, is not gone by the next morning."""
SEEN_FOR: Final = timedelta(days=1)
"""What was examined lately may lie on the bench."""
GRAVEST_SHARE: Final = 2
"""By itself a station lets go of less than one in so many: more is a wrong clock, or a person's
decision."""


def asked_for(days: int, today: date, now: datetime, facility: str = "") -> PurgeAsked:
    """What may go of what arrived more than `days` days before the facility's `today`."""
    fresh = min(FRESH_FOR, timedelta(days=days))
    seen = min(SEEN_FOR, timedelta(days=days))
    before = today - timedelta(days=min(days, today.toordinal() - 1))
    return PurgeAsked(before, now - fresh, now - seen, facility)


def too_much(would: PurgeReport, items: int) -> bool:
    """Whether a station should ask before it lets go of so many of its `items`."""
    return would.removed * GRAVEST_SHARE >= max(items, 1)


def give_back(file: ShrinkingFile, pace: Pace, leave: int = 0) -> int:
    """Give a file's empty pages back to the disk in slices, but for `leave`; how many it were."""
    given = 0
    while (empty := file.empty_pages()) > leave:
        few = pace.slice(lambda size: file.give_back(min(size, empty - leave)))
        if not few:  # another process is quicker
            break
        given += few
    return given


class Purge:
    """One run over one cache. Belongs to one thread, as the connections behind its ports do."""

    def __init__(
        self,
        shelf: AgedShelf,
        record: Retained,
        pace: Pace,
        progress: Callable[[int, int], object] = lambda _looked, _all: None,
    ) -> None:
        self._shelf = shelf
        self._record = record
        self._pace = pace
        self._progress = progress
        self._kept: Counter[Stays] = Counter()
        self._bases: Counter[str] = Counter()
        self._versions = 0

    def run(self, asked: PurgeAsked) -> PurgeReport:
        """Let go of all that may go, then of the pictures that nothing names any more."""
        for some in self._free(asked):
            self._remove(some, asked)
        return self._report(self._drop_pictures())

    def rehearse(self, asked: PurgeAsked) -> PurgeReport:
        """What `run` would report of the announcements; nothing goes."""
        for some in self._free(asked):
            self._note(some)
        return self._report(0)

    def _free(self, asked: PurgeAsked) -> Iterator[list[Aged]]:
        """Those that nothing speaks for, some at a time."""
        for first, last in self._shelf.spans(asked.facility):
            for start in range(first, last + 1, LOOKED_AT_ONCE):
                end = min(start + LOOKED_AT_ONCE - 1, last)
                aged = self._shelf.aged(asked, start, end)
                self._record.look()
                yield [one for one in aged if self._may_go(one)]
                self._progress(end, last)

    def _may_go(self, one: Aged) -> bool:
        reason = one.stays or self._record.why((*one.numbers, one.announcement.id))
        if reason is not None:
            self._kept[reason] += 1
        return reason is None

    def _remove(self, some: Sequence[Aged], asked: PurgeAsked) -> None:
        left = list(some)

        def take(size: int) -> int:
            few = left[:size]
            gone = self._shelf.remove(few, asked)
            self._note(one for one in few if one.key in gone.keys)
            self._kept[Stays.CHANGED] += len(few) - len(gone.keys)
            self._versions += gone.versions
            del left[:size]
            return len(few)

        while left:
            self._pace.slice(take)

    def _drop_pictures(self) -> int:
        """The sealed files of pictures that neither an announcement nor an act names."""
        orphans = self._shelf.unnamed_pictures()
        if orphans:
            named = self._record.pictures()
            orphans = [name for name in orphans if name not in named]
        return sum(
            self._shelf.drop_pictures(orphans[start : start + DROPPED_AT_ONCE])
            for start in range(0, len(orphans), DROPPED_AT_ONCE)
        )

    def _note(self, gone: Iterable[Aged]) -> None:
        self._bases.update(one.announcement.arrived_basis.value for one in gone)

    def _report(self, pictures: int) -> PurgeReport:
        removed = self._bases.total()
        kept = +self._kept
        return PurgeReport(
            older=removed + kept.total(),
            removed=removed,
            kept={reason: kept[reason] for reason in Stays if kept[reason]},
            by_basis=dict(self._bases),
            versions=self._versions,
            pictures=pictures,
        )
