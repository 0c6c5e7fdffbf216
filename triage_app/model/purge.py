"""Which announcements may go, why others stay, and what became of them."""

from collections.abc import Mapping
from dataclasses import field
from datetime import date, datetime
from enum import StrEnum

from triage_app.model.item import SHARED, Announcement
from triage_app.model.noun import noun


class Stays(StrEnum):
    """Why an item that is old enough stays, gravest first."""

    HELD = "held"
    REFERRED = "referred"
    UNSENT = "unsent"
    CONFLICT = "conflict"
    DRAFT = "draft"
    ACTED = "acted"
    EXAMINED = "examined"
    FRESH = "fresh"
    CHANGED = "changed"


@noun(frozen=True, slots=True)
class PurgeAsked:
    """What may go: what arrived before the day `before` and came here before `came_before`;
    `facility` "" means of any. An item examined since `seen_since` stays."""

    before: date
    came_before: datetime
    seen_since: datetime
    facility: str = ""


@noun(frozen=True, slots=True)
class Aged:
    """An announcement that is old enough. `stays` is what the cache itself says against it."""

    key: int
    announcement: Announcement
    stays: Stays | None = None

    @property
    def numbers(self) -> tuple[str, ...]:
        """The numbers that are the item's own: under any of them it may have been decided on."""
        others = (number for kind, number in self.announcement.aliases if kind not in SHARED)
        return tuple(dict.fromkeys((self.announcement.number, *others)))


@noun(frozen=True, slots=True)
class Gone:
    """What one transaction took away: the keys of the announcements, and how many versions."""

    keys: frozenset[int] = frozenset()
    versions: int = 0


@noun(frozen=True, slots=True)
class PurgeReport:
    """`older` were old enough: `removed` of them went (`by_basis`: how their arrival was known),
    the others stay, counted by why. `versions` are earlier ones that went along, `pictures` sealed
    files that nothing names any more. With a dry run nothing went yet."""

    older: int = 0
    removed: int = 0
    kept: Mapping[Stays, int] = field(default_factory=dict)
    by_basis: Mapping[str, int] = field(default_factory=dict)
    versions: int = 0
    pictures: int = 0
