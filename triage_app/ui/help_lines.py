"""The keys of the bench, as the help card says them; each can be scanned from the command sheet."""

from collections.abc import Sequence

from triage_app.model.outcome import OutcomeCode
from triage_app.ui.picture_tools import TOOLS
from triage_app.ui.words import tr


def help_lines(outcomes: Sequence[OutcomeCode]) -> list[tuple[str, str]]:
    """A line a group of keys."""
    keyed = sorted((code for code in outcomes if code.function_key), key=_place)
    named = "   ".join(f"F{code.function_key} {code.label or code.title}" for code in keyed)
    tools = "   ".join(
        f"{tool.key} {tr('PictureTools', tool.label)}" for tool in TOOLS if tool.label
    )
    return [
        (named + tr("Help", "   F12 more"), ""),
        (
            tr(
                "Help",
                "Enter records   Esc goes back   Tab next field   Ctrl+Z undoes   F10 locks",
            ),
            "",
        ),
        (
            tr(
                "Help",
                "Ctrl+L types a code   Ctrl+G weighs   Right opens a reason   Shift+F1 this help",
            ),
            "",
        ),
        (
            tr(
                "Help",
                "Ctrl+1 bench   Ctrl+2 work list   Ctrl+3 pictures that wait   Ctrl+4 search   "
                "Ctrl+5 supervisor",
            ),
            "",
        ),
        (tr("Help", "On the X-ray:   {tools}", tools=tools), ""),
        (
            tr(
                "Help",
                "With the scanner alone: item, outcome, Confirm, all from the command sheet.",
            ),
            tr("Help", "Print it by: triage sheet commands"),
        ),
        (
            tr("Help", "A code comes wrong or not at all?"),
            tr("Help", "Print triage sheet scanner and scan its self-test."),
        ),
    ]


def _place(code: OutcomeCode) -> int:
    return code.function_key
