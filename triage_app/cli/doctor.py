"""`triage doctor`: what is wrong on this station, each with its next step; nothing is changed."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from triage_app.cli.output import say, say_json
from triage_app.model.errors import Fault

LEAST_FREE_MB = 500
CLOCK_SLACK = timedelta(minutes=5)
HUB_SLACK_MS = 120_000
OLDEST_BACKUP_DAYS = 7
SCRIPTS = {
    "ru": "Cyrillic",
    "ar": "Arabic",
    "zh": "Chinese",
    "ja": "Japanese",
    "ko": "Korean",
    "th": "Thai",
}
FONT_PACKAGES = "fonts-noto-core fonts-noto-cjk"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at. `next_step` is "" when it is right."""

    check: str
    says: str
    next_step: str = ""


def examine_home(home: Path, as_json: bool) -> int:
    """Say how everything stands; 1 when something is wrong."""
    findings = list(_findings(home))
    for finding in findings:
        if as_json:
            said = {"check": finding.check, "ok": not finding.next_step, "says": finding.says}
            say_json({**said, "next_step": finding.next_step})
        else:
            mark = "wrong" if finding.next_step else "ok"
            says = finding.says if not finding.next_step else f"{finding.says.rstrip('.')}."
            say(f"{mark:<6} {finding.check:<9} {says} {finding.next_step}".rstrip())
    return 1 if any(finding.next_step for finding in findings) else 0


def recover_home(home: Path) -> int:
    """Read the recovery key from standard input and keep the keys anew."""
    from triage_app.settings import load_settings
    from triage_app.store.keys import recover_keys

    kind = load_settings(home).store.key
    if sys.stdin.isatty():
        say("Type the recovery key printed when this home was made, then Enter:")
    recover_keys(home, sys.stdin.readline(), kind)
    say(f"The keys are kept in the {kind} again; the record opens as before.")
    return 0


def _findings(home: Path) -> Iterator[Finding]:
    for check, look in _CHECKS.items():
        try:
            yield look(home)
        except Fault as fault:
            yield Finding(check, str(fault.what), str(fault.next_step))


def _settings(home: Path) -> Finding:
    from triage_app.flow.clock import SystemClock
    from triage_app.settings import load_settings

    settings = load_settings(home)
    clock = SystemClock(settings.station.time_zone)
    return Finding(
        "settings", f"station {settings.station.name}, local date {clock.today().isoformat()}"
    )


def _key(home: Path) -> Finding:
    from triage_app.settings import load_settings
    from triage_app.store.keys import open_keys

    kind = load_settings(home).store.key
    open_keys(home, kind)
    unsealed = " in a file beside the stores: whoever copies the home can read it"
    return Finding("key", f"kept{unsealed}" if kind == "file" else "kept in the keyring")


def _record(home: Path) -> Finding:
    from triage_app.cli.record_here import record_here

    with record_here(home) as (_, _, record):
        chain = record.record.verify()
        waiting, _, refused = record.outbox.counts()
        made_up = ", a demonstration" if record.demonstration else ""
    says = f"{chain.acts} acts, {waiting} waiting, {refused} refused{made_up}"
    if not chain.whole:
        return Finding(
            "record", f"{says}; act {chain.first_bad_seq}: {chain.reason}", "Run 'triage check'."
        )
    return Finding("record", says)


def _cache(home: Path) -> Finding:
    from triage_app.settings import load_settings
    from triage_app.store.cache import open_cache
    from triage_app.store.keys import open_keys

    keys = open_keys(home, load_settings(home).store.key)
    if not (home / "cache.db").exists():
        return Finding("cache", "not there", "Start the station once; it is made anew.")
    cache = open_cache(home, keys)
    try:
        age = cache.reader.age()
    finally:
        cache.close()
    if not age.items:
        return Finding("cache", "no item announced", "Run 'triage import FILE' or 'triage sync'.")
    return Finding("cache", f"{age.items:,} items announced")


def _disk(home: Path) -> Finding:
    free_mb = shutil.disk_usage(home).free // 1_000_000
    if not os.access(home, os.W_OK):
        return Finding("disk", f"{home} cannot be written", "Mend the folder's rights.")
    if free_mb < LEAST_FREE_MB:
        return Finding("disk", f"{free_mb} MB free", "Free space; acts need some to be kept.")
    return Finding("disk", f"{free_mb} MB free")


def _clock(home: Path) -> Finding:
    """A clock behind the last act was set back; the hub says whether it is right."""
    from triage_app.cli.record_here import record_here

    now = datetime.now(UTC)
    with record_here(home) as (_, _, record):
        last = record.record.latest(1)
        offset_ms = int(record.outbox.note("hub_clock_offset_ms") or 0)
    if last and last[0].recorded_at > now + CLOCK_SLACK:
        says = f"behind the last act ({last[0].recorded_at:%Y-%m-%d %H:%M} UTC)"
        return Finding("clock", says, "Set the machine's clock; acts stay in order.")
    if abs(offset_ms) > HUB_SLACK_MS:
        return Finding("clock", f"{offset_ms // 1000} s from the hub's", "Set the machine's clock.")
    return Finding("clock", f"{now:%Y-%m-%d %H:%M} UTC")


def _hub(home: Path) -> Finding:
    from triage_app.cli.record_here import record_here

    with record_here(home) as (settings, _, record):
        contact = record.outbox.note("last_contact_at")
        failure = record.outbox.note("last_failure")
        mismatch = record.outbox.note("mismatch")
    if not settings.hub.url:
        return Finding("hub", "none set: acts wait here")
    if failure:
        return Finding("hub", f"{settings.hub.url}: {failure}", "Run 'triage sync' to try again.")
    if mismatch:
        says = f"{settings.hub.url}: {mismatch}"
        return Finding("hub", says, "Keep a backup of this home; call whoever runs the hub.")
    if not contact:
        return Finding("hub", f"{settings.hub.url}: never reached", "Run 'triage enroll HUB_URL'.")
    return Finding("hub", f"{settings.hub.url}: last contact {contact}")


def _backup(home: Path) -> Finding:
    """How old the last backup is, and whether it would outlive the disk."""
    from triage_app.settings import load_settings
    from triage_app.store.backup_rotation import made_at

    store = load_settings(home).store
    folder = home / (store.backup_folder or "backups")
    last = made_at(folder)
    if last is None:
        if store.backup_keep:
            return Finding("backup", "none yet: the window makes one a day when it is at rest")
        return Finding("backup", "none", "Run 'triage backup FOLDER', on another disk.")
    days = (datetime.now(UTC) - last).days
    says = f"of {last:%Y-%m-%d %H:%M} UTC in {folder}"
    if days > OLDEST_BACKUP_DAYS:
        return Finding("backup", says, f"It is {days} days old: run 'triage backup'.")
    if folder.stat().st_dev == home.stat().st_dev:
        says += ", on the same disk as the record: [store] backup_folder can name another"
    return Finding("backup", says)


def _sound(home: Path) -> Finding:
    """Whether the sounds that go with each look can be heard."""
    from triage_app.settings import load_settings
    from triage_app.ui.sound_player import PLAYERS, WINDOWS, find_player

    if not load_settings(home).ui.sound:
        return Finding("sound", "off by setting ([ui] sound)")
    player = find_player()
    if not player:
        step = "Run 'apt install alsa-utils', or set [ui] sound = false."
        return Finding("sound", f"no player found ({', '.join(PLAYERS)})", step)
    return Finding("sound", "by the system" if player == WINDOWS else f"by {Path(player).name}")


def _fonts(_: Path) -> Finding:
    """Which scripts would be shown as boxes, as fontconfig knows it."""
    if sys.platform in ("win32", "darwin"):
        return Finding("fonts", "the system's")
    if shutil.which("fc-list") is None:
        return Finding("fonts", "fontconfig is missing", "Run 'apt install fontconfig'.")
    missing = [script for language, script in SCRIPTS.items() if not _has_font(language)]
    if missing:
        step = f"Run 'apt install {FONT_PACKAGES}'."
        return Finding("fonts", f"none for {', '.join(missing)}", step)
    return Finding("fonts", "all scripts")


def _has_font(language: str) -> bool:
    command = ["fc-list", f":lang={language}", "family"]
    found = subprocess.run(command, capture_output=True, text=True, check=False, timeout=30)
    return bool(found.stdout.strip())


_CHECKS: dict[str, Callable[[Path], Finding]] = {
    "settings": _settings,
    "key": _key,
    "record": _record,
    "cache": _cache,
    "disk": _disk,
    "clock": _clock,
    "hub": _hub,
    "backup": _backup,
    "fonts": _fonts,
    "sound": _sound,
}
