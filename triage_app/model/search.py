"""What is searched for among the announced items, and what was found."""

from datetime import datetime

from triage_app.model.item import Announcement
from triage_app.model.noun import noun
from triage_app.model.risk import Verdict


@noun(frozen=True, slots=True)
class SearchFor:
    """Words in any order; the other fields narrow them, and stand alone where there are none.

    `origin` is a country (ISO 3166 alpha-2), `carrier` as announced; `flagged`: judged and not
    clear; `held`: under an open hold; `unseen`: not examined here today.
    Items that bear a number of `without` are left out.
    """

    text: str = ""
    origin: str = ""
    carrier: str = ""
    flagged: bool = False
    held: bool = False
    unseen: bool = False
    without: frozenset[str] = frozenset()

    @property
    def asks(self) -> bool:
        """Whether it asks for anything at all."""
        narrowed = self != SearchFor(text=self.text, without=self.without)
        return narrowed or any(map(str.isalnum, self.text))


@noun(frozen=True, slots=True)
class Hit:
    """One announcement found. `key` grows with what is newer; `verdict` is the last one kept, None
    where it was never judged; `seen_at`: when it was last examined here. `set_aside`: one of its
    holds is for cleared roles only; of no hold is more in a hit than that it is there."""

    key: int
    announcement: Announcement
    verdict: Verdict | None = None
    held: bool = False
    set_aside: bool = False
    seen_at: datetime | None = None

    @property
    def place(self) -> str:
        """Where it goes: city and state of the recipient."""
        recipient = self.announcement.recipient
        return " ".join(filter(None, (recipient.city, recipient.state)))


@noun(frozen=True, slots=True)
class Findings:
    """Newest first. `more`: there are others; `behind`: announcements the index lacks as yet;
    `partial`: words inside so many longer words that only some of those were looked for."""

    hits: tuple[Hit, ...] = ()
    more: bool = False
    behind: int = 0
    partial: tuple[str, ...] = ()


@noun(frozen=True, slots=True)
class Counted:
    """How many fit; `more`: it was not counted further."""

    number: int = 0
    more: bool = False
