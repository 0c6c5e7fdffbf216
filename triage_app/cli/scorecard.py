"""`triage scorecard`: fit an additive scorecard to rows whose outcome is known, and see how well it
ranks rows it has not seen."""

import argparse
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Final

from triage_app.cli.output import say, say_json, warn
from triage_app.formats.table_rows import BadRow, Table
from triage_app.model.errors import FileUnreadable
from triage_app.model.sentence import tr
from triage_app.model.visible import visible
from triage_app.risk.boosted import NoReference, boosted_scores
from triage_app.risk.ranking import Ranking, rank
from triage_app.risk.scorecard import Card, CardUnreadable, Row, as_json, chance, from_json
from triage_app.risk.scorecard_fit import CannotFit, fit

NOTHING_FOUND: Final = frozenset({"", "0", "0.0", "false", "no", "n", "f"})
BADS_SHOWN: Final = 20


@dataclass(frozen=True, slots=True)
class Rows:
    """A table's columns without the label's, and the label of each row; `bad` ones left out."""

    columns: Mapping[str, Sequence[str]]
    found: Sequence[bool]
    bad: int

    def each(self) -> list[Row]:
        names = list(self.columns)
        cells = zip(*self.columns.values(), strict=True)
        return [dict(zip(names, some, strict=True)) for some in cells]


def configure(command: str, parser: argparse.ArgumentParser) -> None:
    what = parser.add_subparsers(dest="what", metavar="fit | rank", required=True)
    fitted = what.add_parser("fit", help="fit a scorecard to rows whose outcome is known")
    fitted.add_argument("table", type=Path, metavar="TRAIN.csv")
    fitted.add_argument("--drop", default="", metavar="COL,COL", help="columns to leave out")
    fitted.add_argument("--out", type=Path, required=True, metavar="CARD.json")
    fitted.add_argument(
        "--rising", default="", metavar="COL,COL", help="numbers that only add points as they grow"
    )
    fitted.add_argument(
        "--falling", default="", metavar="COL,COL", help="numbers that only add as they shrink"
    )
    fitted.add_argument(
        "--no-repeats", action="store_true", help='without terms of "the same value before"'
    )
    ranked = what.add_parser("rank", help="how well a scorecard ranks other rows")
    ranked.add_argument("card", type=Path, metavar="CARD.json")
    ranked.add_argument("table", type=Path, metavar="TEST.csv")
    ranked.add_argument(
        "--explain", type=int, default=0, metavar="N", help="the sums of the N highest rows"
    )
    ranked.add_argument(
        "--reference",
        type=Path,
        metavar="TRAIN.csv",
        help="the same beside boosted trees grown on these rows (needs lightgbm)",
    )
    for each in (fitted, ranked):
        each.add_argument("--label", required=True, metavar="COLUMN", help="0 or empty: no find")
        each.add_argument("--json", action="store_true", help="JSON for programs")


def run(args: argparse.Namespace) -> int:
    """0; 1 when rows could not be read; 2 when a column is not there or there is nothing to fit."""
    try:
        return _fit(args) if args.what == "fit" else _rank(args)
    except CannotFit as error:
        warn(f"triage scorecard: {error}.")
    except NoReference:
        warn("triage scorecard: --reference needs LightGBM, which is not installed;")
        warn("install the extra 'reference' of this program, or leave the option out.")
    return 2


def _fit(args: argparse.Namespace) -> int:
    rows = read_rows(args.table, args.label)
    dropped = _listed(args.drop)
    _must_have(rows, {*dropped, *_listed(args.rising), *_listed(args.falling)})
    card = fit(
        {name: cells for name, cells in rows.columns.items() if name not in dropped},
        rows.found,
        args.label,
        rising=_listed(args.rising),
        falling=_listed(args.falling),
        repeats=not args.no_repeats,
    )
    by_hand = dict.fromkeys(dropped, "left out by hand")
    card = replace(card, left_out={**card.left_out, **by_hand})
    text = json.dumps(as_json(card), ensure_ascii=False, indent=1)
    args.out.write_text(text + "\n", encoding="utf-8")
    shown = {
        "card": str(args.out),
        "rows": card.rows,
        "bad_rows": rows.bad,
        "base_rate": card.found / card.rows,
        "ordered_by": card.ordered_by,
        "terms": [{"name": t.name, "entries": len(t.table)} for t in card.terms],
        "left_out": dict(card.left_out),
    }
    if args.json:
        say_json(shown)
    else:
        _say_card(card, args.out)
    return 1 if rows.bad else 0


def _say_card(card: Card, out: Path) -> None:
    say(f"{card.rows:,} rows, something found in {card.found / card.rows:.1%}")
    when = f"earlier days by '{visible(card.ordered_by)}'" if card.ordered_by else "a drawn order"
    say(f"Each row was told only of rows before it: {when}.\n")
    say(f"{'base':<64} {card.base:>6} points")
    for term in card.terms:
        least = min(told.points for told in term.table.values())
        most = max(told.points for told in term.table.values())
        say(f"{visible(term.name):<64} {least:>+6} to {most:+}  {len(term.table):>7,} entries")
    for name, why in card.left_out.items():
        say(f"left out: {visible(name)}: {why}")
    say(f"\nwritten: {out}")


def _rank(args: argparse.Namespace) -> int:
    card = _read_card(args.card)
    rows = read_rows(args.table, args.label)
    _must_have(rows, {name for t in card.terms for f in t.features for name in (f.column, f.per)})
    each = rows.each()
    scores = [card.score(row) for row in each]
    ranking = _ranking(scores, rows.found)
    shown = asdict(ranking)
    if args.reference:
        train = read_rows(args.reference, args.label)
        shown["reference"] = asdict(
            _ranking(boosted_scores(card, train.columns, train.found, rows.columns), rows.found)
        )
    if args.json:
        say_json(shown)
    else:
        _say_ranking("scorecard", ranking)
        if args.reference:
            _say_ranking("boosted trees", Ranking(**shown["reference"]))
        _explain(card, each, scores, args.explain)
    return 1 if rows.bad else 0


def _ranking(scores: Sequence[float], found: Sequence[bool]) -> Ranking:
    try:
        return rank(scores, found)
    except ValueError as error:
        raise CannotFit("the table has no rows to rank") from error


def _say_ranking(what: str, ranking: Ranking) -> None:
    say(f"{what}: {ranking.rows:,} rows, something found in {ranking.base_rate:.1%}")
    for share, precision in ranking.precision.items():
        say(
            f"  looking at {share:>2} %: found in {precision:6.1%} of them, "
            f"{ranking.recall[share]:6.1%} of all there is"
        )
    say(f"  area under the curve {ranking.auc:.3f}")


def _explain(card: Card, rows: Sequence[Row], scores: Sequence[int], count: int) -> None:
    """The sums of the highest rows; rows are counted from 1 under the header."""
    for at in sorted(range(len(rows)), key=lambda at: -scores[at])[:count]:
        say(f"\nrow {at + 1}: {scores[at]} points ({chance(scores[at]):.1%}) = base {card.base}")
        for term, value, told in card.summands(rows[at]):
            rests = f"{told.found} of {told.rows} before"
            say(f"  {told.points:>+5}  {visible(term)}: {visible(value)} ({rests})")


def read_rows(path: Path, label: str) -> Rows:
    """A table's rows with the label read. Raises FileUnreadable also where no column is the
    label."""
    try:
        with path.open("rb") as stream:
            table = Table(stream, encoding=_encoding(path))
            given = list(table.rows())
    except OSError as error:
        raise _unreadable(path, error.strerror or error) from error
    header = [title.strip() for title in table.header]
    if label not in header:
        raise _unreadable(path, f"no column is called '{visible(label)}'")
    if len(set(header)) < len(header):
        raise _unreadable(path, "two columns have one title")
    good = [row[1] for row in given if not isinstance(row, BadRow)]
    bad = [row for row in given if isinstance(row, BadRow)]
    for row in bad[:BADS_SHOWN]:
        warn(f"line {row.line}: {row.why}: {visible(row.raw, 100)}")
    columns = dict(zip(header, map(list, zip(*good, strict=True)), strict=True)) if good else {}
    labels = columns.pop(label, [])
    return Rows(columns, [cell.strip().lower() not in NOTHING_FOUND for cell in labels], len(bad))


def _encoding(path: Path) -> str:
    """The encoding of a table; where it cannot be told, the one in which what is none is refused
    row by row."""
    from triage_app.formats.encoding_told import UTF8, told_encoding

    try:
        return told_encoding(path)
    except FileUnreadable:
        return UTF8


def _read_card(path: Path) -> Card:
    try:
        return from_json(json.loads(path.read_text("utf-8")))
    except OSError as error:
        raise _no_card(path, error.strerror or error) from error
    except (CardUnreadable, ValueError, RecursionError) as error:
        raise _no_card(path, error) from error


def _listed(text: str) -> list[str]:
    return [name.strip() for name in text.split(",") if name.strip()]


def _must_have(rows: Rows, names: set[str]) -> None:
    missing = sorted(names - rows.columns.keys() - {""})
    if missing:
        said = ", ".join(f"'{visible(name)}'" for name in missing)
        raise CannotFit(f"the table has no column {said}")


def _unreadable(path: Path, why: object) -> FileUnreadable:
    return FileUnreadable(
        tr("cli", "{file} cannot be read: {why}.", file=path.name, why=why),
        tr("cli", "Give a CSV file whose first row names the columns, the label's among them."),
    )


def _no_card(path: Path, why: object) -> FileUnreadable:
    return FileUnreadable(
        tr("cli", "{file} is no scorecard: {why}.", file=path.name, why=why),
        tr("cli", "'triage scorecard fit' writes one."),
    )
