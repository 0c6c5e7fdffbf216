"""A burst -> the scan in it: its text, and which keys a person pressed before or amidst it."""

from collections.abc import Callable, Sequence

from triage_app.flow import keymaps
from triage_app.flow.burst import (
    CERTAIN,
    FEWEST,
    Burst,
    Stroke,
    heads,
    is_machines,
    is_scan,
    rolled,
    slow_head,
    strays,
)
from triage_app.flow.keys import ENDS, Key, KeyReader, Typed
from triage_app.model.noun import noun


@noun(frozen=True, slots=True)
class Found:
    """A scan's `text`, prefix and suffix taken off, "" for one that is torn, and the strokes that
    are a person's."""

    text: str
    others: tuple[Stroke, ...] = ()


class ScanFinder:
    """Reads bursts as the scanner is set. `layout` and `whole`: see KeyReader. `pause_ends`: the
    scanner sends no terminator."""

    def __init__(
        self, gap_ms: int, prefix: str, suffix: str, layout: str, whole: Callable[[str], bool]
    ) -> None:
        self._gap_ms = gap_ms
        self._prefix = prefix
        self._tail = suffix.rstrip(ENDS)
        self.pause_ends = self._tail == suffix
        self._whole = whole
        self._reader = KeyReader(layout, suffix, lambda text: whole(self._bare(text)))

    def ends(self, key: Key) -> bool:
        """Whether the key ends a scan."""
        return self._reader.ends(key)

    def read(self, key: Key, burst: Burst) -> Typed | None:
        """What the key types after a burst; None for nothing a scanner types."""
        within = burst.is_scanners_pace(key.at_ms, self._gap_ms)
        typed = self._reader.read(key, within)
        if typed is None and burst.is_certain(key.at_ms, self._gap_ms):
            # A person leans on Ctrl or Alt while the scanner types.
            typed = self._reader.read(key.without_chord(), within) or _tab(key)
        return typed

    def breaks(self, key: Key, burst: Burst) -> bool:
        """Whether a key that is no scan's ends the burst: Esc or an arrow amidst a scan do not."""
        return not burst.is_certain(key.at_ms, self._gap_ms)

    def find(self, burst: Burst, at_ms: int, still_ms: int) -> Found | None:
        """The scan that ends at `at_ms`; None when it is a person's typing. `still_ms`: when keys
        not come up yet are known to be down, 0 when nobody tells."""
        if burst.alt is not None:
            return None
        stray = self._strays(burst.strokes, still_ms)
        rest = _without(burst.strokes, stray)
        head = self._head(rest, at_ms)
        others, rest = (*rest[:head], *stray), rest[head:]
        taps = burst.taps - len(others)
        passed_ms = at_ms - rest[0].key.at_ms - burst.paused_ms if rest else 0
        pace = passed_ms / taps if taps else self._gap_ms
        short = len(rest) < FEWEST and is_machines(rest, at_ms, self._gap_ms)
        if not short and (not is_scan(rest, at_ms, pace, self._gap_ms) or rolled(rest, still_ms)):
            return None
        text = self._text(rest)
        if not burst.torn and (not burst.doubtful or self._whole(text)):
            return Found(text if text.strip() else "", others)
        return Found("", others) if short or len(rest) >= CERTAIN else None

    def _strays(self, strokes: Sequence[Stroke], still_ms: int) -> Sequence[Stroke]:
        """Keys a person pressed while the scanner typed."""
        sure = strays(strokes, still_ms)
        if self._whole(self._text(_without(strokes, sure))):
            return sure
        likely = strays(strokes, still_ms, 1)
        return likely if likely and self._whole(self._text(_without(strokes, likely))) else sure

    def _head(self, strokes: Sequence[Stroke], at_ms: int) -> int:
        """How many strokes before the scan are a person's, typed just before it."""
        slow = slow_head(strokes, at_ms, self._gap_ms)
        if slow or self._whole(self._text(strokes)):
            return slow
        wholes = (at for at in heads(strokes, at_ms) if self._whole(self._text(strokes[at:])))
        return next(wholes, 0)

    def _text(self, strokes: Sequence[Stroke]) -> str:
        return self._bare(self._reader.text([stroke.typed for stroke in strokes]))

    def _bare(self, text: str) -> str:
        """A text without the scanner's prefix and suffix."""
        return text.removeprefix(self._prefix).removesuffix(self._tail)


def _tab(key: Key) -> Typed | None:
    """A Tab amidst a code is a character of it."""
    return ("\t", "\t", "\t") if key.position == keymaps.TAB else None


def _without(strokes: Sequence[Stroke], some: Sequence[Stroke]) -> Sequence[Stroke]:
    left_out = set(map(id, some))
    return [stroke for stroke in strokes if id(stroke) not in left_out] if some else strokes
