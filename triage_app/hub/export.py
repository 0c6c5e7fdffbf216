"""Acts as JSON lines: the bytes as recorded beside what they are verified with."""

import base64
from collections.abc import AsyncIterator
from typing import Any

from sqlalchemy import and_, or_, select

from triage_app.hub.parts import HubParts
from triage_app.hub.schema import ACTS

PAGE = 1_000


async def exported_acts(parts: HubParts) -> AsyncIterator[dict[str, Any]]:
    """Every act, by facility and id, a page at a time: the hub goes on meanwhile."""
    facility, last_id = "", ""
    while True:
        query = (
            select(ACTS)
            .where(
                or_(
                    ACTS.c.facility > facility,
                    and_(ACTS.c.facility == facility, ACTS.c.id > last_id),
                )
            )
            .order_by(ACTS.c.facility, ACTS.c.id)
            .limit(PAGE)
        )
        async with parts.database.reading() as connection:
            rows = (await connection.execute(query)).all()
        for row in rows:
            yield _line(row)
        if len(rows) < PAGE:
            return
        facility, last_id = rows[-1].facility, rows[-1].id


def _line(row: Any) -> dict[str, Any]:
    return {
        "facility": row.facility,
        "station": row.station,
        "epoch": row.epoch,
        "seq": row.seq,
        "id": row.id,
        "kind": row.kind,
        "hash": row.hash,
        "signature": row.signature,
        "received_at": row.received_at.isoformat(),
        "act": base64.b64encode(row.data).decode("ascii"),
    }
