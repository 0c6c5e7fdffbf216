"""What the hub refuses, kept byte for byte, and the alarms it raises over it."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from triage_app.hub.checks import Taken, Turned
from triage_app.hub.schema import ALARMS, QUARANTINE
from triage_app.hub.stations import Station
from triage_app.model.act import ActKind
from triage_app.protocol.push import MAX_ACT_BYTES, WireAct

ALARMING = frozenset(
    {"other_bytes", "place_taken", "wrong_hash", "wrong_signature", "other_station"}
)


class Alarm(NamedTuple):
    kind: str
    act_id: str
    words: str


async def quarantine(
    connection: AsyncConnection, station: Station, turned: Sequence[Turned], now: datetime
) -> list[Turned]:
    """Keep the bytes of refused acts, each once; those that were not there before."""
    fresh: dict[tuple[str, str], Turned] = {}
    for act in turned:
        fresh.setdefault((act.wire.id[:64], _digest(act.wire)), act)
    query = select(QUARANTINE.c.act_id, QUARANTINE.c.data_hash).where(
        QUARANTINE.c.facility == station.facility,
        QUARANTINE.c.station == station.name,
        QUARANTINE.c.act_id.in_([act_id for act_id, _ in fresh]),
    )
    for row in await connection.execute(query) if fresh else ():
        fresh.pop((row.act_id, row.data_hash), None)
    rows = [_quarantine_row(station, act, digest, now) for (_, digest), act in fresh.items()]
    if rows:
        await connection.execute(insert(QUARANTINE), rows)
    return list(fresh.values())


def _quarantine_row(station: Station, act: Turned, digest: str, now: datetime) -> dict[str, Any]:
    return {
        "facility": station.facility,
        "station": station.name,
        "act_id": act.wire.id[:64],
        "epoch": bounded(act.wire.epoch),
        "seq": bounded(act.wire.seq),
        "data_hash": digest,
        "signature": act.wire.signature[:256],
        "data": act.wire.data[: MAX_ACT_BYTES * 2],
        "reason": act.reason,
        "received_at": now,
    }


def alarms_of(new: Sequence[Taken], fresh: Sequence[Turned]) -> list[Alarm]:
    """What a person must look at: acts refused for their bytes or place, a broken chain."""
    alarms = [Alarm(a.reason, a.wire.id, a.words) for a in fresh if a.reason in ALARMING]
    hashes = {(act.wire.epoch, act.wire.seq): act.wire.hash for act in new}
    for act in new:
        before = hashes.get((act.wire.epoch, act.wire.seq - 1))
        broken = before is not None and before != act.envelope.prev_hash
        if broken and act.envelope.kind != ActKind.EPOCH:
            words = "It does not follow the act before it."
            alarms.append(Alarm("chain_broken", act.wire.id, words))
    return alarms


async def raise_alarms(
    connection: AsyncConnection, station: Station, alarms: Sequence[Alarm], now: datetime
) -> None:
    """Write the alarms down."""
    rows = [
        {
            "facility": station.facility,
            "station": station.name,
            "kind": alarm.kind,
            "act_id": alarm.act_id[:64],
            "words": alarm.words,
            "raised_at": now,
        }
        for alarm in alarms
    ]
    if rows:
        await connection.execute(insert(ALARMS), rows)


def bounded(number: int) -> int:
    """A claimed epoch or seq as far as a column holds it; -1 for a negative one."""
    return min(max(number, -1), 2**62)


def _digest(act: WireAct) -> str:
    return hashlib.sha256(act.data).hexdigest()
