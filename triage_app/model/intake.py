"""What became of a file that was imported."""

from datetime import date, datetime

from triage_app.model.noun import noun


@noun(frozen=True, slots=True)
class Reject:
    """A row that could not be read: where it stands, which column, why, and the row itself."""

    line: int
    column: str
    reason: str
    raw: str


@noun(frozen=True, slots=True)
class ToldBag:
    """How many items a manifest says are in a bag, listed or not; `arrived_on` is None where it
    does not say."""

    number: str
    flight: str
    arrived_on: date | None
    items: int


@noun(frozen=True, slots=True)
class StoredCounts:
    """What storing a batch of announcements changed; counts are items."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0


@noun(frozen=True, slots=True)
class IntakeReport:
    """One file's import: `read` and `rejected` count rows, `new`, `changed`, `unchanged` items.
    `encoding` is what its text was read as; `first_reject` is the first row that was refused;
    `stopped`: somebody ended it before the file's end, `rows` says how many there are."""

    file: str
    format: str
    read: int
    new: int
    changed: int
    unchanged: int
    rejected: int
    seconds_ms: int
    rows: int = 0
    first_reject: Reject | None = None
    stopped: bool = False
    encoding: str = "utf-8"


@noun(frozen=True, slots=True)
class TakenIn:
    """How much of a file is here; the counts are rows. `read` stays 0 while it is being taken in,
    and where that was cut off."""

    feed: str
    file: str
    begun_at: datetime
    rows: int
    read: int = 0
    rejected: int = 0
