"""`triage pack use | list`: which pack this home judges by, and which it did before."""

import argparse

from triage_app.app import Parts
from triage_app.cli.opening import by_whom, may_not, opened, opened_unasked
from triage_app.cli.output import say, say_json, warn
from triage_app.cli.pack_files import SHIPPED_WORD, pack_source
from triage_app.cli.rejudging import rejudge_here, said_of
from triage_app.flow.clearance import Deed
from triage_app.flow.rules_house import packs_of
from triage_app.model.act import Act
from triage_app.model.visible import visible

PREVIOUS = "previous"


def use(args: argparse.Namespace) -> int:
    """Put a pack in use and judge anew what was judged by the one before."""
    with opened(args) as parts:
        if may_not(parts, Deed.USE_PACK):
            return 1
        before = parts.pack.name
        act = _used(parts, args)
    if act is None:
        warn("triage: the shipped pack is in use already, and none is kept from before.")
        return 1
    with opened_unasked(args.home) as parts:
        again = None if args.later else rejudge_here(parts)
        name, digest = parts.pack.name, parts.pack.digest
    if args.json:
        told = {"pack": name, "digest": digest, "before": before, "act": act.id, "seq": act.seq}
        say_json({**told, **(again._asdict() if again else {})})
        return 0
    say(f"act {act.seq} written: items are judged by {name} (before: {before})")
    if again:
        say(f"{again.judged:,} items were judged anew: {said_of(again)}")
    else:
        say("What was judged before is judged anew by 'triage assess --stale'.")
    return 0


def _used(parts: Parts, args: argparse.Namespace) -> Act | None:
    packs, by = packs_of(parts), by_whom(args, parts)
    if args.file == SHIPPED_WORD:
        return packs.use_shipped(by, args.why)
    if args.file == PREVIOUS:
        return packs.bring_back(by, args.why)
    source = pack_source(args.file)
    if args.sign:
        source = packs.sign_own(source, by)
    return packs.use(source, by, args.why, older=args.older)


def listed(args: argparse.Namespace) -> int:
    """The pack in use, and those kept behind it."""
    with opened_unasked(args.home) as parts:
        packs = packs_of(parts)
        now, before, in_use = packs.current(), packs.before(), parts.pack
    rows = [(in_use.name, True, now if now and now.title == in_use.name else None)]
    rows += [(one.title, False, one) for one in before]
    for name, is_now, edition in rows:
        told = {
            "pack": name,
            "in_use": is_now,
            "since": edition.used_at if edition else "",
            "by": edition.by if edition else "",
            "why": edition.why if edition else "",
            "shipped": edition is None,
        }
        if args.json:
            say_json({**told, **({"digest": in_use.digest} if is_now else {})})
        else:
            how = "comes with the program" if edition is None else f"by {edition.by}"
            why = f": {edition.why}" if edition and edition.why else ""
            say(f"{'*' if is_now else ' '} {name}  {visible(how + why, 300)}")
    return 0
