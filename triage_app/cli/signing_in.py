"""Who runs a command: asked once inspectors are set up, by --inspector and a PIN that is no word of
the command line."""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from triage_app.flow.people import PASS
from triage_app.model.errors import FileUnreadable, NotLoggedIn
from triage_app.model.outcome import Refusal
from triage_app.model.sentence import NOTHING, tr

if TYPE_CHECKING:
    from triage_app.flow.people import People

ASKED = frozenset(
    {"show", "search", "export", "assess", "worklist", "reconcile", "attach", "watch", "record"}
    | {"undo", "log", "hold", "purge", "recovery-key", "sheet", "inspector", "restore"}
    | {"weigh", "marks", "report", "pack"}
)
"""What reads items, writes acts or asks for a role."""
PIN_FILE, WHO = "TRIAGE_PIN_FILE", "TRIAGE_INSPECTOR"


def sign_in(people: "People", named: str | None) -> None:
    """Let whoever runs the command sit down; nobody is asked where no inspectors are set up.

    Raises NotLoggedIn with the next step."""
    if not people.are_set_up:
        return
    if (word := os.environ.get(PASS)) and people.log_in_by_pass(word):
        return
    who = named or os.environ.get(WHO, "")
    if not who:
        raise NotLoggedIn(
            tr("cli", "Inspectors are set up here, and this command has to know who runs it."),
            tr(
                "cli",
                "Add --inspector ID and give the PIN on standard input, or name a file that"
                " holds it by TRIAGE_PIN_FILE.",
            ),
        )
    found = people.log_in(who, pin_of(who))
    if isinstance(found, Refusal):
        raise NotLoggedIn(found.reason, NOTHING)


def pin_of(who: str) -> str:
    """The PIN from TRIAGE_PIN_FILE, else typed unseen, else the next line of standard input."""
    if path := os.environ.get(PIN_FILE):
        try:
            lines = Path(path).read_text("utf-8-sig").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            raise FileUnreadable(
                tr("cli", "The PIN's file cannot be read: {error}.", error=error),
                tr("cli", "TRIAGE_PIN_FILE names a text file with the PIN on its first line."),
            ) from error
        return lines[0] if lines else ""
    return typed_pin(f"PIN of {who}: ")


def typed_pin(asked: str) -> str:
    if sys.stdin.isatty():
        from getpass import getpass

        return getpass(asked)
    return sys.stdin.readline().rstrip("\r\n")
