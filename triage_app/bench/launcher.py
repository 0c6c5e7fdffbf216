"""A small process that runs one command and writes down its seconds, peak memory and exit status.

    python -I -S launcher.py REPORT COMMAND...

It is small on purpose: what a system counts as a child's peak begins with its parent's size. Where
the system tells it (Linux), the memory is that of the command and all its children together, pages
they share counted once; elsewhere that of the command alone.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from threading import Event, Thread
from time import perf_counter

LOOK_EVERY_S = 0.1


def main(report: str, command: list[str]) -> None:
    started = perf_counter()
    process = subprocess.Popen(command)
    with Watch(process.pid) as watch:
        status, peak = _reap(process)
        seconds = perf_counter() - started
    Path(report).write_text(json.dumps([seconds, max(peak, watch.peak_mb), status]), "utf-8")


class Watch:
    """Looks at a process and its children until it is left; `peak_mb` is the most they held."""

    def __init__(self, pid: int) -> None:
        self.peak_mb = 0.0
        self._pid = pid
        self._over = Event()
        self._thread = Thread(target=self._look, daemon=True)

    def __enter__(self) -> "Watch":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._over.wait(LOOK_EVERY_S):
            self.peak_mb = max(self.peak_mb, held_mb(self._pid))


def held_mb(pid: int) -> float:
    """What a process and all it started hold now, pages they share counted once; 0 where the
    system does not say."""
    return sum(map(_share_kb, _family(pid))) / 1e3


def _family(pid: int) -> list[int]:
    """The process and everything it started that still runs; () where the system does not say."""
    found = [pid]
    for one in found:
        try:
            said = Path(f"/proc/{one}/task/{one}/children").read_text("ascii")
        except OSError:
            continue
        found += map(int, said.split())
    return found


def _share_kb(pid: int) -> int:
    """Its memory, of shared pages its share; 0 where the system does not say."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text("ascii").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)


def _reap(process: "subprocess.Popen[bytes]") -> tuple[int, float]:
    """Exit status and peak resident memory, MB; 0 where the system does not tell it."""
    if not hasattr(os, "wait4"):
        return process.wait(), 0.0
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return process.returncode, usage.ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
