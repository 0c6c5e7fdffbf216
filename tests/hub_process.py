"""A real hub in a process of its own, and the command line beside it."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


@contextmanager
def hub_process(
    home: Path, listen: str = "127.0.0.1:0"
) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """Its address and itself; killed at the end."""
    words = ("--home", str(home), "hub", "serve", "--listen", listen, "--json")
    process = subprocess.Popen(
        (sys.executable, "-m", "triage_app", *words), stdout=subprocess.PIPE, text=True, cwd=ROOT
    )
    assert process.stdout is not None
    try:
        yield json.loads(process.stdout.readline())["listening"], process
    finally:
        process.kill()
        process.wait(20)
        process.stdout.close()


def triage(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """A command on that home, run to its end."""
    return subprocess.run(
        (sys.executable, "-m", "triage_app", "--home", str(home), *words),
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
