"""What the hub answers: to a batch of acts, to a greeting, with a segment."""

from enum import StrEnum

from triage_app.model.item import Announcement, Hold
from triage_app.model.noun import noun
from triage_app.model.sentence import Sentence
from triage_app.model.told import ToldOutcome


class ActVerdict(StrEnum):
    """The hub's answer to one act. CONFLICT was taken and marked; RETRY was not taken."""

    ACCEPTED = "accepted"
    DUPLICATE = "duplicate"
    CONFLICT = "conflict"
    REFUSED = "refused"
    RETRY = "retry"


@noun(frozen=True, slots=True)
class ActAnswer:
    """What became of one act at the hub; `words` are the hub's reason, in its own words."""

    act_id: str
    verdict: ActVerdict
    words: str = ""
    retry_after_s: int = 0


@noun(frozen=True, slots=True)
class Receipt:
    """What the hub signed: it holds every act of `epoch` up to `seq`, whose hash is `hash`.

    `data` are the signed bytes with their signature, for the record to keep.
    """

    data: bytes
    epoch: int
    seq: int
    hash: str


@noun(frozen=True, slots=True)
class Pushed:
    """The hub's answers to a batch; `missing` are (epoch, first seq, last seq) it never got.
    `revocation`: the signed word that the station is revoked, verified; its acts went into
    quarantine."""

    answers: tuple[ActAnswer, ...]
    receipt: Receipt | None = None
    missing: tuple[tuple[int, int, int], ...] = ()
    revocation: bytes = b""


@noun(frozen=True, slots=True)
class NotPushed:
    """The batch as a whole was turned away with an HTTP status; no act of it was answered for."""

    status: int
    words: Sentence
    retry_after_s: int = 0


@noun(frozen=True, slots=True)
class HubHello:
    """The hub as it greets. `clock_offset_ms`: hub time minus ours at the same moment; `streams`:
    what it hands out in segments."""

    hub: str
    clock_offset_ms: int
    demonstration: bool = False
    streams: tuple[str, ...] = ()


@noun(frozen=True, slots=True)
class SegmentRef:
    """One immutable numbered piece of a facility's stream, as the hub's signed index names it."""

    stream: str
    number: int
    sha256: str
    size: int
    items: int
    signature: str


@noun(frozen=True, slots=True)
class SegmentContent:
    """What a verified segment holds; `holds` are (number, hold); `told` what the
    facility's stations decided, this one among them."""

    announcements: tuple[Announcement, ...] = ()
    holds: tuple[tuple[str, Hold], ...] = ()
    told: tuple[ToldOutcome, ...] = ()


@noun(frozen=True, slots=True)
class ConflictNote:
    """Two stations decided on one item: `act_id` is ours, the other one's station is named."""

    number: int
    act_id: str
    other_station: str
