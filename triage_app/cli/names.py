"""`triage names`: how like pairs of names are, and how well that is told, from a CSV file."""

import argparse
import csv
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from triage_app.cli.arguments import count
from triage_app.cli.output import say, say_json, warn
from triage_app.model.errors import FileUnreadable
from triage_app.model.sentence import tr
from triage_app.model.visible import visible
from triage_app.risk.comparing import Comparison, compared
from triage_app.risk.likeness import MATCH_AT

if TYPE_CHECKING:
    from triage_app.bench.name_scores import Judged, Score, ScoreRow

TRUE = frozenset({"true", "1", "yes"})
MADE_UP = 4_000

Rows = Iterable[Mapping[str, str | None]]


def configure(command: str, parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "what",
        choices=("compare", "score"),
        help="compare the pairs of a file; or score them against its column is_match, beside plain"
        " string likeness",
    )
    parser.add_argument(
        "file",
        nargs="?",
        type=Path,
        metavar="FILE.csv",
        help="columns name1, name2, schema; to score also is_match and quality (without a file:"
        " made-up pairs)",
    )
    parser.add_argument("--why", action="store_true", help="also say which words it rests on")
    parser.add_argument("--seed", type=count, default=1, help="of the made-up pairs")
    parser.add_argument("--json", action="store_true", help="one JSON object a pair, or a row")


def run(args: argparse.Namespace) -> int:
    """0 when all pairs were compared, 2 when the columns are not there."""
    if args.what == "score" and args.file is None:
        return _score(_made_up(args.seed), as_json=args.json)
    try:
        with _opened(args.file) as text:
            reader = csv.DictReader(text)
            wanted = {"name1", "name2"} | ({"is_match"} if args.what == "score" else set())
            if missing := sorted(wanted - set(reader.fieldnames or ())):
                warn(f"triage names: the file has no column {' and no column '.join(missing)}")
                return 2
            if args.what == "score":
                return _score(_judged(reader), as_json=args.json)
            return _compare(reader, why=args.why, as_json=args.json)
    except (csv.Error, UnicodeDecodeError) as error:
        raise _unreadable(args.file, error) from error


def _compare(rows: Rows, *, why: bool, as_json: bool) -> int:
    for row in rows:
        one, other = row.get("name1") or "", row.get("name2") or ""
        found = compared(one, other, row.get("schema") or "")
        match = found.likeness >= MATCH_AT
        if as_json:
            shown = {"name1": one, "name2": other, "score": round(found.likeness, 4)}
            say_json({**shown, "match": match, **(why_json(found) if why else {})})
            continue
        verdict = "match" if match else "-"
        say(f"{found.likeness:.2f}  {verdict:<5}  {visible(one)}  |  {visible(other)}")
        if why:
            say(f"             {why_text(found)}")
    return 0


def why_text(found: Comparison) -> str:
    """What a comparison rests on, on one line."""
    parts = [
        f"{visible(pair.one)} = {visible(pair.other)} ({pair.how.value})" for pair in found.pairs
    ]
    if found.why not in ("words", ""):
        parts.append(f"the whole, {found.why}")
    parts += [f"{visible(word)} has no partner" for word in (*found.one, *found.other)]
    if found.other_form:
        parts.append("legal forms of two kinds")
    return "; ".join(parts) or "nothing in common"


def why_json(found: Comparison) -> dict[str, Any]:
    """The same as keys of an object."""
    return {
        "why": found.why,
        "words": [
            {
                "one": pair.one,
                "other": pair.other,
                "score": round(pair.likeness, 4),
                "how": pair.how.value,
            }
            for pair in found.pairs
        ],
        "only_one": list(found.one),
        "only_other": list(found.other),
        "other_legal_form": found.other_form,
    }


def _judged(rows: Rows) -> "Iterator[Judged]":
    from triage_app.bench.name_scores import Judged

    for row in rows:
        yield Judged(
            row.get("name1") or "",
            row.get("name2") or "",
            row.get("schema") or "",
            (row.get("is_match") or "").strip().lower() in TRUE,
            row.get("quality") or "",
        )


def _made_up(seed: int) -> "Iterator[Judged]":
    from triage_app.bench.name_scores import Judged
    from triage_app.demo.name_pairs import name_pairs

    return (Judged(*pair) for pair in name_pairs(MADE_UP, seed))


def _score(pairs: "Iterable[Judged]", *, as_json: bool) -> int:
    """The table: a line a group, ours at its threshold, the plain ones each at its best."""
    from triage_app.bench.name_scores import score_rows

    rows = score_rows(pairs)
    if as_json:
        for row in rows:
            say_json(_row_json(row))
        return 0
    top = rows[0]
    readers = ("ours", top.ours), ("WRatio", top.weighted_ratio), ("token_sort", top.token_sort)
    say(
        " " * 29
        + "".join(f"  {f'{name} from {score.threshold:.2f}':<24}" for name, score in readers)
    )
    say(f"{'':<22} {'pairs':>5} " + "  precision recall F1     " * len(readers) + "  ours agreed")
    for row in rows:
        scores = (row.ours, row.weighted_ratio, row.token_sort)
        say(
            f"{row.group or '-':<22} {row.pairs:>5} "
            + "".join(map(_figures, scores))
            + f"  {row.ours.agreed:.3f}"
        )
    say(f"\nEach plain one at the threshold that is best for it here; ours always from {MATCH_AT}.")
    return 0


def _figures(score: "Score") -> str:
    if not score.right + score.missed:  # no pair of one party: only `agreed` says something
        return f"  {'-':<9} {'-':<6} {'-':<6} "
    return f"  {score.precision:<9.3f} {score.recall:<6.3f} {score.f1:<6.3f} "


def _row_json(row: "ScoreRow") -> dict[str, Any]:
    shown: dict[str, Any] = {"group": row.group, "pairs": row.pairs}
    scores = {"ours": row.ours, "wratio": row.weighted_ratio, "token_sort": row.token_sort}
    for name, score in scores.items():
        shown[name] = {
            "threshold": score.threshold,
            "precision": round(score.precision, 4),
            "recall": round(score.recall, 4),
            "f1": round(score.f1, 4),
            "agreed": round(score.agreed, 4),
        }
    return shown


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
