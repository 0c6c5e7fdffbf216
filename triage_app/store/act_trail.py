"""Rows of record.db -> ItemAct: what happened to which item, from an index alone."""

from datetime import datetime
from typing import Final

from triage_app.model.act import ActKind
from triage_app.model.work import ItemAct
from triage_app.store.sealed import Connection, translated

_TRAIL: Final = """SELECT seq, id, kind, item_number, posted_on, outcome, undoes, recorded_at
    FROM act INDEXED BY act_trail
    WHERE kind IN ('outcome', 'attachment', 'undo') AND seq > ? ORDER BY seq LIMIT ?"""


def trail(connection: Connection, after: int, limit: int) -> tuple[ItemAct, ...]:
    """Outcomes, attachments and undos from behind `after`, in order of seq."""
    with translated():
        rows = connection.execute(_TRAIL, (after, limit)).fetchall()
    return tuple(
        ItemAct(
            seq,
            id_,
            ActKind(kind),
            number,
            posted_on,
            outcome or "",
            undoes or "",
            datetime.fromisoformat(recorded_at),
        )
        for seq, id_, kind, number, posted_on, outcome, undoes, recorded_at in rows
    )
