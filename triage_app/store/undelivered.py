"""What the hub has not answered for, put off or not: for a bundle that carries it instead."""

from collections.abc import Iterator
from datetime import datetime

from triage_app.model.act import Act
from triage_app.store.act_row import act_from, stamp
from triage_app.store.sealed import Connection, translated, writing

AT_ONCE = 500

_ACTS = """
    SELECT a.id, a.station, a.epoch, a.seq, a.kind, a.data, a.hash, a.signature
    FROM delivery AS d JOIN act AS a ON a.seq = d.seq
    WHERE d.state = 'waiting' AND d.seq > ? ORDER BY d.seq LIMIT ?
"""
_HELD = """
    UPDATE delivery SET state = 'sent', words = '', answered_at = ?, attempts = attempts + 1
    WHERE state = 'waiting' AND EXISTS (
        SELECT 1 FROM act AS a
        JOIN receipt AS r ON r.epoch = a.epoch AND r.seq >= a.seq
        JOIN act AS h ON h.seq = r.seq AND h.epoch = r.epoch AND h.hash = r.head_hash
        WHERE a.seq = delivery.seq
    )
"""


class Undelivered:
    """Fits carry_ports.Undelivered."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def acts(self) -> Iterator[tuple[Act, ...]]:
        """All that wait, in seq order, some at a time."""
        last = 0
        while True:
            with translated():
                rows = self._connection.execute(_ACTS, (last, AT_ONCE)).fetchall()
            if not rows:
                return
            yield tuple(act_from(row) for row in rows)
            last = rows[-1][3]

    def blobs(self) -> tuple[str, ...]:
        """SHA-256 of those that wait, oldest first."""
        with translated():
            rows = self._connection.execute(
                "SELECT sha256 FROM blob_delivery WHERE state = 'waiting' ORDER BY id"
            )
            return tuple(row[0] for row in rows)

    def settle(self, at: datetime) -> int:
        """Acts up to a receipt that fits our chain wait no more; how many these were. Those the
        hub refused are to be marked before."""
        with writing(self._connection):
            return int(self._connection.execute(_HELD, (stamp(at),)).rowcount)
