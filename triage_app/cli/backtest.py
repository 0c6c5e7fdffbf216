"""`triage backtest`: a rule pack against another over recorded outcomes, before it goes live."""

import argparse
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from triage_app.cli.measure import rested_json, share_text
from triage_app.cli.output import on_terminal, say, say_json
from triage_app.model.measure import Backtest, Compared, Rested, RuleCompared
from triage_app.model.visible import visible

if TYPE_CHECKING:
    from triage_app.app import Parts


def configure(command: str, parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--pack", type=Path, required=True, metavar="FILE", help="the pack to try")
    parser.add_argument(
        "--against", type=Path, metavar="FILE", help="the other one (default: the one in use)"
    )
    parser.add_argument("--json", action="store_true", help="one JSON object")


def run(args: argparse.Namespace) -> int:
    """0; 1 where it was stopped before its end."""
    from triage_app.cli.assess import read_pack
    from triage_app.cli.opening import opened_unasked

    new = read_pack(args.pack)
    old = read_pack(args.against) if args.against else None
    with opened_unasked(args.home) as parts:
        made = _tried(parts, new, old or parts.pack)
    if args.json:
        say_json(as_json(made))
    else:
        say(as_text(made))
    return 1 if made.stopped else 0


def _tried(parts: "Parts", new: Any, old: Any) -> Backtest:
    from triage_app.app import outcome_table
    from triage_app.cli.progress import Bar, Untold
    from triage_app.cli.stopping import Stopping
    from triage_app.flow.backtesting import Packs, Telling, backtest

    total = parts.record.record.head().seq
    bar = Bar("acts") if on_terminal() else Untold()
    with Stopping() as stopping:
        made = backtest(
            parts.record.every_act(),
            Packs(old, new, parts.lists),
            outcome_table(),
            parts.clock.local,
            Telling(lambda done: bar.show(done, total), stopping.asked),
        )
    bar.clear()
    return made


def as_json(made: Backtest) -> dict[str, Any]:
    """All of it."""
    plain = {
        name: value
        for name, value in asdict(made).items()
        if name not in ("known", "random", "rules")
    }
    return {
        **plain,
        "known": _compared_json(made.known),
        "random": _compared_json(made.random),
        "extra_looks_per_day": _extra(made),
        "rules": [
            {
                "rule": one.rule,
                "old": rested_json(one.old) if one.old else None,
                "new": rested_json(one.new) if one.new else None,
            }
            for one in made.rules
        ],
    }


def _compared_json(compared: Compared) -> dict[str, Any]:
    return {
        "both": rested_json(compared.both),
        "only_new": rested_json(compared.only_new),
        "only_old": rested_json(compared.only_old),
        "neither": rested_json(compared.neither),
    }


def _extra(made: Backtest) -> float:
    """Looks a day more than now; below 0: fewer."""
    more = made.known.only_new.items - made.known.only_old.items
    return round(more / made.days, 3) if made.days else 0.0


def as_text(made: Backtest) -> str:
    """For people: the four cells, what they rest on, and what no record can tell."""
    lines = [
        f"new: {visible(made.new)}   old: {visible(made.old)}",
        f"{made.items:,} items decided on {made.days:,} days, {made.seconds:.1f} s"
        + ("; STOPPED before the end" if made.stopped else ""),
    ]
    if not made.items:
        lines.append("No outcome is recorded here that can be judged again; record some first.")
        return "\n".join(lines)
    lines += ["", *_cells("all decided items", made.known)]
    lines += ["", *_cells("the random slice among them", made.random), ""]
    lines.append(f"extra work: {_extra(made):+.1f} looks a day")
    lines.append(_caught(made))
    lines.append(_missed(made))
    lines += ["", f"{'rule':<22} {'old hits':>9} {'new hits':>9}  precision of the new (95 %)"]
    lines += [_rule_line(one) for one in made.rules if _fires(one)]
    lines += ["", *_notes(made)]
    return "\n".join(lines)


def _cells(title: str, compared: Compared) -> list[str]:
    head = f"{title:<30} {'items':>8} {'examined':>9} {'settled':>8} {'found':>6}  found of settled"
    rows = (
        ("flagged by both", compared.both),
        ("by the new one only", compared.only_new),
        ("by the old one only", compared.only_old),
        ("by neither", compared.neither),
    )
    return [head, *(_cell(name, rested) for name, rested in rows)]


def _cell(name: str, rested: Rested) -> str:
    return (
        f"  {name:<28} {rested.items:>8,} {rested.examined:>9,} {rested.settled:>8,}"
        f" {rested.found:>6,}  {share_text(rested.precision)}"
    )


def _caught(made: Backtest) -> str:
    cells = made.known
    finds = sum(r.found for r in (cells.both, cells.only_new, cells.only_old, cells.neither))
    new, old = (cells.both.found + one.found for one in (cells.only_new, cells.only_old))
    return (
        f"of {finds:,} finds on record the new pack flags {new:,}, the old one {old:,} (finds are"
        " mostly where the rules of then pointed: this favours them)"
    )


def _missed(made: Backtest) -> str:
    drawn = made.random.neither
    if made.missed_low is None or made.missed_high is None:
        return (
            f"missed by both: not enough; {drawn.settled:,} items of the random slice that neither"
            " flags are settled"
        )
    return (
        f"missed by both: {made.missed_low:,.0f} to {made.missed_high:,.0f} of the"
        f" {made.known.neither.items:,} items neither flags, by {drawn.found:,} finds in"
        f" {drawn.settled:,} of the random slice (95 %)"
    )


def _fires(one: RuleCompared) -> bool:
    return bool((one.old and one.old.items) or (one.new and one.new.items))


def _rule_line(one: RuleCompared) -> str:
    old, new = (f"{r.items:,}" if r else "none" for r in (one.old, one.new))
    known = share_text(one.new.precision) if one.new else ""
    return f"  {visible(one.rule):<20} {old:>9} {new:>9}  {known}"


def _notes(made: Backtest) -> list[str]:
    notes = [f"{made.unread:,} acts do not say enough to be judged again and are left out."]
    if made.comparable:
        notes.append(
            f"{made.same:,} of {made.comparable:,} items get the very flags again that their act"
            " holds, under the pack of then."
        )
    if len(made.shares) > 1:
        notes.append(
            "The random slice's share changed in this time: what both miss is told more by the days"
            " on which it was larger."
        )
    if made.other_lists:
        notes.append(
            f"{made.other_lists:,} items were judged by other editions of the screening lists; here"
            " those in use now are taken, which may know more than was known then."
        )
    return notes
