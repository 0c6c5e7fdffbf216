"""Bundles at the hub's end: acts and blobs taken as if pushed; the answer carried back."""

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import msgspec
from sqlalchemy import Select, and_, select

from triage_app.hub.chains import chains_of
from triage_app.hub.conflicts import conflicts_after
from triage_app.hub.parts import HubParts
from triage_app.hub.push import receipt_of, take_push
from triage_app.hub.schema import ACTS, BLOBS, QUARANTINE
from triage_app.hub.stations import Station, station_named
from triage_app.hub.telling import tell_outcomes
from triage_app.model.errors import DiskFault, FileUnreadable
from triage_app.model.sentence import Sentence, tr
from triage_app.protocol.bundle import (
    BLOB,
    ENTRY,
    PUSH,
    SEGMENT,
    WORD,
    Bundle,
    BundleHead,
    Frame,
    HubWord,
    RefusedAct,
    SegmentPlace,
    write_bundle,
)
from triage_app.protocol.conflicts import ConflictEntry
from triage_app.protocol.push import PushRequest
from triage_app.protocol.sealing import NotForUs
from triage_app.protocol.segments import STREAMS


@dataclass(slots=True)
class TakenBundle:
    """Whose it was and what became of it; `after`: how far the station has the streams."""

    station: Station
    after: dict[str, int]
    verdicts: Counter[str] = field(default_factory=Counter)
    blobs: int = 0


async def take_bundle(parts: HubParts, path: Path) -> TakenBundle:
    """Take it in; the same one again finds everything here. Raises FileUnreadable when it is not
    from a station of this hub's, sealed for it and signed."""
    bundle = Bundle(path, parts.me.public_key, parts.me.agree)
    station, head = await _sender(parts, bundle, path)
    taken = TakenBundle(station, head.after)
    for kind, data in bundle.frames():
        if kind == PUSH:
            await _push(parts, taken, data, path)
        elif kind == BLOB and station.revocation is None:
            sha256 = hashlib.sha256(data).hexdigest()
            taken.blobs += await parts.uploads.keep_whole(station, sha256, data, parts.now())
    return taken


async def answer_bundle(
    parts: HubParts, station: Station, after: dict[str, int], path: Path
) -> int:
    """Write what the hub says to the station, and the segments after those it has; how many."""
    word = await _word(parts, station)
    head = BundleHead("hub", parts.me.id, station.facility, station.name, parts.now(), after)
    places = await _places(parts, station, after) if station.revocation is None else []
    part = path.with_name(path.name + ".part")
    try:
        frames = _frames(parts, station.facility, word, places)
        write_bundle(part, head, frames, parts.me.sign_hex, station.public_key)
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise DiskFault(
            tr("bundle", "{path} cannot be written: {error}.", path=path, error=error),
            tr("bundle", "Use another medium."),
        ) from error
    return len(places)


def _frames(
    parts: HubParts, facility: str, word: HubWord, places: Sequence[SegmentPlace]
) -> Iterator[Frame]:
    """One segment in memory at a time."""
    yield WORD, msgspec.json.encode(word)
    for place in places:
        yield ENTRY, msgspec.json.encode(place)
        yield SEGMENT, parts.segments.read(facility, place.stream, place.entry.sha256)


async def _sender(parts: HubParts, bundle: Bundle, path: Path) -> tuple[Station, BundleHead]:
    try:
        head = bundle.head()
        async with parts.database.reading() as connection:
            station = await station_named(connection, head.facility, head.station)
        if station is None or head.sender != "station":
            raise _not_taken(path, tr("bundle", "the hub knows no such station"))
        bundle.check(station.public_key)
    except NotForUs as error:
        raise _not_taken(
            path, tr("bundle", "it is no bundle for this hub ({why})", why=error)
        ) from error
    except OSError as error:
        raise _not_taken(path, tr("bundle", "it cannot be read: {error}", error=error)) from error
    return station, head


async def _push(parts: HubParts, taken: TakenBundle, data: bytes, path: Path) -> None:
    try:
        request = msgspec.json.decode(data, type=PushRequest)
    except msgspec.MsgspecError as error:
        raise _not_taken(
            path, tr("bundle", "its acts cannot be read: {error}", error=error)
        ) from error
    result = await take_push(parts, taken.station, request, parts.now())
    taken.verdicts.update(str(answer.verdict) for answer in result.answers)


async def _word(parts: HubParts, station: Station) -> HubWord:
    now = parts.now()
    async with parts.database.reading() as connection:
        chains = await chains_of(connection, station)
        held = sum(chain.acts for chain in chains)
        receipts = [
            receipt_of(parts.me, station, chain, held, now) for chain in chains if chain.anchor_seq
        ]
        quarantined = await connection.execute(_refused(station))
        refused = [RefusedAct(row.act_id, row.reason) for row in quarantined]
        conflicts: list[ConflictEntry] = []
        while page := await conflicts_after(
            connection, station, conflicts[-1].number if conflicts else 0
        ):
            conflicts += page
        query = select(BLOBS.c.sha256).where(
            BLOBS.c.facility == station.facility, BLOBS.c.station == station.name
        )
        blobs = list((await connection.execute(query)).scalars())
    return HubWord(receipts, refused, conflicts, blobs, station.revocation)


def _refused(station: Station) -> Select[tuple[str, str]]:
    """Acts in quarantine that the hub does not hold rightly as well."""
    rightly = and_(
        ACTS.c.facility == QUARANTINE.c.facility,
        ACTS.c.id == QUARANTINE.c.act_id,
        ACTS.c.station == QUARANTINE.c.station,
    )
    return (
        select(QUARANTINE.c.act_id, QUARANTINE.c.reason)
        .outerjoin(ACTS, rightly)
        .where(
            QUARANTINE.c.facility == station.facility,
            QUARANTINE.c.station == station.name,
            ACTS.c.id.is_(None),
        )
        .order_by(QUARANTINE.c.number)
    )


async def _places(parts: HubParts, station: Station, after: dict[str, int]) -> list[SegmentPlace]:
    places: list[SegmentPlace] = []
    await tell_outcomes(parts, station.facility, parts.now())
    for stream in STREAMS:
        last = after.get(stream, 0)
        while page := await parts.segments.index(station.facility, stream, last):
            places += [SegmentPlace(stream, entry) for entry in page]
            last = page[-1].number
    return places


def _not_taken(path: Path, why: Sentence) -> FileUnreadable:
    return FileUnreadable(
        tr("bundle", "{path} was not taken in: {why}.", path=path, why=why),
        tr("bundle", "Nothing was changed; make the bundle anew at the station."),
    )
