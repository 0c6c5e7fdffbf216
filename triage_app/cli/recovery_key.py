"""`triage recovery-key --new`: another one for this home; the one before opens it no more."""

import argparse

from triage_app.cli.output import say, say_json, warn


def configure(command: str, parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--new", action="store_true", help="make a new one and show it once; the old one is void"
    )
    parser.add_argument("--json", action="store_true", help="JSON for programs")


def run(args: argparse.Namespace) -> int:
    """The key goes to standard output alone; an act says that it was made, and by whom."""
    if not args.new:
        warn("triage: the recovery key is kept nowhere; 'triage recovery-key --new' makes another")
        return 2
    from triage_app.cli.opening import acting, may_not, opened
    from triage_app.flow.clearance import Deed
    from triage_app.store.home_lock import HomeLock
    from triage_app.store.keys import renew_recovery_key

    with HomeLock(args.home, "recovery-key"), opened(args) as parts:
        if may_not(parts, Deed.RENEW_KEY):
            return 1
        key = renew_recovery_key(args.home, parts.settings.store.key)
        # Shown before anything else can fail: from here on no other key opens the home.
        if not args.json:
            say(f"Recovery key of this home, shown once: {key}")
        act = parts.station.recorder.recovery_key_renewed(acting(args, parts))
    if args.json:
        say_json({"recovery_key": key, "act": act.id, "seq": act.seq})
    else:
        say(f"act {act.seq} written: {act.id}")
        say("Write it down and destroy the one before. It still opens the backups made until now:")
        say("run 'triage backup' to the same place, so that they are opened by the new one.")
    return 0
