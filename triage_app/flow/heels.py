"""Whether a key comes at another's heels, as no person's does.

A label is the sender's, and scanners send its control characters as keys: F1, Ctrl+Z, Home, Enter.
What gives them away is how they come: the key before was let go sooner than a finger can, and the
next one follows at a scanner's pace.
"""

from triage_app.flow.burst import FINGER_MS, SAME_MOMENT_MS, SCANNER_SHARE
from triage_app.flow.keys import Key


class Heels:
    """The last two keys that went down, whatever they do; modifiers and repeats do not count."""

    def __init__(self) -> None:
        self._last: Key | None = None
        self._up_ms: int | None = None
        self._before: Key | None = None
        self._before_up_ms: int | None = None

    def note(self, key: Key) -> None:
        """A key goes down, or comes up; told twice of the same one is told once."""
        if key.modifier or key.again:
            return
        if not key.down:
            if self._last and key.name == self._last.name and self._up_ms is None:
                self._up_ms = key.at_ms
        elif not self._is_last(key):
            self._before, self._before_up_ms = self._last, self._up_ms
            self._last, self._up_ms = key, None

    def are_trodden(self, key: Key, gap_ms: int) -> bool:
        """Whether a key going down is a machine's by the one before it."""
        before, up_ms = self._last, self._up_ms
        if self._is_last(key):
            before, up_ms = self._before, self._before_up_ms
        if before is None:
            return False
        passed_ms = key.at_ms - before.at_ms
        if not 0 <= passed_ms < SCANNER_SHARE * gap_ms:
            return False
        if up_ms is None:
            return passed_ms <= SAME_MOMENT_MS  # several keys in one report
        return up_ms - before.at_ms < FINGER_MS

    def _is_last(self, key: Key) -> bool:
        last = self._last
        return last is not None and (last.name, last.at_ms) == (key.name, key.at_ms)
