"""`triage restore FILE`: a backup becomes a home's record again, in a new epoch."""

import argparse
import sys
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from triage_app.cli.output import say, say_json, warn

if TYPE_CHECKING:
    from triage_app.settings import Settings
    from triage_app.store.restore import RestoreReport

KEYS = """The recovery key is read from standard input, where the station's own key is not here.
--json prints one object:
  {"acts", "chain": "whole"|"broken", "first_bad_seq", "epoch", "last_known": {"station", "epoch",
   "seq", "hash"}, "set_aside" (the record that lay here, or null), "blobs_copied", "damaged",
   "missing" (pictures acts name that the backup has not whole)}"""


def configure(command: str, parser: argparse.ArgumentParser) -> None:
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = KEYS
    parser.add_argument(
        "file", type=Path, help="record-TIME.db of a backup, or its folder for the newest"
    )
    parser.add_argument(
        "--over", action="store_true", help="set aside the record that lies in the home"
    )
    parser.add_argument(
        "--as-it-is", action="store_true", help="also a record whose chain does not hold"
    )
    parser.add_argument("--json", action="store_true", help="JSON for programs")


def run(args: argparse.Namespace) -> int:
    """0 when all is here again, 1 when a picture is not or the chain does not hold."""
    from datetime import UTC, datetime

    from triage_app.store.backup_proof import backup_at
    from triage_app.store.durable_file import make_folder
    from triage_app.store.home_lock import HomeLock
    from triage_app.store.restore import Restoring, restore

    source = backup_at(args.file.absolute())
    settings = _settings(args.home, source.parent)
    asked = Restoring(
        args.home, source, settings.store.key, settings.station.name, args.over, args.as_it_is
    )
    make_folder(args.home)
    if _may_not(args):
        return 1
    with ExitStack() as alone:
        for purpose in ("window", "sync", "purge"):
            alone.enter_context(HomeLock(args.home, purpose))
        report = restore(asked, _typed_key, datetime.now(UTC))
    if args.json:
        say_json(as_json(report))
    else:
        _say(report)
    return 0 if report.chain.whole and not (report.damaged or report.missing) else 1


def as_json(report: "RestoreReport") -> dict[str, Any]:
    known = report.last_known
    return {
        "acts": report.chain.acts,
        "chain": "whole" if report.chain.whole else "broken",
        "first_bad_seq": report.chain.first_bad_seq,
        "epoch": report.head.epoch,
        "last_known": {
            "station": known.station,
            "epoch": known.epoch,
            "seq": known.seq,
            "hash": known.hash,
        },
        "set_aside": str(report.set_aside) if report.set_aside else None,
        "blobs_copied": report.copied,
        "damaged": list(report.damaged),
        "missing": list(report.missing),
    }


def _settings(home: Path, backup: Path) -> "Settings":
    """The home's own, else those of the backup."""
    from triage_app.settings import LAYERS, load_settings

    has_own = any((home / name).is_file() for name in LAYERS)
    return replace(load_settings(home if has_own else backup), home=home)


def _may_not(args: argparse.Namespace) -> bool:
    """Whether the inspectors of the record that lies here do not let whoever asks; where none is
    or it cannot be read, the recovery key is asked for alone."""
    from triage_app.cli.opening import may_not_here
    from triage_app.flow.clearance import Deed
    from triage_app.model.errors import Fault, NotLoggedIn

    if not (args.home / "record.db").exists() or not _opens(args.home):
        return False
    try:
        return may_not_here(args, Deed.RESTORE)
    except NotLoggedIn:
        raise
    except Fault:
        return False


def _opens(home: Path) -> bool:
    """Whether the record that lies here can be read: tried on a copy, since opening a damaged one
    would take what lies beside it away."""
    import shutil
    from tempfile import TemporaryDirectory

    from triage_app.model.errors import Fault
    from triage_app.settings import load_settings
    from triage_app.store.backup_proof import proved_head
    from triage_app.store.keys import open_keys

    with TemporaryDirectory(dir=home) as folder:
        for beside in home.glob("record.db*"):
            shutil.copy2(beside, folder)
        try:
            key = open_keys(home, load_settings(home).store.key).record
            proved_head(Path(folder) / "record.db", key, home / "record.db")
        except Fault:
            return False
    return True


def _typed_key() -> str:
    if sys.stdin.isatty():
        say("Type the recovery key printed when this home was made, then Enter:")
    return sys.stdin.readline()


def _say(report: "RestoreReport") -> None:
    known = report.last_known
    say(f"{report.chain.acts} acts are here again; epoch {report.head.epoch} was begun")
    say(f"it names act {known.seq} of epoch {known.epoch} as the last one known of this station")
    say(f"{report.copied} pictures came with them; announcements come by 'triage sync' or 'import'")
    if report.set_aside:
        say(f"the record that lay here is {report.set_aside}")
    if not report.chain.whole:
        warn(
            f"triage: the chain is broken at act {report.chain.first_bad_seq}:"
            f" {report.chain.reason}; tell a supervisor"
        )
    for state, names in (("damaged", report.damaged), ("missing", report.missing)):
        for name in names:
            warn(f"triage: evidence {name[:12]} is {state} in the backup; look in another one")
