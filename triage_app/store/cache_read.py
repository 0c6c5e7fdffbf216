"""Point look-ups in cache.db: microseconds each, on the connection of one thread."""

import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from triage_app.model.item import Announcement, Context, Hold, ImageRef, ImageRole
from triage_app.model.risk import Assessment
from triage_app.model.road import CacheAge
from triage_app.store.cache_context import context_of
from triage_app.store.packed import Packing
from triage_app.store.sealed import Connection, translated, writing

MOST_FOUND = 50
ASKED_AT_ONCE = 500

_FIND = """SELECT announcement.data FROM alias
    JOIN announcement ON announcement.key = alias.announcement
    WHERE alias.number = ?
    ORDER BY alias.kind = 'number' DESC, announcement.posted_on DESC, announcement.key DESC
    LIMIT ?"""
_OPEN_HOLDS = """SELECT id, placed_by, why, placed_at, until, cleared_only FROM hold
    WHERE number = ? AND lifted_at = '' ORDER BY placed_at"""


class CacheReader:
    """Fits ports.ManifestCache."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._packing = Packing()

    def find(self, numbers: Sequence[tuple[str, str]]) -> tuple[Announcement, ...]:
        """Announcements of the first of the numbers that any carries, its own number before an
        alias, newest posting first; at most MOST_FOUND of them."""
        for _, number in numbers:
            with translated():
                rows = self._connection.execute(_FIND, (number, MOST_FOUND)).fetchall()
            if rows:
                return tuple(self._packing.unpack(row[0]) for row in rows)
        return ()

    def context(self, announcement: Announcement) -> Context:
        with translated():
            return context_of(self._connection, self._packing, announcement)

    def holds(self, number: str) -> tuple[Hold, ...]:
        with translated():
            rows = self._connection.execute(_OPEN_HOLDS, (number,)).fetchall()
        return tuple(_hold(row) for row in rows)

    def images(self, announcement_id: str) -> tuple[ImageRef, ...]:
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

    def existing(self, numbers: Iterable[str]) -> tuple[str, ...]:
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
        """Counted by the largest key, so that it costs nothing at three million."""
        with translated():
            (items,) = self._connection.execute(
                "SELECT coalesce(max(key), 0) FROM announcement"
            ).fetchone()
            newest = self._connection.execute(
                "SELECT imported_at FROM announcement WHERE key = ?", (items,)
            ).fetchone()
        at = datetime.fromtimestamp(newest[0] / 1000, UTC) if newest else None
        return CacheAge(items, at, self.demonstration())

    def demonstration(self) -> bool:
        with translated():
            row = self._connection.execute(
                "SELECT 1 FROM meta WHERE name = 'demonstration'"
            ).fetchone()
        return row is not None

    def keep_judgement(self, announcement_id: str, assessment: Assessment) -> None:
        with writing(self._connection):
            self._connection.execute(
                "INSERT OR REPLACE INTO judgement VALUES (?,?,?,?,?,?)",
                (
                    announcement_id,
                    assessment.pack,
                    json.dumps(dict(assessment.lists), sort_keys=True),
                    assessment.verdict.value,
                    assessment.score_micro,
                    " ".join(flag.rule for flag in assessment.flags),
                ),
            )

    def announcements(
        self, after: int = 0, limit: int = 1000
    ) -> tuple[tuple[int, Announcement], ...]:
        """(key, announcement) in order of key from behind `after`: to walk the whole cache."""
        with translated():
            rows = self._connection.execute(
                "SELECT key, data FROM announcement WHERE key > ? ORDER BY key LIMIT ?",
                (after, limit),
            ).fetchall()
        return tuple((key, self._packing.unpack(data)) for key, data in rows)


def _hold(row: Sequence[str]) -> Hold:
    id_, placed_by, why, placed_at, until, cleared_only = row
    return Hold(
        id=id_,
        placed_by=placed_by,
        why=why,
        placed_at=datetime.fromisoformat(placed_at),
        until=datetime.fromisoformat(until) if until else None,
        cleared_only=bool(cleared_only),
    )
