"""`triage search`: announced items by what is written on them, newest first."""

import argparse
import time
from collections.abc import Iterator
from contextlib import closing
from typing import TYPE_CHECKING, Any

from triage_app.cli.arguments import count
from triage_app.cli.behind import behind_others
from triage_app.cli.output import on_terminal, say, say_json, warn

if TYPE_CHECKING:
    from triage_app.flow.search import Search
    from triage_app.model.search import Findings, Hit, SearchFor

LIMIT = 50
STEP = 30_000
"""Announcements a transaction: about a second."""
KEYS = """--json prints one object an item:
  {"code", "scheme", "posted_on", "arrived_on", "origin", "carrier", "sender", "recipient", "place",
   "description" (of its first line), "lines", "value_minor", "currency", "verdict" (the last one
   kept: clear, look, hold, or null), "held", "hold" (what anyone may read of a controlled
   delivery, else ""), "seen_at" (when it was last examined here, or null)}
--catch-up --json prints {"taken", "behind", "seconds"}."""


def configure(command: str, parser: argparse.ArgumentParser) -> None:
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = KEYS
    parser.add_argument(
        "text",
        nargs="*",
        metavar="TEXT",
        help="words, their beginnings or parts of three letters and more, fragments of a number",
    )
    parser.add_argument("--limit", type=count, default=LIMIT, help=f"how many at most ({LIMIT})")
    parser.add_argument("--origin", default="", metavar="COUNTRY", help="only from there (CN)")
    parser.add_argument("--carrier", default="", metavar="NAME", help="only of this carrier")
    parser.add_argument("--flagged", action="store_true", help="only judged and not clear")
    parser.add_argument("--held", action="store_true", help="only under an open hold")
    parser.add_argument("--unseen", action="store_true", help="only not examined here today")
    parser.add_argument(
        "--catch-up", action="store_true", help="only let the index take in what is new"
    )
    parser.add_argument("--json", action="store_true", help="one JSON object an item")


def run(args: argparse.Namespace) -> int:
    """0 also where nothing was found, 2 when nothing was asked."""
    from triage_app.app import assemble_search
    from triage_app.cli.opening import signed_in
    from triage_app.model.search import SearchFor
    from triage_app.settings import load_settings

    asked = SearchFor(
        " ".join(args.text), args.origin, args.carrier, args.flagged, args.held, args.unseen
    )
    if not asked.asks and not args.catch_up:
        warn("triage search: name words to look for, or a facet such as --held")
        return 2
    if args.catch_up:
        del args.inspector  # no item is read to anybody
    with closing(assemble_search(load_settings(args.home))) as house:
        signed_in(args, house.parts)
        if args.catch_up:
            behind_others()
            return _caught_up(house.search, as_json=args.json)
        _catch_up(house.search)
        _say_found(house.search, asked, args)
    return 0


def _say_found(search: "Search", asked: "SearchFor", args: argparse.Namespace) -> None:
    found = search.find(asked, args.limit)
    for hit in found.hits:
        if args.json:
            say_json(as_json(hit))
        else:
            say(as_text(hit))
    for line in _remarks(found, args.limit):
        warn(f"triage search: {line}")


def _remarks(found: "Findings", limit: int) -> Iterator[str]:
    if not found.hits:
        yield "nothing found"
    if found.more:
        yield f"there are more than {limit:,}; narrow it, or ask for more by --limit"
    if found.partial:
        words = ", ".join(found.partial)
        yield f"'{words}' is part of very many words, not all were looked for; write more of it"
    if found.behind:
        yield f"{found.behind:,} announcements are still being taken into the index"


def _caught_up(search: "Search", *, as_json: bool) -> int:
    started = time.monotonic()
    taken = _catch_up(search)
    while search.tidy():
        pass
    seconds, behind = round(time.monotonic() - started, 3), search.behind()
    if as_json:
        say_json({"taken": taken, "behind": behind, "seconds": seconds})
    elif behind:
        say(f"{taken:,} taken in; another process is taking in the other {behind:,}")
    else:
        say(f"{taken:,} announcements taken into the index in {seconds:.1f} s")
    return 0


def _catch_up(search: "Search") -> int:
    """Let the index take in all that is missing, unless another process is at it."""
    from triage_app.cli.progress import Bar

    total, taken = search.behind(), 0
    bar = Bar("announcements") if on_terminal() else None
    while some := search.catch_up(STEP):
        taken += some
        if bar is not None:
            bar.show(taken, max(total, taken))
    if bar is not None:
        bar.clear()
    return taken


def as_json(hit: "Hit") -> dict[str, Any]:
    from triage_app.cli.looking import SET_ASIDE

    one = hit.announcement
    return {
        "code": one.number,
        "scheme": one.scheme,
        "posted_on": one.posted_on,
        "arrived_on": one.arrived_on.isoformat() if one.arrived_on else None,
        "origin": one.origin,
        "carrier": one.carrier,
        "sender": one.sender.name,
        "recipient": one.recipient.name,
        "place": hit.place,
        "description": one.lines[0].description if one.lines else "",
        "lines": len(one.lines),
        "value_minor": one.value_minor,
        "currency": one.currency,
        "verdict": hit.verdict.value if hit.verdict else None,
        "held": hit.held,
        "hold": SET_ASIDE if hit.set_aside else "",
        "seen_at": hit.seen_at.isoformat() if hit.seen_at else None,
    }


def as_text(hit: "Hit") -> str:
    """One line an item, what is shortest first."""
    from triage_app.model.visible import visible

    said = as_json(hit)
    state = said["hold"] or ("HOLD" if hit.held else said["verdict"] or "")
    parts = (
        f"{said['code']:<22}",
        said["arrived_on"] or "",
        f"{said['origin']:<2}",
        " – ".join(filter(None, (said["sender"], said["recipient"], said["place"]))),
        said["description"],
        state,
    )
    return "  ".join(visible(part, 120) for part in parts if part).rstrip()
