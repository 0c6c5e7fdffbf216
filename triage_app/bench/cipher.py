"""What the cipher costs: the same look-up, act and import in stores with it and without it."""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from itertools import cycle
from pathlib import Path

from triage_app.bench import child
from triage_app.bench.figure import Budget, Figure, Spread
from triage_app.bench.timing import by_turns
from triage_app.bench.unsealed import copy_plain, without_cipher
from triage_app.bench.workshop import Workshop
from triage_app.model.act import ActDraft
from triage_app.store.cache import CACHE_FILE, open_cache
from triage_app.store.keys import StoreKeys, open_keys
from triage_app.store.record import open_record

WARM_UP = 200
ACTS = 400
SAID = "the same in a store without the cipher"


def lookup(workshop: Workshop, numbers: Sequence[str]) -> Iterator[Figure]:
    """Budget: twice; a page is opened once and then lies open in the page cache."""
    settings = workshop.settings()
    keys = open_keys(settings.home, settings.store.key)
    plain_home = workshop.fresh("plain")
    plain_home.mkdir()
    copy_plain(settings.home / CACHE_FILE, keys, plain_home / CACHE_FILE)
    with closing(open_cache(settings.home, keys)) as sealed:
        with without_cipher():
            plain = open_cache(plain_home, keys)
        with closing(plain):
            asked, asked_plain = cycle(numbers), cycle(numbers)
            ours, floor = by_turns(
                lambda: sealed.reader.find((("", next(asked)),)),
                lambda: plain.reader.find((("", next(asked_plain)),)),
                len(numbers) - WARM_UP,
                WARM_UP,
            )
    yield Figure(
        "lookup",
        f"look-up by key with the cipher, {workshop.items:,} items",
        "us",
        ours.scaled(1e3),
        floor.scaled(1e3),
        SAID,
        Budget(times=2),
    )


def record(workshop: Workshop, draft: Callable[[], ActDraft]) -> Iterator[Figure]:
    """Budget: twice; most of an act's time is the disk's."""
    keys = StoreKeys(*(os.urandom(32) for _ in range(4)))
    homes = workshop.fresh("sealed"), workshop.fresh("plain")
    with closing(open_record(homes[0], keys, station="bench")) as sealed:
        with without_cipher():
            plain = open_record(homes[1], keys, station="bench")
        with closing(plain):
            ours, floor = by_turns(
                lambda: sealed.record.append(draft()), lambda: plain.record.append(draft()), ACTS
            )
    yield Figure(
        "record", "one durable act with the cipher", "ms", ours, floor, SAID, Budget(times=2)
    )


def intake(workshop: Workshop, manifest: Path, rows: int, seconds: float) -> Iterator[Figure]:
    """Budget: twice; `seconds` is what the sealed store took for the manifest's `rows`."""
    with without_cipher():
        home = workshop.empty_station().home
    module = "triage_app.bench.unsealed"
    words = ("--home", str(home), "import", str(manifest), "--json")
    plain = child.measured(child.python("-m", module, *words))
    yield Figure(
        "import",
        f"{rows:,} rows with the cipher, in microseconds a row",
        "us",
        _once(seconds * 1e6 / rows),
        _once(plain.seconds * 1e6 / rows),
        SAID,
        Budget(times=2),
    )


def _once(value: float) -> Spread:
    return Spread(value, value, 1)
