"""Two stations decided on one item: both outcomes stay, both are marked, a person decides."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from triage_app.hub.checks import Taken
from triage_app.hub.database import Database
from triage_app.hub.schema import CONFLICTS, OUTCOMES
from triage_app.hub.stations import Station
from triage_app.hub.telling import note_untold
from triage_app.protocol.conflicts import ConflictEntry

CLOCK_AHEAD = timedelta(days=2)
LONGEST_OFFLINE = timedelta(days=400)
PAGE = 500
OUTCOME_COLUMNS = (
    OUTCOMES.c.facility,
    OUTCOMES.c.act_id,
    OUTCOMES.c.scheme,
    OUTCOMES.c.item_number,
    OUTCOMES.c.posted_on,
    OUTCOMES.c.station,
    OUTCOMES.c.decided_at,
    OUTCOMES.c.undone_by,
)


@dataclass(frozen=True, slots=True)
class Decision:
    """One outcome as the rule sees it. `posted_on` is "" where it is not known."""

    act_id: str
    station: str
    scheme: str
    item_number: str
    posted_on: str
    decided_at: datetime


async def note_outcomes(
    database: Database,
    connection: AsyncConnection,
    station: Station,
    kept: Sequence[Taken],
    now: datetime,
) -> set[str]:
    """Note the outcomes among newly kept acts; the ids of those another station contradicts."""
    decisions = [_decision(act, now) for act in kept if act.envelope.body.outcome is not None]
    decisions = [one for one in decisions if one.item_number]
    pairs = await _pairs(database, connection, station, decisions)
    rows = [_row(one, station.facility, database) for one in decisions]
    await database.add_new(connection, OUTCOME_COLUMNS, rows)
    undone = await _note_undone(connection, station, kept)
    told = [one.act_id for one in decisions] + undone
    await note_untold(database, connection, station.facility, told)
    if pairs:
        noted = [_conflict(a, b, station.facility, now) for a, b in pairs]
        noted += [_conflict(b, a, station.facility, now) for a, b in pairs]
        await connection.execute(database.insert_new(CONFLICTS), noted)
    return {mine.act_id for mine, _ in pairs}


async def conflicted(
    database: Database, connection: AsyncConnection, facility: str, act_ids: Sequence[str]
) -> set[str]:
    """Those of the acts that are marked."""
    if not act_ids:
        return set()
    query = select(CONFLICTS.c.act_id).where(
        CONFLICTS.c.facility == facility, database.among(CONFLICTS.c.act_id, act_ids)
    )
    return set((await connection.execute(query)).scalars())


async def conflicts_after(
    connection: AsyncConnection, station: Station, after: int
) -> list[ConflictEntry]:
    """The station's own conflicts noted after the cursor, at most PAGE of them."""
    query = (
        select(CONFLICTS)
        .where(
            CONFLICTS.c.facility == station.facility,
            CONFLICTS.c.station == station.name,
            CONFLICTS.c.number > after,
        )
        .order_by(CONFLICTS.c.number)
        .limit(PAGE)
    )
    return [
        ConflictEntry(
            row.number,
            row.scheme,
            row.item_number,
            row.act_id,
            row.other_act_id,
            row.other_station,
        )
        for row in await connection.execute(query)
    ]


def contradict(one: Decision, other: Decision) -> bool:
    """Same number within 12 months by two stations, unless both posting dates are known and
    differ (UPU S10: a number may be used again after 12 months)."""
    if one.station == other.station:
        return False
    if (one.scheme, one.item_number) != (other.scheme, other.item_number):
        return False
    if one.posted_on and other.posted_on and one.posted_on != other.posted_on:
        return False
    earlier, later = sorted((one.decided_at, other.decided_at))
    return later < a_year_after(earlier)


def a_year_after(moment: datetime) -> datetime:
    """The same day twelve months on; 29 February gives 1 March."""
    try:
        return moment.replace(year=moment.year + 1)
    except ValueError:
        return moment.replace(year=moment.year + 1, month=3, day=1)


def decided_at(recorded_at: datetime, offset_ms: int, now: datetime) -> datetime:
    """When it was decided: by the station's clock as far as it can be right, else now."""
    try:
        moment = recorded_at + timedelta(milliseconds=offset_ms)
        believable = now - LONGEST_OFFLINE <= moment <= now + CLOCK_AHEAD
    except (OverflowError, TypeError):
        return now
    return moment if believable else now


def _decision(act: Taken, now: datetime) -> Decision:
    envelope = act.envelope
    moment = decided_at(envelope.recorded_at, envelope.hub_clock_offset_ms, now)
    item = envelope.item
    return Decision(
        envelope.id,
        envelope.station,
        item.scheme[:32],
        item.number[:128],
        item.posted_on[:10],
        moment,
    )


async def _pairs(
    database: Database,
    connection: AsyncConnection,
    station: Station,
    decisions: Sequence[Decision],
) -> list[tuple[Decision, Decision]]:
    if not decisions:
        return []
    query = select(OUTCOMES).where(
        OUTCOMES.c.facility == station.facility,
        database.among(OUTCOMES.c.item_number, {one.item_number for one in decisions}),
        OUTCOMES.c.station != station.name,
        OUTCOMES.c.undone_by == "",
    )
    others = [
        Decision(
            row.act_id, row.station, row.scheme, row.item_number, row.posted_on, row.decided_at
        )
        for row in await connection.execute(query)
    ]
    return [(mine, other) for mine in decisions for other in others if contradict(mine, other)]


async def _note_undone(
    connection: AsyncConnection, station: Station, kept: Sequence[Taken]
) -> list[str]:
    """The station's own outcomes that were undone now."""
    undone = []
    for act in kept:
        if act.envelope.body.undoes:
            result = await connection.execute(
                update(OUTCOMES)
                .where(
                    OUTCOMES.c.facility == station.facility,
                    OUTCOMES.c.act_id == act.envelope.body.undoes,
                    OUTCOMES.c.station == station.name,
                )
                .values(undone_by=act.envelope.id)
            )
            if result.rowcount:
                undone.append(act.envelope.body.undoes)
    return undone


def _row(one: Decision, facility: str, database: Database) -> tuple[object, ...]:
    return (
        facility,
        one.act_id,
        one.scheme,
        one.item_number,
        one.posted_on,
        one.station,
        database.bound(OUTCOMES.c.decided_at, one.decided_at),
        "",
    )


def _conflict(one: Decision, other: Decision, facility: str, now: datetime) -> dict[str, Any]:
    return {
        "facility": facility,
        "scheme": one.scheme,
        "item_number": one.item_number,
        "station": one.station,
        "act_id": one.act_id,
        "other_station": other.station,
        "other_act_id": other.act_id,
        "found_at": now,
    }
