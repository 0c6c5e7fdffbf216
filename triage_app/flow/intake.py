"""A manifest file -> announcements in the cache, batch by batch, and a file of what was refused."""

from collections.abc import Callable, Iterable
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from time import monotonic
from typing import Final

from triage_app.flow.identify import identify
from triage_app.flow.placing import with_places
from triage_app.flow.ports import Clock, ManifestWriter
from triage_app.formats.courier_items import Named
from triage_app.formats.courier_write import RejectsFile
from triage_app.formats.manifest import Manifest, open_manifest
from triage_app.model.errors import DiskFault
from triage_app.model.identity import Identity
from triage_app.model.intake import IntakeReport, Reject, StoredCounts, TakenIn
from triage_app.model.item import Announcement, ArrivalBasis
from triage_app.model.sentence import tr

BATCH: Final = 5_000
_AS_SCANNED: Final = "]C0"
"""AIM identifier of plain Code 128 (ISO/IEC 15424)."""
UNKNOWN: Final = "unknown"
"""Scheme of a number no scheme fits; the same when it is scanned without an announcement."""


@dataclass(slots=True)
class Tally:
    """What has been read and stored so far; `read` and `rejected` count rows."""

    read: int = 0
    rejected: int = 0
    stored: StoredCounts = field(default_factory=StoredCounts)

    def add(self, counts: StoredCounts) -> None:
        """Count a batch."""
        self.stored = StoredCounts(
            self.stored.new + counts.new,
            self.stored.changed + counts.changed,
            self.stored.unchanged + counts.unchanged,
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
    progress: Callable[[int, int], None] = lambda _read, _rows: None,
    batch: int = BATCH,
    cancelled: Callable[[], bool] = lambda: False,
) -> IntakeReport:
    """Take one file in. Each batch is one transaction; cancelled or cut, whole batches stay and
    the file can be taken in again.

    `feed` names where the announcements come from: the same feed again, the same announcements.
    `progress` gets (rows read, rows there are) after each batch. `rejects` is written as rows are
    refused. `maps` say what EDIFACT messages mean, else those that come with the program. Raises
    FileUnreadable, DiskFault and what the writer raises.
    """
    started = monotonic()
    named, file = open_manifest(path, format, feed, name_number, maps)
    tally = Tally()
    arrived = partial(_with_arrival, clock=clock)
    with ExitStack() as stack:
        refuse = stack.enter_context(_Refusing(rejects)).add
        stack.enter_context(writer.bulk())
        at = clock.now()
        taken = TakenIn(feed, path.name, at, file.rows)
        writer.note_taken(taken)
        for some in _batches(file, batch, tally, refuse):
            if named == "edifact":
                some = with_places(some, writer.announced, feed)
            tally.add(writer.store([arrived(one) for one in some], at))
            progress(tally.read, file.rows)
            if cancelled():
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
    )


def _done(taken: TakenIn, tally: Tally) -> TakenIn:
    """What is here of the file now; rows that no reading had counted are counted by now."""
    rows = max(taken.rows, tally.read)
    return replace(taken, rows=rows, read=tally.read, rejected=tally.rejected)


def name_number(number: str) -> Named:
    """The scheme of a number, the number in its normal form, its carrier, and other numbers the
    same label names. Read as a scanner would send it: what is mended in typed codes is not."""
    identity = identify(f"{_AS_SCANNED}{number}", why=False)
    if isinstance(identity, Identity):
        return identity.scheme, identity.number, identity.carrier, identity.aliases
    return UNKNOWN, identity.number or number, "", ()


def _batches(
    file: Manifest, size: int, tally: Tally, refuse: Callable[[Reject], None]
) -> Iterable[list[Announcement]]:
    """Announcements `size` at a time; what was refused goes where it belongs on the way."""
    waiting: list[Announcement] = []
    for item in file.items():
        tally.read += item.rows
        for reject in item.rejects:
            tally.rejected += 1
            refuse(reject)
        if item.announcement is not None:
            waiting.append(item.announcement)
            if len(waiting) >= size:
                yield waiting
                waiting = []
    yield waiting


def _with_arrival(announcement: Announcement, clock: Clock) -> Announcement:
    """An item nobody says the arrival of arrives today, at the facility."""
    if announcement.arrived_on is not None:
        return announcement
    return replace(announcement, arrived_on=clock.today(), arrived_basis=ArrivalBasis.TODAY)


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
