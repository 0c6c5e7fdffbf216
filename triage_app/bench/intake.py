"""A courier manifest into the cache, beside the peers that only load it into a table with a key."""

import shutil
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from triage_app.bench import beside_import, child, cipher
from triage_app.bench.figure import Budget, Figure, Spread
from triage_app.bench.manifest import COLUMNS, number_of, write_manifest
from triage_app.bench.workshop import Workshop
from triage_app.settings import Settings

FEWEST_ITEMS = 231_000  # 300,000 rows: with fewer, starting the program is what is measured
SCANNED = 2_000
SLOW_PEER_ROWS = 50_000  # the slow peer takes minutes for more; its seconds a row do not change
SHELL = "sqlite3"
STAND_IN = Path(__file__).with_name("plain_load.py")


def figures(workshop: Workshop) -> Iterator[Figure]:
    """Budgets: 3 x the shell's import with a key, 6 x faster than sqlite-utils, 300 MB; the window
    beside it no slower than twice its idle self."""
    items = max(workshop.items, FEWEST_ITEMS)
    manifest = workshop.fresh("manifest.csv")
    rows = write_manifest(manifest, items)
    small = workshop.fresh("part.csv")
    small_rows = _first_rows(manifest, small, SLOW_PEER_ROWS)
    settings = workshop.empty_station()
    ours = _import(settings, manifest)
    what = f"{rows:,} rows, in microseconds a row"
    yield from _beside_the_shell(workshop, manifest, what, _per_row(ours.seconds, rows))
    peer = child.measured(
        child.python(
            *("-m", "sqlite_utils", "insert", str(workshop.fresh("utils.db")), "entry"),
            *(str(small), "--csv", "--no-detect-types", "--pk", "HAWB", "--pk", "Line"),
        )
    )
    yield Figure(
        "import",
        what,
        "us",
        _per_row(ours.seconds, rows),
        _per_row(peer.seconds, small_rows),
        f"sqlite-utils insert --csv, {small_rows:,} of the rows",
        Budget(times=1 / 6),
    )
    yield Figure(
        "import",
        f"peak memory, {rows:,} rows, child processes included",
        "MB",
        _once(ours.peak_mb),
        _once(peer.peak_mb),
        f"sqlite-utils insert --csv, {small_rows:,} of the rows",
        Budget(plus=300),
    )
    yield from cipher.intake(workshop, manifest, rows, ours.seconds)
    rows = write_manifest(manifest, items, first=items)
    numbers = [number_of(item) for item in range(0, items, max(1, items // SCANNED))]
    yield from beside_import.figures(settings, manifest, numbers, rows)


def _first_rows(whole: Path, part: Path, rows: int) -> int:
    with whole.open(encoding="utf-8") as lines, part.open("w", encoding="utf-8") as out:
        return sum(bool(out.write(line)) for line in islice(lines, rows + 1)) - 1


def _import(settings: Settings, manifest: Path) -> child.Ran:
    return child.measured(child.triage(settings.home, "import", str(manifest), "--json"))


def _beside_the_shell(
    workshop: Workshop, manifest: Path, what: str, ours: Spread
) -> Iterator[Figure]:
    names = ", ".join(f'"{name}" TEXT' for name in COLUMNS.split(","))
    table = f"CREATE TABLE entry ({names}, PRIMARY KEY (HAWB, Line))"
    if shutil.which(SHELL) is None:
        told = "csv and executemany (no sqlite3 shell here) into a table with a key"
        command = child.python(str(STAND_IN), str(workshop.fresh("peer.db")), str(manifest), table)
        peer = child.measured(command)
    else:
        told = "the sqlite3 shell's .import into a table with a key"
        script = (
            f'{table};\n.mode csv\n.import --skip 1 "{manifest.as_posix()}" entry\n'
            "SELECT count(*) FROM entry;\n"
        )
        peer = child.measured((SHELL, str(workshop.fresh("shell.db"))), stdin=script)
    loaded = int(peer.output.split()[-1])
    yield Figure(
        "import",
        what,
        "us",
        ours,
        _per_row(peer.seconds, loaded),
        told,
        Budget(times=3),
        goal=Budget(times=1.5),
    )


def _per_row(seconds: float, rows: int) -> Spread:
    return _once(seconds * 1e6 / rows)


def _once(value: float) -> Spread:
    return Spread(value, value, 1)
