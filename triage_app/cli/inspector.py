"""`triage inspector`: who works here. Each change is an act; no PIN is a word of a command line."""

import argparse
from collections.abc import Callable
from typing import TYPE_CHECKING

from triage_app.cli.output import say, say_json, warn
from triage_app.model.inspector import Inspector, Role
from triage_app.model.outcome import Refusal
from triage_app.model.visible import visible

if TYPE_CHECKING:
    from triage_app.app import Parts

KEYS = """The first one made is an administrator; from then on commands that read items or write
acts ask who runs them (--inspector, TRIAGE_INSPECTOR). PINs come on standard input, a line each:
first the PIN of who runs the command (or TRIAGE_PIN_FILE), then the new one.
--json prints one object an inspector: {"inspector", "name", "roles", "badge" (which of their
badges counts), "disabled"}; 'badge' adds {"text"}: what its code says."""


def configure(command: str, parser: argparse.ArgumentParser) -> None:
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = KEYS
    parser.add_argument("--json", action="store_true", help="JSON for programs")
    what = parser.add_subparsers(dest="what", required=True)
    everybody = what.add_parser("list", help="everybody")
    parsers = [everybody]
    add = what.add_parser("add", help="somebody new; their PIN on standard input")
    parsers.append(add)
    add.add_argument("id", metavar="ID", help="theirs for good: A to Z, 0 to 9, point, underscore")
    add.add_argument("--name", required=True)
    add.add_argument("--role", action="append", required=True, choices=list(Role), type=Role)
    for name, help_ in (
        ("disable", "bar somebody; what they wrote stays theirs"),
        ("enable", "let somebody in again"),
        ("pin", "another PIN, on standard input"),
        ("badge", "the text of the badge's code"),
        ("rename", "another name for the same person"),
        ("roles", "what they may do from now on"),
    ):
        one = what.add_parser(name, help=help_)
        parsers.append(one)
        one.add_argument("id", metavar="ID")
        if name == "badge":
            one.add_argument("--new", action="store_true", help="the one before is void")
        elif name == "rename":
            one.add_argument("name")
        elif name == "roles":
            one.add_argument("role", nargs="+", choices=list(Role), type=Role)
    for one in parsers:  # behind them, too
        one.add_argument("--json", action="store_true", default=argparse.SUPPRESS)


def run(args: argparse.Namespace) -> int:
    """1 where it was refused."""
    from triage_app.cli.opening import opened

    with opened(args) as parts:
        done = _STEPS[args.what](args, parts)
        if isinstance(done, Refusal):
            warn(f"triage: nothing was changed: {done.reason}")
            return 1
        for one in done:
            _say(one, as_json=args.json)
    return 0


def _list(args: argparse.Namespace, parts: "Parts") -> tuple[Inspector, ...]:
    return parts.people.known()


def _add(args: argparse.Namespace, parts: "Parts") -> tuple[Inspector, ...] | Refusal:
    from triage_app.cli.signing_in import typed_pin

    if not parts.people.are_set_up:
        args.role.append(Role.ADMINISTRATOR)
    pin = typed_pin(f"New PIN of {args.id}: ")
    by = parts.inspector
    return _one(parts.people.add(args.id, args.name, args.role, pin, by))


def _change(args: argparse.Namespace, parts: "Parts") -> tuple[Inspector, ...] | Refusal:
    return _one(
        parts.people.change(
            args.id,
            parts.inspector,
            name=args.name if args.what == "rename" else None,
            roles=args.role if args.what == "roles" else None,
            disabled={"disable": True, "enable": False}.get(args.what),
        )
    )


def _pin(args: argparse.Namespace, parts: "Parts") -> tuple[Inspector, ...] | Refusal:
    """One's own PIN anybody changes who has just logged in with the old one."""
    from triage_app.cli.signing_in import typed_pin

    pin = typed_pin(f"New PIN of {args.id}: ")
    return _one(parts.people.set_pin(args.id, pin, parts.inspector))


def _badge(args: argparse.Namespace, parts: "Parts") -> tuple[Inspector, ...] | Refusal:
    found: Inspector | Refusal | None = parts.people.find(args.id)
    if args.new or found is None:
        found = parts.people.change(args.id, parts.inspector, new_badge=args.new)
    if isinstance(found, Refusal):
        return found
    text = parts.people.badge(found)
    if isinstance(text, Refusal):
        return text
    if args.json:
        say_json({**_as_json(found), "text": text})
    else:
        say(text)
    return ()


_Step = Callable[[argparse.Namespace, "Parts"], tuple[Inspector, ...] | Refusal]
_STEPS: dict[str, _Step] = {
    "list": _list,
    "add": _add,
    "disable": _change,
    "enable": _change,
    "rename": _change,
    "roles": _change,
    "pin": _pin,
    "badge": _badge,
}


def _one(found: Inspector | Refusal) -> tuple[Inspector, ...] | Refusal:
    return found if isinstance(found, Refusal) else (found,)


def _as_json(one: Inspector) -> dict[str, object]:
    return {
        "inspector": one.id,
        "name": one.name,
        "roles": [role.value for role in one.roles],
        "badge": one.badge,
        "disabled": one.disabled,
    }


def _say(one: Inspector, *, as_json: bool) -> None:
    if as_json:
        say_json(_as_json(one))
        return
    barred = "  (disabled)" if one.disabled else ""
    roles = ", ".join(role.value for role in one.roles)
    say(f"{one.id:<16} {visible(one.name, 60):<30} {roles}{barred}")
