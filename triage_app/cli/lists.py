"""`triage lists`: screening lists in the cache."""

import argparse
from datetime import UTC, datetime
from pathlib import Path

from triage_app.cli.output import say, say_json


def configure(command: str, parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="JSON for programs")
    what = parser.add_subparsers(dest="what")
    take = what.add_parser("import", help="an official list, or a CSV with names")
    take.add_argument("name")
    take.add_argument("file", type=Path)
    match = what.add_parser("match", help="entries a name is like")
    match.add_argument("text")
    for one in (take, match):
        one.add_argument("--json", action="store_true", default=argparse.SUPPRESS)


def run(args: argparse.Namespace) -> int:
    from triage_app.app import assemble
    from triage_app.formats.read_list import read_list
    from triage_app.settings import load_settings

    with assemble(load_settings(args.home)) as parts:
        if args.what == "import":
            entries = tuple(read_list(args.file, args.name).entries)
            parts.cache.keep_list(args.name, datetime.now(UTC).date().isoformat(), entries)
            say(f"{args.name}: {len(entries):,} entries")
            return 0
        if args.what == "match":
            for match in parts.lists.match(args.text):
                said = {
                    "list": match.entry.list_name,
                    "uid": match.entry.uid,
                    "name": match.entry.name,
                    "matched": match.matched,
                    "score": match.score_micro / 1_000_000,
                }
                say_json(said) if args.json else say("  ".join(map(str, said.values())))
            return 0
        for name, version in parts.cache.list_versions().items():
            say_json({"list": name, "version": version}) if args.json else say(f"{name} {version}")
    return 0
