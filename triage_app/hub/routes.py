"""The addresses of the road: greeting, enrolment, acts, conflicts, segments."""

from typing import Annotated, Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter
from sqlalchemy import select

from triage_app import __version__
from triage_app.hub.answers import HubRequest, HubSays, stamp
from triage_app.hub.conflicts import conflicts_after
from triage_app.hub.parts import HubParts
from triage_app.hub.push import take_push
from triage_app.hub.schema import SCHEMA_VERSION
from triage_app.hub.stations import Station, enrol, station_of
from triage_app.hub.telling import tell_outcomes
from triage_app.protocol.conflicts import ConflictsAnswer
from triage_app.protocol.enrol import EnrolAnswer, EnrolRequest
from triage_app.protocol.envelope import (
    HEADER_PROTOCOL,
    OLDEST_SPOKEN,
    PROTOCOL_VERSION,
    version_spoken,
)
from triage_app.protocol.hello import HelloAnswer, ReadyAnswer
from triage_app.protocol.push import MAX_BATCH_ACTS, MAX_BODY_BYTES, PushAnswer, PushRequest
from triage_app.protocol.segments import OUTCOMES_STREAM, STREAMS, SegmentsAnswer

SMALL_BODY_BYTES = 64 * 1024
After = Annotated[int, QueryParameter(ge=0, le=2**62)]


async def known_station(request: HubRequest, parts: NamedDependency[HubParts]) -> Station:
    """The station whose token came along, revoked or not."""
    check_version(request)
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        async with parts.database.reading() as connection:
            station = await station_of(connection, token.strip())
        if station is not None:
            return station
    words = "The hub does not know this station; enrol it again."
    raise HubSays(401, "unknown_station", words, headers={"WWW-Authenticate": "Bearer"})


def trusted_station(known: NamedDependency[Station]) -> Station:
    """The station, while it is not revoked."""
    if known.revocation is not None:
        words = "This station is revoked; its acts are still taken, into quarantine."
        raise HubSays(403, "revoked", words, revocation=known.revocation)
    return known


def check_version(request: HubRequest) -> None:
    """Refuse a protocol we do not speak, saying which side is to be renewed."""
    code = version_spoken(request.headers.get(HEADER_PROTOCOL, ""))
    if code == "old_protocol":
        words = f"The hub speaks protocol {OLDEST_SPOKEN} and newer; renew the station."
        raise HubSays(426, code, words, headers={"Upgrade": f"triage/{PROTOCOL_VERSION}"})
    if code == "new_protocol":
        words = f"The hub speaks protocol {PROTOCOL_VERSION} at most; renew the hub."
        raise HubSays(426, code, words, headers={"Upgrade": f"triage/{PROTOCOL_VERSION}"})


@get("/v1/hello", summary="Who the hub is; answered to anyone")
async def hello(request: HubRequest, parts: NamedDependency[HubParts]) -> HelloAnswer:
    return HelloAnswer(
        **stamp(parts, request),
        public_key=parts.me.public_key.hex(),
        oldest_protocol=OLDEST_SPOKEN,
        newest_protocol=PROTOCOL_VERSION,
        app_version=__version__,
        demonstration=parts.me.demonstration,
        streams=STREAMS,
    )


@get("/ready", summary="Whether the hub takes acts: its database answers")
async def ready(request: HubRequest, parts: NamedDependency[HubParts]) -> ReadyAnswer:
    async with parts.database.reading() as connection:
        await connection.execute(select(SCHEMA_VERSION.c.version).limit(1))
    return ReadyAnswer(**stamp(parts, request), ready=True)


@post(
    "/v1/enrol",
    summary="An enrolment code for a token",
    status_code=200,
    request_max_body_size=SMALL_BODY_BYTES,
)
async def enrol_station(
    request: HubRequest, parts: NamedDependency[HubParts], data: JSONBody[EnrolRequest]
) -> EnrolAnswer:
    check_version(request)
    if data.demonstration != parts.me.demonstration:
        which = "demonstration" if parts.me.demonstration else "real"
        words = f"This is a {which} hub; the station is not."
        raise HubSays(403, "enrolment_refused", words)
    async with parts.database.writing() as connection:
        token = await enrol(connection, data, parts.now())
    if token is None:
        words = "The code is wrong, used, expired or for another station, or the name is taken."
        raise HubSays(403, "enrolment_refused", words)
    return EnrolAnswer(
        **stamp(parts, request),
        station=data.station,
        facility=data.facility,
        token=token,
        public_key=parts.me.public_key.hex(),
        demonstration=parts.me.demonstration,
    )


@post(
    "/v1/acts",
    summary="Push acts; answered one by one",
    status_code=200,
    request_max_body_size=MAX_BODY_BYTES,
)
async def push(
    request: HubRequest,
    parts: NamedDependency[HubParts],
    known: NamedDependency[Station],
    data: JSONBody[PushRequest],
) -> PushAnswer:
    if len(data.acts) > MAX_BATCH_ACTS:
        raise HubSays(413, "too_large", f"At most {MAX_BATCH_ACTS} acts at once.")
    result = await take_push(parts, known, data, parts.now())
    return PushAnswer(
        **stamp(parts, request),
        answers=result.answers,
        receipt=result.receipt,
        missing=result.missing,
        revocation=known.revocation,
    )


@get("/v1/conflicts", summary="The station's acts that another station contradicts")
async def conflicts(
    request: HubRequest,
    parts: NamedDependency[HubParts],
    station: NamedDependency[Station],
    after: After,
) -> ConflictsAnswer:
    async with parts.database.reading() as connection:
        entries = await conflicts_after(connection, station, after)
    return ConflictsAnswer(**stamp(parts, request), conflicts=entries)


@get("/v1/segments/{stream:str}", summary="The next segments of a stream, signed")
async def segment_index(
    request: HubRequest,
    parts: NamedDependency[HubParts],
    station: NamedDependency[Station],
    stream: FromPath[str],
    after: After,
) -> SegmentsAnswer:
    if stream not in STREAMS:
        raise HubSays(404, "not_found", "There is no such stream.")
    if stream == OUTCOMES_STREAM:
        await tell_outcomes(parts, station.facility, parts.now())
    entries = await parts.segments.index(station.facility, stream, after)
    return SegmentsAnswer(
        **stamp(parts, request), facility=station.facility, stream=stream, segments=entries
    )


@get(
    "/v1/segments/{stream:str}/{number:int}",
    summary="A segment's bytes, or those from a Range on",
    media_type="application/zstd",
)
async def segment_data(
    request: HubRequest,
    parts: NamedDependency[HubParts],
    station: NamedDependency[Station],
    stream: FromPath[str],
    number: FromPath[int],
) -> Response[bytes]:
    known = stream in STREAMS and 0 < number < 2**62
    data = await parts.segments.data(station.facility, stream, number) if known else None
    if data is None:
        raise HubSays(404, "not_found", "There is no such segment.")
    headers: dict[str, Any] = {"Cache-Control": "private, immutable", "Accept-Ranges": "bytes"}
    start = range_start(request.headers.get("Range", ""), len(data))
    if start == 0:
        return Response(data, headers=headers, media_type="application/zstd")
    headers["Content-Range"] = f"bytes {start}-{len(data) - 1}/{len(data)}"
    return Response(data[start:], status_code=206, headers=headers, media_type="application/zstd")


def range_start(header: str, size: int) -> int:
    """Where `Range: bytes=N-` (RFC 9110 section 14.2) begins; 0 for any other form or place."""
    unit, _, wanted = header.partition("=")
    digits = wanted.removesuffix("-")
    if unit != "bytes" or not wanted.endswith("-") or not digits.isascii() or len(digits) > 15:
        return 0
    start = int(digits) if digits.isdigit() else 0
    return start if start < size else 0


ROUTES = (hello, ready, enrol_station, push, conflicts, segment_index, segment_data)
