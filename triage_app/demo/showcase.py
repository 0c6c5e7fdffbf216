"""The items of a demonstration worth meeting, kept as the stream passes and put in order."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from triage_app.demo.numbers import Numbers, with_wrong_check
from triage_app.demo.planting import Planted
from triage_app.demo.stream import FacilityPlan
from triage_app.demo.truth import RULES, Case
from triage_app.model.item import Announcement

KEPT_OF_A_RULE = 8
KEPT_CLEAN = 260
SHIFT_CODES = 200
HELD_CLEAN = 3
LAST_OF_S10 = 10
"""Place of an S10 number's check digit."""
ORDER = (
    "split-lot",
    "",
    "clean",
    "clean",
    "held",
    "stranger",
    "wrong-check",
    "number-reused",
    "clean",
    "lithium-no-un",
    "clean",
    "pill-press",
    "list-name",
    "clean",
    "undervalued",
    "",
    "precursor",
    "clean",
    "vague-text",
    "clean",
    "forced-labour",
    "missing-data",
    "clean",
    "weight-mismatch",
    "referral-open",
    "clean",
)
"""How a shift begins; then clean items with a case now and then."""


@dataclass(frozen=True, slots=True)
class Shown:
    """An item worth showing, with its truth if something was planted, and whether it has
    pictures."""

    announcement: Announcement
    case: Case | None
    pictured: bool


class Showcase:
    """A bounded choice of the day's items, filled by `saw` for each item of the stream."""

    def __init__(self, plan: FacilityPlan) -> None:
        self._plan = plan
        self._stride = max(1, int(plan.items * 0.4) // KEPT_CLEAN)
        self._clean_seen = 0
        self.clean: list[Shown] = []
        self.cases: dict[str, list[Shown]] = {rule: [] for rule in ("", *RULES)}

    def saw(self, planted: Planted, *, pictured: bool) -> None:
        """Keep the item if it is of the day and there is room."""
        announced, case = planted.announcement, planted.case
        if announced.arrived_on != self._plan.day:
            return
        shown = Shown(announced, case, pictured)
        if case is not None:
            kept = self.cases[case.rule]
            if len(kept) < KEPT_OF_A_RULE or pictured:
                kept.append(shown)
            return
        self._clean_seen += 1
        if pictured or (self._clean_seen % self._stride == 0 and len(self.clean) < KEPT_CLEAN):
            self.clean.append(shown)

    @property
    def held_clean(self) -> list[Shown]:
        """Clean items that others asked to be kept."""
        return self.clean[-HELD_CLEAN:]

    def codes(self) -> list[str]:
        """About SHIFT_CODES codes as a scanner sends them, in a teaching order."""
        rng = Random(f"{self._plan.seed}:shift")
        queues = {rule: iter(_pictured_first(kept)) for rule, kept in self.cases.items()}
        queues["held"] = iter(self.held_clean)
        queues["clean"] = iter(_pictured_first(self.clean[:-HELD_CLEAN]))
        codes = [code for kind in ORDER for code in self._next(kind, queues)]
        later = [kind for kind in queues if kind not in ("clean", "held")]
        while len(codes) < SHIFT_CODES:
            kind = rng.choice(later) if rng.random() < 0.12 else "clean"
            more = list(self._next(kind, queues)) or list(self._next("clean", queues))
            if not more:
                break
            codes += more
        return codes

    def _next(self, kind: str, queues: dict[str, Iterator[Shown]]) -> Iterator[str]:
        if kind == "stranger":
            yield Numbers(self._plan.seed + 1, self._plan.day.year).s10("CN")
        elif kind == "wrong-check":
            postal = (one for one in self.clean if one.announcement.scheme == "s10")
            for shown in list(postal)[-1:]:
                yield with_wrong_check(shown.announcement.number, LAST_OF_S10)
        else:
            for shown in queues[kind]:
                yield as_scanned(shown.announcement)
                return


def as_scanned(announced: Announcement) -> str:
    """The label's code as a scanner sends it: Code 128 with its AIM identifier, USPS labels as
    GS1-128 with the routing code before."""
    if announced.scheme == "impb":
        return f"]C1420{announced.recipient.post_code}\x1d{announced.number}"
    return f"]C0{announced.number}" if announced.scheme == "s10" else announced.number


def _pictured_first(kept: list[Shown]) -> list[Shown]:
    return sorted(kept, key=lambda shown: not shown.pictured)
