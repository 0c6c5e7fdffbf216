"""What judging needs from other rows: siblings, counts, other uses, peers, the version before."""

import json
from datetime import date
from typing import Final

from triage_app.model.item import Announcement, Context, PartyHistory, Peers, Sibling
from triage_app.store.cache_history import data_history
from triage_app.store.cache_kin import Kin, kin_of
from triage_app.store.packed import COLUMNS, unpack
from triage_app.store.sealed import Connection

MOST_SIBLINGS: Final = 200
MOST_COUNTED: Final = 10_000
HISTORY_DAYS: Final = 30
HEADING: Final = 4
"""Digits of an HS heading."""
NEWEST_LOOKED_THROUGH: Final = 20_000
"""Of the items an import has not settled yet; the others count when it has ended."""

_NEWEST = f"(SELECT * FROM kin_new ORDER BY announcement DESC LIMIT {NEWEST_LOOKED_THROUGH})"
_IN_30_DAYS = "day BETWEEN :since AND :day"
_SIBLINGS = f"""SELECT {COLUMNS} FROM announcement WHERE key IN (
        SELECT announcement FROM kin
            WHERE key IN (:person, :address, :phone) AND day = :day
        UNION SELECT announcement FROM {_NEWEST} WHERE day = :day
            AND (person = :person OR address = :address OR phone = :phone)
    ) AND id <> :id ORDER BY key DESC LIMIT {MOST_SIBLINGS}"""
_RECEIVED = f"""SELECT coalesce(sum(day = :day), 0), count(*) FROM (
        SELECT * FROM (SELECT day FROM kin WHERE key = :person AND {_IN_30_DAYS}
            ORDER BY day DESC LIMIT {MOST_COUNTED})
        UNION ALL SELECT day FROM {_NEWEST} WHERE person = :person AND {_IN_30_DAYS}
    )"""
_SENT = f"""SELECT coalesce(sum(items * (day = :day)), 0), coalesce(sum(items), 0) FROM (
        SELECT day, items FROM sender_day WHERE sender = :sender AND {_IN_30_DAYS}
        UNION ALL SELECT day, 1 FROM {_NEWEST} WHERE sender = :sender AND {_IN_30_DAYS}
    )"""
_AT_ADDRESS = f"""SELECT count(DISTINCT person), count(DISTINCT sender) FROM (
        SELECT * FROM (SELECT person, sender FROM kin WHERE key = :address AND {_IN_30_DAYS}
            ORDER BY day DESC LIMIT {MOST_COUNTED})
        UNION ALL SELECT person, sender FROM {_NEWEST}
            WHERE address = :address AND {_IN_30_DAYS}
    )"""
_OTHER_USES = """SELECT announcement.id, announcement.posted_on FROM alias
    JOIN announcement ON announcement.key = alias.announcement
    WHERE alias.number = ? AND alias.kind = '' AND announcement.id <> ?
    ORDER BY announcement.key DESC LIMIT 50"""
_PREVIOUS = """SELECT a.key, a.id, a.number, a.posted_on, v.version, v.digest, v.imported_at,
        v.arrived, v.basis, v.data
    FROM alias JOIN announcement AS a ON a.key = alias.announcement
    JOIN announcement_version AS v ON v.announcement = a.key
    WHERE alias.number = ? AND alias.kind = '' AND a.id = ? ORDER BY v.version DESC LIMIT 1"""
_PEERS = """SELECT hs, origin, count, unit_value, value_per_kg FROM peers
    WHERE hs = ? AND origin IN (?, '') ORDER BY origin DESC"""

Asked = dict[str, int | str | None]


def context_of(connection: Connection, announcement: Announcement) -> Context:
    """The context of one announcement, by indexed reads alone."""
    kin, day = kin_of(announcement), announcement.arrived_on
    names = senders = 0
    siblings: tuple[Sibling, ...] = ()
    sender = recipient = PartyHistory()
    if day is not None:
        asked = _asked(announcement, kin, day)
        siblings = _siblings(connection, asked)
        sender = _history(connection, _SENT, asked, kin.sender)
        recipient = _history(connection, _RECEIVED, asked, kin.person)
        names, senders = connection.execute(_AT_ADDRESS, asked).fetchone()
    named = (announcement.number, announcement.id)
    other = connection.execute(_OTHER_USES, named).fetchall()
    previous = connection.execute(_PREVIOUS, named).fetchone()
    return Context(
        siblings=siblings,
        sender=sender,
        recipient=recipient,
        recipient_names_at_address=names,
        senders_at_address=senders,
        other_uses=tuple((use, posted_on) for use, posted_on in other),
        previous=unpack(previous) if previous else None,
        peers=_peers(connection, announcement),
        data_history=data_history(connection, announcement),
    )


def _asked(announcement: Announcement, kin: Kin, day: date) -> Asked:
    ordinal = day.toordinal()
    since = ordinal - HISTORY_DAYS + 1
    return {**kin._asdict(), "day": ordinal, "since": since, "id": announcement.id}


def _siblings(connection: Connection, asked: Asked) -> tuple[Sibling, ...]:
    rows = connection.execute(_SIBLINGS, asked).fetchall()
    return tuple(_sibling(unpack(row)) for row in rows)


def _sibling(announcement: Announcement) -> Sibling:
    value, currency = _value(announcement)
    return Sibling(
        announcement_id=announcement.id,
        number=announcement.number,
        recipient=announcement.recipient,
        sender_name=announcement.sender.name,
        description=announcement.lines[0].description if announcement.lines else "",
        value_minor=value,
        currency=currency,
    )


def _value(announcement: Announcement) -> tuple[int | None, str]:
    """The item's value, else the sum of its lines where all tell one in the same currency."""
    if announcement.value_minor is not None:
        return announcement.value_minor, announcement.currency
    values = [line.value_minor for line in announcement.lines if line.value_minor is not None]
    currencies = {line.currency for line in announcement.lines}
    if not values or len(values) < len(announcement.lines) or len(currencies) > 1:
        return None, announcement.currency
    return sum(values), currencies.pop()


def _history(connection: Connection, counts: str, asked: Asked, party: int | None) -> PartyHistory:
    if party is None:
        return PartyHistory()
    today, month = connection.execute(counts, asked).fetchone()
    return PartyHistory(today=today, last_30_days=month)


def _peers(connection: Connection, announcement: Announcement) -> dict[int, Peers]:
    """Peers by line index: of heading and origin, else of the heading from anywhere."""
    found = {}
    for line in announcement.lines:
        heading = line.hs[:HEADING]
        if len(heading) < HEADING:
            continue
        row = connection.execute(_PEERS, (heading, line.origin or announcement.origin)).fetchone()
        if row:
            hs, origin, count, unit_value, value_per_kg = row
            spread = _five(unit_value), _five(value_per_kg)
            found[line.index] = Peers(hs, origin, count, *spread)
    return found


def _five(text: str) -> tuple[int, int, int, int, int]:
    low, lower, middle, upper, high = json.loads(text)
    return low, lower, middle, upper, high
