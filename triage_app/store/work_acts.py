"""What acts say of where items stand, beside the cache: temporary tables of one connection.

No foreign key crosses from one store to the other: acts are handed over by the flow, in order of
seq, and lie here for as long as the connection. Their numbers are joined with the aliases when they
are asked for, since an announcement may come after the act.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Final, NamedTuple

from triage_app.model.act import ActKind
from triage_app.model.item import SHARED
from triage_app.model.plain import microseconds
from triage_app.model.work import WorkedAct
from triage_app.store.sealed import Connection, translated

ASKED_AT_ONCE: Final = 500
CONCERNS_US: Final = 365 * 86_400_000_000
"""A number may be used again after twelve months (UPU S10)."""
OWN_KIND: Final = f"alias.kind NOT IN ({', '.join(repr(kind) for kind in sorted(SHARED))})"

_TABLES: Final = (
    """CREATE TEMP TABLE acted (
        seq INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        number TEXT NOT NULL,
        posted_on TEXT NOT NULL,
        outcome TEXT NOT NULL,
        at INTEGER NOT NULL,
        absent INTEGER NOT NULL,
        hidden INTEGER NOT NULL,
        due INTEGER,
        due_for TEXT NOT NULL,
        waived TEXT NOT NULL
    )""",
    "CREATE INDEX temp.acted_number ON acted (number, seq)",
    "CREATE INDEX temp.acted_due ON acted (due) WHERE due IS NOT NULL",
)
_ADD: Final = "INSERT INTO acted VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_FORGET: Final = "DELETE FROM acted WHERE id = ?"
_ON: Final = (
    "SELECT number, posted_on, outcome, at, absent, hidden, due, due_for, waived FROM acted"
    " WHERE at > ? AND number IN (%s) ORDER BY seq"
)
# The number of several announcements was used again, or is announced twice: the posting dates tell.
FITS: Final = """(acted.posted_on = ''
    OR NOT EXISTS (SELECT 1 FROM alias AS other WHERE other.number = acted.number
        AND other.announcement <> alias.announcement)
    OR (SELECT posted_on FROM announcement WHERE key = alias.announcement)
        IN ('', acted.posted_on))"""
ABOUT: Final = f"""acted CROSS JOIN alias ON alias.number = acted.number AND {OWN_KIND}
    WHERE acted.at > :concerns AND {FITS}"""
"""Joins acts with the announcements they are about, by `alias.announcement`."""


class Standing(NamedTuple):
    """One act that stands on a number; times in microseconds, `due` an ordinal. `waived` are ids
    of deadlines, parted by spaces."""

    number: str
    posted_on: str
    outcome: str
    at: int
    absent: bool
    hidden: bool
    due: int | None
    due_for: str
    waived: str


class NotedActs:
    """The acts that stand, as they were handed over."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        with aside(connection):
            for statement in _TABLES:
                connection.execute(statement)

    def add(self, acts: Sequence[WorkedAct]) -> None:
        """Note acts in order of seq; one that was undone is forgotten."""
        undone = {one.act.undoes for one in acts if one.act.kind is ActKind.UNDO}
        rows = (_row(one) for one in acts if one.act.kind is not ActKind.UNDO)
        with aside(self._connection):
            self._connection.executemany(_ADD, rows)
            self._connection.executemany(_FORGET, ((id_,) for id_ in undone))

    def on(self, numbers: Sequence[str], now_micro: int) -> dict[str, list[Standing]]:
        """The acts of the last twelve months on each of the numbers, oldest first."""
        found: dict[str, list[Standing]] = {}
        for start in range(0, len(numbers), ASKED_AT_ONCE):
            some = numbers[start : start + ASKED_AT_ONCE]
            marks = ",".join("?" * len(some))
            with translated():
                rows = self._connection.execute(
                    _ON % marks, (now_micro - CONCERNS_US, *some)
                ).fetchall()
            for row in rows:
                found.setdefault(row[0], []).append(Standing._make(row))
        return found


@contextmanager
def aside(connection: Connection) -> Iterator[None]:
    """One transaction that writes temporary tables alone: nobody waits for it, nor it for them."""
    with translated():
        connection.execute("BEGIN")
        try:
            yield
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise


def _row(one: WorkedAct) -> tuple[object, ...]:
    act = one.act
    due = one.due_on.toordinal() if one.due_on else None
    at = microseconds(act.recorded_at)
    said = (act.seq, act.id, act.number, act.posted_on, act.outcome, at)
    return (*said, one.absent, one.hidden, due, one.due_for, " ".join(one.waived))
