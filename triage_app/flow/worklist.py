"""WorkFilter -> rows to work; a bag's number -> what of it is there. One mode of the window."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date

from triage_app.flow.due import DueDays
from triage_app.flow.ports import ActTrail, Clock, WorkShelf
from triage_app.flow.station import Station
from triage_app.model.act import Act
from triage_app.model.deadline import Deadline
from triage_app.model.examination import Examination
from triage_app.model.item import Announcement, ImageRef
from triage_app.model.outcome import FieldKind, OutcomeCode, Refusal
from triage_app.model.scan import Scan, ScanSource
from triage_app.model.sentence import Sentence, tr
from triage_app.model.work import (
    Bag,
    BagCount,
    BagReconciliation,
    Coverage,
    Extra,
    NotFoundDone,
    Presence,
    WorkFilter,
    WorkItem,
    loose,
)

FOLLOWED_AT_ONCE = 5_000
AHEAD = 6
"""Items of the bag, and of the list, whose pictures are made ready: what lies within reach."""
AHEAD_OF = 500
"""Items that are looked through for them; a larger bag is not taken out in any order."""

Progress = Callable[[int, int], None]


class WorkList:
    """Answers from the station's own disk. Belongs to one thread, as the connections behind it do;
    the list drawn last is the one that `rows` reads."""

    def __init__(
        self,
        *,
        shelf: WorkShelf,
        trail: ActTrail,
        station: Station,
        outcomes: Sequence[OutcomeCode],
        clock: Clock,
        deadlines: Sequence[Deadline] = (),
    ) -> None:
        self._shelf = shelf
        self._trail = trail
        self._station = station
        self._absent = next((code for code in outcomes if code.absent), None)
        self._due = DueDays(outcomes, clock, deadlines)
        self._clock = clock
        self._followed = 0

    def catch_up(self) -> int:
        """Put some of what an older cache holds into its bags; how many may be left, 0: none."""
        return self._shelf.catch_up()

    def draw(self, asked: WorkFilter) -> int:
        """Draw the list as things stand now; how many rows it has: none where nothing is asked."""
        self._follow()
        return self._shelf.draw(asked, self._clock.today())

    def rows(self, first: int, count: int) -> tuple[WorkItem, ...]:
        """`count` rows of the list drawn last, from place `first`; the first is 0. What a row says
        is as things stand now."""
        self._follow()
        return self._station.clearance.rows(self._shelf.rows(first, count))

    def reconcile(
        self, number: str, scanned: Iterable[str] = (), arrived_on: date | None = None
    ) -> BagReconciliation | None:
        """The bag of that number against what is there; None where no manifest announces one.

        `scanned` are codes that lie in it; an item among them is there, whatever was recorded.
        Of several bags of one number the newest that has arrived, or the one of `arrived_on`.
        """
        self._follow()
        bags = self._shelf.bags(number)
        wanted = next((bag for bag in bags if self._is_meant(bag, arrived_on)), None)
        if wanted is None and arrived_on is None:
            wanted = next(iter(bags), None)
        if wanted is None:
            return None
        return self._against(wanted, scanned, tuple(bag for bag in bags if bag is not wanted))

    def count(self, announcement: Announcement) -> BagCount | None:
        """How far the bag is that an item lies in; None where no bag is named for it."""
        self._follow()
        bag = self._shelf.bag_of(announcement)
        if bag is None or not bag.number:
            return None
        items = self._shelf.in_bag(bag)
        there = sum(item.presence is Presence.PRESENTED for item in items)
        return BagCount(bag, there, len(items))

    def ahead(self, announcement: Announcement | None) -> tuple[ImageRef, ...]:
        """The pictures of what may come to the bench next, the likeliest first: of the same bag,
        and of the list drawn last, what was not decided yet."""
        self._follow()
        bag = self._shelf.bag_of(announcement) if announcement else None
        beside = self._shelf.in_bag(bag) if bag is not None and bag.items <= AHEAD_OF else ()
        listed = self._shelf.rows(0, AHEAD_OF)
        here = announcement.id if announcement else ""
        coming = [*_undecided(beside, here)[:AHEAD], *_undecided(listed, here)[:AHEAD]]
        numbers = dict.fromkeys(one.announcement.number for one in coming)
        refs = (ref for number in numbers for ref in self._station.look_up(number).images)
        return tuple(dict.fromkeys(refs))

    def coverage(self) -> Coverage:
        """How much of the facility's manifests is here and how old."""
        return self._shelf.coverage()

    def flight_coverage(self, announcement: Announcement) -> Coverage | None:
        """The same of the flight an item came on; None where it names none."""
        if not loose(announcement.flight) or not announcement.arrived_on:
            return None
        return self._shelf.flight_coverage(announcement.flight, announcement.arrived_on)

    def say_not_found(
        self,
        shown: BagReconciliation,
        inspector: str,
        effort: str,
        scanned: Iterable[str] = (),
        progress: Progress = lambda _done, _of: None,
    ) -> NotFoundDone:
        """Record for each missing item that it was not found, an act each.

        Only what was shown as missing and still is: said twice, it is written once, and what came
        to light meanwhile is left alone. `effort` says how it was looked for.
        """
        self._follow()
        now = self._against(shown.bag, scanned, ())
        still = {item.announcement.id for item in now.missing}
        missing = [item for item in shown.missing if item.announcement.id in still]
        recorded: list[str] = []
        refused: list[tuple[str, Sentence]] = []
        for done, item in enumerate(missing, 1):
            written = self._not_found(item, inspector, effort)
            if isinstance(written, Act):
                recorded.append(written.id)
            else:
                refused.append((item.announcement.number, written.reason))
            progress(done, len(missing))
        return NotFoundDone(tuple(recorded), tuple(refused))

    def pass_for_child(self) -> str:
        """What lets a child process print for whoever sits here."""
        return self._station.clearance.people.pass_for_child()

    def _is_meant(self, bag: Bag, arrived_on: date | None) -> bool:
        if arrived_on is not None:
            return bag.arrived_on == arrived_on
        return bag.arrived_on is None or bag.arrived_on <= self._clock.today()

    def _not_found(self, item: WorkItem, inspector: str, effort: str) -> Act | Refusal:
        code, number = self._absent, item.announcement.number
        if code is None:
            return Refusal(tr("work", "No outcome of the table says that an item is not there."))
        examination = self._examined(number, item.announcement.id)
        found = examination.item.announcement
        if found is None or found.id != item.announcement.id:
            return Refusal(tr("work", "The item's announcement is not here any more."))
        fields = {
            field.name: effort
            for field in code.fields
            if field.required and field.kind is FieldKind.TEXT
        }
        return self._station.record(examination, code.code, fields, inspector)

    def _examined(self, number: str, meant: str) -> Examination:
        return self._station.examine(Scan(number, self._clock.now(), ScanSource.LIST), meant)

    def _against(
        self, bag: Bag, scanned: Iterable[str], others: tuple[Bag, ...]
    ) -> BagReconciliation:
        items = {item.announcement.id: item for item in self._shelf.in_bag(bag)}
        uses = {item.announcement.number: id_ for id_, item in items.items()}
        extra: dict[str, Extra] = {}
        for code in scanned:
            found = self._station.look_up(code)
            announced, number = found.announcement, found.identity.number
            if loose(number) == loose(bag.number) or not number:
                continue  # the bag's own label, or nothing at all
            id_ = announced.id if announced else ""
            if announced and id_ not in items:  # of a number used again the bag tells which it is
                id_ = uses.get(announced.number, "")
            if id_:
                items[id_] = replace(items[id_], presence=Presence.PRESENTED)
            else:
                where = announced.bag if announced else ""
                extra.setdefault(number, Extra(code, number, announced is not None, where))
        rows = self._station.clearance.rows(items.values())
        return BagReconciliation(bag, rows, tuple(extra.values()), others)

    def _follow(self) -> None:
        """Note the acts written since, by this process or another."""
        while acts := self._trail.trail(self._followed, FOLLOWED_AT_ONCE):
            self._shelf.note_acts(
                [
                    self._due.worked(act, self._trail.act(act.id) if self._due.asks(act) else None)
                    for act in acts
                ]
            )
            self._followed = acts[-1].seq


def _undecided(items: Sequence[WorkItem], but: str) -> list[WorkItem]:
    return [item for item in items if not item.outcome and item.announcement.id != but]
