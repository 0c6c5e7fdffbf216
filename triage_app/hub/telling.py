"""What stations decided -> segments of their facility's stream "outcomes", for the other stations.

An outcome to be told lies in a table of its own from the transaction that kept it to the one that
put it into a segment: whichever commits first, none is passed over.
"""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from triage_app.hub.database import Database
from triage_app.hub.parts import HubParts
from triage_app.hub.schema import ACTS, OUTCOMES, UNTOLD
from triage_app.model.told import ToldOutcome
from triage_app.protocol.acts import read_envelope
from triage_app.protocol.segments import OUTCOMES_STREAM, SegmentLine, encode_line

AT_ONCE = 5_000


async def tell_outcomes(parts: HubParts, facility: str, now: datetime) -> int:
    """Put what is to be told into a segment; how many there were."""
    async with parts.database.reading() as connection:
        waits = select(UNTOLD.c.act_id).where(UNTOLD.c.facility == facility).limit(1)
        if (await connection.execute(waits)).first() is None:
            return 0
    async with parts.database.writing() as connection:
        told = await _untold(connection, facility)
        if told:
            await _told(parts.database, connection, facility, [one.act_id for one in told])
            lines = [encode_line(SegmentLine(outcome=one)) for one in told]
            await parts.segments.add(connection, facility, OUTCOMES_STREAM, lines, now)
    return len(told)


async def note_untold(
    database: Database, connection: AsyncConnection, facility: str, act_ids: list[str]
) -> None:
    """These are to be told, or told again: they are undone now."""
    rows: list[tuple[object, ...]] = [(facility, act_id) for act_id in act_ids]
    await database.add_new(connection, (UNTOLD.c.facility, UNTOLD.c.act_id), rows)


async def _untold(connection: AsyncConnection, facility: str) -> list[ToldOutcome]:
    query = (
        select(OUTCOMES, ACTS.c.data)
        .join(
            UNTOLD,
            (UNTOLD.c.facility == OUTCOMES.c.facility) & (UNTOLD.c.act_id == OUTCOMES.c.act_id),
        )
        .join(ACTS, (ACTS.c.facility == OUTCOMES.c.facility) & (ACTS.c.id == OUTCOMES.c.act_id))
        .where(OUTCOMES.c.facility == facility)
        .order_by(OUTCOMES.c.act_id)
        .limit(AT_ONCE)
    )
    return [
        ToldOutcome(
            row.act_id,
            row.station,
            row.scheme,
            row.item_number,
            row.posted_on,
            _code(row.data),
            row.decided_at,
            row.undone_by,
        )
        for row in await connection.execute(query)
    ]


def _code(data: bytes) -> str:
    outcome = read_envelope(data).body.outcome
    return outcome.code[:32] if outcome else ""


async def _told(
    database: Database, connection: AsyncConnection, facility: str, act_ids: list[str]
) -> None:
    await connection.execute(
        delete(UNTOLD).where(
            UNTOLD.c.facility == facility, database.among(UNTOLD.c.act_id, act_ids)
        )
    )
