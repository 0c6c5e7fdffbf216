"""What is searched for among the announced items, and what was found."""

from dataclasses import dataclass

from triage_app.model.item import Announcement
from triage_app.model.risk import Verdict


@dataclass(frozen=True, slots=True)
class SearchFor:
    """Words in any order, each the beginning of a word, or three characters and more of a name or
    number; the other fields narrow it. `origin` is a country (ISO 3166 alpha-2), `carrier` as
    announced; `flagged`: judged and not clear; `held`: with an open hold; `unseen`: not examined
    here today."""

    text: str = ""
    origin: str = ""
    carrier: str = ""
    flagged: bool = False
    held: bool = False
    unseen: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """One announcement found. `verdict` is the last one kept, None where it was never judged."""

    announcement: Announcement
    verdict: Verdict | None = None
    held: bool = False
    seen_today: bool = False


@dataclass(frozen=True, slots=True)
class Findings:
    """Newest first. `more`: there are others; `behind`: announcements the index lacks as yet."""

    hits: tuple[Hit, ...] = ()
    more: bool = False
    behind: int = 0
