"""Announcements, holds and pictures -> cache.db, each call one transaction."""

import contextlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Final

from triage_app.model.errors import Fault, HomeTaken
from triage_app.model.intake import StoredCounts, TakenIn, ToldBag
from triage_app.model.item import Announcement, Hold, ImageRef, ImageRole
from triage_app.model.plain import PlainItem, microseconds, plain_item
from triage_app.model.told import ToldOutcome
from triage_app.store.blobs import BlobFolder
from triage_app.store.cache_bags import Place, tell_bag
from triage_app.store.cache_batch import store_batch
from triage_app.store.cache_coverage import note_taken
from triage_app.store.cache_fresh import store_packed
from triage_app.store.cache_kin import settle_kin, unsettled
from triage_app.store.cache_pack import pack_batch, packed_item
from triage_app.store.cache_tally import add_items, tally
from triage_app.store.cache_told import keep_told
from triage_app.store.home_lock import HomeLock
from triage_app.store.sealed import Connection, translated, writing

SETTLED_FROM: Final = 100_000
SETTLED_SHARE: Final = 3
SETTLED_AT_ONCE: Final = 500_000
"""Items whose keys wait while an import runs: so many at the least, a third of all there are, so
many at the most. Each settling rewrites most pages of the index once it is large."""
UNPACKED_AT_ONCE: Final = 16
"""Parts of a batch: a transaction may be large, what is held of it as Python's values need not."""
BULK_PAGE_CACHE_KIB: Final = 49_152
BULK_CHECKPOINT_PAGES: Final = 16_384
PAGE_CACHE_KIB: Final = 16_384
CHECKPOINT_PAGES: Final = 1_000
LOCK: Final = "import"

Pack = Callable[[Sequence[PlainItem], int], bytes]


class CacheWriter:
    """Fits ports.ManifestWriter."""

    def __init__(self, home: Path, connection: Connection, images: BlobFolder) -> None:
        self._home = home
        self._connection = connection
        self._images = images
        self._in_bulk = False
        self._waiting = 0

    def store(self, announcements: Sequence[Announcement], imported_at: datetime) -> StoredCounts:
        """One batch, one transaction. Same content: unchanged; other content: a new version."""
        today = imported_at.astimezone(UTC).date().toordinal()
        items = [packed_item(plain_item(a), today, a.id) for a in announcements]
        at = microseconds(imported_at)
        return self._write([lambda: store_batch(self._connection, items, at)], at)

    @property
    def pack(self) -> Pack:
        """What packs a batch for `store_packed`; another process can run it."""
        return pack_batch

    def store_packed(self, packed: Sequence[bytes], imported_at: datetime) -> StoredCounts:
        """`store`, for a batch that `pack` packed in parts."""
        at = microseconds(imported_at)
        parts = (
            packed[first : first + UNPACKED_AT_ONCE]
            for first in range(0, len(packed), UNPACKED_AT_ONCE)
        )
        return self._write(
            (partial(store_packed, self._connection, some, at) for some in parts), at
        )

    def _write(self, stores: Iterable[Callable[[], StoredCounts]], at: int) -> StoredCounts:
        """Everything that is to be stored in one transaction."""
        counts = StoredCounts()
        with writing(self._connection):
            for store in stores:
                counts = _sum(counts, store())
            add_items(self._connection, counts.new, at)
            waiting = self._waiting + counts.new + counts.changed
            settles = not self._in_bulk or waiting >= self._worth_settling()
            if settles:
                settle_kin(self._connection)
        self._waiting = 0 if settles else waiting
        return counts

    def _worth_settling(self) -> int:
        items, _ = tally(self._connection)
        return min(max(SETTLED_FROM, items // SETTLED_SHARE), SETTLED_AT_ONCE)

    @contextlib.contextmanager
    def bulk(self) -> Iterator[None]:
        """Many batches follow: they are found by number at once, as siblings at the end (or
        when many wait). However it ends, what was stored is settled."""
        with self._lock():
            self._tune(BULK_PAGE_CACHE_KIB, BULK_CHECKPOINT_PAGES)
            self._in_bulk = True
            try:
                yield
            except BaseException:
                with contextlib.suppress(Fault):
                    self.settle()
                raise
            else:
                self.settle()
            finally:
                self._in_bulk = False
                self._tune(PAGE_CACHE_KIB, CHECKPOINT_PAGES)

    def settle(self) -> None:
        """Let what an import left be found as siblings."""
        with writing(self._connection):
            settle_kin(self._connection)
        self._waiting = 0

    def settle_leftover(self) -> None:
        """`settle`, where a killed import left something and no other is running."""
        with translated():
            left = unsettled(self._connection)
        if left:
            with contextlib.suppress(HomeTaken), HomeLock(self._home, LOCK):
                self.settle()

    def note_taken(self, taken: TakenIn) -> None:
        """How much of a file is here, in place of what was noted of it before."""
        with writing(self._connection):
            note_taken(self._connection, taken)

    def tell_bags(self, bags: Iterable[ToldBag], today: date, told_at: datetime) -> None:
        """How many items the manifest says are in each bag; one transaction."""
        at = microseconds(told_at)
        with writing(self._connection):
            for bag in bags:
                arrived = (bag.arrived_on or today).toordinal()
                place = Place(bag.number.strip(), bag.flight.strip(), arrived)
                tell_bag(self._connection, place, bag.items, at)

    def place_hold(self, number: str, hold: Hold) -> None:
        """Keep an open hold; the same id again changes nothing."""
        with writing(self._connection):
            self._connection.execute(
                "INSERT INTO hold (id, number, placed_by, why, placed_at, until, cleared_only)"
                " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING",
                (
                    hold.id,
                    number,
                    hold.placed_by,
                    hold.why,
                    microseconds(hold.placed_at),
                    microseconds(hold.until) if hold.until else None,
                    hold.cleared_only,
                ),
            )

    def keep_told(self, told: Sequence[ToldOutcome], now: datetime) -> None:
        """What other stations decided, each once."""
        keep_told(self._connection, told, now)

    def lift_hold(self, hold_id: str, lifted_by: str, at: datetime) -> bool:
        """Lift an open hold; its row stays with who and when. False when none is open so."""
        with writing(self._connection):
            done = self._connection.execute(
                "UPDATE hold SET lifted_by = ?, lifted_at = ? WHERE id = ? AND lifted_at IS NULL",
                (lifted_by, microseconds(at), hold_id),
            )
        return bool(done.rowcount)

    def add_image(
        self,
        announcement_id: str,
        data: bytes,
        role: ImageRole,
        media_type: str,
        view: str = "",
    ) -> ImageRef:
        """Keep a picture of the announcement, sealed, by its content."""
        sha256 = self._images.put(data)
        with writing(self._connection):
            self._connection.execute(
                "INSERT INTO image VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                (announcement_id, sha256, role.value, media_type, len(data), view),
            )
        if not self._images.has(sha256):  # a purge took it while nothing named it
            self._images.put(data)
        return ImageRef(sha256, role, media_type, len(data), "images", view)

    @contextlib.contextmanager
    def _lock(self) -> Iterator[None]:
        """Tell other processes that an import runs; a second one runs beside the first."""
        with contextlib.ExitStack() as stack:
            with contextlib.suppress(HomeTaken):
                stack.enter_context(HomeLock(self._home, LOCK))
            yield

    def _tune(self, page_cache_kib: int, checkpoint_pages: int) -> None:
        with translated():
            self._connection.execute(f"PRAGMA cache_size = -{page_cache_kib}")
            self._connection.execute(f"PRAGMA wal_autocheckpoint = {checkpoint_pages}")


def _sum(one: StoredCounts, other: StoredCounts) -> StoredCounts:
    return StoredCounts(
        one.new + other.new, one.changed + other.changed, one.unchanged + other.unchanged
    )
