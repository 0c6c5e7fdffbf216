"""`triage weigh`: what an item weighs, kept as an act."""

import argparse

from triage_app.cli.output import say, say_json, warn


def configure(command: str, parser: argparse.ArgumentParser) -> None:
    parser.add_argument("code", help="any number on the item")
    parser.add_argument("weight", nargs="+", help="with its unit: 1.31 kg, 950 g, 2 lb 3 oz")
    parser.add_argument("--scale", default="", help="which scale said so (else it was typed)")
    parser.add_argument("--json", action="store_true", help="JSON for programs")


def run(args: argparse.Namespace) -> int:
    """1 where it was refused."""
    from triage_app.cli.looking import examine_named
    from triage_app.cli.opening import acting, opened
    from triage_app.model.outcome import Refusal

    with opened(args) as parts:
        examination = examine_named(parts, args.code)
        if examination is None:
            return 2
        inspector = acting(args, parts)
        written = parts.station.weigh(examination, " ".join(args.weight), inspector, args.scale)
    if isinstance(written, Refusal):
        if args.json:
            say_json({"act": None, "refused": str(written.reason), "field": written.field})
        else:
            warn(f"triage: not written: {written.reason}")
        return 1
    if args.json:
        say_json({"act": written.id, "seq": written.seq, "hash": written.hash})
    else:
        say(f"act {written.seq} written: {written.id}")
    return 0
