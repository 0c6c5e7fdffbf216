"""A manifest that was opened -> its batches, each stored in one transaction."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from itertools import chain
from typing import NamedTuple

from triage_app.flow.chunks import Job, Readers, chunks_here, in_batches
from triage_app.flow.ports import ManifestWriter
from triage_app.model.intake import Reject, StoredCounts


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
        if told := [bag for chunk in some for bag in chunk.bags]:
            writer.tell_bags(told, date.fromordinal(job.today), at)
        rejects = tuple(chain.from_iterable(chunk.rejects for chunk in some))
        yield Batch(sum(chunk.rows for chunk in some), rejects, stored)
