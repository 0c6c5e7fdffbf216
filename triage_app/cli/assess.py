"""`triage assess`: the station's judgement of items, with its evidence; --all judges the cache."""

import argparse
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from triage_app.app import Parts
from triage_app.cli.opening import opened, opened_unasked
from triage_app.cli.output import on_terminal, say, say_json, warn
from triage_app.cli.rejudging import rejudge_here, said_of
from triage_app.flow.announced import announced_item
from triage_app.flow.assess import assess
from triage_app.flow.clearance import Clearance
from triage_app.flow.identify import identify
from triage_app.flow.lookup import lookup
from triage_app.model.item import Announcement, MailItem
from triage_app.model.risk import Assessment, Card, Flag, Without
from triage_app.model.visible import visible
from triage_app.risk.judge import judge
from triage_app.risk.names import person_key
from triage_app.risk.pack import RulePack, load_pack

SHOWN_EVERY = 500
KEPT_AT_ONCE = 200
"""Verdicts a transaction: one each costs a sixth of the judging; no window waits for so many."""


def configure(command: str, parser: argparse.ArgumentParser) -> None:
    parser.add_argument("code", nargs="*", metavar="CODE", help="codes of items")
    parser.add_argument(
        "--all", action="store_true", help="every announced item; verdicts are kept"
    )
    parser.add_argument(
        "--stale",
        action="store_true",
        help="only what was judged by lists or rules that are no more; says how much changed",
    )
    parser.add_argument("--as-of", type=date.fromisoformat, metavar="DATE", help="law of that day")
    parser.add_argument("--pack", type=Path, metavar="FILE", help="another rule pack")
    parser.add_argument("--why-not", action="store_true", help="also say why rules did not fire")
    parser.add_argument("--json", action="store_true", help="one JSON object an item")


def run(args: argparse.Namespace) -> int:
    """0 when all was judged, 2 when nothing was named."""
    if bool(args.code) + args.all + args.stale != 1:
        warn("triage assess: name codes, or --all, or --stale")
        return 2
    if args.stale:
        return _stale(args)
    pack = read_pack(args.pack) if args.pack else None
    with opened(args) as parts:
        judged = _Judge(parts, pack or parts.pack, args.as_of)
        show = _shower(args, parts.station.clearance)
        if args.all:
            _all(parts, judged, show, keep=pack is None and args.as_of is None)
        for code in args.code:
            item = parts.station.clearance.item(
                lookup(
                    identify(code),
                    parts.cache.reader,
                    parts.record.record,
                    person_key,
                    parts.clock.now(),
                )
            )
            show(code, item, judged(item))
    return 0


def _stale(args: argparse.Namespace) -> int:
    if args.pack or args.as_of:
        warn("triage assess: --stale judges by the station's own pack, on the arrival day")
        return 2
    with opened_unasked(args.home) as parts:
        again = rejudge_here(parts)
    if args.json:
        say_json(again._asdict())
    else:
        say(f"{again.judged:,} items were judged anew: {said_of(again)}")
    return 0


def read_pack(path: Path) -> RulePack:
    """The pack of a file. Raises PackRefused with its line, FileUnreadable when it is no text."""
    from triage_app.cli.pack_files import pack_source

    source = pack_source(str(path))
    return load_pack(source.text, source.name, source.lexicons)


class _Judge:
    """Judges by one pack, on the arrival day or the day asked for."""

    def __init__(self, parts: Parts, pack: RulePack, as_of: date | None) -> None:
        self._parts = parts
        self._pack = pack
        self._as_of = as_of

    def __call__(self, item: MailItem) -> Assessment:
        parts = self._parts
        if self._as_of is not None:
            return judge(item, self._pack, parts.lists, parts.sample, self._as_of)
        return assess(item, self._pack, parts.lists, parts.sample, parts.clock.today())


Show = Callable[[str, MailItem, Assessment], None]


def _all(parts: Parts, judged: _Judge, show: Show, *, keep: bool) -> None:
    """Every announced item. Verdicts are kept in the cache only when they are the station's own."""
    total = parts.cache.reader.age().items if on_terminal() else 0
    verdicts: list[tuple[Announcement, Assessment]] = []
    clearance = parts.station.clearance
    for count, announced in enumerate(parts.cache.announcements(), 1):
        item = announced_item(announced, parts.cache.reader, parts.record.record, person_key)
        item = clearance.kin(item)
        assessment = judged(item)
        verdicts.append((announced, assessment))
        if len(verdicts) == KEPT_AT_ONCE:
            _keep(parts, verdicts if keep else ())
            verdicts.clear()
        show(announced.number, item, assessment)
        if total and count % SHOWN_EVERY == 0:
            sys.stderr.write(f"\r{count:,} of {total:,} judged")
    _keep(parts, verdicts if keep else ())
    if total:
        sys.stderr.write("\n")


def _keep(parts: Parts, verdicts: Sequence[tuple[Announcement, Assessment]]) -> None:
    if verdicts:
        parts.cache.reader.keep_judgements(verdicts)


def _shower(args: argparse.Namespace, clearance: Clearance) -> Show:
    def show(code: str, item: MailItem, assessment: Assessment) -> None:
        item = clearance.item(item)
        assessment = clearance.judged(item, assessment)
        if args.json:
            say_json(as_json(code, item, assessment, why_not=args.why_not))
        else:
            say(as_text(code, item, assessment, why_not=args.why_not))

    return show


def as_json(
    code: str, item: MailItem, assessment: Assessment, *, why_not: bool = False
) -> dict[str, Any]:
    """The assessment as the one object the command line promises."""
    shown: dict[str, Any] = {
        "code": code,
        "found": item.announcement is not None or item.set_aside,
        "verdict": assessment.verdict.value,
        "score": assessment.score_micro / 1_000_000,
        "hold_at": assessment.hold_at_micro / 1_000_000,
        "look_at": assessment.look_at_micro / 1_000_000,
        "selected_at_random": assessment.selected_at_random,
        "flags": [_flag_json(flag) for flag in assessment.flags],
        "without": [
            {
                "rules": list(one.rules),
                "verdict": one.verdict.value,
                "score": one.score_micro / 1_000_000,
            }
            for one in assessment.without
        ],
        "cards": [
            {
                "id": card.id,
                "title": card.title,
                "steps": list(card.steps),
                "ours": list(card.ours),
                "source": card.source,
            }
            for card in assessment.cards
        ],
        "law": [
            {
                "id": note.id,
                "text": str(note.text),
                "citation": note.citation,
                "effect": note.effect,
                "owed": str(note.owed),
            }
            for note in assessment.law
        ],
        "valued": str(assessment.valued),
        "as_of": assessment.as_of.isoformat(),
        "pack": assessment.pack,
        "pack_digest": assessment.pack_digest,
        "lists": dict(assessment.lists),
    }
    if why_not:
        shown["not_flagged"] = [
            {"rule": quiet.rule, "why": str(quiet.why)} for quiet in assessment.not_flagged
        ]
    return shown


def _flag_json(flag: Flag) -> dict[str, Any]:
    return {
        "rule": flag.rule,
        "family": flag.family,
        "severity": flag.severity.value,
        "text": str(flag.text),
        "evidence": flag.evidence,
        "citation": flag.citation,
        "pack": flag.pack,
        "points": flag.points_micro / 1_000_000,
        "thresholds": dict(flag.thresholds),
        "would_change": str(flag.would_change or ""),
        "cards": list(flag.cards),
    }


def as_text(code: str, item: MailItem, assessment: Assessment, *, why_not: bool = False) -> str:
    """The assessment for people: verdict and sum, each flag's points and what would change it, how
    to handle what is suspected, the law, why others did not fire."""
    lines = [
        f"{visible(code)}  {assessment.verdict.value.upper()}  "
        f"{assessment.score_micro / 10_000:.0f} of 100, law of {assessment.as_of}"
        + ("" if item.announcement or item.set_aside else "  (on no manifest)")
    ]
    for flag in assessment.flags:
        lines.append(
            f"  {flag.severity.value:<5} {flag.points_micro / 10_000:>4.0f}  {flag.rule:<20} "
            f"{visible(str(flag.text))}"
        )
        if flag.would_change:
            lines.append(f"{'':<14}would change: {visible(str(flag.would_change))}")
    lines += [_without_text(one, assessment) for one in assessment.without]
    lines += [line for card in assessment.cards for line in _card_lines(card)]
    lines += [
        f"  law         {note.id:<20} {note.text} [{note.citation}]" for note in assessment.law
    ]
    if assessment.valued:
        lines.append(f"  rates       {visible(str(assessment.valued), 400)}")
    if why_not:
        lines += [f"  not         {quiet.rule:<20} {quiet.why}" for quiet in assessment.not_flagged]
    return "\n".join(lines)


def _without_text(one: Without, assessment: Assessment) -> str:
    return (
        f"  sum         without {' and '.join(one.rules)} it would be {one.verdict.value}, "
        f"{one.score_micro / 10_000:.0f} of 100 (a hold from "
        f"{assessment.hold_at_micro / 10_000:.0f}, a look from "
        f"{assessment.look_at_micro / 10_000:.0f})"
    )


def _card_lines(card: Card) -> list[str]:
    steps = [f"              - {step}" for step in card.steps]
    ours = [f"              - {step} (ours)" for step in card.ours]
    return [f"  handle      {card.title}", *steps, *ours, f"              [{card.source}]"]
