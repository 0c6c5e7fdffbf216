"""A small process that runs one command and writes down its seconds, peak memory and exit status.

    python -I -S launcher.py REPORT COMMAND...

It is small on purpose: what a system counts as a child's peak begins with its parent's size.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from time import perf_counter


def main(report: str, command: list[str]) -> None:
    started = perf_counter()
    process = subprocess.Popen(command)
    status, peak = _reap(process)
    seconds = perf_counter() - started
    Path(report).write_text(json.dumps([seconds, peak, status]), "utf-8")


def _reap(process: "subprocess.Popen[bytes]") -> tuple[int, float]:
    """Exit status and peak resident memory, MB; 0 where the system does not tell it."""
    if not hasattr(os, "wait4"):
        return process.wait(), 0.0
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return process.returncode, usage.ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
