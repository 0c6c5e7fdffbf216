"""Keys held -> whose they are: a scanner's pace, a person's rolling fingers, a stray key between.

A scanner lets a key go before it presses the next, or sends a handful at once; a person at that
speed has one finger still down while the next comes down, for tens of milliseconds.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from triage_app.flow.keys import Key, Typed

FEWEST = 4
"""A shorter burst before Enter is a person's, unless no finger can have pressed it."""
SCANNER_SHARE = 0.4
"""A scanner's mean pause, as a share of the longest one allowed: 48 of 120 ms. Scanners type a key
in 1 to 30 ms and stutter now and then; 60 ms a key is the fastest typist's (200 words a minute)."""
STEADY_SHARE = 0.25
"""A scanner in its stride pauses less than this share: 30 of 120 ms."""
PERSON_SHARE = 0.5
"""A person's mean pause, as a share of the longest a scanner may make: 60 of 120 ms."""
TELLING = 4
"""After so many keys at a person's pace nobody needs to wait for the pause."""
LONGEST = 10_000
"""So many keys without an end are nobody's code; QR holds 7,089."""
CERTAIN = 6
"""So many keys at a scanner's pace are a scanner's, whatever modifier a person holds meanwhile."""
_ROLLED_MS = 15
FINGER_MS = 40
"""No finger lets a key go sooner (fast typists hold one for 60 ms and longer)."""
_RECENT = 16
SAME_MOMENT_MS = 2
_MOST_HEADS = 3
_MOST_ALT_DIGITS = 4


@dataclass(slots=True, eq=False)
class Stroke:
    """One key that types something; `up_ms` is None while it is down."""

    key: Key
    typed: Typed
    up_ms: int | None = None


@dataclass(slots=True)
class Burst:
    """Keys held, in order, and what they type. `alt`: digits typed so far while Alt is down, else
    None. `torn`: keys before the first were lost, to a shortcut or to a pause too long. `doubtful`:
    a pause of `paused_ms` is in here, of which the code may have been cut."""

    keys: list[Key] = field(default_factory=list)
    strokes: list[Stroke] = field(default_factory=list)
    down: dict[object, Stroke | None] = field(default_factory=dict)
    first_ms: int = 0
    taps: int = 0
    alt: str | None = None
    torn: bool = False
    doubtful: bool = False
    paused_ms: int = 0

    def add(self, key: Key, typed: Typed | None = None) -> None:
        """Hold one more key; `typed` where going down it types something."""
        self.keys.append(key)
        if not key.down:
            stroke = self.down.pop(key.name, None)
            if stroke:
                stroke.up_ms = key.at_ms
            return
        stroke = Stroke(key, typed) if typed else None
        if stroke:
            self.strokes.append(stroke)
        self.down[key.name] = stroke
        if not key.modifier:
            self.first_ms = self.first_ms if self.taps else key.at_ms
            self.taps += 1

    def note_pause(self, ms: int) -> None:
        """The scanner stopped for so long; its pace is what it is without."""
        self.doubtful = True
        self.paused_ms += ms
        self.first_ms += ms

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

    def alt_up(self, key: Key) -> None:
        """Alt comes up: the digits typed meanwhile are one character, by Windows' tables."""
        number, page = int(self.alt or 0), "cp1252" if self.alt and self.alt[0] == "0" else "cp437"
        self.alt = None
        if 0 < number < 0x100:
            made = chr(number) if number < 0x80 else bytes((number,)).decode(page, "replace")
            self.strokes.append(Stroke(key, (made, made, made), key.at_ms))

    def keys_of(self, strokes: Sequence[Stroke]) -> tuple[Key, ...]:
        """The keys of these strokes, going down and coming up, in order."""
        downs, held, found = {id(stroke.key) for stroke in strokes}, set[object](), []
        for key in self.keys:
            if key.down and id(key) in downs:
                held.add(key.name)
                found.append(key)
            elif not key.down and key.name in held:
                held.discard(key.name)
                found.append(key)
        return tuple(found)

    def cut(self, head: int) -> tuple[Key, ...]:
        """Let the first `head` strokes go: their keys, in order; the rest stay held."""
        typed = {id(stroke.key): stroke.typed for stroke in self.strokes[head:]}
        first = next((at for at, key in enumerate(self.keys) if id(key) in typed), len(self.keys))
        gone, rest = list(self.keys[:first]), self.keys[first:]
        still = {key.name for key in gone if key.down} - {k.name for k in gone if not k.down}
        self.keys, self.strokes, self.down, self.taps = [], [], {}, 0
        for key in rest:
            if not key.down and key.name in still:
                still.discard(key.name)
                gone.append(key)
            else:
                self.add(key, typed.get(id(key)))
        return tuple(gone)

    def mean_ms(self, until_ms: int) -> float:
        """The mean pause from the first key until a moment after the last."""
        return (until_ms - self.first_ms) / self.taps if self.taps else 0.0

    def is_scanners_pace(self, until_ms: int, gap_ms: int) -> bool:
        """Whether enough keys came fast enough for a scanner's, the next at `until_ms`."""
        return len(self.strokes) >= FEWEST and self.mean_ms(until_ms) < SCANNER_SHARE * gap_ms

    def is_certain(self, until_ms: int, gap_ms: int) -> bool:
        """Whether no person can have pressed these keys and one more at `until_ms`."""
        last = self.strokes[-1].key.at_ms if self.strokes else until_ms
        return (
            len(self.strokes) >= CERTAIN
            and until_ms - last <= STEADY_SHARE * gap_ms
            and self.is_scanners_pace(until_ms, gap_ms)
            and not rolled(self.strokes[-_RECENT:])
        )


def is_persons(burst: Burst, until_ms: int, gap_ms: int) -> bool:
    """Whether a person's pace shows already: the mean, and more than one slow pause (a scanner
    may stutter once)."""
    slow_ms = PERSON_SHARE * gap_ms
    if len(burst.strokes) < TELLING - 1 or burst.mean_ms(until_ms) < slow_ms:
        return False
    return sum(gap >= slow_ms for gap in gaps_ms(burst.strokes, until_ms)) > 1


def certain_head(strokes: Sequence[Stroke], until_ms: int, gap_ms: int) -> int:
    """How many strokes stand before the last pause a scanner in its stride does not make."""
    gaps = gaps_ms(strokes, until_ms)
    slow = [at + 1 for at, gap in enumerate(gaps) if gap >= STEADY_SHARE * gap_ms]
    return slow[-1] if slow else len(gaps)


def is_scan(strokes: Sequence[Stroke], until_ms: int, pace_ms: float, gap_ms: int) -> bool:
    """Whether these strokes and the end at `until_ms` came from a scanner: enough of them, at a
    mean pace `pace_ms` that is one, and only a few of them slower."""
    slow_ms = SCANNER_SHARE * gap_ms
    if len(strokes) < FEWEST or pace_ms >= slow_ms:
        return False
    return sum(gap >= slow_ms for gap in gaps_ms(strokes, until_ms)) <= max(1, len(strokes) // 4)


def is_machines(strokes: Sequence[Stroke], until_ms: int, gap_ms: int) -> bool:
    """Whether no finger pressed any of these keys, and each followed at a scanner's pace, the last
    one by something at `until_ms`."""
    return (
        bool(strokes)
        and all(s.up_ms is not None and s.up_ms - s.key.at_ms < FINGER_MS for s in strokes)
        and max(gaps_ms(strokes, until_ms)) < SCANNER_SHARE * gap_ms
    )


def gaps_ms(strokes: Sequence[Stroke], until_ms: int) -> list[int]:
    """The pause after each stroke; the last one's ends at `until_ms`."""
    times = [*(stroke.key.at_ms for stroke in strokes), until_ms]
    return [later - earlier for earlier, later in pairwise(times)]


def rolled(strokes: Sequence[Stroke], until_ms: int = 0) -> bool:
    """Whether every fourth key, or more, was still down well after the next one had come down.
    `until_ms`: a key that has not come up is down until then (0: nobody tells)."""
    rolling = sum(
        later.key.at_ms - stroke.key.at_ms >= _ROLLED_MS
        and later.key.at_ms + SAME_MOMENT_MS < (stroke.up_ms or until_ms)
        for stroke, later in pairwise(strokes)
    )
    return rolling > len(strokes) // 4


def is_by_hand(strokes: Sequence[Stroke], *, tells_ups: bool) -> bool:
    """Whether each key was down as long as a finger keeps it (of none: yes)."""
    return all(
        tells_ups if stroke.up_ms is None else stroke.up_ms - stroke.key.at_ms >= FINGER_MS
        for stroke in strokes
    )


def strays(strokes: Sequence[Stroke], until_ms: int, spans: int = 3) -> list[Stroke]:
    """Keys of a person in the midst of a scanner's: down while `spans` others, or more, came and
    went. `until_ms` as in `rolled`."""
    found = [
        stroke
        for at, stroke in enumerate(strokes)
        if _spanned(strokes, at, stroke.up_ms or until_ms, spans)
    ]
    return found if 4 * len(found) <= len(strokes) else []


def heads(strokes: Sequence[Stroke], until_ms: int) -> Iterator[int]:
    """How many strokes before a scan a person may have typed, likeliest first: those before a
    pause far longer than the scanner's own."""
    gaps = gaps_ms(strokes, until_ms)
    usual = sorted(gaps)[(len(gaps) - 1) // 2] if gaps else 0
    least = max(_ROLLED_MS, 4 * usual)
    pauses = [(gap, at + 1) for at, gap in enumerate(gaps[:-FEWEST]) if gap >= least]
    for _, head in sorted(pauses, reverse=True)[:_MOST_HEADS]:
        yield head


def slow_head(strokes: Sequence[Stroke], until_ms: int, gap_ms: int) -> int:
    """How many strokes at a person's pace stand before the rest; 0 for one, which may be a
    stutter."""
    head = 0
    for gap in gaps_ms(strokes, until_ms)[:-FEWEST]:
        if gap < SCANNER_SHARE * gap_ms:
            break
        head += 1
    return head if head > 1 else 0


def _spanned(strokes: Sequence[Stroke], at: int, up_ms: int, spans: int) -> bool:
    """Whether so many later strokes came down at moments of their own while one was down.
    Scanners that send several keys at once press them in one moment and release them in one."""
    count, moment = 0, strokes[at].key.at_ms
    for later in range(at + 1, len(strokes)):
        down_ms = strokes[later].key.at_ms
        if down_ms >= up_ms or count == spans:
            break
        if down_ms > moment:
            count, moment = count + 1, down_ms
    return count == spans
