"""Key events -> a scan, or the keys back. A scanner types as a keyboard does, only faster.

No Qt and no clock: time is what the events carry. Keys that may be a scan's are held; they become
one Scan text when the terminator comes in time, and are given back for the focus when they were a
person's. Nothing is ever partly given back.
"""

from dataclasses import dataclass, field

FEWEST = 4
"""A shorter burst before Enter is a person's."""
SCANNER_MEAN_MS = 50
"""Scanners type a key in 1 to 30 ms; nobody keeps up 20 keys a second over a whole code."""
LONGEST = 10_000
GS = "\x1d"
TERMINATORS = {"\r": "\r", "\n": "\n", "\t": "\t"}

# Characters by position on a US keyboard: Linux key code (input-event-codes.h) -> plain, shifted.
# A scanner set to US sends positions; read so, the station's layout and Caps Lock do not matter.
_ROWS = (
    (2, "1234567890-=", "!@#$%^&*()_+"),
    (16, "qwertyuiop[]", "QWERTYUIOP{}"),
    (30, "asdfghjkl;'`", 'ASDFGHJKL:"~'),
    (43, "\\zxcvbnm,./", "|ZXCVBNM<>?"),
)
_PLAIN = {first + at: c for first, row, _ in _ROWS for at, c in enumerate(row)} | {57: " "}
_SHIFTED = {first + at: c for first, _, row in _ROWS for at, c in enumerate(row)} | {57: " "}
_BRACKET = 27


@dataclass(frozen=True, slots=True)
class Key:
    """One key going down. `text` is what it would type ("" for none), `position` the Linux key
    code or 0 where unknown, `at_ms` the event's own time stamp; `token` is the caller's."""

    text: str
    at_ms: int
    position: int = 0
    shift: bool = False
    control: bool = False
    token: object = None


@dataclass(frozen=True, slots=True)
class Passed:
    """Not a scanner's key: let it go on."""


@dataclass(frozen=True, slots=True)
class Held:
    """It may be a scan's: swallow it, and call `expire` when `gap_ms` pass without another."""


@dataclass(frozen=True, slots=True)
class GivenBack:
    """These were a person's: hand them to the focus, in order."""

    keys: tuple[Key, ...]


@dataclass(frozen=True, slots=True)
class Scanned:
    """A whole scan, prefix and suffix taken off."""

    text: str


Answer = Passed | Held | GivenBack | Scanned


@dataclass(slots=True)
class Wedge:
    """`by_position`: read keys by where they are, not by what the station's layout makes of it."""

    gap_ms: int = 120
    prefix: str = ""
    suffix: str = "\r"
    by_position: bool = True
    _held: list[Key] = field(default_factory=list)

    def press(self, key: Key) -> Answer:
        """One key pressed. A key after too long a gap belongs to a new burst; the old one must
        have been taken back by `expire`, or comes back here together with it."""
        if self._held and key.at_ms - self._held[-1].at_ms > self.gap_ms:
            return self._give_back(key)
        if (key.text and key.text == self.suffix[:1]) or key.text in TERMINATORS:
            return self._ended(key)
        if not self._read(key):
            return self._give_back(key) if self._held and key.text else Passed()
        self._held.append(key)
        if len(self._held) > LONGEST or self._typed_by_hand():
            return self._give_back()
        return Held()

    def expire(self) -> GivenBack:
        """No key came for `gap_ms`: whatever is held was a person's."""
        return self._give_back()

    @property
    def holds(self) -> bool:
        return bool(self._held)

    def _ended(self, key: Key) -> Answer:
        if not self._held:
            return Passed()
        if len(self._held) < FEWEST or self._mean_ms(key.at_ms) > SCANNER_MEAN_MS:
            return self._give_back(key)
        text = "".join(self._read(held) for held in self._held)
        self._held.clear()
        if self.prefix:
            text = text.removeprefix(self.prefix)
        return Scanned(text)

    def _typed_by_hand(self) -> bool:
        held = self._held
        return len(held) >= FEWEST and self._mean_ms(held[-1].at_ms) > SCANNER_MEAN_MS * 3 // 2

    def _mean_ms(self, until_ms: int) -> float:
        return (until_ms - self._held[0].at_ms) / len(self._held)

    def _give_back(self, *more: Key) -> GivenBack:
        keys = (*self._held, *more)
        self._held.clear()
        return GivenBack(keys)

    def _read(self, key: Key) -> str:
        """What a scanner means by the key; "" for a key that types nothing."""
        if key.text == GS or (key.control and key.position == _BRACKET):
            return GS
        if key.control or len(key.text) != 1 or not key.text.isprintable():
            return ""
        if self.by_position and key.position:
            return (_SHIFTED if key.shift else _PLAIN).get(key.position, key.text)
        return key.text
