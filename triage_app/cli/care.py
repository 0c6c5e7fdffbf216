"""`triage check`: whether both stores are sound and the chain of acts is whole."""

import argparse

from triage_app.cli.output import say, say_json


def configure(command: str, parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="JSON for programs")


def run(args: argparse.Namespace) -> int:
    from triage_app.app import assemble
    from triage_app.settings import load_settings

    with assemble(load_settings(args.home)) as parts:
        chain = parts.record.record.verify()
        found = {
            "cache.db": list(parts.cache.damage()),
            "record.db": list(parts.record.damage()),
            "acts": [] if chain.whole else [f"act {chain.first_bad_seq}: {chain.reason}"],
        }
    if args.json:
        say_json({name: {"sound": not wrong, "wrong": wrong} for name, wrong in found.items()})
    else:
        for name, wrong in found.items():
            say(f"{name:<10} {'sound' if not wrong else '; '.join(wrong)}")
    return 1 if any(found.values()) else 0
