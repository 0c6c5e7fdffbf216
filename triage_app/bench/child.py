"""Command -> what a child process said, and the seconds and peak memory it took."""

import json
import os
import shlex
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from triage_app.model.errors import Fault
from triage_app.model.sentence import tr

CHECKOUT = Path(__file__).resolve().parents[2]
LAUNCHER = Path(__file__).with_name("launcher.py")


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


def run(command: Sequence[str], *, stdin: str = "") -> str:
    """Run a child to its end; what it said. Raises ChildFailed with its last words."""
    done = subprocess.run(
        command,
        input=stdin.encode(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=environment(),
        check=False,
    )
    said = done.stdout.decode("utf-8", "replace").replace("\r\n", "\n")
    _check(command, done.returncode, said)
    return said


def measured(command: Sequence[str], *, stdin: str = "") -> Ran:
    """As `run`, with its time and peak memory. Raises ChildFailed with its last words."""
    with TemporaryDirectory() as folder:
        report = Path(folder, "report.json")
        said = run((sys.executable, "-I", "-S", str(LAUNCHER), str(report), *command), stdin=stdin)
        seconds, peak_mb, status = json.loads(report.read_text("utf-8"))
    _check(command, status, said)
    return Ran(seconds, peak_mb, said)


def ended_badly(command: Sequence[str], status: int, said: str = "") -> ChildFailed:
    """What is raised of a child that ended with another status than 0."""
    return ChildFailed(
        tr(
            "bench",
            "'{command}' ended with {status}.",
            command=shlex.join(command),
            status=status,
        ),
        tr("bench", "Its last words: {words}", words=said[-500:].strip() or "none"),
    )


def _check(command: Sequence[str], status: int, said: str) -> None:
    if status != 0:
        raise ended_badly(command, status, said)
