"""A process that takes a manifest in, says so batch by batch, and waits to be killed.

python -m tests.flow.importer HOME FILE
"""

import multiprocessing
import sys
from datetime import UTC, datetime
from pathlib import Path

from triage_app.flow.clock import SystemClock
from triage_app.flow.intake import take_in
from triage_app.store.cache import open_cache
from triage_app.store.keys import StoreKeys

KEYS = StoreKeys(cache=b"c" * 32, record=b"r" * 32, images=b"i" * 32, evidence=b"e" * 32)
CLOCK = SystemClock("America/New_York", lambda: datetime(2026, 3, 2, 12, tzinfo=UTC))
BATCH = 500
READERS = 2


def main(home: Path, file: Path) -> None:
    cache = open_cache(home, KEYS)

    def say(read: int, _rows: int) -> None:
        readers = (str(child.pid) for child in multiprocessing.active_children())
        print(read, *readers, flush=True)  # noqa: T201  -- the test reads it

    take_in(file, cache.writer, CLOCK, progress=say, batch=BATCH, readers=READERS)
    cache.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
