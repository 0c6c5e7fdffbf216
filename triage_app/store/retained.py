"""record.db -> which items somebody is not done with, and which pictures its acts name."""

import re
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Final

from triage_app.model.purge import Stays
from triage_app.store.act_row import stamp
from triage_app.store.sealed import Connection, translated

CONCERNS_FOR: Final = timedelta(days=366)
"""An outcome on the same number within twelve months contradicts (UPU S10 numbers come again after
that): so long the item is found by each of its numbers, and with it what was decided."""

_ACTS: Final = """SELECT a.seq, a.item_number, a.announcement, a.recorded_at,
        coalesce(d.state, 'waiting'), d.seen_by
    FROM act AS a LEFT JOIN delivery AS d ON d.seq = a.seq
    WHERE a.seq > ? AND a.seq <= ? ORDER BY a.seq"""
_UNSENT_PICTURES: Final = "SELECT seq FROM blob_delivery WHERE state = 'waiting'"
_DRAFTS: Final = "SELECT item_number, announcement FROM draft"
_NAMED: Final = re.compile(rb'"sha256":"([0-9a-f]{64})"')
_GRAVEST: Final = {reason: place for place, reason in enumerate(Stays)}


class RetainedItems:
    """Fits ports.Retained. An item is known by any number it was decided on under, and by its
    announcement's id. Belongs to the thread of its connection."""

    def __init__(self, connection: Connection, now: Callable[[], datetime]) -> None:
        self._connection = connection
        self._now = now
        self._seen_to = 0
        self._acted: dict[str, Stays] = {}
        self._drafted: frozenset[str] = frozenset()

    def look(self) -> None:
        """Take in the acts since the last look, and the drafts as they stand."""
        with translated():
            (last,) = self._connection.execute("SELECT coalesce(max(seq), 0) FROM act").fetchone()
            unsent = {seq for (seq,) in self._connection.execute(_UNSENT_PICTURES)}
            since = stamp(self._now() - CONCERNS_FOR)
            for seq, number, announcement, recorded_at, state, seen_by in self._connection.execute(
                _ACTS, (self._seen_to, last)
            ):
                reason = _reason(state, seen_by, seq in unsent, recorded_at >= since)
                self._keep((number, announcement), reason)
            drafts = self._connection.execute(_DRAFTS).fetchall()
        self._seen_to = last
        self._drafted = frozenset(name for names in drafts for name in names if name)

    def why(self, names: Sequence[str]) -> Stays | None:
        reasons = [self._acted[name] for name in names if name in self._acted]
        if any(name in self._drafted for name in names):
            reasons.append(Stays.DRAFT)
        return min(reasons, key=_GRAVEST.__getitem__, default=None)

    def pictures(self) -> set[str]:
        """Every act is read through."""
        with translated():
            rows = self._connection.execute("SELECT data FROM act")
            return {name.decode("ascii") for (data,) in rows for name in _NAMED.findall(data)}

    def _keep(self, names: Sequence[str], reason: Stays | None) -> None:
        if reason is None:
            return
        for name in names:
            before = self._acted.get(name, reason)
            if name:
                self._acted[name] = min(before, reason, key=_GRAVEST.__getitem__)


def _reason(state: str, seen_by: str | None, unsent: bool, lately: bool) -> Stays | None:
    """Why an act keeps its item; a refusal that a supervisor has seen is done with."""
    if unsent or state == "waiting" or (state == "refused" and seen_by is None):
        return Stays.UNSENT
    if state == "conflict":
        return Stays.CONFLICT
    return Stays.ACTED if lately else None
