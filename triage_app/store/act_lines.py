"""Rows of record.db -> ActLine: acts as a list shows them, and the counts over them."""

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from triage_app.model.act import ActKind, ActLine, DeliveryState
from triage_app.model.errors import StoreDamaged
from triage_app.model.item import PartyHistory
from triage_app.model.sentence import tr
from triage_app.store.sealed import Connection, translated

_SELECT = """
    SELECT a.id, a.seq, a.kind, a.data, a.outcome, u.id, d.state, d.words
    FROM act AS a LEFT JOIN delivery AS d ON d.seq = a.seq LEFT JOIN act AS u ON u.undoes = a.id
"""
_BY_ID = _SELECT + " WHERE a.id = ?"
_ON_ITEM = _SELECT + " WHERE a.item_number = ? AND a.item_scheme = ? ORDER BY a.seq"
_LATEST = _SELECT + " ORDER BY a.seq DESC LIMIT ?"
_NEXT = _SELECT + " WHERE a.seq > ? ORDER BY a.seq LIMIT ?"
_OF_INSPECTORS = _SELECT + " WHERE a.kind = 'inspector' ORDER BY a.seq"
_DECIDED = "SELECT DISTINCT item_number FROM standing_outcome WHERE outcome IN (%s)"
_AT_ONCE = 200
_PARTY = """
    SELECT count(*), coalesce(sum(seized), 0), max(recorded_at) FROM standing_outcome
    WHERE sender_key = ?1 OR recipient_key = ?1
"""


def act_by_id(connection: Connection, act_id: str) -> ActLine | None:
    """The act of this id, if it is here."""
    lines = _lines(connection, _BY_ID, (act_id,))
    return lines[0] if lines else None


def acts_on(connection: Connection, scheme: str, number: str) -> tuple[ActLine, ...]:
    """Every act on a number, oldest first."""
    return _lines(connection, _ON_ITEM, (number, scheme))


def latest(connection: Connection, limit: int, since: datetime | None) -> tuple[ActLine, ...]:
    """The newest acts, newest first; with `since`, those of them recorded since."""
    newest = _lines(connection, _LATEST, (limit,))
    return newest if since is None else tuple(a for a in newest if a.recorded_at >= since)


def every(connection: Connection) -> Iterator[ActLine]:
    """All acts in order, _AT_ONCE in memory."""
    seq = 0
    while lines := _lines(connection, _NEXT, (seq, _AT_ONCE)):
        yield from lines
        seq = lines[-1].seq


def about_inspectors(connection: Connection) -> tuple[ActLine, ...]:
    """Every act that says who an inspector is, oldest first."""
    return _lines(connection, _OF_INSPECTORS, ())


def numbers_decided(connection: Connection, outcomes: Sequence[str]) -> frozenset[str]:
    """The numbers on which one of the outcomes stands."""
    with translated():
        rows = connection.execute(_DECIDED % ",".join("?" * len(outcomes)), tuple(outcomes))
        return frozenset(row[0] for row in rows)


def party_history(connection: Connection, party_key: str) -> PartyHistory:
    """Outcomes that stand (not undone) with this party as sender or recipient."""
    if not party_key:
        return PartyHistory()
    with translated():
        recorded, seized, last = connection.execute(_PARTY, (party_key,)).fetchone()
    return PartyHistory(
        recorded=recorded,
        seized=seized,
        last_recorded_at=datetime.fromisoformat(last) if last else None,
    )


def _lines(connection: Connection, statement: str, values: tuple[Any, ...]) -> tuple[ActLine, ...]:
    with translated():
        rows = connection.execute(statement, values).fetchall()
    try:
        return tuple(_line(*row) for row in rows)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise StoreDamaged(
            tr("record", "An act's bytes were changed outside the program."),
            tr("record", "Run 'triage verify'; it names the first act that does not hold."),
        ) from error


def _line(
    act_id: str,
    seq: int,
    kind: str,
    data: bytes,
    outcome: str | None,
    undone_by: str | None,
    state: str | None,
    words: str | None,
) -> ActLine:
    envelope = json.loads(data)
    delivery = DeliveryState(state or "waiting")
    part = envelope["body"].get("outcome")
    return ActLine(
        id=act_id,
        seq=seq,
        kind=ActKind(kind),
        recorded_at=datetime.fromisoformat(envelope["recorded_at"]),
        inspector=envelope["inspector"],
        item_scheme=envelope["item"]["scheme"],
        item_number=envelope["item"]["number"],
        outcome=outcome or "",
        title=str(part.get("title", "")) if isinstance(part, dict) else "",
        undone_by=undone_by or "",
        delivery=delivery,
        refusal=(words or "") if delivery is DeliveryState.REFUSED else "",
        body=envelope["body"],
        posted_on=envelope["item"]["posted_on"],
        announcement=envelope["item"]["announcement"],
        waits=(words or "") if delivery is DeliveryState.WAITING else "",
    )
