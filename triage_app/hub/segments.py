"""Announcements and holds -> numbered, immutable, signed segments of a facility."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

import msgspec
from sqlalchemy import delete, func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from triage_app.hub.blob_store import BlobStore
from triage_app.hub.database import Database
from triage_app.hub.identity import HubIdentity
from triage_app.hub.schema import ANNOUNCED, HUB, SEGMENTS
from triage_app.protocol.segments import (
    STREAMS,
    SegmentEntry,
    SegmentLine,
    pack_lines,
    segment_statement,
)

LINES_A_SEGMENT = 5_000  # about a megabyte on the road
PAGE = 200


@dataclass(frozen=True, slots=True)
class Published:
    """What publishing made: segments, the items in them, and lines that said nothing new."""

    segments: int = 0
    items: int = 0
    unchanged: int = 0


@dataclass(frozen=True, slots=True)
class _Line:
    stream: str
    id: str
    digest: str
    data: bytes


class Segments:
    """The segments of a hub."""

    def __init__(self, database: Database, blobs: BlobStore, me: HubIdentity) -> None:
        self._database = database
        self._blobs = blobs
        self._me = me

    async def publish(
        self, facility: str, lines: Iterable[SegmentLine], now: datetime
    ) -> Published:
        """Make segments of what is new or changed; the same lines again make none."""
        made = Published()
        encoded = _encoded(lines)
        while batch := list(islice(encoded, LINES_A_SEGMENT)):
            for stream in STREAMS:
                some = [line for line in batch if line.stream == stream]
                made = _sum(made, await self._publish(facility, stream, some, now))
        return made

    async def index(self, facility: str, stream: str, after: int) -> list[SegmentEntry]:
        """The next segments after a number, at most PAGE."""
        query = (
            select(SEGMENTS)
            .where(
                SEGMENTS.c.facility == facility,
                SEGMENTS.c.stream == stream,
                SEGMENTS.c.number > after,
            )
            .order_by(SEGMENTS.c.number)
            .limit(PAGE)
        )
        async with self._database.reading() as connection:
            rows = (await connection.execute(query)).all()
        return [
            SegmentEntry(row.number, row.sha256, row.size, row.items, row.signature) for row in rows
        ]

    async def data(self, facility: str, stream: str, number: int) -> bytes | None:
        """A segment's bytes; None when there is none of that number."""
        query = select(SEGMENTS.c.sha256).where(
            SEGMENTS.c.facility == facility,
            SEGMENTS.c.stream == stream,
            SEGMENTS.c.number == number,
        )
        async with self._database.reading() as connection:
            sha256 = (await connection.execute(query)).scalar()
        return None if sha256 is None else await self._blobs.get(_name(facility, stream, sha256))

    async def add(
        self,
        connection: AsyncConnection,
        facility: str,
        stream: str,
        lines: Sequence[bytes],
        now: datetime,
    ) -> None:
        """The stream's next segment, of encoded lines; in the caller's transaction."""
        data = pack_lines(lines)
        sha256 = hashlib.sha256(data).hexdigest()
        await self._blobs.put(_name(facility, stream, sha256), data)
        # Two replicas must not give one number twice (SQLite has one writer anyway).
        await connection.execute(select(HUB.c.id).with_for_update())
        number = await _next_number(connection, facility, stream)
        entry = SegmentEntry(number, sha256, len(data), len(lines), "")
        signed = self._me.sign(segment_statement(facility, stream, entry))
        row = {
            "facility": facility,
            "stream": stream,
            "number": number,
            "sha256": sha256,
            "size": len(data),
            "items": len(lines),
            "signature": signed.signature,
            "made_at": now,
        }
        await connection.execute(insert(SEGMENTS).values(row))

    def read(self, facility: str, stream: str, sha256: str) -> bytes:
        """A segment's bytes, for a thread of its own. Raises DiskFault when there are none."""
        return self._blobs.read(_name(facility, stream, sha256))

    async def _publish(
        self, facility: str, stream: str, lines: Sequence[_Line], now: datetime
    ) -> Published:
        if not lines:
            return Published()
        async with self._database.writing() as connection:
            new = await _note_new(connection, facility, lines)
            if not new:
                return Published(unchanged=len(lines))
            await self.add(connection, facility, stream, [line.data for line in new], now)
        return Published(1, len(new), len(lines) - len(new))


def _encoded(lines: Iterable[SegmentLine]) -> Iterator[_Line]:
    encoder = msgspec.json.Encoder()
    for line in lines:
        if line.announcement is None and line.hold is None:
            continue
        data = encoder.encode(line)
        stream = line.stream()
        named = line.hold.id if line.hold else line.announcement.id if line.announcement else ""
        digest = hashlib.sha256(data).hexdigest()
        yield _Line(stream, f"{stream}:{named}"[:128], digest, data)


async def _note_new(
    connection: AsyncConnection, facility: str, lines: Sequence[_Line]
) -> list[_Line]:
    """Those lines that say something new, noted; of several for one id the last one counts."""
    newest = {line.id: line for line in lines}
    query = select(ANNOUNCED.c.id, ANNOUNCED.c.digest).where(
        ANNOUNCED.c.facility == facility, ANNOUNCED.c.id.in_(list(newest))
    )
    known = {row.id: row.digest for row in await connection.execute(query)}
    new = [line for line in newest.values() if known.get(line.id) != line.digest]
    changed = [line.id for line in new if line.id in known]
    if changed:
        await connection.execute(
            delete(ANNOUNCED).where(ANNOUNCED.c.facility == facility, ANNOUNCED.c.id.in_(changed))
        )
    if new:
        rows = [{"facility": facility, "id": one.id, "digest": one.digest} for one in new]
        await connection.execute(insert(ANNOUNCED), rows)
    return new


async def _next_number(connection: AsyncConnection, facility: str, stream: str) -> int:
    query = select(func.max(SEGMENTS.c.number)).where(
        SEGMENTS.c.facility == facility, SEGMENTS.c.stream == stream
    )
    return int((await connection.execute(query)).scalar() or 0) + 1


def _name(facility: str, stream: str, sha256: str) -> str:
    return f"segments/{facility}/{stream}/{sha256}.zst"


def _sum(one: Published, other: Published) -> Published:
    return Published(
        one.segments + other.segments,
        one.items + other.items,
        one.unchanged + other.unchanged,
    )
