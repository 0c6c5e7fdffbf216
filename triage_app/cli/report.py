"""`triage report outcome|shift`: what the record says, for people who were not there."""

import argparse
import os
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from triage_app.cli.output import say, say_json, warn
from triage_app.cli.printing import PAPERS, printed_at, write_pdf

if TYPE_CHECKING:
    from triage_app.app import Parts
    from triage_app.flow.report import PrintedAt
    from triage_app.flow.shift_report import ShiftCounts, Stretch
    from triage_app.model.report import Report

KEYS = """outcome --json prints {"code", "scheme", "acts", "chain", "first_bad_seq",
  "head": {"station", "epoch", "seq", "hash"}, "file", "pages",
  "decisions": [{"act", "seq", "outcome", "at", "inspector", "hash"}]}.
shift --json prints {"since", "until", "inspector", "decided", "seized", "undone", "attached",
  "random", "random_seized", "outcomes", "reasons", "hours", "delivery", "file", "pages"}."""


def configure(command: str, parser: argparse.ArgumentParser) -> None:
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = KEYS
    kinds = parser.add_subparsers(dest="what", metavar="outcome | shift", required=True)
    outcome = kinds.add_parser("outcome", help="the acts on an item, what was shown, the proof")
    outcome.add_argument("code", help="any number on the item")
    shift = kinds.add_parser("shift", help="what was done in a stretch of time")
    shift.add_argument("--day", type=date.fromisoformat, help="that day of the facility")
    shift.add_argument(
        "--hours", type=int, default=12, help="without --day: so many up to now (default 12)"
    )
    shift.add_argument("--of", default="", metavar="ID", help="of one inspector alone")
    for each in (outcome, shift):
        each.add_argument("--out", type=Path, metavar="FILE.pdf", help="where the PDF is left")
        each.add_argument("--paper", choices=PAPERS, default="a4", help="(default a4)")
        each.add_argument("--json", action="store_true", help="JSON for programs")


def run(args: argparse.Namespace) -> int:
    """0; 1 where nothing was recorded of the item, or the chain of acts is broken."""
    from triage_app.cli.opening import opened

    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # paper needs no display
    with opened(args) as parts:
        at = printed_at(parts.settings, demonstration=parts.demonstration)
        return _outcome(args, parts, at) if args.what == "outcome" else _shift(args, parts, at)


def _outcome(args: argparse.Namespace, parts: "Parts", at: "PrintedAt") -> int:
    from triage_app.app import outcome_table
    from triage_app.cli.looking import examine
    from triage_app.flow.item_report import Proof, item_report
    from triage_app.flow.veil import SET_ASIDE
    from triage_app.model.act import ActKind

    item, record = examine(parts, args.code).item, parts.record.record
    if item.set_aside:
        warn(f"triage report: {SET_ASIDE}")
        return 1
    acts = record.acts_on(item.key.scheme, item.key.number)
    if not acts:
        warn(f"triage report: nothing is recorded of {item.key.number or args.code}")
        return 1
    kept = {act.id: signed for act in acts if (signed := record.kept(act.id))}
    proof = Proof(kept, record.verify(), record.head())
    report = item_report(item.key, acts, proof, outcome_table(), at, parts.clock.local)
    out = args.out or Path(f"item-{_file_name(item.key.number)}.pdf")
    head, chain = proof.head, proof.chain
    said = {
        "code": item.key.number,
        "scheme": item.key.scheme,
        "acts": len(acts),
        "chain": "whole" if chain.whole else "broken",
        "first_bad_seq": chain.first_bad_seq,
        "head": {
            "station": head.station,
            "epoch": head.epoch,
            "seq": head.seq,
            "hash": head.hash,
        },
        "decisions": [
            {
                "act": act.id,
                "seq": act.seq,
                "outcome": act.outcome,
                "at": act.recorded_at.isoformat(),
                "inspector": act.inspector,
                "hash": kept[act.id].hash,
            }
            for act in acts
            if act.kind is ActKind.OUTCOME
        ],
    }
    _leave(args, report, out, said, f"{len(acts)} acts, the chain is {said['chain']}")
    return 0 if chain.whole else 1


def _shift(args: argparse.Namespace, parts: "Parts", at: "PrintedAt") -> int:
    from triage_app.app import outcome_table
    from triage_app.flow.shift_report import count_shift, shift_report

    stretch = _stretch(args, parts)
    local = parts.clock.local
    counts = count_shift(parts.record.every_act(), stretch, local)
    report = shift_report(counts, stretch, outcome_table(), at, local)
    out = args.out or Path(f"shift-{local(stretch.since):%Y-%m-%d-%H%M}.pdf")
    said = _counted(counts, stretch)
    _leave(args, report, out, said, f"{counts.decided} outcomes, {counts.seized.total()} seizures")
    return 0


def _stretch(args: argparse.Namespace, parts: "Parts") -> "Stretch":
    """That day of the facility, however long it was, or the last hours."""
    from zoneinfo import ZoneInfo

    from triage_app.flow.shift_report import Stretch

    if args.day is None:
        now = parts.clock.now()
        return Stretch(now - timedelta(hours=args.hours), now + timedelta(seconds=1), args.of)
    zone = ZoneInfo(parts.settings.station.time_zone)
    since = datetime.combine(args.day, datetime.min.time(), zone)
    until = datetime.combine(args.day + timedelta(days=1), datetime.min.time(), zone)
    return Stretch(since, until, args.of)


def _counted(counts: "ShiftCounts", stretch: "Stretch") -> dict[str, Any]:
    return {
        "since": stretch.since.isoformat(),
        "until": stretch.until.isoformat(),
        "inspector": stretch.inspector,
        "decided": counts.decided,
        "seized": counts.seized.total(),
        "undone": counts.undone,
        "attached": counts.attached,
        "random": counts.random,
        "random_seized": counts.random_seized,
        "outcomes": dict(counts.outcomes),
        "reasons": dict(counts.reasons),
        "hours": dict(sorted(counts.hours.items())),
        "delivery": dict(counts.delivery),
    }


def _leave(
    args: argparse.Namespace, report: "Report", out: Path, said: dict[str, Any], short: str
) -> None:
    pages = write_pdf(report, out, args.paper)
    if args.json:
        say_json({**said, "file": str(out), "pages": pages})
    else:
        say(f"{out}: {pages} page{'s' * (pages > 1)}; {short}")


def _file_name(number: str) -> str:
    return "".join(one if one.isalnum() else "-" for one in number)[:60]
