"""An announcement by its number, read out whole, beside the raw statement."""

from collections.abc import Iterator
from contextlib import closing
from itertools import cycle
from random import Random

from triage_app.app import assemble
from triage_app.bench import cipher
from triage_app.bench.figure import Budget, Figure
from triage_app.bench.timing import by_turns
from triage_app.bench.workshop import Workshop
from triage_app.store.cache import CACHE_FILE
from triage_app.store.sealed import Connection, connect

ITEMS = 5_000
WARM_UP = 200
RAW = """SELECT announcement.data FROM alias JOIN announcement
    ON announcement.key = alias.announcement WHERE alias.number = ?"""


def figures(workshop: Workshop) -> Iterator[Figure]:
    """Budget: 1.5 x the raw statement on the same sealed store; the data read out included."""
    numbers = [announced.number for announced in workshop.announced(ITEMS)]
    Random(20_261_124).shuffle(numbers)
    with assemble(workshop.settings()) as parts:
        key, home = parts.keys.cache, parts.settings.home
        with closing(connect(home / CACHE_FILE, key, durable=False, page_cache_kib=16_384)) as raw:
            asked, asked_raw = cycle(numbers), cycle(numbers)
            ours, floor = by_turns(
                lambda: parts.cache.reader.find((("", next(asked)),)),
                lambda: _fetch(raw, next(asked_raw)),
                len(numbers) - WARM_UP,  # each number once, as scans come
                WARM_UP,
            )
        absent = [n for n in numbers if not parts.cache.reader.find((("", n),))]
        assert not absent, f"announced and not found: {absent[:3]}"
    yield Figure(
        "lookup",
        f"look-up by key, {workshop.items:,} items",
        "us",
        ours.scaled(1e3),
        floor.scaled(1e3),
        "the raw statement on the same sealed store",
        Budget(times=1.5),
        goal=Budget(times=1.1),
    )
    yield from cipher.lookup(workshop, numbers)


def _fetch(connection: Connection, number: str) -> object:
    return connection.execute(RAW, (number,)).fetchall()
