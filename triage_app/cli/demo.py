"""`triage demo`: fill an empty home with a made-up facility; `triage demo score`: what the rules
find of what was planted in it."""

import argparse
import re
from datetime import date
from typing import TYPE_CHECKING

from triage_app.cli.output import say, say_json, warn

if TYPE_CHECKING:
    from triage_app.demo.fill import Filled
    from triage_app.demo.score import Score

ITEMS, SEED, IMAGES, DAY, FACILITY = 20_000, 1, 40, "2026-03-02", "JFK"


def configure(command: str, parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "what",
        nargs="?",
        choices=("fill", "score"),
        default="fill",
        help="fill an empty home (the default), or score the rules against what was planted",
    )
    parser.add_argument("--items", type=int, default=ITEMS, help=f"items (default {ITEMS})")
    parser.add_argument("--seed", type=int, default=SEED, help="same seed, same bytes")
    parser.add_argument("--images", type=int, default=IMAGES, help="how many have pictures")
    parser.add_argument(
        "--day", type=date.fromisoformat, default=date.fromisoformat(DAY), help="day at the bench"
    )
    parser.add_argument("--facility", default=FACILITY, help="three letters of the facility")
    parser.add_argument(
        "--history", type=int, default=0, metavar="N", help="outcomes recorded in the weeks before"
    )
    parser.add_argument("--json", action="store_true", help="JSON for programs")


def run(args: argparse.Namespace) -> int:
    return _score(args) if args.what == "score" else _fill(args)


def _fill(args: argparse.Namespace) -> int:
    from triage_app.demo.fill import fill_home
    from triage_app.demo.stream import FEWEST_ITEMS, FacilityPlan

    wrong = _wrong(args, FEWEST_ITEMS)
    if wrong:
        warn(f"triage demo: {wrong}")
        return 2
    plan = FacilityPlan(args.seed, args.items, args.day, args.facility, min(4, args.images // 2))
    filled = fill_home(args.home, plan, args.images)
    recorded = _history(args) if args.history else 0
    if args.json:
        say_json({**_filled_json(args, filled), "recorded": recorded})
    else:
        _say_filled(args, filled)
        if recorded:
            say(f"      triage --home {args.home} measure  {recorded:,} outcomes were recorded")
    return 0


def _history(args: argparse.Namespace) -> int:
    """Outcomes of the weeks up to now, so that rules can be measured."""
    from triage_app.cli.opening import opened_unasked
    from triage_app.demo.history import plant_history

    with opened_unasked(args.home) as parts:
        return plant_history(parts, args.home, args.seed, args.history, parts.clock.now())


def _wrong(args: argparse.Namespace, fewest: int) -> str:
    """What is wrong with the arguments, or nothing."""
    if args.items < fewest:
        return f"a facility has at least {fewest} items, so that every case has a place"
    if args.images < 0 or args.history < 0:
        return "--images and --history must not be negative"
    if not re.fullmatch("[A-Z]{3}", args.facility):
        return "--facility is three capital letters, such as JFK"
    return ""


def _filled_json(args: argparse.Namespace, filled: "Filled") -> dict[str, object]:
    gathered = filled.gathered
    return {
        "home": str(args.home),
        "items": filled.items,
        "seed": args.seed,
        "day": args.day.isoformat(),
        "facility": args.facility,
        "pictures": filled.pictures,
        "holds": filled.holds,
        "shift_codes": filled.codes,
        "planted": {
            rule or "dense-mass": {
                "cases": gathered.cases[rule],
                "items": gathered.items[rule],
                "examples": gathered.examples[rule],
            }
            for rule in sorted(gathered.cases)
        },
        "recovery_key": filled.recovery_key,
    }


def _say_filled(args: argparse.Namespace, filled: "Filled") -> None:
    gathered = filled.gathered
    say(f"{filled.items:,} items announced at {args.facility} for {args.day}, in {args.home}")
    say(f"{filled.pictures} of them with X-ray and product picture, {filled.holds} holds open\n")
    say(f"{'planted':<16} {'cases':>6} {'items':>6}   for example")
    for rule in sorted(gathered.cases):
        name = rule or "dense mass"
        examples = ", ".join(gathered.examples[rule])
        say(f"{name:<16} {gathered.cases[rule]:>6} {gathered.items[rule]:>6}   {examples}")
    say("\nHOME/demo has manifest.csv, truth.jsonl (what was planted where), xray/ and shift.txt.")
    say("Both stores are marked as a demonstration; its key lies in a file beside them.")
    say(f"Recovery key of this home, shown once: {filled.recovery_key}")
    say(f"\nNext: triage --home {args.home}          the window")
    say(f"      triage --home {args.home} shift    a shift played through it")


def _score(args: argparse.Namespace) -> int:
    from triage_app.demo.home_score import score_home

    result = score_home(args.home)
    if args.json:
        say_json(_score_json(result))
    else:
        _say_score(result)
    return 0


def _score_json(result: "Score") -> dict[str, object]:
    from triage_app.demo.truth import FUZZY

    return {
        "items": result.items,
        "rules": [
            {
                "rule": one.rule,
                "planted": one.planted,
                "found": one.found,
                "recall": round(one.recall, 4),
                "recall_interval": [round(edge, 4) for edge in one.recall_from_to],
                "innocent": one.innocent,
                "false": one.false,
                "false_share": round(one.false_share, 6),
                "false_interval": [round(edge, 6) for edge in one.false_from_to],
                "decoys": one.decoys,
                "deceived": one.deceived,
                "kind": "fuzzy" if one.rule in FUZZY else "exact",
                "missed": list(one.missed),
                "false_examples": list(one.false_examples),
            }
            for one in result.rules
        ],
        "verdicts": result.verdicts,
        "clean_verdicts": result.clean_verdicts,
        "other_rules_on_clean_items": result.others,
    }


def _say_score(result: "Score") -> None:
    from triage_app.demo.truth import FUZZY

    say(
        f"{'rule':<23} {'planted':>7} {'found':>6} {'recall':>7} {'95 %':>14} {'false':>6} "
        f"{'of innocent':>12} {'95 %':>15} {'decoys':>7} {'fell for':>9}"
    )
    for one in result.rules:
        name = f"{one.rule} ~" if one.rule in FUZZY else one.rule
        say(
            f"{name:<23} {one.planted:>7} {one.found:>6} {one.recall:>7.1%}"
            f" {_from_to(one.recall_from_to, 1):>14} {one.false:>6} {one.false_share:>12.3%}"
            f" {_from_to(one.false_from_to, 3):>15} {one.decoys:>7} {one.deceived:>9}"
        )
    say("~ weighs likeness or spread; the others are exact")
    _say_shares("\nverdicts, all items:  ", result.verdicts)
    _say_shares("verdicts, clean items:", result.clean_verdicts)
    if result.others:
        clean = sum(result.clean_verdicts.values()) or 1
        fired = (f"{rule} {count / clean:.2%}" for rule, count in result.others.items())
        say(f"other rules on clean items: {', '.join(fired)}")


def _from_to(interval: tuple[float, float], digits: int) -> str:
    low, high = interval
    return f"{low * 100:.{digits}f}-{high * 100:.{digits}f}"


def _say_shares(title: str, verdicts: dict[str, int]) -> None:
    total = sum(verdicts.values()) or 1
    say(f"{title} " + ", ".join(f"{name} {n / total:.1%}" for name, n in verdicts.items()))
