"""`triage export`: the announcements of the cache as a manifest that `triage import` reads."""

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final

from triage_app.cli.output import say_json, warn

if TYPE_CHECKING:
    from triage_app.model.item import Announcement

FORMATS: Final = ("jsonl", "csv")


def configure(command: str, parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--out", type=Path, metavar="FILE", help="else standard output; packed if named .gz or .zst"
    )
    parser.add_argument(
        "--format",
        choices=FORMATS,
        help="jsonl reads back the same; csv is for spreadsheets: a cell one would take for a"
        " formula gets an apostrophe (default: by FILE's name, else jsonl)",
    )
    parser.add_argument("--feed", metavar="NAME", help="only what this feed announced")
    parser.add_argument("--json", action="store_true", help="one JSON object saying what was done")


def run(args: argparse.Namespace) -> int:
    """2 where the data and what is said of them would both go to standard output."""
    from triage_app.cli.opening import opened
    from triage_app.formats.packed_file import packed_file

    if args.json and args.out is None:
        warn("triage export: --json says what was written; name the file with --out FILE")
        return 2
    form = args.format or _named(args.out)
    with opened(args) as parts:
        found = parts.station.clearance.announcements(parts.cache.announcements())
        wanted = found if args.feed is None else (one for one in found if one.feed == args.feed)
        if args.out is None:
            _write(wanted, form, sys.stdout.buffer)
            return 0
        with packed_file(args.out) as file:
            rows = _write(wanted, form, file)
    if args.json:
        say_json({"file": str(args.out), "format": form, "rows": rows})
    else:
        warn(f"{args.out}: {rows:,} rows written as {form}")
    return 0


def _named(path: Path | None) -> str:
    """The format a file's name says."""
    name = path.name.lower().removesuffix(".gz").removesuffix(".zst") if path else ""
    return "csv" if name.endswith(".csv") else "jsonl"


def _write(announcements: Iterable["Announcement"], form: str, file: BinaryIO) -> int:
    """How many items, of a table how many rows."""
    import io

    from triage_app.formats.courier_write import write_courier_csv
    from triage_app.formats.json_lines_write import write_json_lines

    if form == "jsonl":
        return write_json_lines(announcements, file)
    text = io.TextIOWrapper(file, "utf-8", newline="")
    try:
        return write_courier_csv(announcements, text, harmless=True)
    finally:
        text.flush()
        text.detach()
