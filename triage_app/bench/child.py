"""Command -> seconds and peak memory of a child process that does one job."""

import os
import shlex
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from time import perf_counter

from triage_app.model.errors import Fault
from triage_app.model.sentence import tr

CHECKOUT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Ran:
    """`peak_mb` is 0 where the system does not tell it."""

    seconds: float
    peak_mb: float
    output: str


class ChildFailed(Fault):
    """A child process of the bench ended badly."""


def python(*words: str) -> tuple[str, ...]:
    """A command line of this interpreter, with this very program importable."""
    return (sys.executable, "-P", *words)


def triage(home: Path, *words: str) -> tuple[str, ...]:
    """A command line of the program itself."""
    return python("-m", "triage_app", "--home", str(home), *words)


def environment() -> dict[str, str]:
    """The environment of a child: the same program, wherever it was started from."""
    inherited = os.environ.get("PYTHONPATH")
    places = [str(CHECKOUT), *([inherited] if inherited else [])]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(places)}


def run(command: Sequence[str], *, stdin: str = "") -> Ran:
    """Run a child to its end. Raises ChildFailed with its last words."""
    with TemporaryFile("w+", encoding="utf-8") as words, TemporaryFile("w+b") as output:
        words.write(stdin)
        words.seek(0)
        started = perf_counter()
        process = subprocess.Popen(
            command, stdin=words, stdout=output, stderr=subprocess.STDOUT, env=environment()
        )
        status, peak_mb = _reap(process)
        seconds = perf_counter() - started
        output.seek(0)
        said = output.read().decode("utf-8", "replace")
    if status != 0:
        raise ChildFailed(
            tr(
                "bench",
                "'{command}' ended with {status}.",
                command=shlex.join(command),
                status=status,
            ),
            tr("bench", "Its last words: {words}", words=said[-500:].strip() or "none"),
        )
    return Ran(seconds, peak_mb, said)


def _reap(process: "subprocess.Popen[bytes]") -> tuple[int, float]:
    """Exit status and peak resident memory of exactly this child."""
    if not hasattr(os, "wait4"):
        return process.wait(), 0.0
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    unit = 1e6 if sys.platform == "darwin" else 1e3
    return process.returncode, usage.ru_maxrss / unit
