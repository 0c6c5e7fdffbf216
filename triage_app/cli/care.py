"""`triage check`, `doctor`: is what was recorded still whole?"""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from triage_app.cli.output import say, say_json, warn

if TYPE_CHECKING:
    from triage_app.store.keys import StoreKeys

RESTORE = "run 'triage restore FILE --over' with the last backup, which sets this one aside"


def configure(command: str, parser: argparse.ArgumentParser) -> None:
    if command == "doctor":
        parser.add_argument(
            "--recover",
            action="store_true",
            help="the keyring is lost: read the recovery key from standard input",
        )
    parser.add_argument("--json", action="store_true", help="JSON for programs")


def run(args: argparse.Namespace) -> int:
    if args.command == "doctor":
        from triage_app.cli.doctor import examine_home, recover_home

        return recover_home(args.home) if args.recover else examine_home(args.home, args.json)
    return _check(args)


def _check(args: argparse.Namespace) -> int:
    from triage_app.model.errors import StoreDamaged

    try:
        return _check_all(args)
    except StoreDamaged as error:  # its own next step is this very command
        what = str(error.what)
        if args.json:
            say_json({"record": {"chain": "broken", "damage": [what]}, "ok": False})
        warn(f"triage: {what} {RESTORE[:1].upper()}{RESTORE[1:]}.")
        return 3


def _check_all(args: argparse.Namespace) -> int:
    from triage_app.cli.record_here import record_here
    from triage_app.store.backup import check_evidence

    with record_here(args.home) as (_, keys, record):
        damage = record.damage()
        chain = record.record.verify()
        evidence = check_evidence(args.home / "evidence", keys.evidence, record.attached())
    found: dict[str, Any] = {
        "record": {
            "acts": chain.acts,
            "chain": "whole" if chain.whole else "broken",
            "first_bad_seq": chain.first_bad_seq,
            "reason": chain.reason,
            "anchored_seq": chain.anchored_seq,
            "damage": list(damage),
        },
        "evidence": {
            "blobs": evidence.blobs,
            "damaged": list(evidence.damaged),
            "missing": list(evidence.missing),
        },
        "cache": _check_cache(args.home, keys),
        "search": {"damage": _check_search(args.home, keys)},
    }
    wrong = _wrongs(found)
    if args.json:
        say_json({**found, "ok": not wrong})
    else:
        say(f"record: {chain.acts} acts, the chain is {found['record']['chain']}")
        say(f"evidence: {evidence.blobs} pictures")
        for line in wrong:
            warn(f"triage: {line}")
    return 1 if wrong else 0


def _check_cache(home: Path, keys: "StoreKeys") -> dict[str, Any]:
    """A cache that does not read is set aside and made anew, one that is gone is begun: it can be
    fetched again."""
    from triage_app.store.cache import CACHE_FILE
    from triage_app.store.cache_care import doubt, open_mended, set_aside
    from triage_app.store.cache_presence import MARK_FILE

    if not (home / CACHE_FILE).exists() and not (home / MARK_FILE).exists():
        return {"damage": [], "set_aside": ""}
    before = set_aside(home)
    doubt(home)
    cache, said = open_mended(home, keys)
    cache.close()
    aside = [path for path in set_aside(home) if path not in before]
    return {
        "damage": [str(said)] if said else [],
        "set_aside": str(aside[-1]) if aside else "",
    }


def _check_search(home: Path, keys: "StoreKeys") -> list[str]:
    """An index that does not read is taken away: it is built again."""
    from triage_app.store.search_keeping import remove_damaged

    if not remove_damaged(home, keys.cache):
        return []
    return ["search.db was damaged and taken away; the next search or start builds it again"]


def _wrongs(found: dict[str, Any]) -> list[str]:
    """Each finding with its next step."""
    record, evidence, cache = found["record"], found["evidence"], found["cache"]
    wrong = [f"record.db: {words}; {RESTORE}" for words in record["damage"]]
    if record["chain"] == "broken":
        at = f"act {record['first_bad_seq']}: {record['reason']}"
        wrong.append(f"record.db: {at}; keep this home as it is and tell a supervisor")
    wrong += [
        f"evidence {name[:12]} is {state}; copy it back from a backup or attach it again"
        for state in ("damaged", "missing")
        for name in evidence[state]
    ]
    return [*wrong, *cache["damage"], *found["search"]["damage"]]
