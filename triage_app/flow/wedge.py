"""Key events -> a scan, or the keys back. A scanner types as a keyboard does, only faster.

No toolkit and no clock: time is what the events carry. Every key that may be a scan's is held;
they become one text when the terminator comes in time, and go back to the focus, in order and
whole, when they were a person's. A pause only ever ends a burst, it never makes a scan of one
(unless the scanner is set to send no terminator).
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from triage_app.flow.keys import Key, KeyReader, Typed
from triage_app.model.noun import noun

FEWEST = 4
"""A shorter burst before Enter is a person's."""
SCANNER_SHARE = 0.6
"""A scanner's mean pause, as a share of the longest one allowed: 72 of 120 ms. Scanners type a key
in 1 to 30 ms and stutter now and then; 72 ms a key over a whole code is 170 words a minute."""
PERSON_SHARE = 0.75
TELLING = 6
"""After so many keys at a person's pace nobody needs to wait for the pause."""
LONGEST = 10_000
_MOST_ALT_DIGITS = 4


@noun(frozen=True, slots=True)
class Answer:
    """What to do with the key: swallow it (`hold`) or let it go on. Before that, hand `back` to
    the focus, in order; `scan` is a whole scan, prefix and suffix taken off, "" for none."""

    hold: bool = False
    back: tuple[Key, ...] = ()
    scan: str = ""


PASS = Answer()
HOLD = Answer(hold=True)


@dataclass(slots=True)
class _Burst:
    """Keys held, what they type, and the names of those still down. `alt`: digits typed so far
    while Alt is down, else None."""

    keys: list[Key] = field(default_factory=list)
    typed: list[Typed] = field(default_factory=list)
    down: set[object] = field(default_factory=set)
    first_ms: int = 0
    alt: str | None = None

    def add(self, key: Key, typed: Typed | None = None) -> None:
        if typed:
            self.first_ms = self.first_ms if self.typed else key.at_ms
            self.typed.append(typed)
        self.keys.append(key)
        if key.down:
            self.down.add(key.name)
        else:
            self.down.discard(key.name)

    def mean_ms(self, until_ms: int, gaps: int) -> float:
        return (until_ms - self.first_ms) / gaps if gaps else 0.0

    def alt_down(self, key: Key) -> bool:
        """Alt, then digits of the numeric pad, are a character by its number; False for others."""
        if key.is_alt:
            self.alt = ""
        elif key.numpad_digit:
            self.alt = f"{self.alt}{key.numpad_digit}"[-_MOST_ALT_DIGITS:]
        else:
            return False
        self.add(key)
        return True

    def alt_up(self) -> None:
        number = int(self.alt or 0)
        self.alt = None
        if 0 < number < 0x100:
            self.typed.append((chr(number), chr(number)))


class Wedge:
    """Tells scans from typing. `suffix` "" means that a pause ends a scan. `layout` and `whole`:
    see KeyReader."""

    def __init__(
        self,
        gap_ms: int = 120,
        prefix: str = "",
        suffix: str = "\r",
        layout: str = "auto",
        whole: Callable[[str], bool] = lambda text: True,
    ) -> None:
        self.gap_ms = gap_ms
        self._prefix = prefix
        self._suffix = suffix
        self._reader = KeyReader(layout, suffix, whole)
        self._burst = _Burst()
        self._last_ms = 0
        self._ended_ms: int | None = None
        self._typing = False
        self._awaited_up: set[object] = set()

    @property
    def wait_ms(self) -> int:
        """How long after the last key `tick` is due; 0 when nothing is held."""
        if not self._burst.keys:
            return 0
        return (self.gap_ms // 2 if self._typing else self.gap_ms) + 1

    def feed(self, key: Key, raw: bool = False) -> Answer:
        """One key event. `raw`: the focus takes keys as they come, nothing is held from it."""
        if raw:
            return self._person(key) if self._burst.keys else PASS
        if not key.down:
            return self._up(key)
        self._awaited_up.discard(key.name)
        if key.modifier and not (self._burst.keys and key.is_alt):
            return PASS
        before = self._pause(key.at_ms)
        answer = self._down(key)
        self._last_ms = key.at_ms
        if not before.hold:
            return answer
        if not answer.hold:
            answer = Answer(hold=True, back=(key,))
        return Answer(True, (*before.back, *answer.back), before.scan or answer.scan)

    def tick(self, now_ms: int) -> Answer:
        """Time has come to `now_ms`, in the events' own reckoning, and no key with it."""
        if self.wait_ms and now_ms - self._last_ms >= self.wait_ms:
            return self._stop()
        return PASS

    def takes(self, key: Key) -> bool:
        """Whether the key would be held: no shortcut may act on it then."""
        if key.modifier or key.again:
            return False
        held = bool(self._burst.keys)
        return self._reader.read(key, held) is not None or (held and self._reader.ends(key))

    def _down(self, key: Key) -> Answer:
        if key.again:
            return self._person(key) if self._burst.keys else PASS
        if self._burst.alt is not None or key.is_alt:
            return HOLD if self._burst.alt_down(key) else self._person(key)
        if self._reader.ends(key):
            return self._end(key)
        typed = self._reader.read(key, bool(self._burst.keys))
        if typed is None:
            return self._person(key) if self._burst.keys else PASS
        return self._keep(key, typed)

    def _keep(self, key: Key, typed: Typed) -> Answer:
        back: tuple[Key, ...] = ()
        if self._typing and self._burst.keys and 4 * (key.at_ms - self._last_ms) >= self.gap_ms:
            back = self._person().back
        self._burst.add(key, typed)
        count = len(self._burst.typed)
        if count < TELLING:
            return Answer(True, back)
        mean_ms = self._burst.mean_ms(key.at_ms, count - 1)
        self._typing = count > LONGEST or mean_ms >= PERSON_SHARE * self.gap_ms
        return self._person() if self._typing else Answer(True, back)

    def _end(self, key: Key) -> Answer:
        if self._burst.keys:
            if not self._is_scan(key.at_ms):
                return self._person(key)
            self._burst.add(key)
            return self._scanned(key.at_ms)
        # CR LF: the second terminator of a scan is no Enter for the focus.
        trailing = self._ended_ms is not None and key.at_ms - self._ended_ms <= self.gap_ms
        if trailing:
            self._awaited_up.add(key.name)
        return HOLD if trailing else PASS

    def _up(self, key: Key) -> Answer:
        if key.name in self._awaited_up:
            self._awaited_up.discard(key.name)
            return HOLD
        if key.name not in self._burst.down:
            return PASS
        self._burst.add(key)
        if key.is_alt:
            self._burst.alt_up()
        return HOLD

    def _pause(self, at_ms: int) -> Answer:
        """A pause since the last key ends what was held."""
        if 0 <= at_ms - self._last_ms <= self.gap_ms:
            return PASS
        self._typing = False
        return self._stop() if self._burst.keys else PASS

    def _stop(self) -> Answer:
        if not self._suffix and self._is_scan(self._last_ms):
            return self._scanned(self._last_ms)
        return self._person()

    def _is_scan(self, until_ms: int) -> bool:
        count = len(self._burst.typed)
        fast = self._burst.mean_ms(until_ms, count) < SCANNER_SHARE * self.gap_ms
        return fast and count >= FEWEST and self._burst.alt is None

    def _scanned(self, at_ms: int) -> Answer:
        text = self._reader.text(self._burst.typed).removeprefix(self._prefix)
        text = text.removesuffix(self._suffix.rstrip("\r\n\t"))
        self._awaited_up |= self._burst.down
        self._burst = _Burst()
        self._ended_ms = at_ms
        return Answer(hold=True, scan=text)

    def _person(self, *more: Key) -> Answer:
        keys = (*self._burst.keys, *more)
        self._burst = _Burst()
        return Answer(hold=True, back=keys)
