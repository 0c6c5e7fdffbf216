"""What a planted case is: an item made to be found, its truth, and innocent items made like it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from triage_app.demo.catalogue import Catalogue
from triage_app.demo.maker import Maker
from triage_app.demo.truth import Case
from triage_app.model.item import Announcement


@dataclass(frozen=True, slots=True)
class Planted:
    """An announcement and, if something was planted in it, the truth about it. `decoy` is the truth
    about an innocent item that was made to look like a case; `before` what was announced first."""

    announcement: Announcement
    case: Case | None = None
    decoy: Case | None = None
    before: Announcement | None = None


Make = Callable[[Maker, Catalogue, int, date], Sequence[Planted]]


def one(_nth: int) -> int:
    """One item, whichever case it is."""
    return 1


def none(_nth: int) -> int:
    """No item."""
    return 0


@dataclass(frozen=True, slots=True)
class Plant:
    """How one rule's cases are made: `make(maker, catalogue, nth, arrived_on)`; `size(nth)` items.
    `share` is the part of all items that are its cases. `decoys` makes innocent items beside the
    case, `decoy_size(nth)` of them."""

    rule: str
    share: float
    make: Make
    size: Callable[[int], int] = one
    decoys: Make | None = None
    decoy_size: Callable[[int], int] = none

    def items(self, nth: int) -> int:
        """How many items the `nth` case has, its decoys included."""
        return self.size(nth) + self.decoy_size(nth)

    def plant(self, maker: Maker, table: Catalogue, nth: int, arrived: date) -> list[Planted]:
        """The items of the `nth` case and its decoys."""
        decoys = self.decoys(maker, table, nth, arrived) if self.decoys else ()
        return [*self.make(maker, table, nth, arrived), *decoys]


def truth_of(
    announcement: Announcement, rule: str, nth: int, planted: str, **detail: object
) -> Case:
    """The truth about one planted item. `siblings` may be among the details, and `also`: rules that
    rightly fire on it beside its own."""
    siblings, also = detail.pop("siblings", ()), detail.pop("also", ())
    return Case(
        case=f"{rule or 'dense-mass'}-{nth + 1:04}",
        rule=rule,
        scheme=announcement.scheme,
        number=announcement.number,
        posted_on=announcement.posted_on,
        arrived_on=announcement.arrived_on.isoformat() if announcement.arrived_on else "",
        planted=planted,
        siblings=tuple(siblings) if isinstance(siblings, Sequence) else (),
        detail=detail,
        also=tuple(also) if isinstance(also, Sequence) else (),
    )


def decoy_of(announcement: Announcement, rule: str, nth: int, what: str) -> Planted:
    """An innocent item that was made to look like a case of the rule."""
    truth = truth_of(announcement, rule, nth, what)
    return Planted(
        announcement,
        decoy=Case(
            case=f"{truth.case}-decoy",
            rule=rule,
            scheme=truth.scheme,
            number=truth.number,
            posted_on=truth.posted_on,
            arrived_on=truth.arrived_on,
            planted=what,
            decoy=True,
        ),
    )
