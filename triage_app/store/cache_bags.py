"""Announcements -> the bags they lie in: which item travels where, and how many lie in each."""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from triage_app.model.item import Announcement
from triage_app.model.joining import bag_of
from triage_app.model.work import loose
from triage_app.store.packed import COLUMNS, unpack
from triage_app.store.sealed import Connection, translated, writing

CAUGHT_UP_AT_ONCE: Final = 5_000

_FIND: Final = "SELECT key FROM bag WHERE number = ? AND flight = ? AND arrived = ?"
_ADD: Final = (
    "INSERT INTO bag (number, flight, arrived, number_key, flight_key, items, newest)"
    " VALUES (?, ?, ?, ?, ?, 0, 0)"
)
_COUNT: Final = "UPDATE bag SET items = items + ?, newest = max(newest, ?) WHERE key = ?"
_PUT: Final = "INSERT INTO bag_item (announcement, bag) VALUES (?, ?)"
_TELL: Final = "UPDATE bag SET told = ?, newest = max(newest, ?) WHERE key = ?"
_LEFT: Final = "SELECT CAST(text AS INTEGER) FROM meta WHERE name = 'bags_to'"
_OLDER: Final = (
    f"SELECT {COLUMNS}, announcement.imported_at FROM announcement"
    " WHERE key <= ? ORDER BY key DESC LIMIT ?"
)


class Place(NamedTuple):
    """Where an item travels; `arrived` is the ordinal of the day."""

    number: str
    flight: str
    arrived: int


def place_of(announcement: Announcement, arrived: int) -> Place:
    """The bag and flight of an announcement, "" where it names none."""
    bag = bag_of(announcement.bag, announcement.aliases)
    return Place(bag, announcement.flight.strip(), arrived)


def note_bags(connection: Connection, lying: Mapping[Place, Sequence[int]], at: int) -> None:
    """Put new items into their bags, inside the caller's transaction: of each place the
    announcements that lie there; `at` in microseconds since 1970."""
    put: list[tuple[int, int]] = []
    for place, keys in lying.items():
        bag = _bag(connection, place)
        connection.execute(_COUNT, (len(keys), at, bag))
        put += [(key, bag) for key in keys]
    connection.executemany(_PUT, sorted(put))


def move_item(connection: Connection, key: int, place: Place, at: int) -> None:
    """Put an announcement that has a new version where it travels now."""
    gone = connection.execute(
        "DELETE FROM bag_item WHERE announcement = ? RETURNING bag", (key,)
    ).fetchall()
    connection.executemany("UPDATE bag SET items = items - 1 WHERE key = ?", gone)
    if gone or not _is_left(connection, key):
        note_bags(connection, {place: [key]}, at)


def tell_bag(connection: Connection, place: Place, items: int, at: int) -> None:
    """Note how many items the manifest says are in a bag, whether they are announced or not."""
    connection.execute(_TELL, (items, at, _bag(connection, place)))


def catch_up(connection: Connection) -> int:
    """Put some of what came before there were bags into them, newest first; how many are left to
    look at, at the most."""
    with translated():
        if connection.execute(_LEFT).fetchone() is None:
            return 0
    with writing(connection):
        (left,) = connection.execute(_LEFT).fetchone() or (0,)
        rows = connection.execute(_OLDER, (left, CAUGHT_UP_AT_ONCE)).fetchall()
        for *row, at in rows:
            announcement = unpack(tuple(row))
            arrived = announcement.arrived_on.toordinal() if announcement.arrived_on else 0
            note_bags(connection, {place_of(announcement, arrived): [row[0]]}, at)
        left = rows[-1][0] - 1 if rows else 0
        if left:
            connection.execute("UPDATE meta SET text = ? WHERE name = 'bags_to'", (str(left),))
        else:
            connection.execute("DELETE FROM meta WHERE name = 'bags_to'")
    return int(left)


def _bag(connection: Connection, place: Place) -> int:
    found = connection.execute(_FIND, place).fetchone()
    if found:
        return int(found[0])
    keys = (loose(place.number), loose(place.flight))
    return int(connection.execute(_ADD, (*place, *keys)).lastrowid)


def _is_left(connection: Connection, key: int) -> bool:
    """Whether `catch_up` is still to put this one into its bag."""
    found = connection.execute(_LEFT).fetchone()
    return bool(found) and key <= found[0]
