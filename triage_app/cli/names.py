"""`triage names compare`: how like pairs of names are, from a CSV file or standard input."""

import argparse
import csv
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from triage_app.cli.output import say, say_json, warn
from triage_app.model.errors import FileUnreadable
from triage_app.model.sentence import tr
from triage_app.model.visible import visible
from triage_app.risk.comparing import compare
from triage_app.risk.likeness import MATCH_AT

TRUE = frozenset({"true", "1", "yes"})


@dataclass(slots=True)
class Tally:
    """How often the answer and the file's own verdict (column is_match) agreed."""

    right: int = 0
    wrong_match: int = 0
    missed: int = 0

    def add(self, *, said: bool, true: bool) -> None:
        self.right += said and true
        self.wrong_match += said and not true
        self.missed += true and not said

    def summary(self) -> str:
        """Precision, recall and F1 as one line."""
        precision = self.right / max(1, self.right + self.wrong_match)
        recall = self.right / max(1, self.right + self.missed)
        f1 = 2 * self.right / max(1, 2 * self.right + self.wrong_match + self.missed)
        return f"precision {precision:.3f}  recall {recall:.3f}  F1 {f1:.3f}"


def configure(command: str, parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=("compare",), help="compare the pairs of a file")
    parser.add_argument(
        "file", nargs="?", type=Path, metavar="FILE.csv", help="columns name1, name2, schema"
    )
    parser.add_argument("--json", action="store_true", help="one JSON object a pair")


def run(args: argparse.Namespace) -> int:
    """0 when all pairs were compared, 2 when the columns are not there."""
    try:
        with _opened(args.file) as text:
            return _compare(csv.DictReader(text), as_json=args.json)
    except (csv.Error, UnicodeDecodeError) as error:
        raise _unreadable(args.file, error) from error


def _compare(reader: "csv.DictReader[str]", *, as_json: bool) -> int:
    columns = set(reader.fieldnames or ())
    if not {"name1", "name2"} <= columns:
        warn("triage names: the file has no columns name1 and name2")
        return 2
    tally = Tally()
    for row in reader:
        said = _show(row, as_json=as_json)
        tally.add(said=said, true=(row.get("is_match") or "").strip().lower() in TRUE)
    if "is_match" in columns and not as_json:
        say(f"\nmatch from {MATCH_AT}: {tally.summary()}")
    return 0


def _show(row: Mapping[str, str | None], *, as_json: bool) -> bool:
    one, other = row.get("name1") or "", row.get("name2") or ""
    score = compare(one, other, row.get("schema") or "")
    match = score >= MATCH_AT
    if as_json:
        say_json({"name1": one, "name2": other, "score": round(score, 4), "match": match})
    else:
        say(f"{score:.2f}  {'match' if match else '-':<5}  {visible(one)}  |  {visible(other)}")
    return match


@contextmanager
def _opened(path: Path | None) -> Iterator[TextIO]:
    if path is None:
        yield sys.stdin
        return
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            yield file
    except OSError as error:
        raise _unreadable(path, error.strerror or error) from error


def _unreadable(path: Path | None, why: object) -> FileUnreadable:
    name = path.name if path else "standard input"
    return FileUnreadable(
        tr("cli", "{file} cannot be read: {why}.", file=name, why=why),
        tr("cli", "Give a CSV file in UTF-8 with columns name1 and name2."),
    )
