"""A home -> its station, for one command; how its stores opened is said where that says more than
that they did."""

from pathlib import Path

from triage_app.app import Parts, assemble
from triage_app.cli.output import warn
from triage_app.settings import load_settings


def opened(home: Path) -> Parts:
    """The station of a home, to be closed by the caller. Raises what `assemble` raises."""
    parts = assemble(load_settings(home))
    for notice in parts.notices:
        warn(f"triage: {notice}")
    return parts
