"""What is old goes from cache.db with all that hangs on it, some items a transaction."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final, NamedTuple

from triage_app.model.item import Referral
from triage_app.model.plain import microseconds
from triage_app.model.purge import Aged, Gone, PurgeAsked, Stays
from triage_app.store.blobs import BlobFolder
from triage_app.store.cache_facility import spans
from triage_app.store.cache_kin import forget_kin, kin_of
from triage_app.store.cache_tally import add_items
from triage_app.store.packed import COLUMNS, Row, unpack
from triage_app.store.sealed import Connection, translated, writing

_AGED: Final = f"""SELECT {COLUMNS} FROM announcement
    WHERE key BETWEEN ? AND ? AND arrived < ? ORDER BY key"""
_HELD: Final = "SELECT number FROM hold WHERE lifted_at IS NULL AND (until IS NULL OR until > ?)"
_NEWEST: Final = "SELECT max(key) FROM announcement"
_SEEN: Final = "SELECT announcement_id FROM judgement WHERE seen_at >= ?"
_VERSIONS: Final = "SELECT key, version FROM announcement WHERE key IN (%s)"
_FORGET: Final = (
    "DELETE FROM judgement WHERE announcement_id = ?",
    "DELETE FROM image WHERE announcement_id = ?",
)
_TRAVELS: Final = (
    """DELETE FROM bag WHERE key IN
        (SELECT key FROM bag WHERE arrived < ? AND items <= 0 LIMIT ?)""",
    """DELETE FROM flight_told WHERE (flight_key, arrived, master) IN
        (SELECT flight_key, arrived, master FROM flight_told AS told WHERE arrived < ?
            AND NOT EXISTS (SELECT 1 FROM bag WHERE bag.flight_key = told.flight_key
                AND bag.arrived = told.arrived AND bag.items > 0) LIMIT ?)""",
)
"""What was told of bags and flights of which nothing is left."""
_EMPTY_DAY: Final = "DELETE FROM sender_day WHERE sender = ? AND day = ? AND items <= 0"


class CachePurge:
    """Fits ports.AgedShelf. Belongs to the thread of its connection, which overwrites what it
    removes inside the sealed file (SQLite's secure_delete)."""

    def __init__(
        self, connection: Connection, images: BlobFolder, now: Callable[[], datetime]
    ) -> None:
        self._connection = connection
        self._images = images
        self._now = now
        with translated():
            connection.execute("PRAGMA secure_delete = ON")

    def spans(self, facility: str) -> Sequence[tuple[int, int]]:
        return spans(self._connection, facility)

    def aged(self, asked: PurgeAsked, first: int, last: int) -> Sequence[Aged]:
        with translated():
            rows = self._connection.execute(_AGED, (first, last, asked.before.toordinal()))
            found = [Row._make(row) for row in rows]
            if not found:
                return ()
            (newest,) = self._connection.execute(_NEWEST).fetchone()
            against = _Against(
                self._held(), self._seen(asked), microseconds(asked.came_before), newest
            )
        return [against.weigh(row) for row in found]

    def remove(self, some: Sequence[Aged], asked: PurgeAsked) -> Gone:
        with writing(self._connection):
            marks = ",".join("?" * len(some))
            rows = self._connection.execute(_VERSIONS % marks, [one.key for one in some])
            present, held, seen = dict(rows.fetchall()), self._held_of(some), self._seen(asked)
            going = [
                one
                for one in some
                if present.get(one.key) == one.announcement.version
                and held.isdisjoint(_every_number(one))
                and one.announcement.id not in seen
            ]
            versions = sum(self._take_out(one) for one in going)
            add_items(self._connection, -len(going), 0)
        return Gone(frozenset(one.key for one in going), versions)

    def drop_travels(self, asked: PurgeAsked, most: int) -> int:
        before = (asked.before.toordinal(), most)
        with writing(self._connection):
            return sum(self._connection.execute(drop, before).rowcount for drop in _TRAVELS)

    def unnamed_pictures(self) -> Sequence[str]:
        with translated():
            rows = self._connection.execute("SELECT DISTINCT sha256 FROM image")
            named = {name for (name,) in rows}
        return [name for name in self._images.names() if name not in named]

    def drop_pictures(self, names: Sequence[str]) -> int:
        with writing(self._connection):  # whoever keeps one now looks again after its own turn
            marks = ",".join("?" * len(names))
            rows = self._connection.execute(
                f"SELECT sha256 FROM image WHERE sha256 IN ({marks})", list(names)
            )
            going = set(names) - {name for (name,) in rows}
            for name in going:
                self._images.delete(name)
        return len(going)

    def _held(self) -> set[str]:
        now = microseconds(self._now())
        return {number for (number,) in self._connection.execute(_HELD, (now,))}

    def _held_of(self, some: Sequence[Aged]) -> set[str]:
        numbers = sorted({number for one in some for number in _every_number(one)})
        statement = f"{_HELD} AND number IN ({','.join('?' * len(numbers))})"
        now = microseconds(self._now())
        return {number for (number,) in self._connection.execute(statement, (now, *numbers))}

    def _seen(self, asked: PurgeAsked) -> set[str]:
        since = microseconds(asked.seen_since)
        return {id_ for (id_,) in self._connection.execute(_SEEN, (since,))}

    def _take_out(self, one: Aged) -> int:
        """One announcement and all that hangs on it; how many earlier versions it had."""
        connection, announcement, key = self._connection, one.announcement, one.key
        kin, day = kin_of(announcement), announcement.arrived_on
        assert day is not None  # a row always tells one
        forget_kin(connection, key, day.toordinal(), kin)
        connection.execute(_EMPTY_DAY, (kin.sender, day.toordinal()))
        connection.executemany(
            "DELETE FROM alias WHERE number = ? AND announcement = ?",
            [(number, key) for number in _every_number(one)],
        )
        for statement in _FORGET:
            connection.execute(statement, (announcement.id,))
        versions = connection.execute(
            "DELETE FROM announcement_version WHERE announcement = ?", (key,)
        ).rowcount
        connection.execute("DELETE FROM announcement WHERE key = ?", (key,))
        return int(versions)


class _Against(NamedTuple):
    """What speaks against letting go. The newest key of all stays in use: keys only grow, and what
    is kept beside the cache relies on it."""

    held: set[str]
    seen: set[str]
    came_before: int
    newest: int

    def weigh(self, row: Row) -> Aged:
        one = Aged(row.key, unpack(row))
        announcement = one.announcement
        if not self.held.isdisjoint(_every_number(one)):
            return one.kept(Stays.HELD)
        if _is_referred(announcement.referrals):
            return one.kept(Stays.REFERRED)
        if announcement.id in self.seen:
            return one.kept(Stays.EXAMINED)
        if row.imported_at >= self.came_before:
            return one.kept(Stays.FRESH)
        return one.kept(Stays.NEWEST) if row.key == self.newest else one


def _is_referred(referrals: Sequence[Referral]) -> bool:
    """Whether something was asked and nothing answered since."""
    asked = any(one.code and not one.answer for one in referrals)
    return asked and all(one.code for one in referrals)


def _every_number(one: Aged) -> tuple[str, ...]:
    """Its own numbers and those of the bags and bills it travels by: a hold on them holds all."""
    return (one.announcement.number, *(number for _, number in one.announcement.aliases if number))
