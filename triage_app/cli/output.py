"""What the command line says: JSON a line, or text for people; faults on stderr."""

import errno
import json
import os
import sys
from collections.abc import Mapping
from typing import Any

from triage_app.model.errors import Fault

_OF_DISK = (errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EROFS)


def say(text: str) -> None:
    """A line for people on stdout."""
    sys.stdout.write(text + "\n")


def say_json(value: Mapping[str, Any]) -> None:
    """One JSON object on a line of its own. Sentences become their English text; characters that
    no terminal should obey (controls, turns of direction) are escaped as JSON does."""
    line = json.dumps(value, ensure_ascii=False, default=str)
    if not line.isprintable():
        line = "".join(c if c.isprintable() else json.dumps(c)[1:-1] for c in line)
    sys.stdout.write(line + "\n")


def warn(text: str) -> None:
    """A line for people on stderr."""
    sys.stderr.write(text + "\n")


def fault(error: Fault) -> int:
    """Say what happened and the next step; the exit code of a fault."""
    warn(f"triage: {error.what} {error.next_step}")
    return 3


def is_of_disk(error: OSError) -> bool:
    """Whether the disk refused something; a write that finds it full names no file."""
    return error.filename is not None or error.errno in _OF_DISK


def disk_failed(error: OSError) -> int:
    """Say which file or folder the system refused, why, and the next step; a fault's exit code."""
    where, why = error.filename or "disk", error.strerror or error
    step = "Free space, mend the rights or name another place, then run it again"
    warn(f"triage: {where}: {why}. {step}; acts that were recorded are kept.")
    return 3


def usage(commands: Mapping[str, Any]) -> None:
    """The list of commands."""
    say("triage [--home DIR] [COMMAND] [ARGS]    'triage COMMAND --help' says more\n")
    for name, family in commands.items():
        say(f"  {name:<13} {family.summary}")


def on_terminal() -> bool:
    """Whether a progress bar would be seen."""
    return sys.stderr.isatty() and not os.environ.get("CI")
