"""`triage pack`: rule packs checked, compared, signed and put in use."""

import argparse
from typing import Any

from triage_app.cli.output import say, say_json, warn
from triage_app.cli.pack_files import CURRENT, pack_source
from triage_app.flow.clock import SystemClock
from triage_app.flow.rule_packs import PackSource
from triage_app.model.visible import visible
from triage_app.risk.pack import PackRefused, RulePack, load_pack, shipped_pack
from triage_app.risk.pack_delta import PackChange, pack_delta
from triage_app.risk.pack_doubts import Doubt, doubts

_A_PACK = "a file, 'shipped' or 'current'"


def configure(command: str, parser: argparse.ArgumentParser) -> None:
    what = parser.add_subparsers(dest="what", metavar="check | diff")
    checked = what.add_parser("check", help="every error and doubt, with file, line and reason")
    checked.add_argument("file", nargs="+", metavar="FILE", help=_A_PACK)
    compared = what.add_parser("diff", help="what the second pack changes against the first")
    compared.add_argument("a", metavar="A", help=_A_PACK)
    compared.add_argument("b", metavar="B", help=_A_PACK)
    parser.add_argument("--json", action="store_true", help="JSON for programs")
    for each in (checked, compared):
        each.add_argument("--json", action="store_true", default=argparse.SUPPRESS)


def run(args: argparse.Namespace) -> int:
    """0; 1 when a pack was refused."""
    try:
        return _run(args)
    except PackRefused as refused:
        for one in refused.every:
            warn(f"triage: {visible(str(one.what), 1_000)}")
        warn(f"triage: {refused.next_step}")
        return 1


def _run(args: argparse.Namespace) -> int:
    if args.what == "check":
        return max([_check(args, named) for named in args.file])
    if args.what == "diff":
        return _diff(args)
    warn("triage pack: say check or diff")
    return 2


def _check(args: argparse.Namespace, named: str) -> int:
    source = pack_source(named)
    try:
        pack = load_pack(source.text, source.name, source.lexicons)
    except PackRefused as refused:
        _say_check(args, source, refused=refused.every)
        return 1
    found = doubts(pack, SystemClock("UTC").today())
    _say_check(args, source, pack=pack, found=found)
    return 0


def _say_check(
    args: argparse.Namespace,
    source: PackSource,
    *,
    pack: RulePack | None = None,
    refused: tuple[PackRefused, ...] = (),
    found: tuple[Doubt, ...] = (),
) -> None:
    if args.json:
        say_json(
            {
                "file": source.name,
                "taken": pack is not None,
                "pack": pack.id if pack else "",
                "version": pack.version if pack else "",
                "digest": pack.digest if pack else "",
                "rules": len(pack.rules) if pack else 0,
                "law": len(pack.law) if pack else 0,
                "errors": [
                    {"file": one.file, "line": one.line, "reason": one.reason} for one in refused
                ],
                "doubts": [{"line": one.line, "what": one.what} for one in found],
            }
        )
        return
    for one in refused:
        say(f"{visible(one.file)}:{one.line}: error: {visible(one.reason)}")
    for doubt in found:
        say(f"{visible(source.name)}:{doubt.line or 1}: doubt: {visible(doubt.what)}")
    if pack is None:
        say(f"{visible(source.name)}: refused, {len(refused)} errors")
    else:
        counted = f"{len(pack.rules)} rules, {len(pack.law)} law rows"
        say(f"{visible(source.name)}: {pack.name}, {counted}, sha256 {pack.digest[:16]}")


def _diff(args: argparse.Namespace) -> int:
    changes = pack_delta(_pack(args, args.a), _pack(args, args.b))
    for one in changes:
        if args.json:
            say_json(_change_json(one))
        else:
            say(visible(str(one), 2_000))
    if not changes and not args.json:
        say("They judge alike.")
    return 0


def _pack(args: argparse.Namespace, named: str) -> RulePack:
    if named == CURRENT:
        from triage_app.cli.opening import opened

        with opened(args.home) as parts:
            return parts.pack
    if named == "shipped":
        return shipped_pack()
    source = pack_source(named)
    return load_pack(source.text, source.name, source.lexicons)


def _change_json(one: PackChange) -> dict[str, Any]:
    return one._asdict()
