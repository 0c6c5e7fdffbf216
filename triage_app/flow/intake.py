"""A manifest file -> announcements in the cache, batch by batch, and a file of what was refused."""

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from time import monotonic
from typing import Final

from triage_app.flow.batches import Batch, packed_batches
from triage_app.flow.chunks import Job, Readers
from triage_app.flow.identify import identify
from triage_app.flow.identify.choose import (
    AS_SCANNED,
    best_booked,
    best_reading,
    is_booked,
    recordable,
)
from triage_app.flow.identify.code import LONGEST, clean
from triage_app.flow.identify.reading import Reading
from triage_app.flow.ports import Clock, ManifestWriter
from triage_app.formats.courier_items import Named
from triage_app.formats.courier_write import RejectsFile
from triage_app.formats.manifest import open_manifest
from triage_app.model.errors import DiskFault
from triage_app.model.intake import IntakeReport, Reject, StoredCounts, TakenIn
from triage_app.model.sentence import tr

BATCH: Final = 20_000
"""Items of one transaction when nobody works at the station."""
GENTLE_BATCH: Final = 2_000
"""When somebody does: a writer waits for as long as one transaction takes."""
UNKNOWN: Final = "unknown"
"""Scheme of a number no scheme fits; the same when it is scanned without an announcement."""


@dataclass(slots=True)
class Tally:
    """What has been read and stored so far; `read` and `rejected` count rows. `stopped`: it ends
    before the file does."""

    read: int = 0
    rejected: int = 0
    first_reject: Reject | None = None
    stopped: bool = False
    stored: StoredCounts = field(default_factory=StoredCounts)

    def add(self, batch: Batch) -> None:
        """Count a batch."""
        self.read += batch.rows
        self.rejected += len(batch.rejects)
        if batch.rejects and self.first_reject is None:
            self.first_reject = batch.rejects[0]
        self.stored = StoredCounts(
            self.stored.new + batch.stored.new,
            self.stored.changed + batch.stored.changed,
            self.stored.unchanged + batch.stored.unchanged,
        )


def take_in(
    path: Path,
    writer: ManifestWriter,
    clock: Clock,
    *,
    format: str = "auto",  # noqa: A002  -- the word of the command line and the report
    feed: str = "manifest",
    rejects: Path | None = None,
    maps: Path | None = None,
    encoding: str = "",
    progress: Callable[[int, int], None] = lambda _read, _rows: None,
    batch: int = BATCH,
    cancelled: Callable[[], bool] = lambda: False,
    readers: int | Readers = 0,
) -> IntakeReport:
    """Take one file in. Each batch is one transaction; cancelled or cut, whole batches stay and
    the file can be taken in again.

    `feed` names where the announcements come from: the same feed again, the same announcements.
    `progress` gets (rows read, rows there are) after each batch. `rejects` is written as rows are
    refused. `maps` say what EDIFACT messages mean, else those that come with the program;
    `encoding` what the file's text is in, else that is told. `readers` are how many child processes
    read a table (see `chunks.readers_for`), with none this one does; or such processes, started for
    this file, which end with it. Raises FileUnreadable, DiskFault, ReadingBroken and what the
    writer raises.
    """
    started = monotonic()
    tally = Tally()
    with ExitStack() as stack:
        started_here = Readers(readers) if isinstance(readers, int) else readers
        pool = stack.enter_context(started_here).any
        named, file = open_manifest(path, format, feed, name_number, maps, pool, encoding)
        refuse = stack.enter_context(_Refusing(rejects)).add
        stack.enter_context(writer.bulk())
        at = clock.now()
        taken = TakenIn(feed, storable(path.name), at, file.rows)
        writer.note_taken(taken)
        job = Job(file, writer.pack, clock.today().toordinal(), batch)
        for some in packed_batches(job, pool if file.parts > 1 else None, writer, at):
            tally.add(some)
            for reject in some.rejects:
                refuse(reject)
            progress(tally.read, file.rows)
            if cancelled():
                tally.stopped = tally.read < file.rows
                break
        writer.note_taken(_done(taken, tally))
    stored = tally.stored
    return IntakeReport(
        file=str(path),
        format=named,
        read=tally.read,
        new=stored.new,
        changed=stored.changed,
        unchanged=stored.unchanged,
        rejected=tally.rejected,
        seconds_ms=round((monotonic() - started) * 1000),
        rows=max(file.rows, tally.read),
        first_reject=tally.first_reject,
        stopped=tally.stopped,
        encoding=file.encoding,
    )


def _done(taken: TakenIn, tally: Tally) -> TakenIn:
    """What is here of the file now; rows that no reading had counted are counted by now."""
    rows = max(taken.rows, tally.read)
    return replace(taken, rows=rows, read=tally.read, rejected=tally.rejected)


def storable(name: str) -> str:
    """A file's name as text: bytes of it that are none become the mark of what is missing."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def name_number(number: str) -> Named:
    """The scheme of a number, the number in its normal form, its carrier, and other numbers the
    same label names. Read as a scanner would send it: what is mended in typed codes is not."""
    if is_booked(number):
        found = best_booked(number)
        return _named(found) if found else (UNKNOWN, number, "", ())
    text = AS_SCANNED + number
    if len(text) > LONGEST:
        return UNKNOWN, identify(text, why=False).number or number, "", ()
    code = clean(text)
    found = best_reading(code)
    if found is None:
        return UNKNOWN, recordable(text, code) or number, "", ()
    return _named(found)


def _named(found: Reading) -> Named:
    return found.scheme, found.number, found.carrier, found.aliases


class _Refusing:
    """Where rejects go: into a file made at the first one, or nowhere."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._stack = ExitStack()
        self._file: RejectsFile | None = None

    def __enter__(self) -> "_Refusing":
        if self._path is not None:
            try:
                out = self._path.open("w", encoding="utf-8", newline="")
            except OSError as error:
                raise _not_written(self._path, error) from error
            self._file = RejectsFile(self._stack.enter_context(out))
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def add(self, reject: Reject) -> None:
        """Write one reject down."""
        if self._file is not None and self._path is not None:
            try:
                self._file.add(reject)
            except OSError as error:
                raise _not_written(self._path, error) from error


def _not_written(path: Path, error: OSError) -> DiskFault:
    return DiskFault(
        tr("intake", "{path} cannot be written: {error}.", path=path, error=error.strerror),
        tr("intake", "Name another place for the rejects, then import the file again."),
    )
