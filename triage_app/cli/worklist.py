"""`triage worklist`: the items to work, by flight and bag; `reconcile` says more of one bag."""

import argparse
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date
from typing import TYPE_CHECKING, Any

from triage_app.cli.arguments import count
from triage_app.cli.output import say, say_json, warn
from triage_app.model.errors import DiskFault

if TYPE_CHECKING:
    from triage_app.app import Parts
    from triage_app.flow.worklist import WorkList
    from triage_app.model.work import WorkFilter, WorkItem

READ_AT_ONCE = 500
KEYS = """With no option but --since and --limit: --targeted --not-presented.
--json prints one object an item:
  {"code", "posted_on", "other_posted" (posting dates of other items with this number, within
   twelve months), "scheme", "bag", "flight", "arrived_on", "presence" (presented, missing,
   not found), "presented_at", "targeted", "held", "hold" (what anyone may read of a controlled
   delivery, else ""), "verdict" (the last one kept: clear, look, hold, or null), "outcome" (the
   last that stands, or ""), "due_on", "due_for" (what is due: a deadline of the law, an outcome's
   field, hold), "overdue", "origin", "sender", "recipient", "description" (of its first line),
   "lines"}"""


def configure(command: str, parser: argparse.ArgumentParser) -> None:
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = KEYS
    parser.add_argument(
        "--targeted", action="store_true", help="under an open hold, or judged and not clear"
    )
    parser.add_argument("--held", action="store_true", help="under an open hold")
    parser.add_argument(
        "--due", action="store_true", help="something must follow by a day; the first day first"
    )
    parser.add_argument(
        "--not-presented", action="store_true", help="not examined, acted on, or looked for"
    )
    parser.add_argument("--bag", default="", metavar="BAG", help="only what lies in this bag")
    parser.add_argument("--flight", default="", metavar="FLIGHT", help="only what this one brought")
    parser.add_argument(
        "--since", type=date.fromisoformat, metavar="DATE", help="only what arrived since"
    )
    parser.add_argument("--limit", type=count, metavar="N", help="how many at most (all)")
    parser.add_argument("--json", action="store_true", help="one JSON object an item")


def run(args: argparse.Namespace) -> int:
    with opened_work(args) as (parts, work):
        today = parts.clock.today()
        rows = work.draw(_asked(args))
        shown = min(rows, args.limit or rows)
        for item in _read(work, shown):
            if args.json:
                say_json(as_json(item, today))
            else:
                say(as_text(item, today))
    if not args.json:
        warn(_said(rows, shown))
    return 0


@contextmanager
def opened_work(args: argparse.Namespace) -> "Iterator[tuple[Parts, WorkList]]":
    """A home's station and its work list; what an older cache holds is put into its bags first,
    as far as the disk lets us."""
    from triage_app.app import work_of
    from triage_app.cli.opening import opened

    with opened(args) as parts:
        work = work_of(parts)
        with suppress(DiskFault):
            while work.catch_up():
                pass
        yield parts, work


def as_json(item: "WorkItem", today: date | None = None) -> dict[str, Any]:
    """The item; `today` at the facility tells what is overdue."""
    from triage_app.cli.looking import SET_ASIDE

    one = item.announcement
    return {
        "code": one.number,
        "posted_on": one.posted_on,
        "other_posted": list(item.other_posted),
        "scheme": one.scheme,
        "bag": one.bag,
        "flight": one.flight,
        "arrived_on": one.arrived_on.isoformat() if one.arrived_on else None,
        "presence": item.presence.value,
        "presented_at": item.presented_at.isoformat() if item.presented_at else None,
        "targeted": item.targeted,
        "held": item.held,
        "hold": SET_ASIDE if item.set_aside else "",
        "verdict": item.verdict.value if item.verdict else None,
        "outcome": item.outcome,
        "due_on": item.due_on.isoformat() if item.due_on else None,
        "due_for": item.due_for,
        "overdue": bool(item.due_on and today and item.due_on < today),
        "origin": one.origin,
        "sender": one.sender.name,
        "recipient": one.recipient.name,
        "description": one.lines[0].description if one.lines else "",
        "lines": len(one.lines),
    }


def as_text(item: "WorkItem", today: date | None = None, *, in_bag: bool = False) -> str:
    """One line an item, what is shortest first; `in_bag`: where it lies is said before it."""
    from triage_app.model.visible import visible

    said = as_json(item, today)
    state = said["hold"] or ("HOLD" if item.held else said["verdict"] or "")
    parts = (
        f"{said['code']:<22}",
        _used_again(said),
        "" if in_bag else f"{said['presence']:<9}",
        "" if in_bag else " ".join(filter(None, (said["flight"], said["bag"]))),
        "" if in_bag else said["arrived_on"] or "",
        _due(said),
        state,
        said["outcome"],
        " – ".join(filter(None, (said["sender"], said["recipient"]))),
        said["description"],
    )
    return "  ".join(visible(part, 80) for part in parts if part).rstrip()


def _used_again(said: dict[str, Any]) -> str:
    """Which of several items with one number it is."""
    if not said["other_posted"]:
        return ""
    others = ", ".join(said["other_posted"])
    return f"posted {said['posted_on']} (the number also: {others})"


def _due(said: dict[str, Any]) -> str:
    """By when what is due; what is over says so by word and sign."""
    if not said["due_on"]:
        return ""
    over = "! OVERDUE " if said["overdue"] else ""
    return f"{over}due {said['due_on']} {said['due_for']}".rstrip()


def _asked(args: argparse.Namespace) -> "WorkFilter":
    from triage_app.model.work import WorkFilter

    asked = WorkFilter(
        args.targeted, args.held, args.due, args.not_presented, args.bag, args.flight, args.since
    )
    if asked.asks:
        return asked
    return WorkFilter(targeted=True, absent=True, since=args.since)


def _read(work: "WorkList", rows: int) -> "Iterator[WorkItem]":
    for first in range(0, rows, READ_AT_ONCE):
        yield from work.rows(first, min(READ_AT_ONCE, rows - first))


def _said(rows: int, shown: int) -> str:
    if not rows:
        return "triage worklist: nothing to do; 'triage assess --all' judges what was announced"
    more = f", {shown:,} shown" if shown < rows else ""
    return f"triage worklist: {rows:,} items{more}"
