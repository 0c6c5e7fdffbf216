"""One durable act: appended, chained, signed and sealed, beside a bare commit of as many bytes."""

import os
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import sqlcipher3.dbapi2 as sqlcipher

from triage_app.bench import cipher
from triage_app.bench.figure import Budget, Figure
from triage_app.bench.timing import Work, by_turns
from triage_app.bench.workshop import Workshop
from triage_app.flow.ids import uuid7
from triage_app.model.act import ActDraft, ActKind
from triage_app.store.keys import StoreKeys
from triage_app.store.record import open_record

ROUNDS = 400
# About what an outcome embeds: an announcement with three lines, both parties and five flags.
EMBEDDED = {
    "lines": [
        {"index": n, "description": "paraffin candles, scented, six pieces", "value_minor": 4800}
        for n in range(3)
    ],
    "flags": [
        {"rule": f"R{n}", "text": "One kilogram costs far less than its peers.", "points": 40_000}
        for n in range(5)
    ],
    "parties": {"sender": "Shenzhen Bright Trading Co Ltd", "recipient": "Jane Doe"},
}


def figures(workshop: Workshop) -> Iterator[Figure]:
    """Budget 3 x a bare FULL commit, signature and chain included."""
    keys = StoreKeys(*(os.urandom(32) for _ in range(4)))
    home = workshop.fresh("record")
    with (
        closing(open_record(home, keys, station="bench")) as opened,
        closing(_bare_store(workshop.fresh("bare.db"))) as bare,
    ):
        size = len(opened.record.append(draft()).data)
        ours, floor = by_turns(
            lambda: opened.record.append(draft()), _commit(bare, os.urandom(size)), ROUNDS
        )
    yield Figure(
        "record",
        "one durable act",
        "ms",
        ours,
        floor,
        f"one {size}-byte row, SQLCipher, WAL, FULL",
        Budget(times=3),
        goal=Budget(times=2),
    )
    yield from cipher.record(workshop, draft)


def draft() -> ActDraft:
    """An outcome of the usual size, with an id of its own."""
    now = datetime.now(UTC)
    body = {"outcome": {"code": "REL", "fields": {}}, "shown": EMBEDDED}
    return ActDraft(uuid7(), ActKind.OUTCOME, now, "bench", body, "s10", "RR473124829US")


def _bare_store(path: Path) -> sqlcipher.Connection:
    connection = sqlcipher.connect(path, isolation_level=None)
    connection.execute(f"PRAGMA key = \"x'{os.urandom(32).hex()}'\"")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("CREATE TABLE act (seq INTEGER PRIMARY KEY, data BLOB NOT NULL)")
    return connection


def _commit(connection: sqlcipher.Connection, data: bytes) -> Work:
    def commit() -> None:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO act (data) VALUES (?)", (data,))
        connection.execute("COMMIT")

    return commit
