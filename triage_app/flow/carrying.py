"""Outbox -> bundle -> hub -> bundle -> cache: the road's work by hand, when there is no road.

Nothing is marked sent by writing a bundle: only the hub's signed receipts, carried back, do that.
So a lost medium loses nothing, and one brought twice doubles nothing.
"""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from triage_app.flow.carry_ports import CarriedIn, CarriedOut, Undelivered
from triage_app.flow.fetching import CURSOR_NOTE, Fetching, kept_cursor
from triage_app.flow.ports import Blobs, Clock, ManifestWriter, Outbox
from triage_app.model.act import Act
from triage_app.model.carried import BundledIn, BundledOut, CarriedWord
from triage_app.model.errors import StationRevoked, StoreDamaged
from triage_app.model.sentence import tr


def carry_out(
    path: Path,
    outbox: Outbox,
    undelivered: Undelivered,
    evidence: Blobs,
    bundle: CarriedOut,
    hub: str,
) -> BundledOut:
    """All that waits, in one new file for the hub. Raises DiskFault."""
    counted = _Counted(undelivered.acts())
    readable = _Readable(undelivered.blobs(), evidence)
    after = kept_cursor(outbox.note(CURSOR_NOTE), hub)
    bundle.write(path, counted, readable, outbox.head(), after)
    return BundledOut(counted.count, readable.count, tuple(readable.missing))


def carry_in(
    bundle: CarriedIn,
    outbox: Outbox,
    undelivered: Undelivered,
    writer: ManifestWriter,
    clock: Clock,
) -> BundledIn:
    """Take the hub's word and its segments in; the same bundle again changes nothing.

    Raises StationRevoked with the hub's signed word; what waited is answered for by then.
    """
    word = bundle.word()
    answered, blobs = _settle(word, outbox, undelivered, clock)
    if word.revocation:
        outbox.keep_note("revocation", word.revocation.decode("utf-8"))
        raise StationRevoked(
            tr("bundle", "The hub has revoked this station."),
            tr("bundle", "Call a supervisor."),
            word.revocation,
        )
    fetching = Fetching(bundle.hub, outbox, bundle, writer, clock, between=_nothing)
    fetching.conflicts()
    for stream in ("holds", "outcomes", "announcements"):
        fetching.stream(stream)
    return BundledIn(answered, len(word.refused), blobs, fetching.segments, outbox.counts()[0])


def _settle(
    word: CarriedWord, outbox: Outbox, undelivered: Undelivered, clock: Clock
) -> tuple[int, int]:
    now = clock.now()
    for act_id, words in word.refused:
        outbox.refused(act_id, words, now)
    for receipt in word.receipts:
        outbox.keep_receipt(receipt.data, receipt.epoch, receipt.seq, receipt.hash)
    held = set(word.blobs)
    blobs = [sha256 for sha256 in undelivered.blobs() if sha256 in held]
    for sha256 in blobs:
        outbox.blob_sent(sha256, now)
    return undelivered.settle(now), len(blobs)


def _nothing() -> None:
    """Acts do not go out between two carried segments."""


class _Counted:
    """Pages of acts as they go by; `count` are those that did."""

    def __init__(self, pages: Iterable[Sequence[Act]]) -> None:
        self._pages = pages
        self.count = 0

    def __iter__(self) -> Iterator[Sequence[Act]]:
        for page in self._pages:
            self.count += len(page)
            yield page


class _Readable:
    """The blobs that can be read, one in memory at a time; `missing` names the others."""

    def __init__(self, names: Sequence[str], evidence: Blobs) -> None:
        self._names = names
        self._evidence = evidence
        self.count = 0
        self.missing: list[str] = []

    def __iter__(self) -> Iterator[bytes]:
        for name in self._names:
            try:
                data = self._evidence.get(name)
            except StoreDamaged:
                self.missing.append(name)
                continue
            self.count += 1
            yield data
