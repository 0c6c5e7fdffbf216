"""Point look-ups in cache.db: microseconds each, on the connection of one thread."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final

from triage_app.model.errors import DiskFault, StoreBusy
from triage_app.model.item import Announcement, Context, Hold, ImageRef, ImageRole
from triage_app.model.plain import microseconds, moment
from triage_app.model.risk import Assessment
from triage_app.model.road import CacheAge
from triage_app.model.told import ToldOutcome
from triage_app.store.cache_context import context_of
from triage_app.store.cache_tally import tally
from triage_app.store.cache_told import told_on
from triage_app.store.packed import COLUMNS, unpack
from triage_app.store.sealed import Connection, translated, without_waiting, writing

MOST_FOUND: Final = 50
MOST_READ: Final = 200
"""Rows of one number that are looked through, last stored first; a bag or a master bill may have
thousands."""
ASKED_AT_ONCE: Final = 500
MOST_WAITING: Final = 1_000
"""Judgements kept in memory while another process writes; they can be made again."""

_FIND = f"""SELECT {COLUMNS} FROM alias
    JOIN announcement ON announcement.key = alias.announcement
    WHERE alias.number = ? ORDER BY alias.announcement DESC"""
_OPEN_HOLDS = """SELECT id, placed_by, why, placed_at, until, cleared_only FROM hold
    WHERE number = ? AND lifted_at IS NULL AND (until IS NULL OR until > ?) ORDER BY placed_at"""
_CONTROLLED = """SELECT number FROM hold
    WHERE cleared_only AND lifted_at IS NULL AND (until IS NULL OR until > ?)"""
_KEEP_JUDGEMENT = """INSERT INTO judgement
        (announcement_id, pack, lists, verdict, score_micro, rules, seen_at, present_at,
        announcement)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?9, (
        SELECT announcement.key FROM alias
            JOIN announcement ON announcement.key = alias.announcement
        WHERE alias.number = ?8 AND alias.kind = '' AND announcement.id = ?1))
    ON CONFLICT (announcement_id) DO UPDATE SET pack = excluded.pack, lists = excluded.lists,
        verdict = excluded.verdict, score_micro = excluded.score_micro, rules = excluded.rules,
        announcement = excluded.announcement, seen_at = coalesce(excluded.seen_at, seen_at),
        present_at = coalesce(excluded.present_at, present_at)"""
_UNNAMED = ("", "unknown")
"""Schemes that say nothing: such a number may be of any."""


class CacheReader:
    """Fits ports.ManifestCache."""

    def __init__(self, connection: Connection, now: Callable[[], datetime]) -> None:
        self._connection = connection
        self._now = now
        self._judgements: list[tuple[Any, ...]] = []
        self._controlled: tuple[object, frozenset[str]] = (None, frozenset())

    def find(self, numbers: Sequence[tuple[str, str]]) -> tuple[Announcement, ...]:
        """Announcements of the first of the numbers that any carries, its own number before an
        alias, newest posting first; at most MOST_FOUND of them."""
        for scheme, number in numbers:
            found = [unpack(row) for row in self._rows(number)]
            if len(found) == 1 and _fits(found[0], scheme, number):
                return (found[0],)
            fitting = [one for one in found if _fits(one, scheme, number)]
            if fitting:
                return tuple(_best_first(number, fitting)[:MOST_FOUND])
        return ()

    def _rows(self, number: str) -> list[tuple[Any, ...]]:
        """`with translated()` and a LIMIT in the statement each cost a tenth of the look-up."""
        try:
            cursor = self._connection.execute(_FIND, (number,))
            rows: list[tuple[Any, ...]] = cursor.fetchmany(MOST_READ)
            if len(rows) == MOST_READ:
                cursor.close()  # else it would hold the file as it stands now
        except Exception:
            with translated():
                raise
        return rows

    def context(self, announcement: Announcement) -> Context:
        """What judging needs from other rows; `recorded` and `seized` stay zero."""
        with translated():
            return context_of(self._connection, announcement)

    def holds(self, number: str) -> tuple[Hold, ...]:
        """Open holds on a number; one whose time is over is open no more."""
        with translated():
            rows = self._connection.execute(
                _OPEN_HOLDS, (number, microseconds(self._now()))
            ).fetchall()
        return tuple(_hold(*row) for row in rows)

    def controlled(self, more: frozenset[str]) -> frozenset[str]:
        """The numbers under an open hold for cleared roles and `more`, each with the other own
        numbers of the items that bear it; those are looked up when something changed."""
        with translated():
            rows = self._connection.execute(_CONTROLLED, (microseconds(self._now()),))
            numbers = more.union(row[0] for row in rows)
            if not numbers:
                return numbers
            version = (numbers, tally(self._connection))
        if version != self._controlled[0]:
            found = (unpack(row) for number in numbers for row in self._rows(number))
            own = (set(one.own_numbers) for one in found)
            with_others = numbers.union(*(some for some in own if not numbers.isdisjoint(some)))
            self._controlled = (version, with_others)
        return self._controlled[1]

    def images(self, announcement_id: str) -> tuple[ImageRef, ...]:
        """The pictures of an announcement, in the order they came."""
        with translated():
            rows = self._connection.execute(
                "SELECT sha256, role, media_type, size, view FROM image"
                " WHERE announcement_id = ? ORDER BY rowid",
                (announcement_id,),
            ).fetchall()
        return tuple(
            ImageRef(sha256, ImageRole(role), media_type, size, "images", view)
            for sha256, role, media_type, size, view in rows
        )

    def told(self, scheme: str, number: str) -> tuple[ToldOutcome, ...]:
        """What other stations decided on a number, oldest first."""
        return told_on(self._connection, scheme, number)

    def existing(self, numbers: Iterable[str]) -> tuple[str, ...]:
        """Those of the numbers that some announcement carries, in the order given."""
        asked = list(numbers)
        here: set[str] = set()
        for start in range(0, len(asked), ASKED_AT_ONCE):
            some = asked[start : start + ASKED_AT_ONCE]
            marks = ",".join("?" * len(some))
            with translated():
                rows = self._connection.execute(
                    f"SELECT DISTINCT number FROM alias WHERE number IN ({marks})", tuple(some)
                )
                here.update(row[0] for row in rows)
        return tuple(number for number in asked if number in here)

    def age(self) -> CacheAge:
        """How many items lie here and when the newest came; kept counts, nothing is counted."""
        with translated():
            items, newest = tally(self._connection)
        return CacheAge(items, moment(newest) if newest else None, self.demonstration())

    def demonstration(self) -> bool:
        """Whether the cache is marked as made up."""
        with translated():
            row = self._connection.execute(
                "SELECT 1 FROM meta WHERE name = 'demonstration'"
            ).fetchone()
        return row is not None

    def keep_judgement(
        self,
        announcement: Announcement,
        assessment: Assessment,
        seen_at: datetime | None = None,
        *,
        present: bool = False,
    ) -> None:
        """Keep a verdict beside the announcement, and when the item was examined; `present`: while
        it lay there. Never waits: while another process writes, or the disk takes nothing, it is
        kept in memory until the next one."""
        self._judgements.append(_judgement_row(announcement, assessment, seen_at, present=present))
        try:
            with without_waiting(self._connection), writing(self._connection):
                self._connection.executemany(_KEEP_JUDGEMENT, self._judgements)
            self._judgements.clear()
        except (StoreBusy, DiskFault):
            del self._judgements[:-MOST_WAITING]

    def keep_judgements(self, judged: Iterable[tuple[Announcement, Assessment]]) -> None:
        """Keep many verdicts in one transaction, waiting for its turn. Raises StoreBusy."""
        rows = [_judgement_row(announcement, assessment) for announcement, assessment in judged]
        with writing(self._connection):
            self._connection.executemany(_KEEP_JUDGEMENT, rows)

    def announcements(
        self, after: int = 0, limit: int = 1000
    ) -> tuple[tuple[int, Announcement], ...]:
        """(key, announcement) in order of key from behind `after`: to walk the whole cache."""
        with translated():
            rows = self._connection.execute(
                f"SELECT {COLUMNS} FROM announcement WHERE key > ? ORDER BY key LIMIT ?",
                (after, limit),
            ).fetchall()
        return tuple((row[0], unpack(row)) for row in rows)


def _judgement_row(
    announcement: Announcement,
    assessment: Assessment,
    seen_at: datetime | None = None,
    *,
    present: bool = False,
) -> tuple[Any, ...]:
    seen = microseconds(seen_at) if seen_at else None
    return (
        announcement.id,
        assessment.pack,
        lists_text(assessment.lists),
        assessment.verdict.value,
        assessment.score_micro,
        " ".join(flag.rule for flag in assessment.flags),
        seen,
        announcement.number,
        seen if present else None,
    )


def lists_text(versions: Mapping[str, str]) -> str:
    """The editions of lists an item was judged by, as a judgement keeps them."""
    return json.dumps(dict(versions), sort_keys=True)


def wall_clock() -> datetime:
    """The machine's time, aware UTC."""
    return datetime.now(UTC)


def _best_first(number: str, found: list[Announcement]) -> list[Announcement]:
    """Own number before alias, newest posting first; `found` is last stored first."""
    if len(found) > 1:
        found.sort(key=lambda one: one.posted_on, reverse=True)
        found.sort(key=lambda one: one.number != number)
    return found


def _fits(announcement: Announcement, scheme: str, number: str) -> bool:
    """Whether the number found is of the scheme asked for, as far as both are known."""
    if announcement.number != number or scheme in _UNNAMED:
        return True
    return announcement.scheme == scheme or announcement.scheme in _UNNAMED


def _hold(
    id_: str, placed_by: str, why: str, placed_at: int, until: int | None, cleared_only: int
) -> Hold:
    return Hold(
        id=id_,
        placed_by=placed_by,
        why=why,
        placed_at=moment(placed_at),
        until=None if until is None else moment(until),
        cleared_only=bool(cleared_only),
    )
