"""An event's own stamp -> how long ago it happened, so that a scan keeps its time in a busy moment.

Stamps count from a beginning of the system's own. The least lag seen between a stamp and its
arrival is taken for none: what comes later than that has waited.
"""

FORGOTTEN_MS = 60_000
"""A longer wait is none: the stamps began anew."""


class EventAge:
    """Learns the stamps' beginning from the events themselves."""

    def __init__(self) -> None:
        self._least_ms: int | None = None

    def of(self, stamp_ms: int, now_ms: int) -> int:
        """How many ms before `now_ms` (of any steady clock) an event of that stamp happened."""
        lag_ms = now_ms - stamp_ms
        if self._least_ms is None or not 0 <= lag_ms - self._least_ms <= FORGOTTEN_MS:
            self._least_ms = lag_ms
        return lag_ms - self._least_ms
