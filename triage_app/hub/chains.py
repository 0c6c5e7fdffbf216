"""Where each station's chain stands at the hub: the unbroken head, and what is missing.

A station's seq runs on through its epochs; a new epoch begins with an act of kind "epoch".
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Row, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from triage_app.hub.checks import Taken
from triage_app.hub.schema import ACTS, CHAINS, QUARANTINE
from triage_app.hub.stations import Station
from triage_app.model.act import GENESIS_HASH, ActKind
from triage_app.protocol.push import MissingRange

MOST_RANGES = 100


@dataclass(frozen=True, slots=True)
class Chain:
    """`seq`: the last place without a missing one before it; `anchor_seq`, `anchor_hash`: the last
    act up to there that is kept (others lie in quarantine); `newest_seq`: the last that came;
    `acts`: all of the epoch the hub keeps."""

    epoch: int
    seq: int = 0
    anchor_seq: int = 0
    anchor_hash: str = GENESIS_HASH
    newest_seq: int = 0
    acts: int = 0


async def chain_of(connection: AsyncConnection, station: Station, epoch: int) -> Chain | None:
    """How the epoch stands, as last noted."""
    query = select(CHAINS).where(*_place(station), CHAINS.c.epoch == epoch)
    row = (await connection.execute(query)).first()
    return None if row is None else _chain(row)


async def chains_of(connection: AsyncConnection, station: Station) -> list[Chain]:
    """Every epoch, in order."""
    query = select(CHAINS).where(*_place(station)).order_by(CHAINS.c.epoch)
    return [_chain(row) for row in await connection.execute(query)]


async def acts_of(connection: AsyncConnection, station: Station) -> int:
    """How many acts of the station the hub keeps, all epochs together."""
    query = select(func.sum(CHAINS.c.acts)).where(*_place(station))
    return int((await connection.execute(query)).scalar() or 0)


async def extend_chain(
    connection: AsyncConnection,
    station: Station,
    epoch: int,
    kept: Sequence[Taken],
    quarantined: Sequence[int],
) -> Chain:
    """Note newly kept acts of the epoch (and the seqs of quarantined ones), already written,
    and move the head as far as nothing is missing."""
    before = await chain_of(connection, station, epoch)
    start = _begun(before or Chain(epoch), kept)
    places = {act.wire.seq: act.wire.hash for act in kept}
    if before is not None and (quarantined or before.newest_seq > before.seq):
        places = await _beyond(connection, station, start)
    places = dict.fromkeys(quarantined, "") | places
    moved = _advanced(start, places)
    newest = max([start.newest_seq, *places])
    after = replace(moved, newest_seq=newest, acts=start.acts + len(kept))
    await _keep(connection, station, after, new=before is None)
    return after


async def missing_ranges(
    connection: AsyncConnection, station: Station, chain: Chain
) -> list[MissingRange]:
    """The first MOST_RANGES ranges that never came, though later acts did."""
    if chain.newest_seq <= chain.seq:
        return []
    ranges = []
    expected = chain.seq + 1
    for seq in sorted(await _beyond(connection, station, chain)):
        if seq > expected:
            ranges.append(MissingRange(chain.epoch, expected, seq - 1))
        expected = seq + 1
    return ranges[:MOST_RANGES]


def _begun(chain: Chain, kept: Sequence[Taken]) -> Chain:
    """The chain with its start, once the act that begins a later epoch is there."""
    for act in kept:
        before = act.wire.seq - 1
        if act.envelope.kind == ActKind.EPOCH and chain.seq == 0 and before > 0:
            newest = max(chain.newest_seq, before)
            start = replace(chain, seq=before, anchor_seq=before, newest_seq=newest)
            return replace(start, anchor_hash=act.envelope.prev_hash)
    return chain


def _advanced(chain: Chain, places: dict[int, str]) -> Chain:
    seq, anchor = chain.seq, (chain.anchor_seq, chain.anchor_hash)
    while seq + 1 in places:
        seq += 1
        if places[seq]:
            anchor = (seq, places[seq])
    return replace(chain, seq=seq, anchor_seq=anchor[0], anchor_hash=anchor[1])


async def _beyond(connection: AsyncConnection, station: Station, chain: Chain) -> dict[int, str]:
    """Every place held beyond the head; those in quarantine are held, without a hash to trust."""
    quarantined = select(QUARANTINE.c.seq).where(
        QUARANTINE.c.facility == station.facility,
        QUARANTINE.c.station == station.name,
        QUARANTINE.c.epoch == chain.epoch,
        QUARANTINE.c.seq > chain.seq,
    )
    held = select(ACTS.c.seq, ACTS.c.hash).where(
        ACTS.c.facility == station.facility,
        ACTS.c.station == station.name,
        ACTS.c.epoch == chain.epoch,
        ACTS.c.seq > chain.seq,
    )
    places = dict.fromkeys((await connection.execute(quarantined)).scalars(), "")
    places.update({row.seq: row.hash for row in await connection.execute(held)})
    return places


async def _keep(connection: AsyncConnection, station: Station, chain: Chain, *, new: bool) -> None:
    values = {
        "seq": chain.seq,
        "anchor_seq": chain.anchor_seq,
        "anchor_hash": chain.anchor_hash,
        "newest_seq": chain.newest_seq,
        "acts": chain.acts,
    }
    if new:
        place = {"facility": station.facility, "station": station.name, "epoch": chain.epoch}
        await connection.execute(insert(CHAINS).values(place | values))
    else:
        where = (*_place(station), CHAINS.c.epoch == chain.epoch)
        await connection.execute(update(CHAINS).where(*where).values(values))


def _chain(row: Row[tuple[Any, ...]]) -> Chain:
    return Chain(row.epoch, row.seq, row.anchor_seq, row.anchor_hash, row.newest_seq, row.acts)


def _place(station: Station) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return CHAINS.c.facility == station.facility, CHAINS.c.station == station.name
