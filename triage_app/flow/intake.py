"""A manifest file -> announcements in the cache, batch by batch, and a file of what was refused."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from time import monotonic
from typing import Protocol

from triage_app.flow.identify import identify
from triage_app.formats.courier_csv import read_courier_csv
from triage_app.formats.courier_write import write_rejects
from triage_app.formats.text_lines import open_stream
from triage_app.model.identity import Identity
from triage_app.model.intake import IntakeReport, Reject, StoredCounts
from triage_app.model.item import Announcement

BATCH = 5_000
LISTED_REJECTS = 100_000


class Shelf(Protocol):
    """Where announcements go; store.cache fits."""

    def store(self, announcements: list[Announcement], imported_at: datetime) -> StoredCounts: ...

    def finish(self, imported_at: datetime) -> StoredCounts: ...


@dataclass(slots=True)
class Tally:
    """What has been read and stored so far."""

    read: int = 0
    rejected: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0

    def add(self, counts: StoredCounts) -> None:
        self.new += counts.new
        self.changed += counts.changed
        self.unchanged += counts.unchanged


def import_file(
    path: Path,
    shelf: Shelf,
    imported_at: datetime,
    *,
    feed: str = "",
    rejects: Path | None = None,
    progress: Callable[[int], None] = lambda _: None,
    cancelled: Callable[[], bool] = lambda: False,
    batch: int = BATCH,
) -> IntakeReport:
    """Take one file in. Each batch is one transaction; cancelled or cut, whole batches stay and
    the file can be taken in again. `progress` gets the rows read so far. `feed` names where the
    announcements come from (the same feed again: the same announcements). Raises FileUnreadable."""
    started = monotonic()
    tally, refused = Tally(), list[Reject]()
    waiting: list[Announcement] = []
    with open_stream(path) as stream:
        for item in read_courier_csv(stream, feed):
            tally.read += item.rows
            if item.reject is not None:
                tally.rejected += 1
                refused.append(item.reject)
            if item.announcement is not None:
                waiting.append(named(item.announcement))
            if len(waiting) >= batch:
                tally.add(shelf.store(waiting, imported_at))
                waiting.clear()
                progress(tally.read)
                if cancelled():
                    break
    tally.add(shelf.store(waiting, imported_at))
    if not cancelled():
        tally.add(shelf.finish(imported_at))
    if rejects is not None:
        _write(rejects, refused)
    return IntakeReport(
        file=str(path),
        format="csv",
        read=tally.read,
        new=tally.new,
        changed=tally.changed,
        unchanged=tally.unchanged,
        rejected=tally.rejected,
        seconds_ms=round((monotonic() - started) * 1000),
    )


def named(announcement: Announcement) -> Announcement:
    """Say which scheme the number is of, and its carrier where the file does not."""
    identity = identify(announcement.number)
    if not isinstance(identity, Identity):
        return replace(announcement, scheme="unknown")
    return replace(
        announcement,
        scheme=identity.scheme,
        number=identity.number,
        carrier=announcement.carrier or identity.carrier,
        aliases=(*announcement.aliases, *_other_names(announcement, identity)),
    )


def _other_names(announcement: Announcement, identity: Identity) -> Iterator[tuple[str, str]]:
    """Other numbers the same label names, that the file did not list."""
    known = {identity.number, *(number for _, number in announcement.aliases)}
    for scheme, number in identity.aliases:
        if number not in known:
            yield scheme, number


def _write(path: Path, refused: list[Reject]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        write_rejects(refused, file)
