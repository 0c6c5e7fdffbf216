"""Attached pictures -> the hub, in pieces that fit the road; acts go out between the pieces."""

from collections.abc import Callable
from datetime import timedelta

from triage_app.flow.ports import Blobs, Clock, Outbox, Road
from triage_app.model.errors import HubUnreachable, StoreDamaged

FIRST_BYTES = 256 * 1024
MOST_BYTES = 4 * 1024 * 1024
LEAST_BYTES = 16 * 1024
FAST_S = 2.0
CUTS_A_BLOB = 5
FAILURES_A_RUN = 2
PUT_OFF_S = 300
DAMAGED_PUT_OFF_S = 86_400
PAGE = 20


class SendingBlobs:
    """The blobs of one run; `sent` counts those the hub holds whole now."""

    def __init__(
        self,
        outbox: Outbox,
        road: Road,
        evidence: Blobs,
        clock: Clock,
        between: Callable[[], None],
    ) -> None:
        self._outbox = outbox
        self._road = road
        self._evidence = evidence
        self._clock = clock
        self._between = between
        self._bytes = FIRST_BYTES
        self._done: set[str] = set()
        self._failures = 0
        self.sent = 0

    def drain(self) -> None:
        """Send what waits. One that cannot be sent is put off with the reason, the next goes on.

        Raises HubUnreachable when FAILURES_A_RUN in a row could not be sent: it is the road.
        """
        while todo := self._next():
            for sha256 in todo:
                self._done.add(sha256)
                self._try(sha256)

    def _next(self) -> list[str]:
        waiting = self._outbox.waiting_blobs(PAGE + len(self._done))
        return [sha256 for sha256 in waiting if sha256 not in self._done]

    def _try(self, sha256: str) -> None:
        try:
            data = self._evidence.get(sha256)
        except StoreDamaged as fault:
            self._defer(sha256, str(fault.what), DAMAGED_PUT_OFF_S)
            return
        try:
            self._send(sha256, data)
        except HubUnreachable as fault:
            self._defer(sha256, str(fault.what), PUT_OFF_S)
            self._failures += 1
            if self._failures >= FAILURES_A_RUN:
                raise
            self._road.hello()  # raises when it is the road
            return
        self._failures = 0
        self._outbox.blob_sent(sha256, self._clock.now())
        self.sent += 1

    def _send(self, sha256: str, data: bytes) -> None:
        """The hub says how much it holds; after a cut it is asked again, and pieces shrink."""
        cuts = 0
        while True:
            try:
                self._pieces(sha256, data)
            except HubUnreachable:
                cuts += 1
                self._bytes = max(self._bytes // 2, LEAST_BYTES)
                if cuts >= CUTS_A_BLOB:
                    raise
            else:
                return

    def _pieces(self, sha256: str, data: bytes) -> None:
        offset = self._road.blob_offset(sha256, len(data))
        while offset < len(data):
            self._between()
            begun_ns = self._clock.monotonic_ns()
            offset = self._road.send_blob(sha256, offset, data[offset : offset + self._bytes])
            if (self._clock.monotonic_ns() - begun_ns) / 1e9 < FAST_S:
                self._bytes = min(self._bytes * 2, MOST_BYTES)

    def _defer(self, sha256: str, words: str, wait_s: int) -> None:
        until = self._clock.now() + timedelta(seconds=wait_s)
        self._outbox.blob_put_off(sha256, words, until)
