"""`triage quality`: how good the data of each post, carrier or seller are, and what to ask them."""

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from triage_app.cli.measure import share_text
from triage_app.cli.output import on_terminal, say, say_json, warn
from triage_app.model.quality import KINDS, Scorecard, Scorecards
from triage_app.model.visible import visible

if TYPE_CHECKING:
    from triage_app.app import Parts
    from triage_app.formats.edifact_write import CorrectionsFile

BY = ("post", "carrier", "seller")
SHOWN = 40


def configure(command: str, parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--by", choices=BY, default="post", help="whose data (default: post)")
    parser.add_argument(
        "--fewest", type=int, default=1, metavar="N", help="only those with N items or more"
    )
    parser.add_argument(
        "--out",
        type=Path,
        metavar="FILE",
        help="the scorecards: JSON lines if named .json(l), else CSV",
    )
    parser.add_argument(
        "--corrections",
        type=Path,
        metavar="FILE",
        help="what each post is asked to mend, as CUSRSP-like messages",
    )
    parser.add_argument("--json", action="store_true", help="one JSON object a scorecard")


def run(args: argparse.Namespace) -> int:
    """0; 1 where it was stopped before its end."""
    from triage_app.cli.opening import opened_unasked
    from triage_app.formats.quality_write import as_json

    if args.fewest < 1:
        warn("triage quality: --fewest is 1 or more")
        return 2
    with opened_unasked(args.home) as parts:
        made, whole = _graded(args, parts)
    if args.out:
        _write(made, args.out)
        warn(f"{args.out}: {len(made.cards):,} scorecards written")
    if args.json:
        for told in as_json(made):
            say_json(told)
    elif not args.out:
        say(as_text(made))
    if not whole:
        warn("triage quality: stopped; only the items read so far are counted")
    return 0 if whole else 1


def _graded(args: argparse.Namespace, parts: "Parts") -> tuple[Scorecards, bool]:
    from triage_app.assets import asset
    from triage_app.cli.progress import Bar, Untold
    from triage_app.cli.stopping import Stopping
    from triage_app.flow.quality import grade
    from triage_app.flow.veil import shown_announcements
    from triage_app.risk.quality import Tally, load_checks

    tally = Tally(args.by)
    checks = load_checks(asset("quality.toml").read_text("utf-8"), parts.pack)
    total = parts.cache.reader.age().items if on_terminal() else 0
    bar = Bar("items") if total else Untold()
    with Stopping() as stopping, _corrections(args.corrections, parts) as asked:

        def told(done: int) -> bool:
            bar.show(done, total)
            return not stopping.asked()

        whole = grade(
            shown_announcements(parts.cache.announcements(), parts.station.clearance.hidden()),
            tally,
            checks,
            lambda one: parts.cache.reader.context(one).previous,
            parts.clock.today(),
            asked.add if asked is not None else None,
            told,
        )
    bar.clear()
    return tally.scorecards(args.fewest), whole


@contextmanager
def _corrections(path: Path | None, parts: "Parts") -> Iterator["CorrectionsFile | None"]:
    """The file of what is asked, whole or not there; nothing where none is wanted."""
    if path is None:
        yield None
        return
    from triage_app.formats.edifact_write import CorrectionsFile
    from triage_app.formats.packed_file import packed_file

    with packed_file(path) as stream:
        asked = CorrectionsFile(stream, parts.settings.station.facility, parts.clock.now())
        yield asked
        asked.end()
    warn(f"{path}: {asked.items:,} items in {asked.messages:,} messages")


def _write(made: Scorecards, path: Path) -> None:
    import io

    from triage_app.formats.packed_file import packed_file
    from triage_app.formats.quality_write import write_csv, write_json

    plain = path.name.lower().removesuffix(".gz").removesuffix(".zst")
    with packed_file(path) as stream:
        text = io.TextIOWrapper(stream, "utf-8", newline="")
        (write_json if plain.endswith((".json", ".jsonl")) else write_csv)(made, text)
        text.flush()
        text.detach()


def as_text(made: Scorecards) -> str:
    """For people, those with most items first."""
    if not made.items:
        return (
            "Nothing is announced here yet, so nobody's data can be graded."
            " 'triage import FILE' takes a manifest in."
        )
    lines = [f"{made.items:,} announced items by {made.by}; shares with their 95 % interval"]
    head = f"{made.by:<28} {'items':>9}  {'anything':<18}"
    lines.append(head + "".join(f"{kind:<18}" for kind in KINDS))
    lines += [_line(card) for card in made.cards[:SHOWN]]
    if len(made.cards) > SHOWN:
        more = len(made.cards) - SHOWN
        lines.append(f"... {more:,} more; --out FILE writes all")
    if made.nameless:
        lines.append(f"{made.nameless:,} items tell no {made.by}")
    if made.let_go:
        lines.append(
            f"{made.let_go:,} items of those with few are left out: there were too many of them;"
            " figures of the others may lack some of their first items"
        )
    return "\n".join(lines)


def _line(card: Scorecard) -> str:
    shares = (card.anything, *(card.kinds[kind] for kind in KINDS))
    name = visible(card.name, 28) or "-"
    return f"{name:<28} {card.items:>9,}  " + "".join(f"{share_text(one):<18}" for one in shares)
