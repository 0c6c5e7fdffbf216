"""`triage purge`: announcements that are older than they may be go from the cache, never an act."""

import argparse
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from triage_app.cli.output import say, say_json, warn

if TYPE_CHECKING:
    from triage_app.app import Parts
    from triage_app.cli.purging import Purged, Purging

MOST_DAYS = 36_500
WHY = {
    "held": "under an open hold",
    "referred": "with an open referral",
    "unsent": "with an act or a picture the hub has not taken",
    "conflict": "decided otherwise by another station",
    "draft": "with an unfinished form",
    "acted": "recorded on within twelve months",
    "examined": "examined since yesterday",
    "fresh": "came within seven days",
    "changed": "changed meanwhile",
    "newest": "came last of all: the next one's key follows it",
}
KEYS = """--json prints one object:
  {"ran", "why" (where nothing was done), "days", "before" (what arrived before that day may go),
   "facility", "dry_run", "older", "removed", "kept": {held, referred, unsent, conflict, draft,
   acted, examined, fresh, changed, newest}, "by_basis" (how the arrival of what went was known),
   "versions", "pictures", "copies" (of the cache that were set aside), "words_dropped",
   "file_bytes", "freed_bytes", "in_slices", "seconds"}"""
TRACES = (
    "What went is overwritten inside the sealed file. Blocks the disk let go of may hold it sealed"
    " until they are used again; only this station's key opens them."
)
ONE_PIECE = (
    "cache.db was made by an older program and keeps its empty pages: close the window and the"
    " other commands, then run 'triage purge' once more."
)


def configure(command: str, parser: argparse.ArgumentParser) -> None:
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = KEYS
    parser.add_argument(
        "--days", type=_days, help="what arrived more days ago (else [cache] keep_days)"
    )
    parser.add_argument(
        "--facility", default="", help="only what came while the station served that facility"
    )
    parser.add_argument("--dry-run", action="store_true", help="only say what would go")
    parser.add_argument(
        "--by-itself",
        action="store_true",
        help="as the window has it done: once a day, behind others, never half of all at once",
    )
    parser.add_argument("--json", action="store_true", help="JSON for programs")


def run(args: argparse.Namespace) -> int:
    """0 also where there was nothing to do, 1 when a person is to decide, 2 when the words were
    wrong."""
    from triage_app.cli.opening import may_not, opened
    from triage_app.cli.purging import Purging, remade
    from triage_app.flow.clearance import Deed
    from triage_app.store.home_lock import HomeLock

    if args.by_itself:
        del args.inspector  # the station's own quiet work: nobody asks for it
    with opened(args) as parts:
        if not args.by_itself and may_not(parts, Deed.PURGE):
            return 1
        days = parts.settings.cache.keep_days if args.days is None else args.days
        if wrong := _wrong(args, parts, days):
            warn(f"triage purge: {wrong}")
            return 2
        with HomeLock(args.home, "purge"):
            done = _purged(args, Purging(parts, days, args.facility))
        keys = parts.keys
    if not (done.in_slices or args.dry_run or args.by_itself):
        done = remade(args.home, keys, done)
    if args.json:
        say_json(as_json(args, days, done))
    else:
        for line in _lines(args, done):
            say(line)
    return 1 if done.why and done.report.older else 0


def as_json(args: argparse.Namespace, days: int, done: "Purged") -> dict[str, Any]:
    report = done.report
    return {
        "ran": not (done.why or args.dry_run),
        "why": done.why,
        "days": days,
        "before": done.asked.before.isoformat(),
        "facility": args.facility,
        "dry_run": args.dry_run,
        "older": report.older,
        "removed": report.removed,
        "kept": {reason.value: count for reason, count in report.kept.items()},
        "by_basis": dict(report.by_basis),
        "versions": report.versions,
        "pictures": report.pictures,
        "copies": [str(path) for path in done.copies],
        "words_dropped": done.words_dropped,
        "file_bytes": done.file_bytes,
        "freed_bytes": done.freed_bytes,
        "in_slices": done.in_slices,
        "seconds": round(done.seconds, 3),
    }


def _purged(args: argparse.Namespace, purging: "Purging") -> "Purged":
    from triage_app.cli.behind import behind_others

    if args.dry_run:
        return purging.rehearse()
    if args.by_itself:
        behind_others()
        return purging.run_by_itself()
    return purging.run()


def _wrong(args: argparse.Namespace, parts: "Parts", days: int) -> str:
    from triage_app.store.cache_facility import facilities

    served = facilities(parts.cache.connection)
    if args.facility and args.facility not in served:
        return f"this station has served {', '.join(served)}, not {args.facility}"
    if args.days is None and days == 0 and not args.by_itself:
        return "[cache] keep_days is 0, so nothing grows too old; name --days"
    return ""


def _days(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and int(text) <= MOST_DAYS):
        raise argparse.ArgumentTypeError(f"'{text}' is no number of days from 0 to {MOST_DAYS}")
    return int(text)


def _lines(args: argparse.Namespace, done: "Purged") -> Iterator[str]:
    report = done.report
    if done.why:
        yield f"nothing was removed: {done.why}"
        if report.older:
            yield "'triage purge --dry-run' says which; 'triage purge' removes them"
        return
    bases = ", ".join(f"{count:,} by {basis}" for basis, count in report.by_basis.items())
    went = "would go" if args.dry_run else "went"
    yield (
        f"{report.removed:,} announcements that arrived before {done.asked.before} {went}"
        + (f" (arrival known: {bases})" if bases else "")
    )
    for reason, count in report.kept.items():
        yield f"{count:,} stay: {WHY[reason.value]}"
    if report.versions or report.pictures:
        yield f"{report.versions:,} earlier versions and {report.pictures:,} pictures with them"
    for path in done.copies:
        yield f"set aside long ago, {went} too: {path}"
    if args.dry_run:
        return
    megabytes, freed = done.file_bytes / 1e6, max(0, done.freed_bytes) / 1e6
    yield f"cache.db is {megabytes:,.1f} MB, {freed:,.1f} MB smaller; no act was touched"
    yield TRACES if done.in_slices else ONE_PIECE
