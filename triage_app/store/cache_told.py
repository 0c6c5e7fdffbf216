"""Other stations' outcomes, kept for as long as a number means one item."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from triage_app.model.plain import microseconds, moment
from triage_app.model.told import ToldOutcome
from triage_app.store.sealed import Connection, translated, writing

KEPT = timedelta(days=366)  # a number may be used again after 12 months (UPU S10)

_KEEP = """
    INSERT INTO told_outcome VALUES (?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (act) DO UPDATE SET undone_by = excluded.undone_by WHERE undone_by = ''
"""
_ON_NUMBER = """
    SELECT act, station, scheme, number, posted_on, code, decided_at, undone_by
    FROM told_outcome WHERE number = ? ORDER BY decided_at
"""


def keep_told(connection: Connection, told: Sequence[ToldOutcome], now: datetime) -> None:
    """Keep them, each once; one that is told as undone stays undone."""
    rows = [
        (
            one.act_id,
            one.station,
            one.scheme,
            one.number,
            one.posted_on,
            one.code,
            microseconds(one.decided_at),
            one.undone_by,
        )
        for one in told
    ]
    with writing(connection):
        connection.executemany(_KEEP, rows)
        connection.execute(
            "DELETE FROM told_outcome WHERE decided_at < ?", (microseconds(now - KEPT),)
        )


def told_on(connection: Connection, scheme: str, number: str) -> tuple[ToldOutcome, ...]:
    """What other stations decided on a number, oldest first."""
    with translated():
        rows = connection.execute(_ON_NUMBER, (number,)).fetchall()
    return tuple(
        ToldOutcome(act, station, kept, number, posted_on, code, moment(at), undone_by)
        for act, station, kept, number, posted_on, code, at, undone_by in rows
        if kept == scheme
    )
