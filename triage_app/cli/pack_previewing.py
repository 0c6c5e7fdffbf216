"""`triage pack preview`: how many items another pack would hold, by the cache's own items."""

import argparse
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import asdict
from typing import Any

from triage_app.app import Parts
from triage_app.cli.opening import opened_unasked
from triage_app.cli.output import on_terminal, say, say_json
from triage_app.cli.pack_files import pack_source
from triage_app.cli.progress import Bar, ProgressLines, Shown, Untold
from triage_app.cli.stopping import Stopping
from triage_app.flow.announced import announced_item
from triage_app.flow.pack_preview import Preview
from triage_app.flow.rules_house import editing_of
from triage_app.flow.veil import shown_announcements
from triage_app.model.item import MailItem
from triage_app.model.ruling import Workload
from triage_app.model.visible import visible
from triage_app.risk.names import person_key
from triage_app.risk.pack import RulePack, load_pack
from triage_app.store.cache_sample import sampled

DRAFT = "draft"


def preview(args: argparse.Namespace) -> int:
    """The pack named, or the edits kept in the window, against the pack in use."""
    with opened_unasked(args.home) as parts, ExitStack() as closing:
        stopping = closing.enter_context(Stopping())
        if args.progress:
            stopping.listen(sys.stdin.fileno())
        after = _pack(parts, args.file)
        total = parts.cache.reader.age().items
        asked = min(total, args.sample) if args.sample else total
        shown = _shown(args)
        made = Preview(parts.pack, after, parts.lists, parts.sample, parts.clock.today()).over(
            _items(parts, asked, total), asked, shown.show, stopping.asked
        )
        shown.clear()
    _say(args, parts.pack.name, after.name, total, made)
    return 0


def _pack(parts: Parts, named: str) -> RulePack:
    if named == DRAFT:
        editing = editing_of(parts)
        return editing.pack_with(editing.draft())
    source = pack_source(named)
    return load_pack(source.text, source.name, source.lexicons)


def _items(parts: Parts, most: int, total: int) -> Iterator[MailItem]:
    cache = parts.cache
    every = sampled(cache.connection, most) if most < total else cache.announcements()
    for announced in shown_announcements(every, parts.station.clearance.hidden()):
        yield announced_item(announced, parts.cache.reader, parts.record.record, person_key)


def _shown(args: argparse.Namespace) -> Shown:
    if args.progress:
        from pathlib import Path

        return ProgressLines(Path(args.file))
    return Bar("items") if on_terminal() and not args.json else Untold()


def _say(args: argparse.Namespace, before: str, after: str, items: int, made: Workload) -> None:
    if args.json:
        told: dict[str, Any] = asdict(made)
        say_json({"before": before, "after": after, "items": items, **told})
        return
    say(f"{made.judged:,} of {items:,} items judged by {before} and by {after}")
    for name, (was, now) in made.verdicts.items():
        say(f"  {name:<6} {was:>9,} -> {now:>9,}  {now - was:+,}")
    for rule, (was, now) in made.rules.items():
        if was != now:
            say(f"  {rule:<24} {was:>9,} -> {now:>9,}  {now - was:+,}")
    for title, count, some in (
        ("flagged anew", made.newly_count, made.newly),
        ("flagged no more", made.no_longer_count, made.no_longer),
    ):
        say(f"  {title}: {count:,}")
        for one in some[:5]:
            what = f"{one.before} -> {one.after}  {', '.join(one.rules)}  {one.description}"
            say(f"    {one.number}  {visible(what, 160)}")
