"""`triage pack`: rule packs checked, compared, signed and put in use."""

import argparse
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from triage_app.cli.output import say, say_json
from triage_app.cli.pack_files import CURRENT, SHIPPED_WORD, pack_source
from triage_app.cli.pack_signing import refused_pack
from triage_app.flow.clock import SystemClock
from triage_app.flow.rule_packs import PackSource
from triage_app.model.visible import visible
from triage_app.risk.pack import PackRefused, RulePack, load_pack
from triage_app.risk.pack_delta import PackChange, pack_delta
from triage_app.risk.pack_doubts import Doubt, doubts
from triage_app.settings import load_settings

_A_PACK = "a file, 'shipped' or 'current'"


def configure(command: str, parser: argparse.ArgumentParser) -> None:
    from triage_app.settings import inspector_here

    what = parser.add_subparsers(
        dest="what", metavar="check | diff | preview | sign | use | list | trust | new-key"
    )
    words = {
        word: what.add_parser(word, help=told)
        for word, told in (
            ("check", "every error and doubt, with file, line and reason"),
            ("diff", "what the second pack changes against the first"),
            ("preview", "what another pack would do with the items that are here"),
            ("sign", "lay a signature beside a pack: FILE.sig"),
            ("use", "judge by this pack from now on; the one before is kept"),
            ("list", "the pack in use, and those kept behind it"),
            ("trust", "whose packs are taken here; with a public key: also its holder's"),
            ("new-key", "make a key to sign packs with"),
        )
    }
    words["check"].add_argument("file", nargs="+", metavar="FILE", help=_A_PACK)
    words["diff"].add_argument("a", metavar="A", help=_A_PACK)
    words["diff"].add_argument("b", metavar="B", help=_A_PACK)
    _configure_signing(words)
    words["preview"].add_argument(
        "file", metavar="FILE", help="a file, 'shipped', or 'draft': the edits made in the window"
    )
    words["preview"].add_argument(
        "--sample", type=int, default=0, metavar="N", help="so many items, evenly; else all"
    )
    words["preview"].add_argument("--progress", action="store_true", help="how far, for a program")
    words["use"].add_argument("file", metavar="FILE", help="a file, 'shipped' or 'previous'")
    words["use"].add_argument("--why", default="", help="said in the act")
    words["use"].add_argument("--sign", action="store_true", help="sign it by this station first")
    words["use"].add_argument("--older", action="store_true", help="an older version may come back")
    words["use"].add_argument(
        "--later", action="store_true", help="leave judging anew to 'triage assess --stale'"
    )
    parser.add_argument("--json", action="store_true", help="JSON for programs")
    for word, each in words.items():
        each.add_argument("--json", action="store_true", default=argparse.SUPPRESS)
        if word in ("sign", "use", "trust"):
            each.add_argument(
                "--by", default=inspector_here(), help="who does it (else this machine's user)"
            )
    parser.epilog = "Without a word: as list."


def _configure_signing(words: Mapping[str, argparse.ArgumentParser]) -> None:
    words["sign"].add_argument("file", metavar="FILE", help="a pack")
    by = words["sign"].add_mutually_exclusive_group(required=True)
    by.add_argument("--key", metavar="KEYFILE", help="the secret key's file; - for standard input")
    by.add_argument("--station", action="store_true", help="by this station's own key")
    words["trust"].add_argument("file", nargs="?", type=Path, metavar="FILE.pub", help="a key")
    words["trust"].add_argument("--name", default="", help="whose key it is")
    words["trust"].add_argument("--remove", metavar="KEY", default="", help="trust it no more")
    words["new-key"].add_argument("file", type=Path, metavar="FILE", help="is not to be there yet")


def run(args: argparse.Namespace) -> int:
    """0; 1 when a pack was refused."""
    try:
        return _run(args)
    except PackRefused as refused:
        return refused_pack(refused)


def _run(args: argparse.Namespace) -> int:
    from triage_app.cli import pack_previewing, pack_signing, pack_use

    return {
        "check": _checks,
        "diff": _diff,
        "preview": pack_previewing.preview,
        "sign": pack_signing.sign,
        "new-key": pack_signing.new_key,
        "trust": pack_signing.trust,
        "use": pack_use.use,
        "list": pack_use.listed,
        None: pack_use.listed,
    }[args.what](args)


def _checks(args: argparse.Namespace) -> int:
    return max([_check(args, named) for named in args.file])


def _check(args: argparse.Namespace, named: str) -> int:
    source = _source(args, named)
    try:
        pack = load_pack(source.text, source.name, source.lexicons)
        signer = _signer(args, source, pack)
    except PackRefused as refused:
        _say_check(args, source, refused=refused.every)
        return 1
    found = doubts(pack, SystemClock("UTC").today())
    _say_check(args, source, pack=pack, found=found, signer=signer)
    return 0


def _signer(args: argparse.Namespace, source: PackSource, pack: RulePack) -> str:
    """Whose signature it carries; "" where it has none. Raises PackRefused when it does not hold;
    whether its key is trusted is asked of the home, where there is one."""
    if not source.signature:
        return ""
    from triage_app.app import home_exists
    from triage_app.cli.opening import opened_unasked
    from triage_app.flow.rule_packs import key_of
    from triage_app.flow.rules_house import packs_of

    key = key_of(source, pack)
    if not home_exists(load_settings(args.home)):
        return f"the key {key}"
    with opened_unasked(args.home) as parts:
        trusted = {one.id: one.whose for one in packs_of(parts).trusted()}
    return trusted.get(key, f"the key {key}, which is not trusted here")


def _say_check(
    args: argparse.Namespace,
    source: PackSource,
    *,
    pack: RulePack | None = None,
    refused: tuple[PackRefused, ...] = (),
    found: tuple[Doubt, ...] = (),
    signer: str = "",
) -> None:
    if args.json:
        say_json(
            {
                "file": source.name,
                "taken": pack is not None,
                "pack": pack.id if pack else "",
                "version": pack.version if pack else "",
                "digest": pack.digest if pack else "",
                "signed_by": signer,
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
        counted = "1 error" if len(refused) == 1 else f"{len(refused)} errors"
        say(f"{visible(source.name)}: refused, {counted}")
    else:
        counted = f"{len(pack.rules)} rules, {len(pack.law)} law rows"
        signed = f"signed by {signer}" if signer else "not signed"
        said = f"{pack.name}, {counted}, {signed}, sha256 {pack.digest[:16]}"
        say(f"{visible(source.name)}: {visible(said, 300)}")


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
    source = _source(args, named)
    return load_pack(source.text, source.name, source.lexicons)


def _source(args: argparse.Namespace, named: str) -> PackSource:
    if named != CURRENT:
        return pack_source(named)
    from triage_app.cli.opening import opened_unasked
    from triage_app.flow.rules_house import packs_of

    with opened_unasked(args.home) as parts:
        return packs_of(parts).source_now() or pack_source(SHIPPED_WORD)


def _change_json(one: PackChange) -> dict[str, Any]:
    return one._asdict()
