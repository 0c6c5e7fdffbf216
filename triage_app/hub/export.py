"""Acts as JSON lines: the bytes as recorded beside what they are verified with."""

import base64
import json
from collections.abc import AsyncIterator
from typing import Any

from sqlalchemy import and_, or_, select

from triage_app.hub.parts import HubParts
from triage_app.hub.schema import ACTS

PAGE = 1_000


async def exported_acts(
    parts: HubParts, *, controlled: bool = False
) -> AsyncIterator[dict[str, Any]]:
    """Every act, by facility and id, a page at a time: the hub goes on meanwhile. What tells of a
    controlled delivery only where it is asked for."""
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
            if controlled or not is_controlled(row.data):
                yield _line(row)
        if len(rows) < PAGE:
            return
        facility, last_id = rows[-1].facility, rows[-1].id


def is_controlled(data: bytes) -> bool:
    """Whether an act's bytes tell of a controlled delivery: its outcome is one, or the item was
    under such a hold when it was written."""
    body = json.loads(data).get("body")
    outcome, shown = (_part(body, name) for name in ("outcome", "shown"))
    holds = shown.get("holds")
    held = holds if isinstance(holds, list) else []
    return bool(outcome.get("cleared_only")) or any(
        isinstance(hold, dict) and hold.get("cleared_only") for hold in held
    )


def _part(body: object, name: str) -> dict[str, Any]:
    part = body.get(name) if isinstance(body, dict) else None
    return part if isinstance(part, dict) else {}


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
