"""`triage hold add|lift`: a hold is a set aside by a person, kept with who and why."""

import argparse
import uuid
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from triage_app.cli.output import say, warn

if TYPE_CHECKING:
    from triage_app.flow.ports import Clock

DAY = len("2026-03-02")


def configure(command: str, parser: argparse.ArgumentParser) -> None:
    what = parser.add_subparsers(dest="what", required=True)
    add = what.add_parser("add", help="hold an item")
    add.add_argument("code")
    add.add_argument("--why", required=True)
    add.add_argument(
        "--until",
        type=day_or_time,
        metavar="DAY|TIME",
        help="ISO day, to its end at the facility, or time (UTC where it names no zone)",
    )
    add.add_argument("--cleared-only", action="store_true", help="a controlled delivery")
    lift = what.add_parser("lift", help="lift a hold")
    lift.add_argument("hold", help="the hold's id, as 'triage show' says it")


def run(args: argparse.Namespace) -> int:
    from triage_app.cli.looking import examine_named
    from triage_app.cli.opening import acting, may_not, opened
    from triage_app.flow.clearance import Deed
    from triage_app.model.item import Hold

    with opened(args) as parts:
        now = parts.clock.now()
        deed = Deed.LIFT_HOLD if args.what == "lift" else None
        deed = Deed.HOLD_CLEARED if args.what == "add" and args.cleared_only else deed
        if deed is not None and may_not(parts, deed):
            return 1
        if args.what == "lift":
            if parts.cache.writer.lift_hold(args.hold, acting(args, parts), now):
                say(f"hold {args.hold} lifted")
                return 0
            warn(f"triage: no open hold {args.hold}; 'triage show CODE' lists an item's holds")
            return 1
        until = _until(args.until, parts.clock) if args.until else None
        if until is not None and until <= now:
            warn(f"triage: {args.until} is over; a hold until then would hold nothing")
            return 2
        examination = examine_named(parts, args.code)
        if examination is None:
            return 2
        number = examination.item.key.number
        hold = Hold(
            uuid.uuid4().hex[:12], acting(args, parts), args.why, now, until, args.cleared_only
        )
        parts.cache.writer.place_hold(number, hold)
        say(f"hold {hold.id} on {number}")
    return 0


def _until(said: date | datetime, clock: "Clock") -> datetime:
    """When a hold ends: a day ends where the next one begins on the facility's wall."""
    if isinstance(said, datetime):
        return said.replace(tzinfo=said.tzinfo or UTC)
    zone = clock.local(clock.now()).tzinfo
    return datetime.combine(said + timedelta(days=1), time(), zone).astimezone(UTC)


def day_or_time(text: str) -> date | datetime:
    """An ISO day or time. Raises ValueError."""
    return date.fromisoformat(text) if len(text) == DAY else datetime.fromisoformat(text)
