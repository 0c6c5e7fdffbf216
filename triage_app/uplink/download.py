"""A segment's reference -> its verified content, over a road that may break on the way."""

import hashlib

import msgspec

from triage_app.model.delivery import SegmentContent, SegmentRef
from triage_app.model.errors import HubUnreachable
from triage_app.model.sentence import tr
from triage_app.protocol.bodies import BodyDamaged, BodyTooLarge
from triage_app.protocol.segments import read_segment
from triage_app.uplink.exchange import Exchange
from triage_app.uplink.line import Ask, Reply
from triage_app.uplink.reading import WAITS, not_as_signed, not_our_hub


def fetch_segment(exchange: Exchange, ref: SegmentRef) -> SegmentContent:
    """The segment as the hub signed it. A cut transfer goes on where it was cut, as long as
    each attempt brings bytes. Raises HubUnreachable."""
    data = bytearray()
    while len(data) < ref.size:
        held = len(data)
        try:
            _more(exchange, ref, data)
        except HubUnreachable:
            if len(data) <= held:
                raise
        else:
            break
    if hashlib.sha256(data).hexdigest() != ref.sha256:
        raise not_as_signed()
    try:
        return read_segment(bytes(data))
    except (BodyDamaged, BodyTooLarge, msgspec.MsgspecError) as error:
        raise not_as_signed() from error


def _more(exchange: Exchange, ref: SegmentRef, data: bytearray) -> None:
    held = len(data)
    headers = {"Accept-Encoding": "identity"}
    if held:
        headers["Range"] = f"bytes={held}-"

    def begun(reply: Reply) -> None:
        if not exchange.is_own(reply):
            raise not_our_hub(reply)
        if reply.status not in (200, 206):
            what = tr("road", "The hub gave no segment (status {status}).", status=reply.status)
            raise HubUnreachable(what, tr("road", WAITS))
        if reply.status == 200:
            data.clear()

    ask = Ask(
        "GET",
        f"/v1/segments/{ref.stream}/{ref.number}",
        headers=headers,
        expect_bytes=ref.size - held,
        limit_bytes=ref.size,
    )
    exchange.ask_into(ask, data, begun)
