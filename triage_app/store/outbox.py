"""The sending end of record.db: what waits, what the hub said of it, what it has signed."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from triage_app.model.act import Act, Head
from triage_app.store.act_row import act_from, stamp
from triage_app.store.acts import ActLog
from triage_app.store.sealed import Connection, translated, writing

# Put off until a time, unless the clock has since gone back before the moment it was put off.
_DUE = "(not_before IS NULL OR not_before <= ?1 OR put_off_at > ?1)"
_WAITING = f"""
    SELECT a.id, a.station, a.epoch, a.seq, a.kind, a.data, a.hash, a.signature
    FROM delivery AS d JOIN act AS a ON a.seq = d.seq
    WHERE d.state = 'waiting' AND {_DUE} ORDER BY d.seq LIMIT ?2
"""
_WAITING_BLOBS = (
    f"SELECT sha256 FROM blob_delivery WHERE state = 'waiting' AND {_DUE} ORDER BY id LIMIT ?2"
)
_OF_ACT = " WHERE seq = (SELECT seq FROM act WHERE id = ?)"


class RecordOutbox:
    """Fits ports.Outbox. What the hub has taken stays taken, whatever order answers come in."""

    def __init__(self, connection: Connection, log: ActLog, now: Callable[[], datetime]) -> None:
        self._connection = connection
        self._log = log
        self._now = now

    def waiting(self, limit: int) -> tuple[Act, ...]:
        with translated():
            rows = self._connection.execute(_WAITING, (stamp(self._now()), limit)).fetchall()
        return tuple(act_from(row) for row in rows)

    def accepted(self, act_ids: Sequence[str], at: datetime) -> None:
        self._answered(
            "UPDATE delivery SET state = 'sent', words = '', answered_at = ?,"
            f" attempts = attempts + 1{_OF_ACT} AND state IN ('waiting', 'refused')",
            act_ids,
            at,
        )

    def conflicting(self, act_ids: Sequence[str], at: datetime) -> None:
        self._answered(
            "UPDATE delivery SET state = 'conflict', words = '', answered_at = ?,"
            f" attempts = attempts + 1{_OF_ACT}",
            act_ids,
            at,
        )

    def refused(self, act_id: str, words: str, at: datetime) -> None:
        with writing(self._connection):
            self._connection.execute(
                "UPDATE delivery SET state = 'refused', words = ?, answered_at = ?,"
                f" attempts = attempts + 1{_OF_ACT} AND state = 'waiting'",
                (words, stamp(at), act_id),
            )

    def put_off(self, act_ids: Sequence[str], words: str, until: datetime) -> None:
        moment, later = stamp(self._now()), stamp(until)
        with writing(self._connection):
            self._connection.executemany(
                "UPDATE delivery SET words = ?, put_off_at = ?, not_before = ?,"
                f" attempts = attempts + 1{_OF_ACT} AND state = 'waiting'",
                [(words, moment, later, act_id) for act_id in act_ids],
            )

    def waiting_blobs(self, limit: int) -> tuple[str, ...]:
        with translated():
            rows = self._connection.execute(_WAITING_BLOBS, (stamp(self._now()), limit)).fetchall()
        return tuple(row[0] for row in rows)

    def blob_sent(self, sha256: str, at: datetime) -> None:
        with writing(self._connection):
            self._connection.execute(
                "UPDATE blob_delivery SET state = 'sent', words = '', answered_at = ?,"
                " attempts = attempts + 1 WHERE sha256 = ?",
                (stamp(at), sha256),
            )

    def blob_put_off(self, sha256: str, words: str, until: datetime) -> None:
        with writing(self._connection):
            self._connection.execute(
                "UPDATE blob_delivery SET words = ?, put_off_at = ?, not_before = ?,"
                " attempts = attempts + 1 WHERE sha256 = ? AND state = 'waiting'",
                (words, stamp(self._now()), stamp(until), sha256),
            )

    def counts(self) -> tuple[int, int, int]:
        with translated():
            found = self._connection.execute(
                "SELECT (SELECT count(*) FROM delivery WHERE state = 'waiting'),"
                " (SELECT count(*) FROM blob_delivery WHERE state = 'waiting'),"
                " (SELECT count(*) FROM delivery WHERE state = 'refused' AND seen_by IS NULL)"
            ).fetchone()
        return (found[0], found[1], found[2])

    def keep_receipt(self, receipt: bytes, epoch: int, seq: int, head_hash: str) -> None:
        with writing(self._connection):
            self._connection.execute(
                "INSERT INTO receipt (epoch, seq, head_hash, receipt) VALUES (?, ?, ?, ?)"
                " ON CONFLICT DO NOTHING",
                (epoch, seq, head_hash, receipt),
            )

    def anchored_seq(self) -> int:
        with translated():
            found = self._connection.execute(
                "SELECT coalesce(max(r.seq), 0) FROM receipt AS r JOIN act AS a"
                " ON a.seq = r.seq AND a.epoch = r.epoch AND a.hash = r.head_hash"
                " WHERE r.epoch = ?",
                (self._log.head().epoch,),
            ).fetchone()
        return int(found[0])

    def head(self) -> Head:
        return self._log.head()

    def note(self, name: str) -> str:
        with translated():
            found = self._connection.execute(
                "SELECT text FROM note WHERE name = ?", (name,)
            ).fetchone()
        return str(found[0]) if found else ""

    def keep_note(self, name: str, text: str) -> None:
        with writing(self._connection):
            self._connection.execute(
                "INSERT INTO note (name, text) VALUES (?1, ?2)"
                " ON CONFLICT (name) DO UPDATE SET text = ?2",
                (name, text),
            )

    def _answered(self, statement: str, act_ids: Sequence[str], at: datetime) -> None:
        answers: list[tuple[Any, ...]] = [(stamp(at), act_id) for act_id in act_ids]
        with writing(self._connection):
            self._connection.executemany(statement, answers)
