"""Bytes of a serial line -> whole codes, or why what came is none. No clock, no port.

A code ends by what the scanner sends after it. In "auto" that is CR, LF or CR LF, or ETX (after an
STX ETX alone); until the first such end has come a pause ends a code too, for scanners that send
nothing after it. Once it is known how a scanner ends its codes, a pause only cuts one off: half a
code is never taken for a whole one. GS, RS and EOT inside belong to the code (ISO/IEC 15434).
"""

from collections.abc import Iterator

from triage_app.devices.reading import Trouble, code_in, trouble_in

AUTO = "auto"
LONGEST = 10_000
"""Bytes of one code, as for scanners that type; no symbology carries half of it."""
_STX, _ETX = 0x02, 0x03
_AROUND = b"\r\n\x02\x03"
_ENDS = frozenset(b"\r\n\x03")


class Framer:
    """One scanner's line. `suffix`: "auto", a text of its own, or "" where only a pause ends."""

    def __init__(self, suffix: str = AUTO, longest: int = LONGEST) -> None:
        self._auto = suffix == AUTO
        self._suffix = b"" if self._auto else suffix.encode("utf-8")
        self._pause_ends = suffix in (AUTO, "")
        self._longest = longest
        self._held = bytearray()
        self._skipping = False
        self._framed = False

    def feed(self, data: bytes) -> Iterator[str | Trouble]:
        """The codes these bytes end; what is left waits for more. A code that is too long is told
        of at once, and what follows of it is dropped."""
        for byte in data:
            self._held.append(byte)
            if self._auto and self._held == b"\x02":
                self._framed = True
            elif self._has_ended(byte):
                yield from self._end()
            elif self._skipping:
                # only so much is kept as the suffix may stand in
                del self._held[: -max(1, len(self._suffix))]
            elif len(self._held) > self._longest:
                self._skipping = True
                yield Trouble.TOO_LONG

    def pause(self) -> Iterator[str | Trouble]:
        """Nothing has come for a while."""
        if self._pause_ends and not self._framed:
            yield from self._taken()
        elif self._held.strip(_AROUND) and not self._skipping:
            yield trouble_in(bytes(self._held)) or Trouble.CUT_OFF
        self._clear()

    def _has_ended(self, byte: int) -> bool:
        if self._framed:
            return byte == _ETX
        if self._auto:
            return byte in _ENDS
        return bool(self._suffix) and self._held.endswith(self._suffix)

    def _end(self) -> Iterator[str | Trouble]:
        if self._suffix:
            del self._held[-len(self._suffix) :]
        for taken in self._taken():
            self._pause_ends = self._pause_ends and isinstance(taken, Trouble)
            yield taken
        self._clear()

    def _taken(self) -> Iterator[str | Trouble]:
        """What is held, as a code. CR LF, or CR before ETX, are one end and no empty code."""
        held = bytes(self._held.strip(_AROUND))
        if held and not self._skipping:
            yield trouble_in(held) or code_in(held)

    def _clear(self) -> None:
        self._held.clear()
        self._skipping = self._framed = False
