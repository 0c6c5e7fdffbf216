"""`triage backup`: the record and its evidence kept twice, opened and verified."""

import argparse
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from triage_app.cli.output import say, say_json, warn

if TYPE_CHECKING:
    from triage_app.settings import Settings
    from triage_app.store.backup import BackupReport
    from triage_app.store.keys import StoreKeys
    from triage_app.store.record import OpenRecord

EVERY = timedelta(hours=20)
KEYS = """--json prints one object: {"ran", "why" (where none was made), "failed" (it is a fault),
  "file", "acts", "chain", "first_bad_seq", "blobs_copied", "missing",
  "removed" (older ones made by themselves)}"""


def configure(command: str, parser: argparse.ArgumentParser) -> None:
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = KEYS
    parser.add_argument(
        "folder", nargs="?", type=Path, help="else [store] backup_folder, else HOME/backups"
    )
    parser.add_argument(
        "--by-itself",
        action="store_true",
        help="as the window has it done: once a day, behind others, the oldest of its own go",
    )
    parser.add_argument("--json", action="store_true", help="JSON for programs")


def run(args: argparse.Namespace) -> int:
    """1 where the chain is broken or evidence is missing: the backup was made all the same."""
    from triage_app.cli.record_here import record_here
    from triage_app.model.errors import Fault

    try:
        with record_here(args.home) as (settings, keys, record):
            folder = _folder(args, settings)
            if args.by_itself:
                return _by_itself(args, settings, keys, record, folder)
            return _back_up(args, keys, record, folder)
    except Fault as fault:
        if args.by_itself and args.json:  # the window says why there is none
            say_json(_not_made(f"{fault.what} {fault.next_step}", failed=True))
        raise


def _folder(args: argparse.Namespace, settings: "Settings") -> Path:
    chosen: Path = args.folder or args.home / (settings.store.backup_folder or "backups")
    return chosen.absolute()


def _back_up(
    args: argparse.Namespace, keys: "StoreKeys", record: "OpenRecord", folder: Path
) -> int:
    from triage_app.store.backup import back_up

    report = back_up(args.home, keys, record, folder, datetime.now(UTC))
    return _say_made(report, (), as_json=args.json)


def _by_itself(
    args: argparse.Namespace,
    settings: "Settings",
    keys: "StoreKeys",
    record: "OpenRecord",
    folder: Path,
) -> int:
    """One a day at most, and none where nothing was recorded since the last."""
    from triage_app.cli.behind import behind_others
    from triage_app.store.backup import back_up
    from triage_app.store.backup_rotation import AUTOMATIC, rotate
    from triage_app.store.home_lock import HomeLock

    behind_others()
    with HomeLock(args.home, "backup"):
        if why := _not_now(settings, keys, record, folder):
            say_json(_not_made(why)) if args.json else say(f"No backup was made: {why}.")
            return 0
        report = back_up(args.home, keys, record, folder, datetime.now(UTC), AUTOMATIC)
        # Behind a broken chain the older ones may be the last whole ones: all stay.
        gone = rotate(folder, settings.store.backup_keep) if report.chain.whole else ()
    return _say_made(report, gone, as_json=args.json)


def _not_now(settings: "Settings", keys: "StoreKeys", record: "OpenRecord", folder: Path) -> str:
    from triage_app.model.errors import FileUnreadable
    from triage_app.store.backup_proof import backup_at, proved_head
    from triage_app.store.backup_rotation import made_at

    if settings.store.backup_keep == 0:
        return "[store] backup_keep is 0"
    last = made_at(folder)
    if last is None:
        return ""
    if timedelta() <= datetime.now(UTC) - last < EVERY:
        return "the last one is of today"
    newest = backup_at(folder)
    try:
        same = proved_head(newest, keys.record, newest) == record.record.head()
    except FileUnreadable:
        return ""  # the newest does not open: another one is wanted now
    return "nothing was recorded since the last one" if same else ""


def _not_made(why: str, *, failed: bool = False) -> dict[str, Any]:
    return {"ran": False, "why": why, "failed": failed, "file": None, "acts": 0, "chain": ""}


def _say_made(report: "BackupReport", gone: tuple[Path, ...], *, as_json: bool) -> int:
    whole = report.chain.whole and not report.missing
    said: Mapping[str, Any] = {
        "ran": True,
        "why": "",
        "file": str(report.file),
        "acts": report.chain.acts,
        "chain": "whole" if report.chain.whole else "broken",
        "first_bad_seq": report.chain.first_bad_seq,
        "blobs_copied": report.blobs_copied,
        "missing": list(report.missing),
        "removed": [str(path) for path in gone],
    }
    if as_json:
        say_json(said)
    else:
        say(f"{report.chain.acts} acts in {report.file}, opened and verified")
        say(f"{report.blobs_copied} pictures copied; the recovery key opens all of it")
    if not report.chain.whole:
        warn(f"triage: the chain is broken at act {report.chain.first_bad_seq}; see 'triage check'")
    for name in report.missing:
        warn(f"triage: evidence {name[:12]} is missing here; see 'triage check'")
    return 0 if whole else 1
