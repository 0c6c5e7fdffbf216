"""How good announced data are: scorecards of those who announce, and what they would be asked."""

from collections.abc import Mapping

from triage_app.model.measure import Share
from triage_app.model.noun import noun

KINDS = ("missing", "vague", "contradicted", "late", "edited")


@noun(frozen=True, slots=True)
class Shortfall:
    """One thing wrong with an announcement: which field, and why in words. `ask`: it can be
    mended."""

    kind: str
    field: str
    reason: str
    ask: bool = True


@noun(frozen=True, slots=True)
class Scorecard:
    """One post, carrier or seller: of how many items how many have a shortfall of each kind, and
    any of them. `part`: items of it announced early on were let go of, with others of the few."""

    name: str
    items: int
    kinds: Mapping[str, Share]
    anything: Share
    part: bool = False


@noun(frozen=True, slots=True)
class Scorecards:
    """Of all who announce, most items first. `nameless` items tell no post, carrier or seller;
    `let_go` belong to those of few items, when there were too many of them to keep."""

    by: str
    cards: tuple[Scorecard, ...]
    items: int
    nameless: int
    let_go: int


@noun(frozen=True, slots=True)
class Correction:
    """What a post would be asked to mend of one item."""

    post: str
    number: str
    posted_on: str
    shortfalls: tuple[Shortfall, ...]
