"""Resumable uploads: parts as they come, joined and checked when the last one is there.

Nothing lies in memory between two requests: the row says how much is held, the parts are blobs.
"""

import asyncio
import hashlib
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from triage_app.hub.blob_store import BlobStore
from triage_app.hub.database import Database
from triage_app.hub.schema import BLOBS, UPLOADS
from triage_app.hub.stations import Station


@dataclass(frozen=True, slots=True)
class Upload:
    """One blob under way from one station; `held` bytes of `size` are here."""

    station: Station
    sha256: str
    size: int
    held: int

    def part(self, offset: int) -> str:
        """The name of the part that begins at `offset`."""
        place = f"parts/{self.station.facility}/{self.station.name}/{self.sha256}"
        return f"{place}/{offset:016d}"


class WrongContent(Exception):
    """All bytes are here and they are not what the SHA-256 says; the upload begins anew."""


class Uploads:
    """The uploads of a hub."""

    def __init__(self, database: Database, blobs: BlobStore) -> None:
        self._database = database
        self._blobs = blobs

    async def begin(self, station: Station, sha256: str, size: int, now: datetime) -> Upload:
        """Begin or go on. A blob that is here already, from any station, is held whole."""
        known = await self.find(station, sha256)
        if known is not None and (known.size == size or known.held == known.size):
            return known
        upload = Upload(station, sha256, size, 0)
        async with self._database.writing() as connection:
            await connection.execute(delete(UPLOADS).where(*_place(station, sha256)))
            row = {
                "facility": station.facility,
                "station": station.name,
                "sha256": sha256,
                "size": size,
                "held": 0,
                "changed_at": now,
            }
            await connection.execute(insert(UPLOADS).values(row))
        return upload

    async def find(self, station: Station, sha256: str) -> Upload | None:
        """How much of the blob is held; None when it was never begun."""
        async with self._database.reading() as connection:
            query = select(BLOBS.c.size).where(
                BLOBS.c.facility == station.facility, BLOBS.c.sha256 == sha256
            )
            whole = (await connection.execute(query)).scalar()
            if whole is not None:
                return Upload(station, sha256, whole, whole)
            rows = await connection.execute(select(UPLOADS).where(*_place(station, sha256)))
            row = rows.first()
        return Upload(station, sha256, row.size, row.held) if row else None

    async def append(self, upload: Upload, data: bytes, now: datetime) -> int:
        """Take the bytes that follow `upload.held`; how many are held then.

        Raises WrongContent when they were the last ones and the whole is not the blob named.
        """
        await self._blobs.put(upload.part(upload.held), data)
        held = upload.held + len(data)
        if held >= upload.size:
            await self._finish(upload, now)
            return upload.size
        async with self._database.writing() as connection:
            moved = await _move(connection, upload, held, now)
        return held if moved else upload.held

    async def keep_whole(self, station: Station, sha256: str, data: bytes, now: datetime) -> bool:
        """Keep a blob that came in one piece, under its own name; whether it was not here."""
        known = await self.find(station, sha256)
        if known is not None and known.held == known.size:
            return False
        await self._blobs.put(blob_name(station.facility, sha256), data)
        await self._note_whole(Upload(station, sha256, len(data), len(data)), now)
        return True

    async def _finish(self, upload: Upload, now: datetime) -> None:
        parts = await asyncio.to_thread(_matching_parts, self._blobs, upload)
        if not parts:
            async with self._database.writing() as connection:
                await _move(connection, upload, 0, now)
            raise WrongContent
        name = blob_name(upload.station.facility, upload.sha256)
        await asyncio.to_thread(self._blobs.write_parts, name, parts)
        await self._note_whole(upload, now)
        for part in parts:
            await self._blobs.drop(part)

    async def _note_whole(self, upload: Upload, now: datetime) -> None:
        row = {
            "facility": upload.station.facility,
            "sha256": upload.sha256,
            "size": upload.size,
            "station": upload.station.name,
            "received_at": now,
        }
        async with self._database.writing() as connection:
            await connection.execute(self._database.insert_new(BLOBS).values(row))
            await connection.execute(delete(UPLOADS).where(*_place(upload.station, upload.sha256)))


def blob_name(facility: str, sha256: str) -> str:
    """Where a whole blob lies in the store."""
    return f"blobs/{facility}/{sha256[:2]}/{sha256}"


def _matching_parts(blobs: BlobStore, upload: Upload) -> list[str]:
    """The names of the parts in order when together they are the blob; else none."""
    digest = hashlib.sha256()
    parts: list[str] = []
    offset = 0
    while offset < upload.size or not parts:
        name = upload.part(offset)
        data = blobs.read(name)
        digest.update(data)
        parts.append(name)
        offset += len(data)
        if not data:
            break
    whole = offset == upload.size and digest.hexdigest() == upload.sha256
    return parts if whole else []


async def _move(connection: AsyncConnection, upload: Upload, held: int, now: datetime) -> bool:
    result = await connection.execute(
        update(UPLOADS)
        .where(*_place(upload.station, upload.sha256), UPLOADS.c.held == upload.held)
        .values(held=held, changed_at=now)
    )
    return result.rowcount == 1


def _place(station: Station, sha256: str) -> tuple[ColumnElement[bool], ...]:
    return (
        UPLOADS.c.facility == station.facility,
        UPLOADS.c.station == station.name,
        UPLOADS.c.sha256 == sha256,
    )
