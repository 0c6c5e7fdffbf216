"""Corrections -> CUSRSP-like messages: what each post is asked to mend, item by item.

The UPU gives CUSRSP (M44) to members only: these messages are of the shape that
resources/formats/edifact_maps.toml reads, a request for information (RFI) on each item whose text
names a field and a reason, and prove no more than that. A message is of one post; long ones are
parted, so that nothing but a few hundred items a post waits in memory.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import BinaryIO, Final

from triage_app.formats.edifact_bytes import Advice
from triage_app.model.quality import Correction, Shortfall

MOST_ITEMS: Final = 500
"""Items of one message."""
LONGEST_TEXT: Final = 512
MOST_TEXTS: Final = 5
"""Components of free text (C108), each of so many characters."""
CHARSET: Final = "UNOY"
"""UTF-8."""
ASKS: Final = "RFI"

Element = str | Sequence[str]


class _Segments:
    """Segments as bytes, their text released."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._sign = Advice()
        self._count = 0

    def advice(self) -> None:
        sign = self._sign
        told = f"UNA{sign.component}{sign.element}.{sign.release} {sign.terminator}"
        self._stream.write(told.encode())

    def write(self, *elements: Element) -> None:
        sign = self._sign
        parts = [[one] if isinstance(one, str) else one for one in elements]
        said = sign.element.join(sign.component.join(map(self._released, part)) for part in parts)
        self._stream.write(f"{said}{sign.terminator}\r\n".encode("utf-8", "replace"))
        self._count += 1

    @property
    def count(self) -> int:
        """How many were written."""
        return self._count

    def _released(self, text: str) -> str:
        sign = self._sign
        plain = "".join(c if c.isprintable() else " " for c in text)
        for special in (sign.release, sign.component, sign.element, sign.terminator):
            plain = plain.replace(special, sign.release + special)
        return plain


class CorrectionsFile:
    """One interchange, written as corrections come. `at` is aware, `facility` who asks. `messages`
    and `items` count what was written."""

    def __init__(self, stream: BinaryIO, facility: str, at: datetime) -> None:
        self._segments = _Segments(stream)
        self._facility = facility
        self._at = at
        self._waiting: dict[str, list[Correction]] = {}
        self._reference = f"{at:%y%m%d%H%M%S}"
        self.messages = self.items = 0
        self._segments.advice()
        when = (f"{at:%y%m%d}", f"{at:%H%M}")
        head: tuple[Element, ...] = ((CHARSET, "3"), facility, "POSTS", when, self._reference)
        self._segments.write("UNB", *head)

    def add(self, one: Correction) -> None:
        """Written at once or with the next of the same post."""
        held = self._waiting.setdefault(one.post, [])
        held.append(one)
        self.items += 1
        if len(held) == MOST_ITEMS:
            self._message(self._waiting.pop(one.post))

    def end(self) -> None:
        """What waits, and the interchange's end. Nothing may be added any more."""
        for post in sorted(self._waiting):
            self._message(self._waiting[post])
        self._waiting.clear()
        self._segments.write("UNZ", str(self.messages), self._reference)

    def _message(self, asked: Sequence[Correction]) -> None:
        self.messages += 1
        number, at, write = str(self.messages), self._at, self._segments.write
        before = self._segments.count
        write("UNH", number, ("CUSRSP", "D", "96B", "UN"))
        write("BGM", "963", f"Q{at:%y%m%d}{number}", "9")
        write("DTM", ("137", f"{at:%Y%m%d%H%M%S}", "204"))
        write("NAD", "CM", self._facility)
        write("NAD", "MR", asked[0].post)
        for place, one in enumerate(asked, 1):
            write("CNI", str(place), one.number)
            if one.posted_on:
                write("DTM", ("200", one.posted_on.replace("-", ""), "102"))
            write("GIS", ASKS)
            write("FTX", "AAA", "", "", _texts(one.shortfalls))
        write("UNT", str(self._segments.count - before + 1), number)


def _texts(shortfalls: Sequence[Shortfall]) -> list[str]:
    """A component a shortfall, `field: reason`; the last one takes what finds no room."""
    said = [f"{one.field}: {one.reason}" for one in shortfalls]
    rest = "; ".join(said[MOST_TEXTS - 1 :])
    texts = [*said[: MOST_TEXTS - 1], *([rest] if rest else [])]
    return [text[:LONGEST_TEXT] for text in texts]
