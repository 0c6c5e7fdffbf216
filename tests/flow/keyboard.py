"""A scanner and a person at a keyboard: what they press, as the station's events tell it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from triage_app.flow import keymaps
from triage_app.flow.keys import GS, Key
from triage_app.flow.wedge import Answer, Wedge

SHIFT_AT = 42
CONTROL_AT = 29
FIRST_MS = 10_000


@dataclass(frozen=True)
class Scanner:
    """`layout` is what the scanner is set to, `station` what the station is; `gs` is how the
    scanner sends a group separator: "control", "text", "f8" or "alt"."""

    layout: str = "us"
    station: str = "us"
    caps: bool = False
    gs: str = "control"
    positions: bool = True
    end: str = "\r"

    def keys(self, code: str, gaps: Sequence[int], start_ms: int = FIRST_MS) -> Iterator[Key]:
        """Downs and ups of a whole code and its terminator; `gaps` before each but the first."""
        at = start_ms
        for place, character in enumerate(code + self.end):
            at += gaps[place % len(gaps)] if place else 0
            yield from self._character(character, at)

    def _character(self, character: str, at: int) -> Iterator[Key]:
        if character == GS:
            yield from self._separator(at)
        elif character in "\r\n\t":
            yield from click(character, at, {"\r": 28, "\n": 28, "\t": keymaps.TAB}[character])
        else:
            position, shift = where(self.layout, character)
            if shift:
                yield Key("", at, SHIFT_AT, modifier=True)
            text = self._made(position, shift) if self.positions else character
            yield from click(text, at, position if self.positions else 0, shift=shift)
            if shift:
                yield Key("", at, SHIFT_AT, down=False, modifier=True)

    def _made(self, position: int, shift: bool) -> str:
        """What the station's layout and its Caps Lock make of a position."""
        plain, shifted, _ = keymaps.layout(self.station).get(position, ("", "", ""))
        upper = shift != (self.caps and plain.isalpha())
        return shifted if upper else plain

    def _separator(self, at: int) -> Iterator[Key]:
        if self.gs == "control":
            yield Key("", at, CONTROL_AT, control=True, modifier=True)
            yield from click(GS, at, keymaps.BRACKET, control=True)
            yield Key("", at, CONTROL_AT, down=False, modifier=True)
        elif self.gs == "text":
            yield from click(GS, at, 0)
        elif self.gs == "f8":
            yield from click("", at, keymaps.F8)
        else:
            yield Key("", at, keymaps.ALT, alt=True, modifier=True)
            for position in (82, 82, 80, 73):
                yield from click("", at, position, alt=True)
            yield Key("", at, keymaps.ALT, down=False, modifier=True)


def click(
    text: str,
    at: int,
    position: int = 0,
    *,
    shift: bool = False,
    control: bool = False,
    alt: bool = False,
) -> Iterator[Key]:
    """One key down and up."""
    for down in (True, False):
        yield Key(text, at, position, shift, control, alt, down=down)


def where(layout: str, character: str) -> tuple[int, bool]:
    """The position and Shift with which a layout types a character."""
    for position, (plain, shifted, _) in keymaps.layout(layout).items():
        if character in (plain, shifted):
            return position, character != plain
    raise LookupError(character)


def typable(layout: str) -> str:
    """Every ASCII character a scanner of that layout can send with Shift alone."""
    levels = keymaps.layout(layout).values()
    return "".join(sorted({c for two in levels for c in two[:2] if c and "!" <= c <= "~"}))


class Station:
    """A wedge with a focus behind it: what became of the keys."""

    def __init__(self, wedge: Wedge) -> None:
        self.wedge = wedge
        self.scans: list[str] = []
        self.torn = 0
        self.reached: list[Key] = []

    def send(self, keys: Iterable[Key], ticking: bool = True) -> None:
        """Keys as they come; time passes between them when `ticking`."""
        last = None
        for key in keys:
            if ticking and last is not None and self.wedge.wait_ms:
                due = last + self.wedge.wait_ms
                if due < key.at_ms:
                    self.pass_to(due)
            answer = self.wedge.feed(key)
            self._took(answer)
            if not answer.hold:
                self.reached.append(key)
            last = key.at_ms if key.down else last
        if ticking and last is not None:
            self.pass_to(last + 10_000)

    def pass_to(self, now_ms: int) -> None:
        answer = self.wedge.tick(now_ms)
        self._took(answer)

    def _took(self, answer: Answer) -> None:
        self.reached += answer.back
        self.scans += [answer.scan] if answer.scan else []
        self.torn += answer.torn

    @property
    def typed(self) -> str:
        """What the focus saw typed, terminators included."""
        return "".join(key.text for key in self.reached if key.down and not key.modifier)
