"""`triage reconcile BAG`: what of a bag is there, what is missing, what is there beside it."""

import argparse
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from triage_app.cli.output import say, say_json, warn
from triage_app.cli.worklist import as_json, as_text, opened_work

if TYPE_CHECKING:
    from triage_app.app import Parts
    from triage_app.flow.worklist import WorkList
    from triage_app.model.work import Bag, BagReconciliation, NotFoundDone

KEYS = """An item is presented where it was examined or acted on here, or is among --scanned.
--not-found writes one act for each item still missing; run again it writes nothing twice.
--json prints one object:
  {"bag", "found", "flight", "arrived_on", "told" (how many the manifest says, or null),
   "announced", "presented", "missing", "not_found" (counts), "items" (each as 'triage worklist'
   says it), "extra": [{"code", "number", "announced", "announced_bag"}], "other_bags" (further
   bags of this number: [{"bag", "flight", "arrived_on", "items"}]), "recorded": [act ids],
   "refused": [{"code", "why"}], "file" (of --out, or null)}
Exit 0: all is accounted for; 1: something is missing, extra or refused, or no such bag."""


def configure(command: str, parser: argparse.ArgumentParser) -> None:
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = KEYS
    parser.add_argument("bag", metavar="BAG", help="its number as on its label or the manifest")
    parser.add_argument(
        "--scanned", metavar="FILE", help="codes that lie in it, one a line; - is standard input"
    )
    parser.add_argument(
        "--day",
        type=date.fromisoformat,
        metavar="DATE",
        help="the one that arrived then (else the newest that has arrived)",
    )
    parser.add_argument(
        "--not-found", action="store_true", help="record 'not found' for what is missing"
    )
    parser.add_argument("--search", metavar="TEXT", help="how it was looked for, for --not-found")
    parser.add_argument("--out", type=Path, metavar="FILE.pdf", help="the sheet of the bag")
    parser.add_argument("--paper", choices=("a4", "letter"), default="a4", help="(default a4)")
    parser.add_argument("--json", action="store_true", help="JSON for programs")


def run(args: argparse.Namespace) -> int:
    with opened_work(args) as (parts, work):
        codes = _codes(args.scanned)  # after the PIN, where both come on standard input
        found = work.reconcile(args.bag, codes, args.day)
        if found is None:
            return _say_unknown(args)
        done = None
        if args.not_found:
            done = _record(args, parts, work, found, codes)
            found = work.reconcile(args.bag, codes, found.bag.arrived_on) or found
        if args.out:
            _print(args, parts, found)
        today = parts.clock.today()
    if args.json:
        say_json(_as_json(found, done, args.out, today))
    else:
        _say(found, done, args.out, today)
    return int(bool(found.missing or found.extra or (done and done.refused)))


def _codes(scanned: str | None) -> list[str]:
    """The codes of the file, GS written as {GS} or as it is. Raises FileUnreadable."""
    from triage_app.model.errors import FileUnreadable
    from triage_app.model.sentence import tr

    if scanned is None:
        return []
    try:
        text = sys.stdin.read() if scanned == "-" else Path(scanned).read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise FileUnreadable(
            tr("cli", "{file} cannot be read: {error}.", file=scanned, error=error),
            tr("cli", "Give the codes one a line as text, or by - on standard input."),
        ) from error
    lines = (line.strip().replace("{GS}", "\x1d") for line in text.split("\n"))
    return [line for line in lines if line]


def _record(
    args: argparse.Namespace,
    parts: "Parts",
    work: "WorkList",
    found: "BagReconciliation",
    codes: list[str],
) -> "NotFoundDone":

    from triage_app.cli.opening import acting

    effort = args.search or str(found.effort)
    return work.say_not_found(found, acting(args, parts), effort, codes)


def _print(args: argparse.Namespace, parts: "Parts", found: "BagReconciliation") -> None:
    import os

    from triage_app.cli.printing import printed_at, write_pdf
    from triage_app.flow.bag_report import bag_sheet

    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # paper needs no display
    at = printed_at(parts.settings, demonstration=parts.demonstration)
    write_pdf(bag_sheet(found, at), args.out, args.paper)


def _say_unknown(args: argparse.Namespace) -> int:
    if args.json:
        say_json({"bag": args.bag, "found": False})
    else:
        on = f" of {args.day}" if args.day else ""
        warn(
            f"triage reconcile: no manifest here announces a bag {args.bag}{on}; import the"
            " manifest, or see how it writes the number: triage worklist --flight FLIGHT"
        )
    return 1


def _as_json(
    found: "BagReconciliation", done: "NotFoundDone | None", out: Path | None, today: date
) -> dict[str, Any]:
    return {
        **_bag(found.bag),
        "found": True,
        "told": found.bag.told,
        "announced": len(found.items),
        "presented": len(found.presented),
        "missing": len(found.missing),
        "not_found": len(found.not_found),
        "items": [as_json(item, today) for item in found.items],
        "extra": [
            {
                "code": extra.code,
                "number": extra.number,
                "announced": extra.announced,
                "announced_bag": extra.announced_bag,
            }
            for extra in found.extra
        ],
        "other_bags": [{**_bag(bag), "items": bag.items} for bag in found.others],
        "recorded": list(done.recorded) if done else [],
        "refused": [{"code": code, "why": str(why)} for code, why in done.refused] if done else [],
        "file": str(out) if out else None,
    }


def _bag(bag: "Bag") -> dict[str, Any]:
    day = bag.arrived_on.isoformat() if bag.arrived_on else None
    return {"bag": bag.number, "flight": bag.flight, "arrived_on": day}


def _say(
    found: "BagReconciliation", done: "NotFoundDone | None", out: Path | None, today: date
) -> None:
    from triage_app.model.visible import visible

    bag = found.bag
    told = f", the manifest says {bag.told}" if bag.told is not None else ""
    say(visible(f"Bag {bag.number}  {bag.flight}  {bag.arrived_on or ''}".rstrip()))
    say(
        f"{len(found.items)} announced{told}: {len(found.presented)} presented, "
        f"{len(found.missing)} missing, {len(found.not_found)} not found, {len(found.extra)} extra"
    )
    for title, items in (("missing", found.missing), ("not found", found.not_found)):
        for item in items:
            say(f"  {title:<9}  {as_text(item, today, in_bag=True)}")
    for extra in found.extra:
        where = f"announced in {extra.announced_bag or 'no bag'}" if extra.announced else "unknown"
        say(visible(f"  extra      {extra.number:<22}  {where}"))
    for other in found.others:
        say(f"  another bag of this number arrived {other.arrived_on}: --day {other.arrived_on}")
    if done:
        say(f"{len(done.recorded)} recorded as not found")
        for code, why in done.refused:
            warn(f"triage reconcile: {code} not written: {why}")
    elif found.missing:
        say("When they were looked for: the same again with --not-found")
    if out:
        say(f"{out}: the sheet of the bag")
