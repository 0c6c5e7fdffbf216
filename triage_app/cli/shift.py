"""`triage shift`: N scans through the real window; pictures, timings and a summary in a folder."""

import argparse
import json
import os
from pathlib import Path

from triage_app.cli.arguments import count
from triage_app.cli.output import say, say_json, warn


def configure(command: str, parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--items", type=count, default=60, help="how many scans (default 60)")
    parser.add_argument("--out", type=Path, default=Path("demo-shift"), help="where it is left")
    parser.add_argument("--json", action="store_true", help="the summary as JSON")


def run(args: argparse.Namespace) -> int:
    from triage_app.ui.starting import has_display

    if not has_display():
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from triage_app.app import assemble, make_desk
    from triage_app.demo.shift import shift_codes
    from triage_app.settings import load_settings
    from triage_app.ui.player import play

    settings = load_settings(args.home)
    with assemble(settings) as parts:
        if parts.people.are_set_up:
            warn("triage shift: inspectors log in here; play it on a home of 'triage demo'")
            return 1
    args.out.mkdir(parents=True, exist_ok=True)
    codes = shift_codes(args.home)[: args.items]
    played = play(make_desk(settings), codes, args.out)
    with assemble(settings) as parts:
        chain = parts.record.record.verify()
    summary = {
        "scans": played.scans,
        "recorded": played.recorded,
        "states": dict(played.states),
        "scan_to_painted_ms": {
            "p50": round(played.percentile(50), 2),
            "p99": round(played.percentile(99), 2),
        },
        "acts": chain.acts,
        "chain": "whole" if chain.whole else "broken",
        "pictures": list(played.pictures),
    }
    (args.out / "summary.json").write_text(json.dumps(summary, indent=2) + "\n", "utf-8")
    if args.json:
        say_json(summary)
    else:
        _say_summary(summary, args.out)
    return 0 if chain.whole else 1


def _say_summary(summary: dict[str, object], out: Path) -> None:
    say(f"{summary['scans']} items scanned, {summary['recorded']} outcomes recorded")
    say(f"states: {summary['states']}")
    say(f"scan to painted screen, ms: {summary['scan_to_painted_ms']}")
    say(f"chain of {summary['acts']} acts: {summary['chain']}")
    say(f"pictures and summary.json are in {out}")
