"""Announcement -> the keys by which other items of the same people are found.

A key is 48 bits of a digest, so that an index of ten million rows stays small. By chance two of
nine million differing texts share one about once in seven such stores; who asks compares again.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from hashlib import blake2b
from itertools import pairwise
from typing import Final, NamedTuple

from triage_app.model.item import Announcement, Party
from triage_app.model.plain import PlainParty, plain_party
from triage_app.risk.names import CACHED, MAX_NAME, house_key, name_key, subscriber_key
from triage_app.store.sealed import Connection

_KEY_BYTES: Final = 6

_NEW: Final = (
    "INSERT INTO kin_new (announcement, day, person, address, phone, sender)"
    " VALUES (?, ?, ?, ?, ?, ?)"
)
# One statement a kind of key, in the order of the index: a page is written once for many rows.
# Each sorts what it takes, in memory: of many items it takes the keys slice by slice.
_SETTLE: Final = (
    """INSERT INTO kin (key, day, announcement) SELECT person, day, announcement FROM kin_new
        WHERE person >= ? AND person < ? ORDER BY 1, 2, 3""",
    """INSERT INTO kin (key, day, announcement) SELECT phone, day, announcement FROM kin_new
        WHERE phone >= ? AND phone < ? ORDER BY 1, 2, 3""",
    """INSERT INTO kin (key, day, announcement, person, sender)
        SELECT address, day, announcement, person, sender FROM kin_new
        WHERE address >= ? AND address < ? ORDER BY 1, 2, 3""",
    """INSERT INTO sender_day (sender, day, items) SELECT sender, day, count(*) FROM kin_new
        WHERE sender >= ? AND sender < ? GROUP BY sender, day
        ON CONFLICT (sender, day) DO UPDATE SET items = items + excluded.items""",
)
SORTED_AT_ONCE: Final = 250_000
"""Items' keys, about."""
_KEYS: Final = 1 << 8 * _KEY_BYTES


class Kin(NamedTuple):
    """Keys of an announcement: recipient's name, address and telephone, sender's name. None where
    nothing usable is announced."""

    person: int | None
    address: int | None
    phone: int | None
    sender: int | None


def kin_of(announcement: Announcement) -> Kin:
    """The keys of an announcement."""
    columns = kin_columns([announcement.sender.name], [plain_party(announcement.recipient)])
    return Kin(*[key for (key,) in columns])


def kin_columns(
    sender_names: Iterable[str], recipients: Sequence[PlainParty]
) -> tuple[Sequence[int | None], ...]:
    """The keys of many items, from their senders to their recipients: the columns of `Kin`."""
    return (
        _numbers("p", [name_key(recipient[0][:MAX_NAME]) for recipient in recipients]),
        _numbers("a", [house_key(to[1], to[2], to[4]) for to in recipients]),
        _numbers("t", [subscriber_key(recipient[6]) for recipient in recipients]),
        list(map(_sent_number, sender_names)),
    )


def person_number(party: Party) -> int | None:
    """The key of a party's name."""
    (number,) = _numbers("p", [name_key(party.name[:MAX_NAME])])
    return number


@lru_cache(maxsize=CACHED)
def _sent_number(name: str) -> int | None:
    """The key of a sender's name; a sender sends much."""
    (number,) = _numbers("p", [name_key(name[:MAX_NAME])])
    return number


def note_kin(connection: Connection, rows: Iterable[Sequence[int | None]], first: int = 0) -> None:
    """Keep keys with whose they are, until the next `settle_kin`: rows of (announcement less
    `first`, ordinal of the arrival, then as in Kin)."""
    connection.executemany(_NEW.replace("?", f"? + {first:d}", 1), rows)


def settle_kin(connection: Connection) -> None:
    """Put what was noted into the index; inside a transaction of the caller's."""
    (noted,) = connection.execute("SELECT count(*) FROM kin_new").fetchone()
    slices = 1 + noted // SORTED_AT_ONCE
    ends = [_KEYS * n // slices for n in range(slices + 1)]
    for statement in _SETTLE:
        for slice_ in pairwise(ends):
            connection.execute(statement, slice_)
    connection.execute("DELETE FROM kin_new")


def unsettled(connection: Connection) -> bool:
    """Whether keys were noted and not settled yet: an import is running, or was killed."""
    return connection.execute("SELECT 1 FROM kin_new LIMIT 1").fetchone() is not None


def forget_kin(connection: Connection, announcement: int, day: int, kin: Kin) -> None:
    """Take an announcement's keys out again, settled or not."""
    taken = connection.execute("DELETE FROM kin_new WHERE announcement = ?", (announcement,))
    if taken.rowcount:
        return
    connection.executemany(
        "DELETE FROM kin WHERE key = ? AND day = ? AND announcement = ?",
        [(key, day, announcement) for key in kin[:3] if key is not None],
    )
    if kin.sender is not None:
        connection.execute(
            "UPDATE sender_day SET items = items - 1 WHERE sender = ? AND day = ?",
            (kin.sender, day),
        )


def _numbers(kind: str, keys: Iterable[str]) -> list[int | None]:
    begun = blake2b(kind.encode("ascii"), digest_size=_KEY_BYTES).copy  # cheaper than a new one
    numbers: list[int | None] = []
    for key in keys:
        if key:
            digest = begun()
            digest.update(key.encode("utf-8", "surrogatepass"))
            numbers.append(int.from_bytes(digest.digest(), "big"))
        else:
            numbers.append(None)
    return numbers
