"""Waiting acts to a hub on this machine, answered and kept, beside bare inserts of their bytes."""

import json
import sqlite3
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from time import perf_counter

from triage_app.app import assemble
from triage_app.bench import child
from triage_app.bench.figure import Budget, Figure, Spread
from triage_app.bench.record import draft
from triage_app.bench.workshop import Workshop
from triage_app.model.act import Act
from triage_app.settings import Settings

ACTS = 4_000
BATCH = 500
TABLE = """CREATE TABLE act (
    station TEXT, id TEXT, epoch INTEGER, seq INTEGER, hash TEXT, signature TEXT, data BLOB,
    PRIMARY KEY (station, id), UNIQUE (station, epoch, seq)
)"""


def figures(workshop: Workshop) -> Iterator[Figure]:
    """Budget: at least half the acts a second that bare inserts reach in the same run."""
    settings = workshop.empty_station()
    acts = _recorded(settings)
    with _hub(workshop.fresh("hub"), settings):
        said = child.run(child.triage(settings.home, "sync", "--json"))
    told = json.loads(said.splitlines()[-1])
    assert told["accepted"] == len(acts), told
    yield Figure(
        "hub",
        f"{ACTS:,} waiting acts drained to a hub beside, an act",
        "us",
        _an_act(told["seconds"]),
        _an_act(_bare_inserts(workshop.fresh("bare.db"), acts)),
        f"inserts of the same bytes, SQLite, WAL, FULL, {BATCH} a commit",
        Budget(times=2),
        goal=Budget(times=1.25),
    )


def _recorded(settings: Settings) -> list[Act]:
    with assemble(settings) as parts:
        return [parts.record.record.append(draft()) for _ in range(ACTS)]


@contextmanager
def _hub(home: Path, settings: Settings) -> Iterator[None]:
    """A hub in a process of its own, with this station enrolled."""
    words = ("hub", "serve", "--listen", "127.0.0.1:0", "--json")
    process = subprocess.Popen(
        child.triage(home, *words), stdout=subprocess.PIPE, text=True, env=child.environment()
    )
    with process:
        try:
            address = _address(process)
            station = settings.station
            made = child.run(
                child.triage(home, "hub", "enroll-code", "--facility", station.facility, "--json")
            )
            code = json.loads(made)["code"]
            child.run(child.triage(settings.home, "enroll", address), stdin=f"{code}\n")
            yield
        finally:
            process.terminate()


def _address(process: "subprocess.Popen[str]") -> str:
    line = process.stdout.readline() if process.stdout else ""
    return str(json.loads(line)["listening"])


def _bare_inserts(path: Path, acts: Sequence[Act]) -> float:
    """Seconds for the same acts in a table with the same keys."""
    rows = [(a.station, a.id, a.epoch, a.seq, a.hash, a.signature, a.data) for a in acts]
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute(TABLE)
        started = perf_counter()
        for start in range(0, len(rows), BATCH):
            with connection:
                connection.executemany(
                    "INSERT INTO act VALUES (?,?,?,?,?,?,?) ON CONFLICT DO NOTHING",
                    rows[start : start + BATCH],
                )
        return perf_counter() - started


def _an_act(seconds: float) -> Spread:
    each = seconds * 1e6 / ACTS
    return Spread(each, each, 1)
