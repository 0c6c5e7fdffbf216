"""A push -> answers: acts kept once, byte for byte; the refused ones in quarantine."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from triage_app.hub.chains import Chain, acts_of, chain_of, extend_chain, missing_ranges
from triage_app.hub.checks import Taken, Turned, check_acts
from triage_app.hub.conflicts import conflicted, note_outcomes
from triage_app.hub.database import Database
from triage_app.hub.identity import HubIdentity
from triage_app.hub.parts import HubParts
from triage_app.hub.quarantine import alarms_of, bounded, quarantine, raise_alarms
from triage_app.hub.schema import ACTS
from triage_app.hub.stations import Station, seen
from triage_app.model.delivery import ActVerdict
from triage_app.protocol.envelope import SignedStatement
from triage_app.protocol.push import (
    MissingRange,
    PushRequest,
    ReceiptBody,
    WireAct,
    WireActAnswer,
    receipt_statement,
)

RACES_TRIED = 5
ACT_COLUMNS = (
    ACTS.c.facility,
    ACTS.c.id,
    ACTS.c.station,
    ACTS.c.epoch,
    ACTS.c.seq,
    ACTS.c.kind,
    ACTS.c.hash,
    ACTS.c.signature,
    ACTS.c.data,
    ACTS.c.received_at,
)


@dataclass(frozen=True, slots=True)
class PushResult:
    """What the station is told."""

    answers: list[WireActAnswer]
    receipt: SignedStatement | None
    missing: list[MissingRange]


@dataclass(slots=True)
class _Sorted:
    """A batch sorted by what is to become of each act."""

    new: list[Taken] = field(default_factory=list)
    known: list[str] = field(default_factory=list)
    turned: list[Turned] = field(default_factory=list)


class _Raced(Exception):
    """Another writer kept some of these acts between our look and our write."""


async def take_push(
    parts: HubParts, station: Station, request: PushRequest, now: datetime
) -> PushResult:
    """Keep what is right, quarantine what is not, answer each act; durable on return."""
    if station.revocation is not None:
        checked: list[Taken | Turned] = [
            Turned(act, "revoked", "The station is revoked; the act lies in quarantine.")
            for act in request.acts
        ]
    else:
        checked = await check_acts(request.acts, station.name, station.public_key, parts.signatures)
    for _ in range(RACES_TRIED):
        try:
            async with parts.database.writing() as connection:
                return await _take(parts, connection, station, checked, request, now)
        except _Raced:
            continue
    words = "The hub is busy with the same acts."
    late = [WireActAnswer(a.id, ActVerdict.RETRY, "busy", words, 5) for a in request.acts]
    return PushResult(late, None, [])


async def _take(
    parts: HubParts,
    connection: AsyncConnection,
    station: Station,
    checked: Sequence[Taken | Turned],
    request: PushRequest,
    now: datetime,
) -> PushResult:
    database = parts.database
    batch = await _sort(database, connection, station, checked)
    await _keep(database, connection, station, batch.new, now)
    marked = await note_outcomes(database, connection, station, batch.new, now)
    marked |= await conflicted(database, connection, station.facility, batch.known)
    fresh = await quarantine(connection, station, batch.turned, now)
    chains = await _extend(connection, station, batch)
    await raise_alarms(connection, station, alarms_of(batch.new, fresh), now)
    await seen(connection, station, now)
    answers = _answers(request.acts, batch, marked)
    chain = chains.get(request.head.epoch) or await chain_of(
        connection, station, request.head.epoch
    )
    if chain is None:
        return PushResult(answers, None, [])
    if not chain.anchor_seq:  # all of it lies in quarantine: there is nothing to sign for
        return PushResult(answers, None, await missing_ranges(connection, station, chain))
    missing = await missing_ranges(connection, station, chain)
    total = await acts_of(connection, station)
    return PushResult(answers, receipt_of(parts.me, station, chain, total, now), missing)


async def _sort(
    database: Database,
    connection: AsyncConnection,
    station: Station,
    checked: Sequence[Taken | Turned],
) -> _Sorted:
    taken = [act for act in checked if isinstance(act, Taken)]
    hashes, places = await _held(database, connection, station, taken)
    batch = _Sorted(turned=[act for act in checked if isinstance(act, Turned)])
    for act in taken:
        wire = act.wire
        place = (wire.epoch, wire.seq)
        if wire.id in hashes:
            if hashes[wire.id] == (station.name, wire.hash):
                batch.known.append(wire.id)
            else:
                words = "The hub holds another act with this id; both were kept apart."
                batch.turned.append(Turned(wire, "other_bytes", words))
        elif place in places:
            words = f"The hub holds another act in this place: {places[place]}."
            batch.turned.append(Turned(wire, "place_taken", words))
        else:
            hashes[wire.id] = (station.name, wire.hash)
            places[place] = wire.id
            batch.new.append(act)
    return batch


async def _held(
    database: Database, connection: AsyncConnection, station: Station, acts: Sequence[Taken]
) -> tuple[dict[str, tuple[str, str]], dict[tuple[int, int], str]]:
    by_id = select(ACTS.c.id, ACTS.c.station, ACTS.c.hash).where(
        ACTS.c.facility == station.facility,
        database.among(ACTS.c.id, [act.wire.id for act in acts]),
    )
    by_place = select(ACTS.c.epoch, ACTS.c.seq, ACTS.c.id).where(
        ACTS.c.facility == station.facility,
        ACTS.c.station == station.name,
        ACTS.c.epoch.in_({act.wire.epoch for act in acts}),
        database.among(ACTS.c.seq, [act.wire.seq for act in acts]),
    )
    hashes = {row.id: (row.station, row.hash) for row in await connection.execute(by_id)}
    places = {(row.epoch, row.seq): row.id for row in await connection.execute(by_place)}
    return hashes, places


async def _keep(
    database: Database,
    connection: AsyncConnection,
    station: Station,
    new: Sequence[Taken],
    now: datetime,
) -> None:
    if not new:
        return
    moment = database.bound(ACTS.c.received_at, now)
    rows = [_act_row(act, station.facility, moment) for act in new]
    if await database.add_new(connection, ACT_COLUMNS, rows) != len(rows):
        raise _Raced


def _act_row(act: Taken, facility: str, moment: object) -> tuple[object, ...]:
    wire, envelope = act.wire, act.envelope
    return (
        facility,
        wire.id,
        envelope.station,
        wire.epoch,
        wire.seq,
        envelope.kind[:32],
        wire.hash,
        wire.signature,
        wire.data,
        moment,
    )


async def _extend(
    connection: AsyncConnection, station: Station, batch: _Sorted
) -> dict[int, Chain]:
    kept: dict[int, list[Taken]] = defaultdict(list)
    held: dict[int, list[int]] = defaultdict(list)
    for act in batch.new:
        kept[act.wire.epoch].append(act)
    for turned in batch.turned:
        if turned.reason != "place_taken":
            held[bounded(turned.wire.epoch)].append(bounded(turned.wire.seq))
    return {
        epoch: await extend_chain(connection, station, epoch, kept[epoch], held[epoch])
        for epoch in sorted(kept.keys() | held.keys())
    }


def _answers(acts: Sequence[WireAct], batch: _Sorted, marked: set[str]) -> list[WireActAnswer]:
    turned = {id(act.wire): act for act in batch.turned}
    known = set(batch.known)
    return [_answer(act, turned.get(id(act)), known, marked) for act in acts]


def _answer(
    act: WireAct, turned: Turned | None, known: set[str], marked: set[str]
) -> WireActAnswer:
    if turned is not None:
        return WireActAnswer(act.id, ActVerdict.REFUSED, turned.reason, turned.words)
    if act.id in marked:
        words = "Another station decided on this item; both outcomes are kept."
        return WireActAnswer(act.id, ActVerdict.CONFLICT, "conflict", words)
    return WireActAnswer(act.id, ActVerdict.DUPLICATE if act.id in known else ActVerdict.ACCEPTED)


def receipt_of(
    me: HubIdentity, station: Station, chain: Chain, acts: int, now: datetime
) -> SignedStatement:
    """What the hub signs of one epoch; `acts` counts all it keeps of the station."""
    body = ReceiptBody(
        hub=me.id,
        facility=station.facility,
        station=station.name,
        epoch=chain.epoch,
        seq=chain.anchor_seq,
        hash=chain.anchor_hash,
        acts=acts,
        at=now,
    )
    return me.sign(receipt_statement(body))
