"""cache.db for whoever keeps something beside it: what came, what was renewed, held and judged."""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple, TypeVar

from triage_app.model.item import SHARED, Announcement
from triage_app.model.plain import Content
from triage_app.model.risk import Verdict
from triage_app.store.packed import COLUMNS, Row, unpack, unpack_content
from triage_app.store.sealed import Connection, translated, writing

T = TypeVar("T")
ASKED_AT_ONCE: Final = 500

_BY_KEY: Final = f"SELECT {COLUMNS} FROM announcement WHERE key IN (%s)"
_TOLD_BETWEEN: Final = (
    "SELECT key, number, data FROM announcement WHERE key BETWEEN ? AND ? ORDER BY key"
)
_TOLD_BY_KEY: Final = "SELECT key, number, data FROM announcement WHERE key IN (%s)"
_OPEN: Final = "hold.lifted_at IS NULL AND (hold.until IS NULL OR hold.until > ?)"
_HELD_KEYS: Final = (
    "SELECT DISTINCT alias.announcement FROM hold CROSS JOIN alias ON alias.number = hold.number"
    f" WHERE {_OPEN} AND alias.kind NOT IN ({', '.join(repr(kind) for kind in sorted(SHARED))})"
)
_HELD: Final = f"SELECT number, max(cleared_only) FROM hold WHERE {_OPEN} AND number IN (%s)"
_FLAGGED_KEYS: Final = (
    "SELECT announcement FROM judgement"
    " WHERE verdict <> 'clear' AND announcement < ? ORDER BY announcement DESC LIMIT ?"
)
_SEEN_KEYS: Final = "SELECT announcement FROM judgement WHERE seen_at >= ?"
_JUDGED: Final = (
    "SELECT announcement_id, verdict, seen_at FROM judgement WHERE announcement_id IN (%s)"
)


class Told(NamedTuple):
    """What is told of an item, by the announcement's key in the cache."""

    key: int
    number: str
    content: Content


class Renewed(NamedTuple):
    """An announcement that has a new version, or is gone: version 0."""

    key: int
    version: int


def cache_name(connection: Connection) -> str:
    """The name this cache was given when it was made; another one's keys mean other items."""
    with translated():
        row = connection.execute("SELECT text FROM meta WHERE name = 'name'").fetchone()
    return str(row[0]) if row else ""


def last_key(connection: Connection) -> int:
    """The newest announcement's key; 0 where there is none."""
    with translated():
        (last,) = connection.execute("SELECT coalesce(max(key), 0) FROM announcement").fetchone()
    return int(last)


def told_between(connection: Connection, first: int, last: int) -> Iterator[Told]:
    """What is told of the items with keys from `first` to `last`, in their order."""
    with translated():
        for key, number, data in connection.execute(_TOLD_BETWEEN, (first, last)):
            yield Told(key, number, unpack_content(data))


def told_by_key(connection: Connection, keys: Sequence[int]) -> Iterator[Told]:
    """What is told of the items with those keys, where they are there; in any order."""
    for some in _pieces(keys):
        with translated():
            rows = connection.execute(_TOLD_BY_KEY % _marks(some), some).fetchall()
        yield from (Told(key, number, unpack_content(data)) for key, number, data in rows)


def by_key(connection: Connection, keys: Sequence[int]) -> Iterator[tuple[int, Announcement]]:
    """(key, announcement) of those keys that are there, in the order given."""
    for some in _pieces(keys):
        with translated():
            rows = connection.execute(_BY_KEY % _marks(some), some).fetchall()
        here = {row[0]: row for row in rows}
        yield from ((key, unpack(Row._make(here[key]))) for key in some if key in here)


def renewed(connection: Connection, limit: int) -> list[Renewed]:
    """Announcements that were given a new version, or went, and not `settled` since."""
    with translated():
        rows = connection.execute("SELECT * FROM renewed LIMIT ?", (limit,)).fetchall()
    return [Renewed(*row) for row in rows]


def settled(connection: Connection, seen: Sequence[Renewed]) -> None:
    """Whoever keeps something beside the cache has taken these in. One that was renewed once more
    meanwhile stays."""
    with writing(connection):
        connection.executemany("DELETE FROM renewed WHERE announcement = ? AND version = ?", seen)


def held_keys(connection: Connection, now_micro: int) -> set[int]:
    """Keys of announcements under an open hold on a number that is the item's own."""
    with translated():
        return {key for (key,) in connection.execute(_HELD_KEYS, (now_micro,))}


def keys_of(connection: Connection, numbers: Sequence[str]) -> set[int]:
    """Keys of announcements that bear one of the numbers, as their own or another."""
    found: set[int] = set()
    for some in _pieces(numbers):
        statement = f"SELECT announcement FROM alias WHERE number IN ({_marks(some)})"
        with translated():
            found.update(key for (key,) in connection.execute(statement, some))
    return found


def held(connection: Connection, numbers: Sequence[str], now_micro: int) -> dict[str, bool]:
    """Those of the numbers that are held; True: by a hold for cleared roles only."""
    found: dict[str, bool] = {}
    for some in _pieces(numbers):
        statement = f"{_HELD % _marks(some)} GROUP BY number"
        with translated():
            rows = connection.execute(statement, (now_micro, *some)).fetchall()
        found.update((number, bool(cleared)) for number, cleared in rows)
    return found


def flagged_keys(connection: Connection, before: int, limit: int) -> list[int]:
    """Keys of announcements whose last verdict is not clear, newest first, from under `before`."""
    with translated():
        rows = connection.execute(_FLAGGED_KEYS, (before, limit)).fetchall()
    return [key for (key,) in rows]


def seen_keys(connection: Connection, since_micro: int) -> set[int]:
    """Keys of announcements examined here since then."""
    with translated():
        return {key for (key,) in connection.execute(_SEEN_KEYS, (since_micro,)) if key}


def judged(connection: Connection, ids: Sequence[str]) -> dict[str, tuple[Verdict, int | None]]:
    """By announcement id: the last verdict kept, and when the item was last examined here."""
    found: dict[str, tuple[Verdict, int | None]] = {}
    for some in _pieces(ids):
        with translated():
            rows = connection.execute(_JUDGED % _marks(some), some).fetchall()
        found.update((id_, (Verdict(verdict), seen_at)) for id_, verdict, seen_at in rows)
    return found


def _pieces(values: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(values), ASKED_AT_ONCE):
        yield values[start : start + ASKED_AT_ONCE]


def _marks(values: Sequence[object]) -> str:
    return ",".join("?" * len(values))
