"""Key event -> what it types: by its position for a scanner of known layout, and by its text."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from triage_app.flow import keymaps
from triage_app.model.noun import noun

GS = "\x1d"
ENDS = "\r\n\t"

Typed = tuple[str, str, str]
"""What a key types: by position, by the station's layout, and by position with Shift the other
way round (a person leans on it)."""


@noun(frozen=True, slots=True)
class Key:
    """One key going down or up.

    `text` is what it types ("" for none), `position` the Linux key code or 0 where unknown (see
    keymaps.position), `at_ms` the event's own time stamp, `code` the toolkit's name of the key,
    `modifier` says it is Shift, Ctrl, Alt and the like, `again` an auto-repeat; `token` is the
    caller's.
    """

    text: str
    at_ms: int
    position: int = 0
    shift: bool = False
    control: bool = False
    alt: bool = False
    alt_gr: bool = False
    down: bool = True
    again: bool = False
    modifier: bool = False
    code: int = 0
    token: object = None

    @property
    def name(self) -> object:
        """The same for a key's going down and its coming up."""
        return self.position or self.code or self.text

    @property
    def is_alt(self) -> bool:
        return self.position == keymaps.ALT and not self.text

    @property
    def numpad_digit(self) -> str:
        """The digit on the key when it is one of the numeric pad, else ""."""
        face = keymaps.NUMPAD.get(self.position, "")
        return face if face.isdecimal() else ""

    def without_chord(self) -> "Key":
        """The key as it would be if nobody held Ctrl or Alt."""
        return replace(self, text="", control=False, alt=False)


class KeyReader:
    """`layout`: what the scanner is set to ("us", "fr", "de"), "text" to take what the station's
    layout makes of it, or "auto": US, unless only the station's reading is `whole` (a number that
    is right)."""

    def __init__(self, layout: str, suffix: str, whole: Callable[[str], bool]) -> None:
        self._auto = layout not in (*keymaps.LAYOUTS, "text")
        self._map = {} if layout == "text" else keymaps.layout("us" if self._auto else layout)
        self._tab_ends = suffix[-1:] == "\t"
        self._whole = whole

    def ends(self, key: Key) -> bool:
        """Whether the key ends a scan: Enter, line feed, and Tab where that is the suffix."""
        if key.alt or key.is_alt:
            return False
        if key.position in keymaps.ENTERS or (key.text != "" and key.text in ENDS[:2]):
            return True
        return self._tab_ends and (key.position == keymaps.TAB or key.text == "\t")

    def read(self, key: Key, within: bool) -> Typed | None:
        """What the key types; None for nothing. Some count only `within` a burst: F8 for GS, and
        the other separators of structured messages."""
        if key.text == GS or (within and key.position == keymaps.F8):
            return GS, GS, GS
        if (key.control or key.alt) and not key.alt_gr:
            return self._separator(key, within)
        text = key.text if key.text.isprintable() else ""
        if key.position in keymaps.NUMPAD:
            text = text and keymaps.NUMPAD[key.position]
        levels = self._map.get(key.position)
        if not levels:
            return (text, text, text) if text else None
        meant = levels[2 if key.alt_gr else int(key.shift)]
        other = levels[int(not key.shift)]
        return (meant or text, text or meant, other or meant) if meant or text else None

    def text(self, typed: Sequence[Typed]) -> str:
        """The whole text of a burst."""
        readings = ["".join(reading) for reading in zip(*typed, strict=True)]
        if not readings:
            return ""
        if not self._auto or readings[0] == readings[1] == readings[2]:
            return readings[0]
        return next(filter(self._whole, readings), readings[0])

    def _separator(self, key: Key, within: bool) -> Typed | None:
        meant = keymaps.CONTROLS.get(key.position, "") if key.control and not key.alt else ""
        return (meant, meant, meant) if meant == GS or (meant and within) else None
