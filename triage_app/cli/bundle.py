"""`triage bundle`: what the road would carry, on a medium: sealed for the hub, signed, harmless
when it is brought twice."""

import argparse
from pathlib import Path

from triage_app.cli.output import say, say_json, warn


def configure(command: str, parser: argparse.ArgumentParser) -> None:
    what = parser.add_subparsers(dest="what", required=True)
    out = what.add_parser("export", help="write what waits for the hub")
    taken = what.add_parser("import", help="take in what the hub answered and hands out")
    for one in (out, taken):
        one.add_argument("file", type=Path)
        one.add_argument("--json", action="store_true", help="JSON for programs")


def run(args: argparse.Namespace) -> int:
    return _export(args) if args.what == "export" else _import(args)


def _export(args: argparse.Namespace) -> int:
    from triage_app.app import export_bundle
    from triage_app.settings import load_settings

    made = export_bundle(load_settings(args.home), args.file)
    said = {"file": str(args.file), "acts": made.acts, "blobs": made.blobs}
    if args.json:
        say_json({**said, "missing": list(made.missing)})
    else:
        say(f"{args.file}: {made.acts} acts, {made.blobs} images; they wait here until the hub's")
        say("answer comes back: 'triage bundle import FILE'")
    for name in made.missing:
        warn(f"triage bundle: image {name[:12]} is missing or damaged here and is not in it")
    return 1 if made.missing else 0


def _import(args: argparse.Namespace) -> int:
    from triage_app.app import Shared, import_bundle
    from triage_app.model.errors import HomeTaken
    from triage_app.settings import load_settings

    settings = load_settings(args.home)
    shared = Shared(settings)
    try:
        taken = import_bundle(settings, args.file, shared)
    except HomeTaken as busy:
        warn(f"triage: {busy.what} {busy.next_step}")
        return 1
    for notice in shared.notices():
        warn(f"triage: {notice}")
    said = {
        "file": str(args.file),
        "answered": taken.answered,
        "refused": taken.refused,
        "blobs": taken.blobs,
        "segments": taken.segments,
        "waiting": taken.waiting,
    }
    if args.json:
        say_json(said)
    else:
        say(", ".join(f"{name} {count}" for name, count in said.items() if name != "file"))
    return 1 if taken.refused else 0
