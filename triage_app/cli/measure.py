"""`triage measure`: does a rule work? Per rule and pack version, by the outcomes recorded here."""

import argparse
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from triage_app.cli.output import say, say_json, warn
from triage_app.model.measure import Drift, Measurement, Rested, RuleMeasure, Share
from triage_app.model.visible import visible

NOT_ENOUGH = "not enough"


def configure(command: str, parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--from",
        dest="first",
        type=date.fromisoformat,
        metavar="DATE",
        help="first day (default: thirty days up to the last one)",
    )
    parser.add_argument(
        "--to", dest="last", type=date.fromisoformat, metavar="DATE", help="last day (today)"
    )
    parser.add_argument("--csv", type=Path, metavar="FILE", help="the rules as a table")
    parser.add_argument("--json", action="store_true", help="one JSON object")
    parser.add_argument("--for-window", action="store_true", help=argparse.SUPPRESS)


def run(args: argparse.Namespace) -> int:
    """0; 2 where the period ends before it begins."""
    from triage_app.app import outcome_table
    from triage_app.cli.opening import opened_unasked
    from triage_app.flow.measuring import as_csv, measure_record, told, usual_period

    with opened_unasked(args.home) as parts:
        last = args.last or parts.clock.today()
        first = args.first or usual_period(last)[0]
        if last < first:
            warn("triage measure: --to is a day before --from")
            return 2
        acts = parts.record.every_act()
        measured = measure_record(acts, outcome_table(), parts.clock.local, first, last)
    if args.csv:
        args.csv.write_text(as_csv(measured), "utf-8", newline="")
        warn(f"{args.csv}: {len(measured.rules):,} rules written")
    if args.for_window:
        say(told(measured).decode())
    elif args.json:
        say_json(as_json(measured))
    elif not args.csv:
        say(as_text(measured))
    return 0


def as_json(measured: Measurement) -> dict[str, Any]:
    """All of it; shares are {"part", "of", "low", "high", "value"}."""
    return {
        "from": measured.first.isoformat(),
        "to": measured.last.isoformat(),
        "items": measured.items,
        "flagged": rested_json(measured.flagged),
        "random": rested_json(measured.random),
        "rules": [_rule_json(one) for one in measured.rules],
        "draws": [asdict(one) for one in measured.draws],
        "days": [{**asdict(one), "day": one.day.isoformat()} for one in measured.days],
        "score_drift": asdict(measured.score_drift) if measured.score_drift else None,
        "before_items": measured.before_items,
        "undone": measured.undone,
        "unread": measured.unread,
    }


def rested_json(rested: Rested) -> dict[str, Any]:
    """A set of items and what is known of them."""
    return {
        "items": rested.items,
        "examined": rested.examined,
        "settled": rested.settled,
        "found": rested.found,
        "precision": _share_json(rested.precision),
        "lift": asdict(rested.lift) if rested.lift else None,
    }


def _rule_json(one: RuleMeasure) -> dict[str, Any]:
    return {
        "pack": one.pack,
        "rule": one.rule,
        "judged": one.judged,
        "hits": one.hits.items,
        "rate": _share_json(one.rate),
        "per_day": round(one.per_day, 3),
        **{key: value for key, value in rested_json(one.hits).items() if key != "items"},
        "drift": asdict(one.drift) if one.drift else None,
    }


def _share_json(share: Share) -> dict[str, Any]:
    return {**asdict(share), "value": share.value}


def as_text(measured: Measurement) -> str:
    """For people: what each figure rests on stands beside it."""
    lines = [f"{measured.first} to {measured.last}: {measured.items:,} items decided here"]
    if not measured.items:
        lines.append(
            "No outcome is recorded in these days, so no rule can be measured. Record outcomes at"
            " the bench, say how each item was examined, or name other days with --from and --to."
        )
        return "\n".join(lines)
    lines += [_basis("flagged", measured.flagged), _basis("random slice", measured.random)]
    lines += [f"  {one}" for one in _draw_lines(measured)]
    lines.append(f"score against the {measured.before_items:,} items before: ")
    lines[-1] += drift_text(measured.score_drift)
    head = f"{'rule':<22} {'hits':>6} {'a day':>6} {'exam.':>6} {'found':>6}  "
    lines += ["", head + f"{'precision (95 %)':<22} {'lift (95 %)':<20} drift"]
    fired = [one for one in measured.rules if one.hits.items]
    for pack in dict.fromkeys(one.pack for one in measured.rules):
        lines.append(visible(pack))
        lines += [_rule_line(one) for one in fired if one.pack == pack]
        quiet = [one.rule for one in measured.rules if one.pack == pack and not one.hits.items]
        if quiet:
            lines.append(f"  never fired: {visible(', '.join(quiet), 2_000)}")
    lines += ["", *_notes(measured)]
    return "\n".join(lines)


def _basis(what: str, rested: Rested) -> str:
    known = share_text(rested.precision)
    return (
        f"{what}: {rested.items:,} items, {rested.examined:,} examined, {rested.settled:,} settled,"
        f" found in {known}"
    )


def _draw_lines(measured: Measurement) -> list[str]:
    return [
        f"drawn by secret {visible(one.secret_id[:12]) or 'unknown'} at "
        + (
            "a share not written down"
            if one.share_micro is None
            else f"{one.share_micro / 1e4:g} %"
        )
        + f": {one.picked:,} of {one.items:,} items decided"
        for one in measured.draws
    ]


def _rule_line(one: RuleMeasure) -> str:
    hits = one.hits
    over = hits.lift
    lifted = f"{over.value:.1f}x ({over.low:.1f}-{over.high:.1f})" if over else NOT_ENOUGH
    return (
        f"  {visible(one.rule):<20} {hits.items:>6,} {one.per_day:>6.1f} {hits.examined:>6,}"
        f" {hits.found:>6,}  {share_text(hits.precision):<22} {lifted:<20} {drift_text(one.drift)}"
    )


def share_text(share: Share) -> str:
    """A share with its interval, in per cent."""
    if share.value is None:
        return "no item settled"
    return f"{share.value:.1%} ({share.low:.0%}-{share.high:.0%})"


def drift_text(drift: Drift | None) -> str:
    """How far something moved."""
    return NOT_ENOUGH if drift is None else f"{drift.word} ({drift.index:.2f})"


def _notes(measured: Measurement) -> list[str]:
    return [
        "Precision is found of settled: items that were examined and decided one way or the other.",
        "A release without sign of an examination counts neither way: see the field 'Examined'.",
        f"Lift is over the random slice, {measured.random.settled:,} settled items.",
        f"{measured.undone:,} undone outcomes count as never written.",
        f"{measured.unread:,} acts do not say what was shown and are left out.",
    ]
