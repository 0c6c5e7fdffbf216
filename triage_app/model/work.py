"""What is to be worked at the bench, and a bag's contents against what was announced for it."""

from datetime import date, datetime
from enum import StrEnum

from triage_app.model.act import ActKind
from triage_app.model.item import Announcement
from triage_app.model.noun import noun
from triage_app.model.risk import Verdict
from triage_app.model.sentence import Sentence, tr


@noun(frozen=True, slots=True)
class WorkFilter:
    """Each word set narrows the list; none: every item of the bag or the flight.

    `targeted`: under an open hold, or its last verdict kept is not clear; `held`: under an open
    hold; `due`: something must be done by a day; `absent`: not presented; `since`: arrived then or
    later. `bag` and `flight` are compared without case, spaces and hyphens.
    """

    targeted: bool = False
    held: bool = False
    due: bool = False
    absent: bool = False
    bag: str = ""
    flight: str = ""
    since: date | None = None

    @property
    def asks(self) -> bool:
        """Whether it names some items; all there are is no list to work from."""
        return bool(self.targeted or self.held or self.due or self.bag or self.flight)


@noun(frozen=True, slots=True)
class Bag:
    """A bag, a container or, where nobody names one, what one flight brought on one day.

    `number` is "" where nobody names it; `items` lie here, `told` is how many the manifest says,
    None where it does not say. `newest_at`: when the last one came.
    """

    key: int
    number: str
    flight: str = ""
    arrived_on: date | None = None
    items: int = 0
    told: int | None = None
    newest_at: datetime | None = None


@noun(frozen=True, slots=True)
class ItemAct:
    """An act about an item, as the lists need it: no bytes. `undoes` is the act it takes back."""

    seq: int
    id: str
    kind: ActKind
    number: str
    posted_on: str
    outcome: str
    undoes: str
    recorded_at: datetime


@noun(frozen=True, slots=True)
class WorkedAct:
    """An act that says something of where its item stands. `absent`: it was looked for and not
    found; `due_on`: something must follow by that day, `due_for` says what; `hidden`: for cleared
    roles only; `waived` are deadlines it does not start."""

    act: ItemAct
    absent: bool = False
    due_on: date | None = None
    hidden: bool = False
    due_for: str = ""
    waived: tuple[str, ...] = ()


class Presence(StrEnum):
    """Whether an item is physically there."""

    PRESENTED = "presented"
    MISSING = "missing"
    NOT_FOUND = "not found"


@noun(frozen=True, slots=True)
class WorkItem:
    """One row of the list. `outcome` is the last one that stands, "" for none; `presented_at` when
    it was first seen or acted on, None while it was not. `set_aside`: of what is known of it more
    may be said to cleared roles only. `due_on` is the first day something is due, `due_for` what:
    a deadline's title, an outcome's field, or deadline.HOLD_ENDS. `other_posted` are the posting
    dates of other items that bear the same number, within twelve months."""

    announcement: Announcement
    presence: Presence
    presented_at: datetime | None = None
    verdict: Verdict | None = None
    held: bool = False
    set_aside: bool = False
    outcome: str = ""
    due_on: date | None = None
    due_for: str = ""
    other_posted: tuple[str, ...] = ()

    @property
    def targeted(self) -> bool:
        return self.held or self.verdict not in (None, Verdict.CLEAR)


@noun(frozen=True, slots=True)
class Extra:
    """A code that lies in a bag and is not announced there. `announced_bag` is the bag it is
    announced in; `announced` is False where it is on no manifest."""

    code: str
    number: str
    announced: bool
    announced_bag: str = ""


@noun(frozen=True, slots=True)
class BagReconciliation:
    """A bag's items, each with whether it is there, and what is there beside them. `others` are
    further bags of the same number, newer ones first: containers are used again."""

    bag: Bag
    items: tuple[WorkItem, ...]
    extra: tuple[Extra, ...] = ()
    others: tuple[Bag, ...] = ()

    def of(self, presence: Presence) -> tuple[WorkItem, ...]:
        """The items that are so."""
        return tuple(item for item in self.items if item.presence is presence)

    @property
    def presented(self) -> tuple[WorkItem, ...]:
        return self.of(Presence.PRESENTED)

    @property
    def missing(self) -> tuple[WorkItem, ...]:
        """Announced, not there, and nobody has said yet that they were not found."""
        return self.of(Presence.MISSING)

    @property
    def not_found(self) -> tuple[WorkItem, ...]:
        """Announced, not there, and recorded so."""
        return self.of(Presence.NOT_FOUND)

    @property
    def effort(self) -> Sentence:
        """How a missing item was looked for, where nobody says more."""
        return tr(
            "work",
            "bag {bag} emptied: {presented} of {announced} there",
            bag=self.bag.number,
            presented=len(self.presented),
            announced=len(self.items),
        )


@noun(frozen=True, slots=True)
class BagCount:
    """How far the bag on the bench is: `presented` of its `announced` items."""

    bag: Bag
    presented: int
    announced: int


@noun(frozen=True, slots=True)
class NotFoundDone:
    """What one "not found" step wrote: acts' ids, and (number, why) of those refused."""

    recorded: tuple[str, ...] = ()
    refused: tuple[tuple[str, Sentence], ...] = ()


@noun(frozen=True, slots=True)
class Coverage:
    """How much of what the manifests say is here, and how old. `told` is None where no manifest
    says how many there are; `flight` is "" for the whole facility, whose counts are rows of the
    files taken in."""

    here: int = 0
    told: int | None = None
    newest_at: datetime | None = None
    flight: str = ""

    @property
    def percent(self) -> int | None:
        """Whole per cent, 100 only where nothing is missing; None where the total is not told."""
        if not self.told:
            return None
        return min(100, self.here * 100 // self.told)


def loose(text: str) -> str:
    """A bag's or a flight's number as it is compared: without case, spaces and hyphens."""
    return "".join(letter for letter in text.upper() if letter.isalnum())
