"""A picture nobody could pair -> the item that was on the bench then, for a person to confirm."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from triage_app.model.sentence import tr
from triage_app.model.tray import OnBenchSince, Suggestion, Waiting


class Tray(Protocol):
    """Where unpaired pictures wait; belongs to one thread."""

    def waiting(self) -> tuple[Waiting, ...]:
        """In the order they came."""
        ...

    def add(self, data: bytes, waiting: Waiting) -> bool:
        """Keep one; False where it waits already."""
        ...

    def data(self, waiting: Waiting) -> bytes:
        """Its bytes as they came. Raises StoreDamaged."""
        ...

    def take(self, waiting: Waiting) -> None:
        """It waits no longer."""
        ...


def suggest(came_at: datetime, seen: Sequence[OnBenchSince], within_s: float) -> Suggestion | None:
    """The item scanned last before the picture came, else the one scanned first after it, within
    `within_s` seconds at this station; never more than a suggestion."""
    before = [one for one in seen if one.since <= came_at]
    after = [one for one in seen if one.since > came_at]
    if before:
        last = max(before, key=lambda one: one.since)
        apart = (came_at - last.since).total_seconds()
        if apart <= within_s:
            return Suggestion(last.number, tr("tray", "scanned {n} s before it", n=round(apart)))
    if after:
        first = min(after, key=lambda one: one.since)
        apart = (first.since - came_at).total_seconds()
        if apart <= within_s:
            return Suggestion(first.number, tr("tray", "scanned {n} s after it", n=round(apart)))
    return None
