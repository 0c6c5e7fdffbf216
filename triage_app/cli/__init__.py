"""`triage`: the window (no command) and every headless job. A family of commands is one module with

    configure(command: str, parser: argparse.ArgumentParser) -> None    its arguments
    run(args: argparse.Namespace) -> int                                its exit code

`args.command` is the command's name, `args.home` the home. Only the chosen family is imported.
"""

import argparse
import sys
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

from triage_app import __version__
from triage_app.cli.output import disk_failed, fault, is_of_disk, usage, warn
from triage_app.cli.place import home_from
from triage_app.cli.signing_in import ASKED
from triage_app.model.errors import Fault, NotLoggedIn, StoreDamaged


class Family(NamedTuple):
    module: str
    summary: str


COMMANDS: dict[str, Family] = {
    "window": Family("window", "the window (the default)"),
    "demo": Family("demo", "fill an empty home with a made-up facility"),
    "shift": Family("shift", "play a shift through the real window"),
    "identify": Family("identify", "say what a code names"),
    "read-labels": Family("labels", "read the codes in pictures of labels"),
    "import": Family("intake", "take manifest files into the cache"),
    "export": Family("export", "write the announcements as a manifest"),
    "show": Family("show", "all that is known of one item"),
    "search": Family("search", "announced items by what is written on them"),
    "assess": Family("assess", "judge items"),
    "pack": Family("pack", "rule packs: check, compare, sign, put in use"),
    "lists": Family("lists", "screening lists"),
    "names": Family("names", "compare names"),
    "scorecard": Family("scorecard", "fit an additive scorecard, see how it ranks"),
    "backtest": Family("backtest", "a rule pack against another, over recorded outcomes"),
    "measure": Family("measure", "does a rule work: precision, lift, drift, workload"),
    "quality": Family("quality", "how good the data of posts, carriers and sellers are"),
    "inspector": Family("inspector", "who works here, with which roles"),
    "hold": Family("hold", "add or lift a hold"),
    "worklist": Family("worklist", "what is held, due, or targeted and not presented"),
    "reconcile": Family("reconcile", "a bag against what was announced for it"),
    "xray": Family("xray", "read and render X-ray pictures"),
    "attach": Family("attach", "attach pictures to an item"),
    "marks": Family("marks", "what is marked on an item's pictures"),
    "watch": Family("watch", "pair a folder's pictures with items"),
    "record": Family("record", "record an outcome"),
    "weigh": Family("weigh", "keep what an item weighs"),
    "undo": Family("record", "undo an act by another act"),
    "log": Family("record", "the acts in order"),
    "report": Family("report", "an item's acts, or a shift, on paper"),
    "verify": Family("record", "check the chain of acts"),
    "sync": Family("road", "send what waits, fetch what is new"),
    "bundle": Family("bundle", "what the road would carry, on a medium"),
    "enroll": Family("road", "register this station with a hub"),
    "hub": Family("hub", "serve and tend a hub"),
    "check": Family("care", "check the stores"),
    "purge": Family("purge", "let old announcements go"),
    "backup": Family("backup", "back the record up"),
    "restore": Family("restore", "make a backup this home's record again"),
    "doctor": Family("care", "what is wrong here and what to do"),
    "recovery-key": Family("recovery_key", "make a new recovery key for this home"),
    "sheet": Family("sheet", "print the scanner's and the command sheet"),
    "bench": Family("bench", "qualify this workstation"),
    "screens": Family("screens", "pictures of every state of the window"),
    "selftest": Family("selftest", "try every part in a scratch home"),
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; the README's table says what the exit codes mean."""
    words = list(sys.argv[1:] if argv is None else argv)
    if "--version" in words[:1]:
        sys.stdout.write(f"triage {__version__}\n")
        return 0
    if words[:1] in (["-h"], ["--help"], ["help"]):
        usage(COMMANDS)
        return 0
    home, words = _leading_home(words)
    name = words.pop(0) if words and not words[0].startswith("-") else "window"
    if name not in COMMANDS:
        warn(f"triage: no command '{name}'; 'triage --help' lists them")
        return 2
    return _run(name, home, words)


def _run(name: str, home: str | None, words: list[str]) -> int:
    family = import_module(f"triage_app.cli.{COMMANDS[name].module}")
    parser = argparse.ArgumentParser(f"triage {name}", description=COMMANDS[name].summary)
    parser.add_argument("--home", default=home, help="where the data lie (or TRIAGE_HOME)")
    family.configure(name, parser)
    if name in ASKED:
        parser.add_argument(
            "--inspector",
            metavar="ID",
            help="who runs it (or TRIAGE_INSPECTOR), by the PIN on standard input or in"
            " TRIAGE_PIN_FILE; not asked where no inspectors are set up",
        )
    who, words = _named(words) if name in ASKED else (None, words)
    args = parser.parse_args(words)
    if who is not None:
        args.inspector = who
    args.command = name
    args.home = home_from(args.home)
    try:
        return int(family.run(args))
    except NotLoggedIn as error:
        warn(f"triage: {error.what} {error.next_step}".rstrip())
        return 1
    except StoreDamaged as error:
        _doubt_cache(args.home)
        return fault(error)
    except Fault as error:
        return fault(error)
    except BrokenPipeError:
        return 0
    except OSError as error:
        if not is_of_disk(error):
            raise
        return disk_failed(error)


def _named(words: list[str]) -> tuple[str | None, list[str]]:
    """--inspector may stand behind the words of a command's own parts, too."""
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    parser.add_argument("--inspector")
    found, rest = parser.parse_known_args(words)
    return found.inspector, rest


def _doubt_cache(home: Path) -> None:
    """Something could not be read: the next command looks whether it was the cache."""
    from triage_app.store.cache_care import doubt

    with suppress(Fault):
        doubt(home)


def _leading_home(words: list[str]) -> tuple[str | None, list[str]]:
    if words and words[0].startswith("--home="):
        return words[0].removeprefix("--home="), words[1:]
    if len(words) > 1 and words[0] == "--home":
        return words[1], words[2:]
    return None, words
