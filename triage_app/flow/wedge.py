"""Key events -> a scan, or the keys back. A scanner types as a keyboard does, only faster.

No toolkit and no clock: time is what the events carry. Every key that may be a scan's is held;
they become one text when the terminator comes in time, and go back to the focus, in order and
whole, when they were a person's. A pause only ever ends a burst, it never makes a scan of one
(unless the scanner is set to send no terminator).
"""

from collections.abc import Callable
from dataclasses import replace

from triage_app.flow.burst import (
    FINGER_MS,
    LONGEST,
    SCANNER_SHARE,
    STEADY_SHARE,
    Burst,
    certain_head,
    is_by_hand,
    is_machines,
    is_persons,
)
from triage_app.flow.heels import Heels
from triage_app.flow.keys import Key, Typed
from triage_app.flow.scan_finder import ScanFinder
from triage_app.model.noun import noun


@noun(frozen=True, slots=True)
class Answer:
    """What to do with the key: swallow it (`hold`) or let it go on. Before that, hand `back` to
    the focus, in order; `scan` is a whole scan, prefix and suffix taken off, "" for none. `torn`:
    a scan came of which a part was lost; what is left of it is nobody's. `no_hand`: no finger
    pressed what is handed back, so that only a field for text may have it."""

    hold: bool = False
    back: tuple[Key, ...] = ()
    scan: str = ""
    torn: bool = False
    no_hand: bool = False


LONG = 4
"""How many gaps long what is a scanner's for certain waits for the rest of the code."""
_NEVER = -(10**12)
PASS = Answer()
HOLD = Answer(hold=True)


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
        self._finder = ScanFinder(gap_ms, prefix, suffix, layout, whole)
        self._burst = Burst()
        self._last_ms = 0
        self._ended_ms = _NEVER
        self._lost_ms = _NEVER
        self._chord_ms = _NEVER
        self._aborted_ms = _NEVER
        self._typing = False
        self._tells_ups = False
        self._awaited_up: set[object] = set()
        self._heels = Heels()
        self._enter: tuple[Key, ...] = ()

    @property
    def wait_ms(self) -> int:
        """How long after the last key `tick` is due; 0 when nothing is held."""
        if self._enter:
            return int(SCANNER_SHARE * self.gap_ms) + 1
        if not self._burst.keys:
            return 0
        return self._patience_ms() + 1

    def feed(self, key: Key, raw: bool = False) -> Answer:
        """One key event. `raw`: the focus takes keys as they come, nothing is held from it."""
        answer = self._answer(key, raw)
        self._heels.note(key)
        return answer

    def _answer(self, key: Key, raw: bool) -> Answer:
        if not self._enter:
            return self._taken(key, raw)
        if not key.down and key.name == self._enter[-1].name and self._enter[-1].down:
            return self._let_enter_up(key)
        if not key.down or (key.modifier and not key.is_alt):
            return self._taken(key, raw)
        before = self._let_enter_go(key)
        return _joined(before, key, self._taken(key, raw))

    def _taken(self, key: Key, raw: bool) -> Answer:
        if raw:
            return self._person(key) if self._burst.keys else PASS
        if not key.down:
            return self._up(key)
        self._awaited_up.discard(key.name)
        if key.modifier and not key.is_alt:
            return PASS
        before = self._pause(key.at_ms)
        answer = self._down(key)
        self._last_ms = key.at_ms
        return _joined(before, key, answer)

    def tick(self, now_ms: int) -> Answer:
        """Time has come to `now_ms`, in the events' own reckoning, and no key with it."""
        if self.wait_ms and now_ms - self._last_ms >= self.wait_ms:
            return self._let_enter_go() if self._enter else self._stop()
        return PASS

    def takes(self, key: Key) -> bool:
        """Whether the key would be held: no shortcut may act on it then."""
        if key.modifier or key.again:
            return False
        if self._is_trailing(key):
            return True
        in_time = 0 <= key.at_ms - self._last_ms <= max(self.gap_ms, self._patience_ms())
        burst = self._burst if in_time else Burst()
        if burst.alt is not None:
            return key.numpad_digit != ""
        if self._finder.ends(key):
            if burst.keys:
                return burst.is_scanners_pace(key.at_ms, self.gap_ms)
            return self.is_hurried(key)
        return self._finder.read(key, burst) is not None

    def is_hurried(self, key: Key) -> bool:
        """Whether a key going down is a machine's by the one before it; ask before it is fed."""
        return self._heels.are_trodden(key, self.gap_ms)

    def interrupt(self, key: Key) -> Answer:
        """A key comes that a shortcut may take: what was typed before it goes on first."""
        if key.modifier or self.takes(key):
            return PASS
        answer = self._let_enter_go(key) if self._enter else PASS
        if self._is_broken_by(key):
            answer = self._person(until_ms=key.at_ms)
        self._heels.note(key)
        return answer

    def note_loss(self, at_ms: int) -> None:
        """A key went elsewhere: a burst that goes on from it at a scanner's pace is torn."""
        self._lost_ms = at_ms

    def hold(self, key: Key) -> bool:
        """Hold something that types nothing of its own, if a burst is held."""
        if self._burst.keys:
            self._burst.keys.append(key)
        return bool(self._burst.keys)

    def _down(self, key: Key) -> Answer:
        if key.again:
            return self._foreign(key)
        if self._burst.alt is not None or key.is_alt:
            return HOLD if self._burst.alt_down(key) else self._person(key)
        if self._finder.ends(key):
            return self._end(key)
        typed = self._finder.read(key, self._burst)
        return self._foreign(key) if typed is None else self._keep(key, typed)

    def _foreign(self, key: Key) -> Answer:
        """A key that types nothing a scanner would."""
        if not key.again and not self._burst.keys and self._is_trailing(key):
            return self._swallow(key)
        if key.control or key.alt:
            # One chord is a person's; two at a scanner's pace are a scan under a held Ctrl.
            if 0 <= key.at_ms - self._chord_ms <= STEADY_SHARE * self.gap_ms:
                self.note_loss(key.at_ms)
            self._chord_ms = key.at_ms
        return self._person(key) if self._is_broken_by(key) else PASS

    def _is_broken_by(self, key: Key) -> bool:
        return bool(self._burst.keys) and self._finder.breaks(key, self._burst)

    def _keep(self, key: Key, typed: Typed) -> Answer:
        back: tuple[Key, ...] = ()
        if self._is_typing() and 4 * (key.at_ms - self._last_ms) >= self.gap_ms:
            back = self._person().back if self._burst.keys else ()
        burst = self._burst
        if len(burst.strokes) >= LONGEST or is_persons(burst, key.at_ms, self.gap_ms):
            self._typing = True
            back = burst.cut(certain_head(burst.strokes, key.at_ms, self.gap_ms))
        if not self._burst.keys:
            lost = 0 <= key.at_ms - self._lost_ms <= STEADY_SHARE * self.gap_ms
            # What a scanner began and did not end went to the focus: the rest alone is no code,
            # though it may read as one (nine digits of twelve are a number of UPS).
            headless = 0 <= key.at_ms - self._aborted_ms <= LONG * self.gap_ms
            self._burst.torn = lost or headless
        self._burst.add(key, typed)
        return Answer(True, back)

    def _end(self, key: Key) -> Answer:
        if self._burst.keys:
            return self._scanned(key.at_ms, key) or self._person(key)
        if self._is_trailing(key):
            return self._swallow(key)
        if self.is_hurried(key):
            return replace(self._swallow(key), torn=True)
        self._enter = (key,)
        return HOLD

    def _let_enter_up(self, up: Key) -> Answer:
        """A finger held it: it is a person's for certain."""
        (down,) = self._enter
        self._enter = (down, up)
        return self._let_enter_go() if up.at_ms - down.at_ms >= FINGER_MS else HOLD

    def _let_enter_go(self, key: Key | None = None) -> Answer:
        """An Enter with nothing before it goes to the focus, unless a key is at its heels: a label
        may begin with one."""
        held, self._enter = self._enter, ()
        if key is None or not self.is_hurried(key):
            return Answer(hold=True, back=held)
        if len(held) == 1:
            self._awaited_up.add(held[0].name)
        return PASS

    def _is_trailing(self, key: Key) -> bool:
        """Close upon a scan, or upon what was swallowed after it: the second terminator of CR LF,
        and what a label bids the scanner press (F1, Ctrl+Z, Home) are nothing for the focus."""
        share = 1 if self._finder.ends(key) else SCANNER_SHARE
        return 0 <= key.at_ms - self._ended_ms <= share * self.gap_ms

    def _swallow(self, key: Key) -> Answer:
        self._ended_ms = key.at_ms
        self._awaited_up.add(key.name)
        return HOLD

    def _up(self, key: Key) -> Answer:
        self._tells_ups = True
        if key.name in self._awaited_up:
            self._awaited_up.discard(key.name)
            return HOLD
        if key.name not in self._burst.down:
            return PASS
        self._burst.add(key)
        if key.is_alt:
            self._burst.alt_up(key)
        return HOLD

    def _is_typing(self) -> bool:
        return self._typing and not self._burst.is_scanners_pace(self._last_ms, self.gap_ms)

    def _patience_ms(self) -> int:
        """How long what is held may wait for its next key. What is a scanner's for certain waits
        longer: half a code is nobody's text."""
        if self._is_typing():
            return self.gap_ms // 2
        certain = self._burst.is_certain(self._last_ms, self.gap_ms)
        return self.gap_ms * (LONG if certain and not self._finder.pause_ends else 1)

    def _pause(self, at_ms: int) -> Answer:
        """A pause since the last key ends what was held."""
        passed_ms = at_ms - self._last_ms
        if 0 <= passed_ms <= self.gap_ms:
            return PASS
        if 0 <= passed_ms <= self._patience_ms():
            self._typing = False
            self._burst.note_pause(passed_ms)
            return PASS
        answer = self._stop() if self._burst.keys else PASS
        self._typing = False
        return answer

    def _stop(self) -> Answer:
        scanned = self._scanned(self._last_ms) if self._finder.pause_ends else None
        by_hand = self._typing or is_by_hand(self._burst.strokes, tells_ups=self._tells_ups)
        if scanned is None and not by_hand:
            self._aborted_ms = self._last_ms
        return scanned or self._person()

    def _scanned(self, at_ms: int, *end: Key) -> Answer | None:
        """The burst as a scan, what a person typed before or amidst it handed back; None when it
        is not one."""
        burst = self._burst
        found = self._finder.find(burst, at_ms, at_ms if self._tells_ups else 0)
        if found is None:
            return None
        self._burst = Burst()
        self._ended_ms = at_ms
        theirs = {stroke.key.name for stroke in found.others}
        self._awaited_up |= (burst.down.keys() - theirs) | {key.name for key in end}
        back = burst.keys_of(found.others)
        return Answer(True, back, found.text, torn=found.text == "")

    def _person(self, *more: Key, until_ms: int | None = None) -> Answer:
        """Everything held, and `more`, to the focus. `until_ms`: when it is broken off by a key
        that goes there by itself."""
        strokes, keys = self._burst.strokes, (*self._burst.keys, *more)
        ends_ms = more[0].at_ms if more else until_ms
        if ends_ms is None and len(strokes) > 1:
            strokes, ends_ms = strokes[:-1], strokes[-1].key.at_ms
        self._burst = Burst()
        no_hand = ends_ms is not None and is_machines(strokes, ends_ms, self.gap_ms)
        return Answer(hold=True, back=keys, no_hand=no_hand)


def _joined(before: Answer, key: Key, answer: Answer) -> Answer:
    """What became of the keys before, and then of this one."""
    if not before.hold:
        return answer
    if not answer.hold:
        answer = Answer(hold=True, back=(key,))
    return Answer(
        True,
        (*before.back, *answer.back),
        before.scan or answer.scan,
        before.torn or answer.torn,
        before.no_hand or answer.no_hand,
    )
