"""A file of codes and times, played as if a scanner read them: for trying out and demonstrations.

A line is `SECONDS CODE`: so long after the start the code comes. "{GS}" stands for the separator;
empty lines and those that begin with # say nothing.
"""

from collections.abc import Callable, Iterator
from math import isfinite
from pathlib import Path
from threading import Event
from time import monotonic

from triage_app.devices.port_spec import REPLAY, PortSpec
from triage_app.model.noun import noun
from triage_app.model.sentence import Sentence, tr


@noun(frozen=True, slots=True)
class Played:
    """A code, and when it comes, in seconds from the start."""

    at_s: float
    text: str


class ReplayScanner:
    """`run` plays the file once; both callbacks come on the thread that runs it."""

    def __init__(
        self,
        spec: PortSpec,
        folder: Path,
        on_code: Callable[[str, str], None],
        on_notice: Callable[[Sentence], None],
        clock: Callable[[], float] = monotonic,
    ) -> None:
        """A file's name is looked for in `folder`. `clock` counts seconds."""
        self._spec = spec
        self._path = folder / spec.port.removeprefix(REPLAY)
        self._on_code = on_code
        self._on_notice = on_notice
        self._clock = clock
        self._stopping = Event()

    def run(self) -> None:
        try:
            text = self._path.read_text("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            self._say_unreadable(error)
            return
        started = self._clock()
        for entry in self._entries(text):
            if self._stopping.wait(max(0.0, started + entry.at_s - self._clock())):
                return
            self._on_code(entry.text, self._spec.lane)

    def stop(self) -> None:
        """May be called from any thread; `run` returns at once."""
        self._stopping.set()

    def _entries(self, text: str) -> Iterator[Played]:
        # not splitlines: it would split codes at their separators too
        for number, line in enumerate(text.split("\n"), 1):
            if not line.strip() or line.startswith("#"):
                continue
            entry = read_entry(line)
            if entry is None:
                self._say_wrong(number)
            else:
                yield entry

    def _say_wrong(self, number: int) -> None:
        self._on_notice(
            tr(
                "devices",
                "{name}, line {number}: no time and code. Write SECONDS CODE, as in 1.5 1Z….",
                name=self._path.name,
                number=number,
            )
        )

    def _say_unreadable(self, error: Exception) -> None:
        self._on_notice(
            tr(
                "devices",
                "{name} cannot be played: {error}. Mend its name in [scanner] serial_ports.",
                name=self._path.name,
                error=getattr(error, "strerror", None) or str(error),
            )
        )


def read_entry(line: str) -> Played | None:
    """`SECONDS CODE`; None where a line is not so."""
    time, _, code = line.strip().partition(" ")
    try:
        at_s = float(time)
    except ValueError:
        return None
    code = code.strip().replace("{GS}", "\x1d")
    return Played(at_s, code) if code and isfinite(at_s) and at_s >= 0 else None
