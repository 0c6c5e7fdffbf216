"""A courier manifest into the cache, beside the peers that only load it into a table with a key."""

import random
import shutil
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from triage_app.bench import child
from triage_app.bench.figure import Budget, Figure, NotMeasured, Spread
from triage_app.bench.workshop import Workshop

COLUMNS = (
    "HAWB,Line,MAWB,Flight,ArrivalDate,OriginCountry,DestinationCountry,ShipperName,ShipperAddress,"
    "ShipperCity,ShipperCountry,ConsigneeName,ConsigneeAddress,ConsigneeCity,ConsigneePostcode,"
    "ConsigneeCountry,ConsigneePhone,GoodsDescription,HSCode,ManufCtry,Quantity,Weight(KG),"
    "Value,Currency"
)
GOODS = (
    ("paraffin candles, scented", "340600"),
    ("women's cotton t-shirts, knitted", "610910"),
    ("lithium ion battery pack, 36 V", "850760"),
    ("stainless steel kitchen knives", "821192"),
    ("plastic toy blocks, 120 pieces", "950300"),
    ("rechargeable LED desk lamp", "940521"),
    ("tablet press die set", "847990"),
    ("leather handbag with strap", "420221"),
)
LINES_AN_ITEM = 1.3
NUMBERS = 9_999_999_967  # the greatest prime of ten digits: no multiple of STEP comes twice
STEP = 7_717_776_151
SLOW_PEER_ROWS = 50_000  # the slow peer takes minutes for more; its seconds a row do not change
SHELL = "sqlite3"


def figures(workshop: Workshop) -> Iterator[Figure | NotMeasured]:
    """Budgets: 3 x the shell's import with a key, 6 x faster than sqlite-utils, 300 MB."""
    manifest = workshop.fresh("manifest.csv")
    rows = write_manifest(manifest, workshop.items)
    small = workshop.fresh("part.csv")
    small_rows = _first_rows(manifest, small, SLOW_PEER_ROWS)
    ours = _import(workshop, manifest)
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
        f"peak memory, {rows:,} rows",
        "MB",
        _once(ours.peak_mb),
        _once(peer.peak_mb),
        f"sqlite-utils insert --csv, {small_rows:,} of the rows",
        Budget(plus=300),
    )


def write_manifest(path: Path, items: int) -> int:
    """A courier CSV of `items` house waybills, the same bytes each time; the number of rows.

    As in a courier's own: the consignment stands in each row of it, and the numbers, which many
    senders took from books of their own, stand in no order.
    """
    chance = random.Random(20_261_124)
    rows = 0
    with path.open("w", encoding="utf-8", newline="") as out:
        out.write(COLUMNS + "\n")
        for item in range(items):
            before, after = _consignment(chance, item)
            for line in range(1, 1 + _lines(chance)):
                out.write(_row(chance, before, line, after))
                rows += 1
    return rows


def _lines(chance: random.Random) -> int:
    return 1 if chance.random() > LINES_AN_ITEM - 1 else 2


def _consignment(chance: random.Random, item: int) -> tuple[str, str]:
    """Its cells before and behind the line's number."""
    number = item * STEP % NUMBERS
    person, street = chance.randrange(50_000), chance.randrange(9_000)
    return f"HB{number:010d}", (
        f"17612345675,LH{8000 + item % 40},2026-03-{1 + item % 28:02d},CN,US,"
        f"Trading Company {person % 2000},{street} Harbour Road,Shenzhen,CN,"
        f'Person {person},"{street} Elm Street, Apt {person % 40}",Newark,{10000 + person % 80000},'
        f"US,+1 973 555 {person % 10000:04d}"
    )


def _row(chance: random.Random, before: str, line: int, after: str) -> str:
    goods, hs = chance.choice(GOODS)
    return (
        f'{before},{line},{after},"{goods}",{hs},CN,{1 + chance.randrange(9)},'
        f"{0.05 + chance.randrange(400) / 100:.2f},{5 + chance.randrange(79000) / 100:.2f},USD\n"
    )


def _first_rows(whole: Path, part: Path, rows: int) -> int:
    with whole.open(encoding="utf-8") as lines, part.open("w", encoding="utf-8") as out:
        return sum(bool(out.write(line)) for line in islice(lines, rows + 1)) - 1


def _import(workshop: Workshop, manifest: Path) -> child.Ran:
    settings = workshop.empty_station()
    return child.measured(child.triage(settings.home, "import", str(manifest), "--json"))


def _beside_the_shell(
    workshop: Workshop, manifest: Path, what: str, ours: Spread
) -> Iterator[Figure | NotMeasured]:
    if shutil.which(SHELL) is None:
        yield NotMeasured("import", what, f"the peer, the {SHELL} shell, is not installed here")
        return
    names = [f'"{name}" TEXT' for name in COLUMNS.split(",")]
    script = (
        f"CREATE TABLE entry ({', '.join(names)}, PRIMARY KEY (HAWB, Line));\n"
        f'.mode csv\n.import --skip 1 "{manifest.as_posix()}" entry\n'
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
        "the sqlite3 shell's .import into a table with a key",
        Budget(times=3),
        goal=Budget(times=1.5),
    )


def _per_row(seconds: float, rows: int) -> Spread:
    return _once(seconds * 1e6 / rows)


def _once(value: float) -> Spread:
    return Spread(value, value, 1)
