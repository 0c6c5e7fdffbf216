"""`triage lists`: take official screening lists in, say which are kept, look a name up in them."""

import argparse
import hashlib
from collections import Counter
from pathlib import Path
from typing import Any

from triage_app.app import Parts
from triage_app.cli.opening import opened
from triage_app.cli.output import say, say_json, warn
from triage_app.formats.list_file import ListFile, unreadable
from triage_app.formats.read_list import read_list
from triage_app.model.listing import ListMatch
from triage_app.model.visible import visible

REJECTS_SHOWN = 20


def configure(command: str, parser: argparse.ArgumentParser) -> None:
    what = parser.add_subparsers(dest="what", metavar="import | match")
    taken = what.add_parser("import", help="take a list file in, in place of the one before")
    taken.add_argument("name", metavar="NAME", help="what the list is called, e.g. ofac-sdn")
    taken.add_argument("file", type=Path, metavar="FILE", help="OFAC, UN, CSL, UFLPA or plain CSV")
    matched = what.add_parser("match", help="entries a name is like")
    matched.add_argument("text", nargs="+", metavar="TEXT", help="a name")
    parser.add_argument("--json", action="store_true", help="JSON for programs")
    for each in (taken, matched):
        each.add_argument("--json", action="store_true", default=argparse.SUPPRESS)
    parser.epilog = "Without a word: the lists that are kept."


def run(args: argparse.Namespace) -> int:
    """0; 1 when rows of a list were refused."""
    with opened(args.home) as parts:
        if args.what == "import":
            read = read_list(args.file, args.name)
            return _import(parts, args.name, args.file, read, as_json=args.json)
        if args.what == "match":
            return _match(parts, " ".join(args.text), as_json=args.json)
        return _kept(parts, as_json=args.json)


def _import(parts: Parts, name: str, path: Path, read: ListFile, *, as_json: bool) -> int:
    """Keep the list and say what is new in it against the edition before."""
    before = {entry.uid: entry for entry in parts.lists.entries if entry.list_name == name}
    now = {entry.uid: entry for entry in read.entries}
    version = f"{parts.clock.today()} {_digest(path)}"
    parts.cache.keep_list(name, version, read.entries)
    shown = {
        "list": name,
        "file": str(path),
        "format": read.format,
        "version": version,
        "entries": len(read.entries),
        "new": len(now.keys() - before.keys()),
        "removed": len(before.keys() - now.keys()),
        "changed": sum(now[uid] != before[uid] for uid in now.keys() & before.keys()),
        "rejected": len(read.rejects),
    }
    if as_json:
        say_json(shown)
    else:
        say(
            f"{name}: {len(read.entries):,} entries of {read.format}; {shown['new']:,} new, "
            f"{shown['removed']:,} removed, {shown['changed']:,} changed"
        )
    for reject in read.rejects[:REJECTS_SHOWN]:
        warn(f"line {reject.line}: {reject.reason}: {visible(reject.raw, 100)}")
    return 1 if read.rejects else 0


def _digest(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()[:12]
    except OSError as error:
        raise unreadable(path, error.strerror or error) from error


def _kept(parts: Parts, *, as_json: bool) -> int:
    counts = Counter(entry.list_name for entry in parts.lists.entries)
    versions = parts.cache.list_versions()
    for name in sorted(versions):
        if as_json:
            say_json({"list": name, "version": versions[name], "entries": counts[name]})
        else:
            say(f"{name:<20} {counts[name]:>8,} entries   {versions[name]}")
    if not versions and not as_json:
        say("No list is kept. 'triage lists import NAME FILE' takes one in.")
    return 0


def _match(parts: Parts, text: str, *, as_json: bool) -> int:
    found = parts.lists.match(text)
    for match in found:
        if as_json:
            say_json(_as_json(match))
            continue
        entry = match.entry
        say(
            f"{match.score_micro / 10_000:>4.0f} %  {visible(match.matched)}  "
            f"({visible(entry.name)}, {entry.list_name} {entry.uid}, {visible(entry.programme)})"
        )
    if not found and not as_json:
        say(f"{len(parts.lists):,} entries, none is like it.")
    return 0


def _as_json(match: ListMatch) -> dict[str, Any]:
    entry = match.entry
    return {
        "list": entry.list_name,
        "uid": entry.uid,
        "name": entry.name,
        "matched": match.matched,
        "score": match.score_micro / 1_000_000,
        "kind": entry.kind,
        "programme": entry.programme,
        "countries": list(entry.countries),
    }
