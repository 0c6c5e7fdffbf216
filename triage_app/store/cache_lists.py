"""Screening lists in cache.db: the edition in use, and what each edition changed."""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

import msgspec

from triage_app.model.item import Announcement
from triage_app.model.listing import ListChange, ListEdition, ListEntry
from triage_app.model.plain import microseconds
from triage_app.store.cache_read import lists_text
from triage_app.store.packed import COLUMNS, unpack
from triage_app.store.sealed import Connection, translated, writing

MOST_EDITIONS: Final = 50
"""Editions of one list whose changes are kept; a list of a day's rhythm: two months."""

_STALE: Final = f"""SELECT judgement.rowid, judgement.verdict, {COLUMNS} FROM judgement
    CROSS JOIN announcement ON announcement.key = judgement.announcement
    WHERE judgement.rowid > ? AND (judgement.lists <> ? OR judgement.pack <> ?)
    ORDER BY judgement.rowid LIMIT ?"""
_COUNT: Final = (
    "SELECT count(*) FROM judgement WHERE announcement IS NOT NULL AND (lists <> ? OR pack <> ?)"
)
_DROP_OLD: Final = """DELETE FROM list_edition WHERE name = ?1 AND taken_at NOT IN (
    SELECT taken_at FROM list_edition WHERE name = ?1 ORDER BY taken_at DESC LIMIT ?2)"""


class Stale(NamedTuple):
    """An item judged by other lists or rules than now; `place` is where to go on behind it."""

    place: int
    verdict: str
    announcement: Announcement


class CacheLists:
    """Fits ports.JudgedShelf."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def keep(
        self, edition: ListEdition, entries: Sequence[ListEntry], changes: Sequence[ListChange]
    ) -> None:
        """Put the edition in the place of the one before, and note what it changed: all or
        nothing."""
        row = (
            edition.list_name,
            microseconds(edition.taken_at),
            msgspec.msgpack.encode(edition),
            msgspec.msgpack.encode(changes),
        )
        with writing(self._connection):
            self._connection.execute(
                "INSERT OR REPLACE INTO list VALUES (?,?,?)",
                (edition.list_name, edition.version, msgspec.msgpack.encode(entries)),
            )
            self._connection.execute("INSERT OR REPLACE INTO list_edition VALUES (?,?,?,?)", row)
            self._connection.execute(_DROP_OLD, (edition.list_name, MOST_EDITIONS))

    def editions(self, name: str = "") -> tuple[ListEdition, ...]:
        """The editions taken in of one list, or of all, newest first."""
        with translated():
            rows = self._connection.execute(
                "SELECT edition FROM list_edition WHERE ?1 IN ('', name)"
                " ORDER BY taken_at DESC, name",
                (name,),
            ).fetchall()
        return tuple(msgspec.msgpack.decode(data, type=ListEdition) for (data,) in rows)

    def changes(self, edition: ListEdition) -> tuple[ListChange, ...]:
        """What the edition changed against the one before it; () where it is kept no more."""
        with translated():
            row = self._connection.execute(
                "SELECT changes FROM list_edition WHERE name = ? AND taken_at = ?",
                (edition.list_name, microseconds(edition.taken_at)),
            ).fetchone()
        return msgspec.msgpack.decode(row[0], type=tuple[ListChange, ...]) if row else ()

    def stale_count(self, pack: str, lists: Mapping[str, str]) -> int:
        """How many items were judged by another pack or other lists."""
        with translated():
            (count,) = self._connection.execute(_COUNT, (lists_text(lists), pack)).fetchone()
        return int(count)

    def stale(
        self, pack: str, lists: Mapping[str, str], after: int, limit: int
    ) -> tuple[Stale, ...]:
        """Some of them, in the order of their places, from behind place `after`."""
        with translated():
            rows = self._connection.execute(
                _STALE, (after, lists_text(lists), pack, limit)
            ).fetchall()
        return tuple(Stale(place, verdict, unpack(tuple(row))) for place, verdict, *row in rows)
