"""Hub -> cache: the facility's segments in order of number, and conflicts on our own acts."""

import json
from collections.abc import Callable
from datetime import timedelta

from triage_app.flow.carry_ports import Arrivals
from triage_app.flow.ports import Clock, ManifestWriter, Outbox
from triage_app.model.delivery import SegmentContent

CURSOR_NOTE = "segment_cursor"
CONFLICTS = "conflicts"
STORED_AT_ONCE = 2_000


class Fetching:
    """What one run takes in; `segments` counts them. `between` is called after each."""

    def __init__(
        self,
        hub: str,
        outbox: Outbox,
        road: Arrivals,
        writer: ManifestWriter,
        clock: Clock,
        between: Callable[[], None],
    ) -> None:
        self._hub = hub
        self._outbox = outbox
        self._cursor = kept_cursor(outbox.note(CURSOR_NOTE), hub)
        self._road = road
        self._writer = writer
        self._clock = clock
        self._between = between
        self.segments = 0

    def conflicts(self) -> None:
        """Mark our acts which another station has contradicted since."""
        while notes := self._road.conflicts(self._cursor.get(CONFLICTS, 0)):
            self._outbox.conflicting([note.act_id for note in notes], self._clock.now())
            self._move(CONFLICTS, notes[-1].number)

    def stream(self, stream: str) -> None:
        """Every segment after the kept cursor; the cursor moves once one is stored."""
        while refs := self._road.segments(stream, self._cursor.get(stream, 0)):
            for ref in refs:
                self._store(self._road.segment(ref))
                self._move(stream, ref.number)
                self.segments += 1
                self._between()

    def _move(self, name: str, number: int) -> None:
        self._cursor[name] = number
        note = json.dumps({"hub": self._hub, "at": self._cursor})
        self._outbox.keep_note(CURSOR_NOTE, note)

    def _store(self, content: SegmentContent) -> None:
        # A segment is an import of its own, told from the next one by its moment.
        moment = self._clock.now() + timedelta(milliseconds=self.segments)
        for number, hold in content.holds:
            self._writer.place_hold(number, hold)
        station = self._outbox.head().station
        told = [one for one in content.told if one.station != station]
        if told:
            self._writer.keep_told(told, self._clock.now())
        announcements = content.announcements
        for start in range(0, len(announcements), STORED_AT_ONCE):
            self._writer.store(announcements[start : start + STORED_AT_ONCE], moment)


def kept_cursor(note: str, hub: str) -> dict[str, int]:
    """The kept cursor of this hub; another hub's numbers say nothing here."""
    try:
        kept = json.loads(note)
        if kept["hub"] == hub:
            return {str(stream): int(number) for stream, number in kept["at"].items()}
    except (ValueError, KeyError, TypeError, AttributeError):
        pass
    return {}
