"""Outbox -> hub, hub -> cache: one run. Acts before images, holds before announcements."""

from collections.abc import Callable
from datetime import datetime

from triage_app.flow.fetching import Fetching
from triage_app.flow.ports import Blobs, Clock, ManifestWriter, Outbox, Road
from triage_app.flow.sending_acts import SendingActs
from triage_app.flow.sending_blobs import SendingBlobs
from triage_app.model.errors import Fault, StationRevoked
from triage_app.model.road import SyncReport
from triage_app.model.sentence import tr

FIRST_WAIT_S = 2.0
LONGEST_WAIT_S = 300.0


def sync_once(
    outbox: Outbox, road: Road, evidence: Blobs, writer: ManifestWriter, clock: Clock
) -> SyncReport:
    """One run over an open road; what was recorded is never lost by it, however it ends.

    Raises HubUnreachable, HubRefusedStation (StationRevoked with the hub's signed word); the
    reason is kept as the note "last_failure" for the screen, "" after a whole run.
    """
    try:
        report = _run(outbox, road, evidence, writer, clock)
    except Fault as fault:
        outbox.keep_note("last_failure", str(fault.what))
        if isinstance(fault, StationRevoked):
            outbox.keep_note("revocation", fault.statement.decode("utf-8"))
        raise
    outbox.keep_note("last_failure", "")
    return report


def backoff(attempt: int, random: Callable[[], float]) -> float:
    """Seconds to wait after the attempt-th failure in a row (1, 2, ...): doubling from
    FIRST_WAIT_S to LONGEST_WAIT_S, each shortened by up to half so that stations which lost the
    hub at one moment do not come back at one moment. `random` gives 0 to 1."""
    doubled = FIRST_WAIT_S * 2.0 ** min(max(attempt, 1) - 1, 20)
    return min(doubled, LONGEST_WAIT_S) * (0.5 + 0.5 * random())


def _run(
    outbox: Outbox, road: Road, evidence: Blobs, writer: ManifestWriter, clock: Clock
) -> SyncReport:
    started_ns = clock.monotonic_ns()
    hello = road.hello()
    outbox.keep_note("hub_clock_offset_ms", str(hello.clock_offset_ms))
    _keep_contact(outbox, clock.now())
    acts = SendingActs(outbox, road, clock)
    acts.drain()
    mismatch = acts.compare()
    outbox.keep_note("mismatch", mismatch)
    if acts.revocation:
        raise StationRevoked(
            tr("sync", "The hub has revoked this station; what waited lies in its quarantine."),
            tr("sync", "Call a supervisor."),
            acts.revocation,
        )
    fetching = Fetching(hello.hub, outbox, road, writer, clock, between=acts.drain)
    fetching.conflicts()
    fetching.stream("holds")
    if "outcomes" in hello.streams:
        fetching.stream("outcomes")
    blobs = SendingBlobs(outbox, road, evidence, clock, between=acts.drain)
    blobs.drain()
    fetching.stream("announcements")
    _keep_contact(outbox, clock.now())
    counts = acts.counts
    return SyncReport(
        sent=counts.total(),
        accepted=counts["accepted"],
        duplicate=counts["duplicate"],
        conflict=counts["conflict"],
        refused=counts["refused"],
        waiting=outbox.counts()[0],
        segments=fetching.segments,
        blobs_sent=blobs.sent,
        seconds_ms=(clock.monotonic_ns() - started_ns) // 1_000_000,
        hub_clock_offset_ms=hello.clock_offset_ms,
        mismatch=mismatch,
    )


def _keep_contact(outbox: Outbox, at: datetime) -> None:
    outbox.keep_note("last_contact_at", at.isoformat())
