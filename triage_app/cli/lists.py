"""`triage lists`: take official screening lists in, say which are kept and what changed, look a
name up in them."""

import argparse
import hashlib
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from triage_app.app import Parts
from triage_app.cli.list_matching import match
from triage_app.cli.opening import opened
from triage_app.cli.output import say, say_json, warn
from triage_app.cli.rejudging import rejudge_here, said_of
from triage_app.flow.rejudge import Rejudged
from triage_app.formats.list_file import ListFile, unreadable
from triage_app.formats.read_list import read_list
from triage_app.model.listing import ListChange, ListEdition
from triage_app.model.visible import visible
from triage_app.risk.list_delta import list_delta
from triage_app.store.cache_lists import CacheLists

REJECTS_SHOWN = 20
CHANGES_SHOWN = 20
KINDS = ("Person", "Organization", "Vessel", "Aircraft")


def configure(command: str, parser: argparse.ArgumentParser) -> None:
    what = parser.add_subparsers(dest="what", metavar="import | changes | match")
    taken = what.add_parser("import", help="take a list file in, in place of the one before")
    taken.add_argument("name", metavar="NAME", help="what the list is called, e.g. ofac-sdn")
    taken.add_argument(
        "file", type=Path, metavar="FILE", help="OFAC, UN, EU, CSL, UFLPA, BIS or plain CSV"
    )
    taken.add_argument(
        "--later",
        action="store_true",
        help="leave the judging anew of judged items to 'triage assess --stale'",
    )
    changed = what.add_parser("changes", help="what the last edition of a list changed")
    changed.add_argument("name", metavar="NAME", help="what the list is called")
    matched = what.add_parser("match", help="entries a name is like, and why")
    matched.add_argument("text", nargs="+", metavar="TEXT", help="a name")
    matched.add_argument("--kind", choices=KINDS, default="", help="what the name is of")
    parser.add_argument("--json", action="store_true", help="JSON for programs")
    for each in (taken, changed, matched):
        each.add_argument("--json", action="store_true", default=argparse.SUPPRESS)
    parser.epilog = "Without a word: the lists that are kept."


def run(args: argparse.Namespace) -> int:
    """0; 1 when rows of a list were refused, or a list that was named is not kept."""
    with opened(args) as parts:
        if args.what == "import":
            read = read_list(args.file, args.name)
            return _import(parts, args, read)
        if args.what == "changes":
            return _changes(parts, args.name, as_json=args.json)
        if args.what == "match":
            return match(parts, " ".join(args.text), args.kind, as_json=args.json)
        return _kept(parts, as_json=args.json)


def _import(parts: Parts, args: argparse.Namespace, read: ListFile) -> int:
    """Keep the list, say what differs from the edition before, judge anew what was judged by it."""
    before = [entry for entry in parts.lists.entries if entry.list_name == args.name]
    changes = list_delta(before, read.entries)
    edition = _edition(parts.clock.now(), parts.clock.today().isoformat(), args, read, changes)
    CacheLists(parts.cache.connection).keep(edition, read.entries, changes)
    again = None if args.later else rejudge_here(parts)
    _say_taken(args, edition, read, changes, again)
    for reject in read.rejects[:REJECTS_SHOWN]:
        warn(f"line {reject.line}: {reject.reason}: {visible(reject.raw, 100)}")
    if len(read.rejects) > REJECTS_SHOWN:
        warn(f"and {len(read.rejects) - REJECTS_SHOWN:,} rows more")
    return 1 if read.rejects else 0


def _edition(
    now: datetime,
    today: str,
    args: argparse.Namespace,
    read: ListFile,
    changes: Sequence[ListChange],
) -> ListEdition:
    digest = _digest(args.file)
    counts = Counter(change.change for change in changes)
    return ListEdition(
        list_name=args.name,
        version=f"{today} {digest[:12]}",
        taken_at=now,
        digest=digest,
        format=read.format,
        entries=len(read.entries),
        new=counts["new"],
        removed=counts["removed"],
        changed=counts["changed"],
    )


def _say_taken(
    args: argparse.Namespace,
    edition: ListEdition,
    read: ListFile,
    changes: Sequence[ListChange],
    again: Rejudged | None,
) -> None:
    if args.json:
        shown = {**_edition_json(edition), "file": str(args.file), "rejected": len(read.rejects)}
        if again is not None:
            shown |= {"rejudged": again.judged, "verdicts_changed": again.changed}
        say_json(shown)
        return
    say(
        f"{args.name}: {edition.entries:,} entries of {edition.format}; {edition.new:,} new, "
        f"{edition.removed:,} removed, {edition.changed:,} changed"
    )
    if edition.removed or edition.changed:  # a first edition is all new
        _say_changes(changes[:CHANGES_SHOWN], len(changes))
    if again is None:
        say("Judged items keep their verdicts until 'triage assess --stale'.")
    elif again.judged:
        say(f"{again.judged:,} judged items were judged anew: {said_of(again)}")


def _say_changes(shown: Sequence[ListChange], of: int) -> None:
    for change in shown:
        fields = f" ({', '.join(change.fields)})" if change.fields else ""
        say(f"  {change.change:<8} {change.uid:<12} {visible(change.name)}{fields}")
    if of > len(shown):
        say(f"  and {of - len(shown):,} more: 'triage lists changes'")


def _edition_json(edition: ListEdition) -> dict[str, Any]:
    return {
        "list": edition.list_name,
        "version": edition.version,
        "taken_at": edition.taken_at.isoformat(),
        "sha256": edition.digest,
        "format": edition.format,
        "entries": edition.entries,
        "new": edition.new,
        "removed": edition.removed,
        "changed": edition.changed,
    }


def _digest(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise unreadable(path, error.strerror or error) from error


def _changes(parts: Parts, name: str, *, as_json: bool) -> int:
    """What the newest edition of the list changed, an entry a line."""
    lists = CacheLists(parts.cache.connection)
    edition = next(iter(lists.editions(name)), None)
    if edition is None:
        warn(f"triage lists: no edition of '{name}' is kept; 'triage lists' names those that are")
        return 1
    changes = lists.changes(edition)
    if not as_json:
        say(f"{name} of {edition.version}, taken in {edition.taken_at:%Y-%m-%d %H:%M} UTC")
        _say_changes(changes, len(changes))
        return 0
    for change in changes:
        say_json(
            {
                "list": name,
                "version": edition.version,
                "uid": change.uid,
                "name": change.name,
                "change": change.change,
                "fields": list(change.fields),
            }
        )
    return 0


def _kept(parts: Parts, *, as_json: bool) -> int:
    counts = Counter(entry.list_name for entry in parts.lists.entries)
    versions = parts.cache.list_versions()
    latest: dict[str, ListEdition] = {}
    for edition in CacheLists(parts.cache.connection).editions():
        latest.setdefault(edition.list_name, edition)
    for name in sorted(versions):
        edition_kept = latest.get(name)
        if as_json:
            told = _edition_json(edition_kept) if edition_kept else {}
            say_json({**told, "list": name, "version": versions[name], "entries": counts[name]})
        else:
            say(f"{name:<20} {counts[name]:>8,} entries   {versions[name]}")
    if not versions and not as_json:
        say("No list is kept. 'triage lists import NAME FILE' takes one in.")
    return 0
