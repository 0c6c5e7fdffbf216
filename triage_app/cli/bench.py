"""`triage bench`: qualifies this workstation, ours beside the floor measured in the same run."""

import argparse
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from triage_app.bench import BENCHES, measure
from triage_app.bench.figure import Figure, NotMeasured, Spread
from triage_app.bench.tally import Tally
from triage_app.cli.arguments import count
from triage_app.cli.output import say, say_json, warn

if TYPE_CHECKING:
    from triage_app.bench.workshop import Workshop

ITEMS = 100_000
ALL = "all"

Line = Figure | NotMeasured | Tally


def configure(command: str, parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "which", nargs="*", metavar="|".join((*BENCHES, ALL)), help="which figures (all)"
    )
    parser.add_argument("--items", type=count, default=ITEMS, help=f"items announced ({ITEMS:,})")
    parser.add_argument("--keep", metavar="DIR", help="work in DIR and leave what was made there")
    parser.add_argument(
        "--pictures",
        metavar="DIR",
        help="photographs of labels, the truth of each in a .txt beside",
    )
    parser.add_argument("--json", action="store_true", help="one JSON object a figure")


def run(args: argparse.Namespace) -> int:
    """0 when every budget is met, 1 when one is not."""
    from triage_app.bench.machine import machine_line
    from triage_app.bench.workshop import Workshop

    unknown = [name for name in args.which if name not in (*BENCHES, ALL)]
    if unknown:
        warn(f"triage bench: no bench '{unknown[0]}'; there are {', '.join((*BENCHES, ALL))}")
        return 2
    chosen = [name for name in BENCHES if ALL in (args.which or [ALL]) or name in args.which]
    machine = machine_line()
    if not args.json:
        say(machine)
    met = True
    with _folder(args.keep) as folder:
        pictures = Path(args.pictures) if args.pictures else None
        for line in _lines(chosen, Workshop(folder, args.items, pictures)):
            if args.json:
                say_json({**as_json(line), "machine": machine})
            else:
                say(as_text(line))
            met = met and (isinstance(line, NotMeasured) or line.met)
    return 0 if met else 1


def as_json(line: Line) -> dict[str, Any]:
    """One figure as the object the interface names, smaller is better in every unit."""
    if isinstance(line, NotMeasured):
        return {"bench": line.bench, "what": line.what, "not_measured": line.why}
    if isinstance(line, Tally):
        return {
            "bench": line.bench,
            "what": line.what,
            "pictures": line.pictures,
            "true": line.true,
            "met": line.met,
            "read": {reader.name: reader.right for reader in line.readers},
            "false": {reader.name: reader.false for reader in line.readers},
            "ms": {reader.name: _rounded(line.ms(reader)) for reader in line.readers},
        }
    return {
        "bench": line.bench,
        "what": line.what,
        "ours": _rounded(line.ours_judged),
        "floor": _rounded(line.floor_judged),
        "ratio": _rounded(line.ratio),
        "budget": line.budget.said(line.unit),
        "met": line.met,
        "goal": line.goal.said(line.unit) if line.goal else None,
        "goal_met": line.goal_met if line.goal else None,
        "unit": line.unit,
        "judged": line.judged,
        "floor_is": line.floor_is,
        "ours_p50": _rounded(line.ours.p50),
        "ours_p99": _rounded(line.ours.p99),
        "floor_p50": _rounded(line.floor.p50),
        "floor_p99": _rounded(line.floor.p99),
        "count": line.ours.count,
    }


def as_text(line: Line) -> str:
    """One figure for people, on two lines; of a count one."""
    if isinstance(line, Tally):
        return _counted(line)
    if isinstance(line, NotMeasured):
        return f"\n{line.bench:<8} {line.what}\n         not measured: {line.why}"
    return (
        f"\n{line.bench:<8} {line.what}: {line.ratio:.2f} x,"
        f" budget {line.budget.said(line.unit)}: {'met' if line.met else 'MISSED'}{_goal(line)}\n"
        f"         ours {_spread(line.ours, line.unit)}; "
        f"beside {_spread(line.floor, line.unit)}, {line.floor_is}"
    )


def _goal(line: Figure) -> str:
    if line.goal is None:
        return ""
    return f", goal {line.goal.said(line.unit)}: {'reached' if line.goal_met else 'not yet'}"


def _counted(line: Tally) -> str:
    readers = "; ".join(
        f"{reader.name} {f'{reader.right} read' if line.true else f'{reader.false} false'}"
        f" ({_rounded(line.ms(reader))} ms)"
        for reader in line.readers
    )
    return f"{line.bench:<8} {line.what}, {line.pictures}: {readers}{'' if line.met else ' MISSED'}"


def _lines(chosen: list[str], workshop: "Workshop") -> Iterator[Line]:
    for name in chosen:
        warn(f"triage bench: {name} ...")
        yield from measure(name, workshop)


@contextmanager
def _folder(keep: str | None) -> Iterator[Path]:
    if keep:
        folder = Path(keep).absolute()
        folder.mkdir(parents=True, exist_ok=True)
        yield folder
        return
    with tempfile.TemporaryDirectory(prefix="triage-bench-") as made:
        yield Path(made)


def _spread(spread: Spread, unit: str) -> str:
    if spread.count == 1:
        return f"{_rounded(spread.p50)} {unit}"
    return f"{_rounded(spread.p50)} {unit} (p99 {_rounded(spread.p99)})"


def _rounded(value: float) -> float:
    """Three digits that mean something."""
    return float(f"{value:.3g}")
