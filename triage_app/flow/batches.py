"""A manifest that was opened -> its batches, each stored in one transaction."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import chain, islice
from typing import NamedTuple

from triage_app.flow.chunks import Job, Readers, chunks_here, in_batches
from triage_app.flow.placing import with_places
from triage_app.flow.ports import Clock, ManifestWriter
from triage_app.formats.one_part import Manifest
from triage_app.model.intake import Reject, StoredCounts
from triage_app.model.item import Announcement, ArrivalBasis


class Batch(NamedTuple):
    """How many rows went into a transaction, which were refused, and what became of the items."""

    rows: int
    rejects: Sequence[Reject]
    stored: StoredCounts


def packed_batches(
    job: Job, readers: Readers | None, writer: ManifestWriter, at: datetime
) -> Iterator[Batch]:
    """Of items packed on the way, by child processes where there are `readers`."""
    chunks = readers.chunks(job) if readers else chunks_here(job)
    for some in in_batches(chunks, job.batch):
        stored = writer.store_packed([chunk.packed for chunk in some], at)
        rejects = tuple(chain.from_iterable(chunk.rejects for chunk in some))
        yield Batch(sum(chunk.rows for chunk in some), rejects, stored)


def placed_batches(
    file: Manifest,
    feed: str,
    batch: int,
    writer: ManifestWriter,
    clock: Clock,
    at: datetime,
) -> Iterator[Batch]:
    """Of messages of the posts, which say what an item is and where it lies apart from each other:
    what the cache has already is asked before each batch."""
    reads = file.items()
    while some := list(islice(reads, batch)):
        items = [read.announcement for read in some if read.announcement]
        placed = with_places(items, writer.announced, feed)
        stored = writer.store([_with_arrival(one, clock) for one in placed], at)
        rejects = tuple(chain.from_iterable(read.rejects for read in some))
        yield Batch(sum(read.rows for read in some), rejects, stored)


def _with_arrival(announcement: Announcement, clock: Clock) -> Announcement:
    """An item nobody says the arrival of arrives today, at the facility."""
    if announcement.arrived_on is not None:
        return announcement
    return replace(announcement, arrived_on=clock.today(), arrived_basis=ArrivalBasis.TODAY)
