"""cache.db for whoever keeps something beside it: what came, what was renewed, what was judged."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, TypeVar

from triage_app.model.item import Announcement
from triage_app.model.risk import Verdict
from triage_app.store.packed import COLUMNS, Row, unpack
from triage_app.store.sealed import Connection, translated, writing

T = TypeVar("T")
ASKED_AT_ONCE: Final = 500

_BY_KEY: Final = f"SELECT {COLUMNS} FROM announcement WHERE key IN (%s)"
_HELD: Final = (
    "SELECT DISTINCT alias.announcement FROM hold CROSS JOIN alias ON alias.number = hold.number"
    " WHERE hold.lifted_at IS NULL AND (hold.until IS NULL OR hold.until > ?)"
    " ORDER BY alias.announcement DESC"
)


def last_key(connection: Connection) -> int:
    """The newest announcement's key; 0 where there is none."""
    with translated():
        (last,) = connection.execute("SELECT coalesce(max(key), 0) FROM announcement").fetchone()
    return int(last)


def by_key(connection: Connection, keys: Sequence[int]) -> Iterator[tuple[int, Announcement]]:
    """(key, announcement) of those keys that are there, in the order given."""
    for some in _pieces(keys):
        with translated():
            rows = connection.execute(_BY_KEY % _marks(some), some).fetchall()
        here = {row[0]: row for row in rows}
        yield from ((key, unpack(Row._make(here[key]))) for key in some if key in here)


def renewed(connection: Connection, limit: int) -> list[int]:
    """Keys of announcements that were given a new version, or went, and not `settled` since."""
    with translated():
        rows = connection.execute("SELECT announcement FROM renewed LIMIT ?", (limit,)).fetchall()
    return [key for (key,) in rows]


def settled(connection: Connection, keys: Iterable[int]) -> None:
    """Whoever keeps something beside the cache has seen these."""
    with writing(connection):
        connection.executemany(
            "DELETE FROM renewed WHERE announcement = ?", ((key,) for key in keys)
        )


def held_keys(connection: Connection, now_micro: int) -> list[int]:
    """Keys of announcements under an open hold, newest first."""
    with translated():
        return [key for (key,) in connection.execute(_HELD, (now_micro,)).fetchall()]


def judged(
    connection: Connection, ids: Sequence[str]
) -> dict[str, tuple[Verdict, int | None]]:
    """By announcement id: the last verdict kept, and when the item was last seen here."""
    found: dict[str, tuple[Verdict, int | None]] = {}
    for some in _pieces(ids):
        with translated():
            rows = connection.execute(
                "SELECT announcement_id, verdict, seen_at FROM judgement"
                f" WHERE announcement_id IN ({_marks(some)})",
                some,
            ).fetchall()
        found.update((id_, (Verdict(verdict), seen_at)) for id_, verdict, seen_at in rows)
    return found


def _pieces(values: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(values), ASKED_AT_ONCE):
        yield values[start : start + ASKED_AT_ONCE]


def _marks(values: Sequence[object]) -> str:
    return ",".join("?" * len(values))
