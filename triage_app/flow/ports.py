"""What the flow needs from the outside, in the flow's own words. `store` and `uplink` fit by shape.

Every object behind these ports belongs to one thread (it holds one connection) and is closed by
whoever opened it. Every method may raise a `Fault` (StoreDamaged, StoreBusy, DiskFault,
HubUnreachable ...); an expected answer is a value.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import date, datetime
from typing import Protocol

from triage_app.model.act import Act, ActDraft, ActLine, ChainReport, Head
from triage_app.model.delivery import (
    ConflictNote,
    HubHello,
    NotPushed,
    Pushed,
    SegmentContent,
    SegmentRef,
)
from triage_app.model.intake import StoredCounts, TakenIn, ToldBag
from triage_app.model.item import (
    Announcement,
    Context,
    Hold,
    ImageRef,
    ImageRole,
    ItemKey,
    PartyHistory,
)
from triage_app.model.plain import PlainItem
from triage_app.model.risk import Assessment
from triage_app.model.road import CacheAge
from triage_app.model.search import Counted, Findings, SearchFor
from triage_app.model.told import ToldOutcome
from triage_app.model.work import Bag, Coverage, ItemAct, WorkedAct, WorkFilter, WorkItem


class StaleItem(Protocol):
    """An item judged by other lists or rules than now; `place` is where to go on behind it."""

    @property
    def place(self) -> int: ...
    @property
    def verdict(self) -> str: ...
    @property
    def announcement(self) -> Announcement: ...


class JudgedShelf(Protocol):
    """The judgements that are kept, by what they were made with."""

    def stale_count(self, pack: str, lists: Mapping[str, str]) -> int: ...
    def stale(
        self, pack: str, lists: Mapping[str, str], after: int, limit: int
    ) -> Sequence[StaleItem]: ...


class ManifestCache(Protocol):
    """cache.db: announcements, holds, images of the manifest, lists."""

    def find(self, numbers: Sequence[tuple[str, str]]) -> tuple[Announcement, ...]:
        """Announcements any of the (scheme, number) pairs point to, through any alias, newest
        posting first. The scheme "" means any."""
        ...

    def context(self, announcement: Announcement) -> Context:
        """Siblings of the arrival day, party counts, reuse, peers, the version replaced.
        The `recorded`/`seized` parts of the histories stay zero: the record knows them."""
        ...

    def holds(self, number: str) -> tuple[Hold, ...]:
        """Open holds on a number, those for cleared roles included."""
        ...

    def controlled(self, more: frozenset[str]) -> frozenset[str]:
        """The numbers under an open hold for cleared roles and `more`, each with all other own
        numbers of its items."""

    def images(self, announcement_id: str) -> tuple[ImageRef, ...]: ...

    def told(self, scheme: str, number: str) -> tuple[ToldOutcome, ...]: ...

    def existing(self, numbers: Iterable[str]) -> tuple[str, ...]:
        """Those of the numbers that some announcement carries, in the order given."""
        ...

    def age(self) -> CacheAge: ...

    def keep_judgement(
        self,
        announcement: Announcement,
        assessment: Assessment,
        seen_at: datetime | None = None,
        *,
        present: bool = False,
    ) -> None:
        """The last verdict on an announcement; `seen_at` where the item was examined here,
        `present` where it lay there then."""
        ...


class SearchIndex(Protocol):
    """search.db beside the cache: announcements by what is written on them."""

    def find(self, asked: SearchFor, *, since: datetime, before: int, limit: int) -> Findings:
        """The newest `limit` that fit, of those with keys under `before` (0: of all). An item
        examined since `since` is not unseen."""
        ...

    def count(self, asked: SearchFor, *, since: datetime, most: int) -> Counted:
        """How many fit; not counted beyond `most`."""
        ...

    def behind(self) -> int:
        """How many announcements came, changed or went that the index does not know yet."""
        ...

    def catch_up(self, most: int) -> int:
        """Take in up to `most` of what is missing; how many were taken. 0: nothing is missing, or
        another process is at it."""
        ...

    def tidy(self) -> bool:
        """Put together some of what was taken in bit by bit, for quicker answers; whether there
        may be more of it."""
        ...


class ActTrail(Protocol):
    """The acts of record.db as a list of items follows them."""

    def trail(self, after: int, limit: int) -> tuple[ItemAct, ...]:
        """Outcomes, attachments and undos from behind seq `after`, in order."""
        ...

    def act(self, act_id: str) -> ActLine | None: ...


class WorkShelf(Protocol):
    """cache.db, and the acts noted beside it, as lists of items to work."""

    def catch_up(self) -> int:
        """Put some of what an older cache holds into its bags; how many may be left, 0: none."""
        ...

    def note_acts(self, acts: Sequence[WorkedAct]) -> None:
        """Acts in order of seq, each once."""
        ...

    def draw(self, asked: WorkFilter, today: date) -> int:
        """Draw the list anew as things stand now; how many rows it has. What arrives after `today`
        is not missing yet, unless its bag or flight is named."""
        ...

    def rows(self, first: int, count: int) -> tuple[WorkItem, ...]:
        """`count` rows of the list drawn last, from place `first`; the first is 0."""
        ...

    def bags(self, number: str) -> tuple[Bag, ...]:
        """The bags of that number, newest first."""
        ...

    def bag_of(self, announcement: Announcement) -> Bag | None: ...

    def in_bag(self, bag: Bag) -> tuple[WorkItem, ...]: ...

    def coverage(self) -> Coverage:
        """Of the facility: rows of the files taken in last, within a day of the newest."""
        ...

    def flight_coverage(self, flight: str, arrived_on: date) -> Coverage:
        """Of what one flight brought on a day: items."""
        ...


class ManifestWriter(Protocol):
    """The writing end of cache.db, used by intake and sync."""

    def store(self, announcements: Sequence[Announcement], imported_at: datetime) -> StoredCounts:
        """One batch, one transaction. Same content: unchanged; other content: a new version, which
        keeps where the item lies unless it says that itself. What says a place and nothing more
        joins the announcement it is of, of the same feed, whichever comes first. Batches of one
        `imported_at` are one import: an item's lines among them are gathered."""
        ...

    @property
    def pack(self) -> Callable[[Sequence[PlainItem], int], bytes]:
        """What packs items for `store_packed`, and can do so in another process; an item nobody
        says the arrival of arrives on the day of that ordinal."""
        ...

    def store_packed(self, packed: Sequence[bytes], imported_at: datetime) -> StoredCounts:
        """`store`, for a batch that `pack` packed in parts."""
        ...

    def bulk(self) -> AbstractContextManager[None]:
        """Around many batches: what can wait (finding them as siblings) waits for the end, and is
        done however it ends."""
        ...

    def note_taken(self, taken: TakenIn) -> None:
        """How much of a file is here; what was noted of the same feed's file of that name before
        gives way."""
        ...

    def tell_bags(self, bags: Iterable[ToldBag], today: date, told_at: datetime) -> None:
        """How many items the manifest says are in each, whether they are announced or not. One
        nobody says the arrival of arrives `today`."""
        ...

    def place_hold(self, number: str, hold: Hold) -> None: ...

    def keep_told(self, told: Sequence[ToldOutcome], now: datetime) -> None: ...

    def add_image(
        self,
        announcement_id: str,
        data: bytes,
        role: ImageRole,
        media_type: str,
        view: str = "",
    ) -> ImageRef: ...


class Blobs(Protocol):
    """A folder of sealed blobs by SHA-256."""

    def put(self, data: bytes) -> str: ...

    def get(self, sha256: str) -> bytes:
        """The blob; StoreDamaged when it is not there or is not what its name says."""
        ...

    def has(self, sha256: str) -> bool: ...


class Record(Protocol):
    """record.db: the acts, their chain, their delivery."""

    def append(self, draft: ActDraft) -> Act:
        """Give the act its place in the chain, hash, sign and keep it, durable on return."""
        ...

    def acts_on(self, scheme: str, number: str) -> tuple[ActLine, ...]: ...

    def latest(self, limit: int, since: datetime | None = None) -> tuple[ActLine, ...]:
        """Newest first."""
        ...

    def act(self, act_id: str) -> ActLine | None: ...

    def party_history(self, party_key: str) -> PartyHistory:
        """`recorded`, `seized`, `last_recorded_at` of a party (see risk.names.party_key)."""
        ...

    def numbers_decided(self, outcomes: Sequence[str]) -> frozenset[str]:
        """The numbers on which one of these outcomes stands."""
        ...

    def keep_draft(self, inspector: str, key: ItemKey, fields: Mapping[str, str]) -> None: ...

    def draft(self, inspector: str, key: ItemKey) -> Mapping[str, str] | None: ...

    def drop_draft(self, inspector: str, key: ItemKey) -> None: ...

    def sampling_secret(self) -> tuple[str, bytes]:
        """(id, secret) of the random slice."""
        ...

    def head(self) -> Head: ...

    def verify(self) -> ChainReport: ...


class SheetKeys(Protocol):
    """What the codes of the printed command sheet are checked by."""

    def sheet_version(self) -> int:
        """The sheet in use, 1 to 255; 0 where none was printed yet."""
        ...

    def sheet_key(self) -> bytes:
        """The 32 bytes its codes are keyed by, made at first need."""
        ...


class Outbox(Protocol):
    """The sending end of record.db."""

    def waiting(self, limit: int) -> tuple[Act, ...]:
        """Acts not yet answered for, in seq order; refused ones are not among them."""
        ...

    def accepted(self, act_ids: Sequence[str], at: datetime) -> None: ...

    def conflicting(self, act_ids: Sequence[str], at: datetime) -> None:
        """Taken by the hub and marked: another station decided on the same item."""
        ...

    def refused(self, act_id: str, words: str, at: datetime) -> None:
        """Stays visible with the hub's words until a supervisor has seen it."""
        ...

    def put_off(self, act_ids: Sequence[str], words: str, until: datetime) -> None:
        """Not sent again before `until`; the next acts go out meanwhile."""
        ...

    def waiting_blobs(self, limit: int) -> tuple[str, ...]:
        """SHA-256 of attached blobs the hub has not confirmed, oldest first."""
        ...

    def blob_sent(self, sha256: str, at: datetime) -> None: ...

    def blob_put_off(self, sha256: str, words: str, until: datetime) -> None: ...

    def counts(self) -> tuple[int, int, int]:
        """(waiting acts, waiting blobs, refused acts not yet seen)."""
        ...

    def keep_receipt(self, receipt: bytes, epoch: int, seq: int, head_hash: str) -> None: ...

    def anchored_seq(self) -> int:
        """The last seq of the present epoch the hub has signed a receipt for; 0: none."""
        ...

    def head(self) -> Head: ...

    def note(self, name: str) -> str:
        """A small kept text of the road ("segment_cursor", "last_contact_at" ...); "" if none."""
        ...

    def keep_note(self, name: str, text: str) -> None: ...


class Road(Protocol):
    """The way to the hub. Every method raises HubUnreachable when there is no road or what
    answered is not our hub, HubRefusedStation when the hub does not take this station."""

    def hello(self) -> HubHello: ...

    def push(self, acts: Sequence[Act], head: Head) -> Pushed | NotPushed:
        """Acts in seq order; an answer an act, or why the batch as a whole was turned away."""
        ...

    def blob_offset(self, sha256: str, size: int) -> int:
        """Begin or resume an upload: how many bytes the hub holds. `size`: all of it, verified."""
        ...

    def send_blob(self, sha256: str, offset: int, chunk: bytes) -> int:
        """Bytes from `offset` on; the new offset."""
        ...

    def conflicts(self, after: int) -> tuple[ConflictNote, ...]:
        """Conflicts on this station's acts noted after the cursor, in order of number."""
        ...

    def segments(self, stream: str, after: int) -> tuple[SegmentRef, ...]:
        """The stream's next segments in order ("holds", "announcements"); empty: none newer."""
        ...

    def segment(self, ref: SegmentRef) -> SegmentContent:
        """The segment, its SHA-256 and the hub's signature verified."""
        ...


class Clock(Protocol):
    """Time as acts need it."""

    def now(self) -> datetime:
        """Aware UTC."""
        ...

    def today(self) -> date:
        """The facility's local date."""
        ...

    def local(self, at: datetime) -> datetime:
        """The same instant on the facility's wall."""
        ...

    def monotonic_ns(self) -> int: ...

    def boot_id(self) -> str: ...
