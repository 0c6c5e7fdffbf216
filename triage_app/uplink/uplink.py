"""The station's end of the road; fits flow.ports.Road by shape."""

import time
from collections.abc import Sequence
from datetime import UTC, datetime
from types import TracebackType
from typing import Self

import msgspec

from triage_app.model.act import Act, Head
from triage_app.model.delivery import (
    ActAnswer,
    ConflictNote,
    HubHello,
    NotPushed,
    Pushed,
    SegmentContent,
    SegmentRef,
)
from triage_app.model.errors import HubRefusedStation
from triage_app.model.sentence import tr
from triage_app.protocol.bodies import pack
from triage_app.protocol.conflicts import ConflictsAnswer
from triage_app.protocol.envelope import PROTOCOL_VERSION
from triage_app.protocol.hello import HelloAnswer
from triage_app.protocol.push import ChainHead, PushAnswer, PushRequest, WireAct, read_receipt
from triage_app.protocol.segments import SegmentsAnswer, read_entry
from triage_app.protocol.uploads import OFFSET_MEDIA_TYPE, upload_metadata
from triage_app.settings import HubSettings
from triage_app.uplink.credentials import Credentials
from triage_app.uplink.download import fetch_segment
from triage_app.uplink.exchange import Exchange
from triage_app.uplink.line import PATIENCE_S, Ask, Reply
from triage_app.uplink.reading import (
    REFUSING,
    foreign_words,
    not_as_signed,
    not_our_hub,
    retry_after_s,
    revocation,
)

ANSWER_BYTES_AN_ACT = 200
GIVE_UP = (407, 511)  # a proxy or network that wants a log-in turns everything away
PUSH_HEADERS = {"Content-Type": "application/json", "Content-Encoding": "zstd"}


class Uplink:
    """Speaks for one enrolled station; belongs to one thread; close it."""

    def __init__(
        self, hub: HubSettings, credentials: Credentials, *, patience_s: float = PATIENCE_S
    ) -> None:
        self._exchange = Exchange(hub, credentials, patience_s=patience_s)
        self._credentials = credentials

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Hang up."""
        self._exchange.close()

    def hello(self) -> HubHello:
        """Greet; learn the hub's clock and whether hub and station are for each other."""
        before, started = datetime.now(UTC), time.monotonic()
        answer = self._exchange.get("/v1/hello", HelloAnswer)
        half_s = (time.monotonic() - started) / 2
        offset_s = (answer.at - before).total_seconds() - half_s
        check_hello(answer, demonstration=self._credentials.demonstration)
        return HubHello(answer.hub, round(offset_s * 1000), answer.demonstration, answer.streams)

    def push(self, acts: Sequence[Act], head: Head) -> Pushed | NotPushed:
        """See ports.Road."""
        wire = [WireAct(a.id, a.epoch, a.seq, a.data, a.hash, a.signature) for a in acts]
        request = PushRequest(wire, ChainHead(head.epoch, head.seq, head.hash))
        body = pack(msgspec.json.encode(request))
        expected = ANSWER_BYTES_AN_ACT * len(acts)
        reply = self._exchange.ask(Ask("POST", "/v1/acts", body, PUSH_HEADERS, expected))
        if reply.status == 200:
            return self._pushed(self._exchange.message(reply, PushAnswer))
        return self._turned_away(reply)

    def blob_offset(self, sha256: str, size: int) -> int:
        """See ports.Road."""
        headers = {"Upload-Length": str(size), "Upload-Metadata": upload_metadata(sha256)}
        return self._offset(self._exchange.ask(Ask("POST", "/v1/uploads", b"", headers)), (201,))

    def send_blob(self, sha256: str, offset: int, chunk: bytes) -> int:
        """See ports.Road. The hub's own word on the offset counts, also when it is another."""
        headers = {"Upload-Offset": str(offset), "Content-Type": OFFSET_MEDIA_TYPE}
        ask = Ask("PATCH", f"/v1/uploads/{sha256}", chunk, headers)
        return self._offset(self._exchange.ask(ask), (204, 409))

    def conflicts(self, after: int) -> tuple[ConflictNote, ...]:
        """See ports.Road."""
        answer = self._exchange.get(f"/v1/conflicts?after={after}", ConflictsAnswer)
        return tuple(ConflictNote(c.number, c.act_id, c.other_station) for c in answer.conflicts)

    def segments(self, stream: str, after: int) -> tuple[SegmentRef, ...]:
        """See ports.Road. Raises HubUnreachable for an entry the hub did not sign."""
        answer = self._exchange.get(f"/v1/segments/{stream}?after={after}", SegmentsAnswer)
        key, facility = self._credentials.hub_key, self._credentials.facility
        refs = [read_entry(entry, facility, stream, key) for entry in answer.segments]
        signed = tuple(ref for ref in refs if ref is not None)
        if len(signed) != len(refs):
            raise not_as_signed()
        return signed

    def segment(self, ref: SegmentRef) -> SegmentContent:
        """See ports.Road."""
        return fetch_segment(self._exchange, ref)

    def _pushed(self, answer: PushAnswer) -> Pushed:
        key, station = self._credentials.hub_key, self._credentials.station
        receipt = None
        if answer.receipt is not None:
            receipt = read_receipt(answer.receipt, key, station)
            if receipt is None:
                raise not_as_signed()
        revoked = revocation(answer.revocation, self._credentials) if answer.revocation else None
        return Pushed(
            tuple(ActAnswer(a.id, a.verdict, a.words, a.retry_after_s) for a in answer.answers),
            receipt,
            tuple((gap.epoch, gap.first, gap.last) for gap in answer.missing),
            revoked.statement if revoked else b"",
        )

    def _turned_away(self, reply: Reply) -> NotPushed:
        error = self._exchange.own_error(reply)
        if error is not None:
            if reply.status in REFUSING:
                raise self._exchange.refused(reply)
            words = tr("road", "The hub says: {words}", words=error.words)
            wait_s = error.retry_after_s or retry_after_s(reply.headers)
            return NotPushed(reply.status, words, wait_s)
        if reply.status < 400 or reply.status in GIVE_UP:
            raise not_our_hub(reply)
        return NotPushed(reply.status, foreign_words(reply), retry_after_s(reply.headers))

    def _offset(self, reply: Reply, wanted: tuple[int, ...]) -> int:
        if reply.status not in wanted or not self._exchange.is_own(reply):
            raise self._exchange.refused(reply)
        text = reply.headers.get("upload-offset", "")
        if not (text.isascii() and text.isdigit() and len(text) <= 15):
            raise not_our_hub(reply)
        return int(text)


def check_hello(answer: HelloAnswer, *, demonstration: bool) -> None:
    """Raises HubRefusedStation when hub and station are not for each other."""
    if not answer.oldest_protocol <= PROTOCOL_VERSION <= answer.newest_protocol:
        side = "station" if answer.oldest_protocol > PROTOCOL_VERSION else "hub"
        raise HubRefusedStation(
            tr("road", "Hub and station speak different protocols; the {side} is old.", side=side),
            tr("road", "Renew it; acts wait here."),
        )
    if demonstration and not answer.demonstration:
        raise HubRefusedStation(
            tr("road", "This home is a demonstration; a real hub does not get its acts."),
            tr("road", "Use a hub started with 'triage hub serve --demonstration'."),
        )
    if answer.demonstration and not demonstration:
        raise HubRefusedStation(
            tr("road", "The hub is a demonstration; it does not get real acts."),
            tr("road", "Enrol this station with a real hub."),
        )
