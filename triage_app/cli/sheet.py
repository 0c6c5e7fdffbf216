"""`triage sheet scanner|commands`: the sheets for the bench, as PDF."""

import argparse
import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from triage_app.cli.output import say, say_json
from triage_app.cli.printing import PAPERS, printed_at, write_pdf

if TYPE_CHECKING:
    from triage_app.model.report import Report
    from triage_app.settings import Settings


def configure(command: str, parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "sheet",
        choices=("scanner", "commands"),
        help="scanner: set a scanner up and try it; commands: work a shift by scanner alone",
    )
    parser.add_argument("--out", type=Path, metavar="FILE.pdf", help="where the PDF is left")
    parser.add_argument("--paper", choices=PAPERS, default="a4", help="paper size (default a4)")
    parser.add_argument(
        "--renew",
        action="store_true",
        help="commands: a new sheet; every one printed before is refused from now on",
    )
    parser.add_argument("--json", action="store_true", help="what is on it, as JSON")


def run(args: argparse.Namespace) -> int:
    from triage_app.settings import load_settings

    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # paper needs no display
    settings = load_settings(args.home)
    scanner = args.sheet == "scanner"
    made = _scanner(settings) if scanner else _commands(args)
    if made is None:
        return 1
    report, version = made
    out = args.out or Path("scanner-sheet.pdf" if scanner else "command-sheet.pdf")
    pages = write_pdf(report, out, args.paper)
    said = {
        "sheet": args.sheet,
        "file": str(out),
        "pages": pages,
        "facility": settings.station.facility,
        "version": version,
        "codes": [
            {"title": str(code.title), "key": code.cap, "text": code.text} for code in report.codes
        ],
    }
    if args.json:
        say_json(said)
    else:
        _say(said)
    return 0


def _say(said: Mapping[str, Any]) -> None:
    codes, pages = len(said["codes"]), said["pages"]
    say(f"{said['file']}: {pages} page{'s' * (pages > 1)}, {codes} codes")
    say("Print it at 100 %, not fitted to the page.")
    if said["version"]:
        say(f"Sheet {said['version']} is in use; older ones are refused. Keep it at the bench.")


def _scanner(settings: "Settings") -> "tuple[Report, int]":
    from triage_app.flow.report import scanner_sheet

    return scanner_sheet(printed_at(settings, demonstration=False)), 0


def _commands(args: argparse.Namespace) -> "tuple[Report, int] | None":
    """None where whoever asks for a new one may not."""
    from triage_app.app import outcome_table
    from triage_app.cli.opening import may_not, opened
    from triage_app.flow.clearance import Deed
    from triage_app.flow.report import command_sheet

    if not args.renew:
        del args.inspector  # only who makes the sheets before it void is asked for
    with opened(args) as parts:
        if args.renew and may_not(parts, Deed.RENEW_SHEET):
            return None
        if args.renew:
            parts.record.sheets.renew_sheet()
        codes = parts.station.commands.codes()
        version = parts.record.sheets.sheet_version()
        at = printed_at(parts.settings, demonstration=parts.demonstration)
    return command_sheet(codes, outcome_table(), version, at), version
