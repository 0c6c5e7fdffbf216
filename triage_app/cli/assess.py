"""`triage assess`: judge items by the rules, on the law of the day they arrived."""

import argparse
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from triage_app.cli.output import say, say_json

if TYPE_CHECKING:
    from triage_app.app import Parts
    from triage_app.model.item import MailItem
    from triage_app.model.risk import Assessment


def configure(command: str, parser: argparse.ArgumentParser) -> None:
    parser.add_argument("codes", nargs="*", help="numbers on the items")
    parser.add_argument("--all", action="store_true", help="every announced item")
    parser.add_argument("--as-of", type=date.fromisoformat, help="judge by the law of this day")
    parser.add_argument("--pack", type=Path, help="another rule pack")
    parser.add_argument("--why-not", action="store_true", help="also the rules that did not fire")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")


def run(args: argparse.Namespace) -> int:
    from triage_app.app import assemble, rule_pack
    from triage_app.model.errors import FileUnreadable
    from triage_app.model.sentence import tr
    from triage_app.risk.judge import judge
    from triage_app.risk.pack import load_pack
    from triage_app.risk.toml_table import PackRefused
    from triage_app.settings import load_settings

    try:
        pack = load_pack(args.pack.read_text("utf-8"), args.pack.name) if args.pack else rule_pack()
    except (OSError, UnicodeDecodeError, PackRefused) as error:
        raise FileUnreadable(
            tr("assess", "The pack {name} is refused: {error}.", name=args.pack, error=error),
            tr("assess", "Mend it there; the pack in use stays as it is."),
        ) from error
    missing = 0
    with assemble(load_settings(args.home)) as parts:
        today = parts.clock.today()
        for item in _items(parts, args):
            announced = item.announcement
            arrived = announced.arrived_on if announced else None
            day = args.as_of or arrived or today
            assessment = judge(item, pack, parts.lists, parts.sample, day)
            if args.all and not args.pack and not args.as_of and announced:
                parts.cache.reader.keep_judgement(announced.id, assessment)
            missing += announced is None
            _say(item, assessment, args)
    return 1 if missing else 0


def _items(parts: "Parts", args: argparse.Namespace) -> "Iterator[MailItem]":
    from triage_app.cli.looking import examine

    for code in args.codes:
        yield examine(parts, code).item
    if args.all:
        for announced in parts.cache.announcements():
            yield examine(parts, announced.number).item


def _say(item: "MailItem", assessment: "Assessment", args: argparse.Namespace) -> None:
    if args.json:
        say_json(_as_json(item, assessment, why_not=args.why_not))
        return
    random = ", picked at random" if assessment.selected_at_random else ""
    score = assessment.score_micro / 1_000_000
    say(f"{item.key.number}  {assessment.verdict.value.upper()}  risk {score:.2f}{random}")
    for flag in assessment.flags:
        say(f"    {flag.severity.value:<5} {flag.text}  [{flag.citation}]")
    for not_flagged in assessment.not_flagged if args.why_not else ():
        say(f"    -     {not_flagged.rule}: {not_flagged.why}")


def _as_json(item: "MailItem", assessment: "Assessment", *, why_not: bool) -> dict[str, Any]:
    said: dict[str, Any] = {
        "code": item.key.number,
        "found": item.announcement is not None,
        "verdict": assessment.verdict.value,
        "score": assessment.score_micro / 1_000_000,
        "selected_at_random": assessment.selected_at_random,
        "as_of": assessment.as_of.isoformat(),
        "flags": [
            {
                "rule": flag.rule,
                "family": flag.family,
                "severity": flag.severity.value,
                "text": str(flag.text),
                "evidence": dict(flag.evidence),
                "citation": flag.citation,
                "pack": flag.pack,
            }
            for flag in assessment.flags
        ],
        "law": [{"id": note.id, "text": str(note.text)} for note in assessment.law],
    }
    if why_not:
        said["not_flagged"] = [
            {"rule": one.rule, "why": str(one.why)} for one in assessment.not_flagged
        ]
    return said
