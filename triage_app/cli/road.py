"""`triage sync` and `triage enroll`: the station's end of the road, without the window."""

import argparse
import json
import re
import sys
from pathlib import Path

from triage_app.cli.output import say, say_json, warn


def configure(command: str, parser: argparse.ArgumentParser) -> None:
    if command == "enroll":
        parser.add_argument("url", help="the hub's address; the code comes on standard input")
    else:
        parser.add_argument("--once", action="store_true", help="one run (the default)")
        parser.add_argument("--json", action="store_true", help="JSON for programs")


def run(args: argparse.Namespace) -> int:
    return _enroll(args) if args.command == "enroll" else _sync(args)


def _sync(args: argparse.Namespace) -> int:
    from triage_app.app import Shared, sync_home
    from triage_app.model.errors import HomeTaken
    from triage_app.settings import load_settings

    settings = load_settings(args.home)
    if not settings.hub.url:
        warn("triage: no hub is set; 'triage enroll HUB_URL' registers this station with one")
        return 3
    shared = Shared(settings)
    try:
        report = sync_home(settings, shared)
    except HomeTaken as taken:
        warn(f"triage: {taken.what} {taken.next_step}")
        return 1
    for notice in shared.notices():
        warn(f"triage: {notice}")
    said = {
        "sent": report.sent,
        "accepted": report.accepted,
        "duplicate": report.duplicate,
        "conflict": report.conflict,
        "refused": report.refused,
        "waiting": report.waiting,
        "segments": report.segments,
        "blobs_sent": report.blobs_sent,
        "seconds": report.seconds_ms / 1000,
        "hub_clock_offset_s": report.hub_clock_offset_ms / 1000,
        "mismatch": report.mismatch,
    }
    if args.json:
        say_json(said)
    else:
        counts = [f"{name.replace('_', ' ')} {said[name]}" for name in said if name != "mismatch"]
        say(", ".join(counts))
    if report.mismatch:
        warn(f"triage sync: {report.mismatch}")
    return 1 if report.refused or report.conflict or report.mismatch else 0


def _enroll(args: argparse.Namespace) -> int:
    from triage_app.app import enroll_home
    from triage_app.settings import load_settings

    code = sys.stdin.readline().strip()
    if not code:
        warn("triage enroll: the enrolment code comes on standard input, one line")
        return 2
    hub = enroll_home(load_settings(args.home), args.url, code)
    write_hub_url(args.home / "settings.toml", args.url)
    say(f"enrolled with {hub}; 'triage sync' sends what waits")
    return 0


def write_hub_url(path: Path, url: str) -> None:
    """Set `[hub] url` in a settings file and leave all else as it stands."""
    text = path.read_text("utf-8") if path.exists() else ""
    line = f"url = {json.dumps(url)}"
    section = re.search(r"(?ms)^\[hub\][^\n]*\n(.*?)(?=^\[|\Z)", text)
    if section is None:
        text = f"{text.rstrip()}\n\n[hub]\n{line}\n".lstrip()
    elif re.search(r"(?m)^url\s*=.*$", section.group(1)):
        body = re.sub(r"(?m)^url\s*=.*$", lambda _: line, section.group(1), count=1)
        text = text[: section.start(1)] + body + text[section.end(1) :]
    else:
        text = f"{text[: section.start(1)]}{line}\n{text[section.start(1) :]}"
    path.write_text(text, "utf-8")
