"""What judging needs from other rows: siblings, counts, other uses, peers, the version before."""

import json
from datetime import date, timedelta

from triage_app.model.item import Announcement, Context, PartyHistory, Peers, Sibling
from triage_app.risk.names import address_key, person_key, phone_key
from triage_app.store.packed import Packing
from triage_app.store.sealed import Connection

MOST_SIBLINGS = 200
HISTORY = timedelta(days=30)
HEADING = 4  # digits of an HS heading

_SIBLINGS = """SELECT data FROM announcement WHERE key IN (
        SELECT key FROM announcement WHERE recipient_person = :person
            AND recipient_person <> '' AND arrived_on = :day
        UNION SELECT key FROM announcement WHERE recipient_address = :address
            AND recipient_address <> '' AND arrived_on = :day
        UNION SELECT key FROM announcement WHERE recipient_phone = :phone
            AND recipient_phone <> '' AND arrived_on = :day
    ) AND id <> :id LIMIT :most"""
_COUNTS = """SELECT coalesce(sum(arrived_on = :day), 0), count(*) FROM announcement
    WHERE {column} = :key AND {column} <> '' AND arrived_on BETWEEN :since AND :day"""
_RECIPIENT_COUNTS = _COUNTS.format(column="recipient_person")
_SENDER_COUNTS = _COUNTS.format(column="sender_person")
_AT_ADDRESS = """SELECT count(DISTINCT recipient_person), count(DISTINCT sender_person)
    FROM announcement WHERE recipient_address = :address AND recipient_address <> ''
    AND arrived_on BETWEEN :since AND :day"""
_OTHER_USES = """SELECT DISTINCT announcement.id, announcement.posted_on FROM alias
    JOIN announcement ON announcement.key = alias.announcement
    WHERE alias.number = ? AND alias.kind = 'number' AND announcement.id <> ? LIMIT 50"""
_PREVIOUS = """SELECT announcement_version.data FROM announcement_version
    JOIN announcement ON announcement.key = announcement_version.announcement
    WHERE announcement.id = ? ORDER BY announcement_version.version DESC LIMIT 1"""
_PEERS = """SELECT hs, origin, count, unit_value, value_per_kg FROM peers
    WHERE hs = ? AND origin IN (?, '') ORDER BY origin DESC"""


def context_of(connection: Connection, packing: Packing, announcement: Announcement) -> Context:
    """The context of one announcement, by indexed reads alone."""
    day = announcement.arrived_on
    asked = {
        "person": person_key(announcement.recipient),
        "address": address_key(announcement.recipient),
        "phone": phone_key(announcement.recipient),
        "day": day.isoformat() if day else "",
        "since": (day - HISTORY).isoformat() if day else "",
        "id": announcement.id,
        "most": MOST_SIBLINGS,
    }
    rows = connection.execute(_SIBLINGS, asked).fetchall() if day else []
    names, senders = connection.execute(_AT_ADDRESS, asked).fetchone()
    other = connection.execute(_OTHER_USES, (announcement.number, announcement.id)).fetchall()
    return Context(
        siblings=tuple(_sibling(packing.unpack(row[0])) for row in rows),
        sender=_history(connection, _SENDER_COUNTS, person_key(announcement.sender), day),
        recipient=_history(connection, _RECIPIENT_COUNTS, str(asked["person"]), day),
        recipient_names_at_address=names,
        senders_at_address=senders,
        other_uses=tuple((id_, posted_on) for id_, posted_on in other),
        previous=_previous(connection, packing, announcement),
        peers=_peers(connection, announcement),
    )


def _sibling(announcement: Announcement) -> Sibling:
    first = announcement.lines[0].description if announcement.lines else ""
    return Sibling(
        announcement_id=announcement.id,
        number=announcement.number,
        recipient=announcement.recipient,
        sender_name=announcement.sender.name,
        description=first,
        value_minor=announcement.value_minor,
        currency=announcement.currency,
    )


def _history(connection: Connection, counts: str, key: str, day: date | None) -> PartyHistory:
    if not key or day is None:
        return PartyHistory()
    asked = {"key": key, "day": day.isoformat(), "since": (day - HISTORY).isoformat()}
    today, month = connection.execute(counts, asked).fetchone()
    return PartyHistory(today=today, last_30_days=month)


def _previous(
    connection: Connection, packing: Packing, announcement: Announcement
) -> Announcement | None:
    if announcement.version == 1:
        return None
    row = connection.execute(_PREVIOUS, (announcement.id,)).fetchone()
    return packing.unpack(row[0]) if row else None


def _peers(connection: Connection, announcement: Announcement) -> dict[int, Peers]:
    """Peers by line index: of heading and origin, else of the heading from anywhere."""
    found: dict[int, Peers] = {}
    for line in announcement.lines:
        heading = line.hs[:HEADING]
        if len(heading) < HEADING:
            continue
        origin = line.origin or announcement.origin
        row = connection.execute(_PEERS, (heading, origin)).fetchone()
        if row:
            hs, of, count, unit, kilogram = row
            found[line.index] = Peers(
                hs, of, count, tuple(json.loads(unit)), tuple(json.loads(kilogram))
            )
    return found
