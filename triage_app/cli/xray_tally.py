"""Many pictures -> how many were shown and refused, the slowest, and what their decoder held."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

from triage_app.cli.output import say, say_json

if TYPE_CHECKING:
    from triage_app.imaging.worker import DecodePool

LIMIT_S = 2.0
LIMIT_BYTES = 2**30


@dataclass(slots=True)
class Tally:
    """`worst_bytes` is the most that a decoding process held; None where the system cannot tell."""

    shown: int = 0
    refused: int = 0
    worst_s: float = 0.0
    worst_file: str = ""
    worst_bytes: int | None = None
    reasons: dict[str, int] = field(default_factory=dict)

    @property
    def files(self) -> int:
        return self.shown + self.refused

    @property
    def within(self) -> bool:
        """Whether each was answered in time and memory."""
        return self.worst_s <= LIMIT_S and (self.worst_bytes or 0) <= LIMIT_BYTES


def tally(names: Iterable[str], *, as_json: bool) -> int:
    """Decode every file, and every one in a folder; 0 when all were shown or refused within
    LIMIT_S and LIMIT_BYTES, 1 when one was not."""
    from triage_app.imaging.worker import DecodePool

    told = Tally()
    with DecodePool() as pool:
        pool.decode(b"")  # the process is there before the first picture is timed
        for path in _files(names):
            _take(told, path, pool)
    told.worst_bytes = _most_held()
    _show(told, as_json=as_json)
    return 0 if told.files and told.within else 1


def _files(names: Iterable[str]) -> Iterator[Path]:
    for name in names:
        path = Path(name)
        if path.is_dir():
            yield from sorted(inner for inner in path.rglob("*") if inner.is_file())
        else:
            yield path


def _take(told: Tally, path: Path, pool: "DecodePool") -> None:
    from triage_app.imaging.picture import Unreadable

    data = path.read_bytes()
    started = perf_counter()
    answer = pool.decode(data)
    took = perf_counter() - started
    if took > told.worst_s:
        told.worst_s, told.worst_file = took, path.name
    if isinstance(answer, Unreadable):
        told.refused += 1
        reason = str(answer.reason)
        told.reasons[reason] = told.reasons.get(reason, 0) + 1
    else:
        told.shown += 1


def _most_held() -> int | None:
    """The largest resident set of the decoding processes that have ended by now, in bytes."""
    try:
        import resource
    except ImportError:  # Windows
        return None
    import sys

    held = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return held if sys.platform == "darwin" else held * 1024  # getrusage(2): bytes there, KiB here


def _show(told: Tally, *, as_json: bool) -> None:
    if as_json:
        say_json(_facts(told))
        return
    held = "not told" if told.worst_bytes is None else f"{told.worst_bytes / 2**20:,.0f} MB"
    say(f"files {told.files:>14,}\nshown {told.shown:>14,}\nrefused {told.refused:>12,}")
    say(f"worst time {told.worst_s:>9.3f} s, limit {LIMIT_S:g} s  {told.worst_file}")
    say(f"worst memory {held:>10}, limit {LIMIT_BYTES / 2**20:,.0f} MB")
    for reason, count in sorted(told.reasons.items(), key=lambda row: -row[1]):
        say(f"  {count:>5} refused: {reason}")


def _facts(told: Tally) -> dict[str, Any]:
    return {
        "files": told.files,
        "shown": told.shown,
        "refused": told.refused,
        "worst_s": round(told.worst_s, 3),
        "worst_file": told.worst_file,
        "worst_bytes": told.worst_bytes,
        "reasons": told.reasons,
        "within": told.within,
    }
